"""The explorer's scripts compute what the core computes, in a real browser."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from playwright.sync_api import Page

import backprop_core as bp
from backprop_core.lesson.load import make_lesson
from backprop_core.lesson.toml import Document
from tests.judges.explorer import differences
from tests.rigs.explorer_edges import EDGES
from tests.rigs.explorer_scripts import answer, called, questions
from tests.rigs.mutant_runs import all_lessons
from tests.rigs.random_lessons import SLOW, documents, of_classes, of_probabilities

# The most steps of a descent of a lesson that is drawn.
STEPS = 100

# Names of parameters, and what is none, in a network of two, one and one neurons.
NAMES = (
    *("w1[0,0]", "w1[1, 0]", "w01[1,0]", "w1", "w1[1]", "w1[2,0]", "w1[-1,0]", "w1[0,0]x", "w1[0,0]\n", "w0[0,0]"),
    *("w2[0,1]", "w2[1,0]", "w2", "w3", "w3[0,0]", "w3[0]", "w4", "b1[1]", "b1[2]", "b1", "b1[1,0]", "b2", "b2[0]"),
    *("b2[1]", "b0", "a0", "a0[0]", "a0[1]", "a1[1]", "a1[2]", "a3", "a4", "z1[0]", "w", ""),
)


@pytest.mark.parametrize(
    "lesson",
    [
        pytest.param(lesson, id=name, marks=[pytest.mark.long] if place % 3 else [])
        for place, (name, lesson) in enumerate(all_lessons().items())
    ],
)
def test_every_number_of_a_lesson_is_the_cores(scripts: Page, lesson: bp.Lesson):
    for question in questions(lesson).values():
        wrong, numbers, noisy = differences(answer(scripts, question), question)
        assert wrong == []
        assert noisy < numbers / 1000


@pytest.mark.parametrize("edge", EDGES)
def test_every_number_at_an_edge_is_the_cores(scripts: Page, edge: str):
    wrong, _, noisy = differences(answer(scripts, EDGES[edge]), EDGES[edge])
    assert wrong == []
    assert noisy == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_has_the_cores_name(scripts: Page, name: str):
    net = bp.Network([[[1.0], [2.0]], [[3.0, 4.0]], [[5.0]]], [[6.0, 7.0], [8.0], [9.0]])
    try:
        p = bp.Parameter.parse(name).resolve(net.sizes)
    except ValueError:
        p = None
    found = called(scripts, "(net, name) => Network.parameter(net, name)", net, name)
    assert found == (p and {"name": str(p), "letter": p.letter, "l": p.l, "j": p.j or 0, "k": p.k or 0})


def test_a_parameter_is_set_in_a_new_network(scripts: Page):
    net = bp.Network([[[1.0], [2.0]], [[3.0, 4.0]]], [[5.0, 6.0], [7.0]])
    script = "(net, name, by) => [Network.withParameter(net, name, by), net].map(({ w, b }) => ({ w, b }))"
    for p in net.parameters():
        for found, expected in zip(
            called(scripts, script, net, str(p), 8.5), (net.replace(p, 8.5), net), strict=True
        ):
            assert found == {
                "w": [None, *(w.tolist() for w in expected.w)],
                "b": [None, *(b.tolist() for b in expected.b)],
            }


@pytest.mark.parametrize("rate", [1e3, 1e60, 1e155, 1e300])
@pytest.mark.parametrize("lesson", ["linear", "rectified", "logistic", "smooth"])
def test_a_descent_beyond_float64_ends_as_in_the_core(scripts: Page, lesson: str, rate: float):
    question = questions(all_lessons()[lesson])["layers"] | {"rate": rate, "steps": 40}
    found = answer(scripts, question)
    assert differences(found, question)[0] == []
    assert found["descent"]["nets"] == 41


def test_a_descent_goes_on_where_it_stopped(scripts: Page):
    script = """(net, examples) => {
      const first = Network.descend(net, examples, 0.5, 20);
      const rest = Network.descend(first.nets.at(-1), examples, 0.5, 30);
      const whole = Network.descend(net, examples, 0.5, 50);
      return [[...first.costs, ...rest.costs.slice(1)], whole.costs];
    }"""
    lesson = all_lessons()["default"]
    examples = questions(lesson)["layers"]["examples"]
    parts, whole = called(scripts, script, lesson.layers.network, examples)
    assert parts == whole
    assert len(whole) == 51


@pytest.mark.parametrize("name", ["sigmoid", "relu", "leaky_relu", "tanh", "softplus", "identity"])
def test_the_curve_of_a_function_is_the_cores(scripts: Page, name: str):
    z = np.concatenate([np.linspace(-8, 8, 161), [-800.0, -40.0, 40.0, 800.0]])
    f = bp.get_activation(name)
    script = "(name, z) => { const f = Functions.activation(name); return [z.map(f.f), z.map(f.slope), f.kinks]; }"
    values, slopes, kinks = scripts.evaluate(f"([name, z]) => ({script})(name, z)", [name, z.tolist()])
    np.testing.assert_allclose(values, f.f(z), rtol=1e-14)
    np.testing.assert_allclose(slopes, f.df(z), rtol=1e-14)
    assert tuple(kinks) == f.kinks


@pytest.mark.parametrize(
    "name", ["squared_error", "half_squared_error", "cross_entropy", "categorical_cross_entropy"]
)
def test_the_curve_of_a_cost_is_the_cores(scripts: Page, name: str):
    cost = bp.get_cost(name)
    pairs = np.array([(a, y) for a in np.linspace(0, 1, 41) for y in (0.0, 0.3, 1.0)])[..., None]
    script = """([name, pairs]) => {
      const { value, slope, interval } = Functions.cost(name);
      return [pairs.map(([[a], [y]]) => value(a, y)), pairs.map(([[a], [y]]) => slope(a, y)), interval];
    }"""
    values, slopes, interval = scripts.evaluate(script, [name, pairs.tolist()])
    np.testing.assert_allclose(values, cost.f(pairs[:, 0], pairs[:, 1]), rtol=1e-14)
    np.testing.assert_allclose(slopes, cost.df(pairs[:, 0], pairs[:, 1])[:, 0], rtol=1e-14)
    assert tuple(interval) == cost.interval


def of_half_squares(document: Document) -> Document:
    return document | {part: document[part] | {"cost": "half_squared_error"} for part in ("chain", "layers")}


@pytest.mark.long
@pytest.mark.parametrize("variant", [dict, of_half_squares, of_probabilities, of_classes])
@settings(max_examples=60, phases=[Phase.generate], **SLOW)
@given(document=documents(own=True))
def test_any_lesson(scripts: Page, variant: Callable[[Document], Document], document: Document):
    for question in questions(make_lesson(variant(document))).values():
        shorter = question | {"steps": min(question["steps"], STEPS)}
        assert differences(answer(scripts, shorter), shorter)[0] == []
