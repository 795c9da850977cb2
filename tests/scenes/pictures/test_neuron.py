"""The brightness of neurons is proportional to the judge's activations."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

import pytest

import backprop_core as bp
from scenes.kit.network.neuron import Neuron
from tests.judges.network import COSTS
from tests.readers.brightness import BLACK_AND_WHITE, brightness
from tests.readers.stage import columns, lesson_descent, observe_rests, played, reference_numbers, theme_of
from tests.rigs.played_clips import each_lesson, finished, learning
from tests.rigs.rehearsal import lesson


class Shade(NamedTuple):
    """The judge's value of an activation, and the brightness of its neuron, from 0 to 1."""

    activation: float
    level: float


def check(shades: Sequence[Shade], first: Sequence[float], low: float | None, high: float | None):
    """Assert that one scale fits all neurons, and that its ends are the function's limits or round numbers.

    ``first`` are the activations for which the scale was made.
    """
    inside = [shade for shade in shades if 1e-9 < shade.level < 1 - 1e-9]
    darkest, brightest = min(first), max(first)
    needed = [min(0.0, darkest) if low is None else low, max(1.0, brightest) if high is None else high]
    ends = [*needed]
    if None in (low, high) and needed != [0.0, 1.0]:
        one, other = min(inside), max(inside)
        unit = (other.activation - one.activation) / (other.level - one.level)
        black = one.activation - one.level * unit
        ends = [black, black + unit]
        spare = 0.3 * (needed[1] - needed[0])
        assert needed[0] - spare < ends[0] < needed[0] + 1e-6
        assert needed[1] - 1e-6 < ends[1] < needed[1] + spare
        for end, limit in zip(ends, (low, high), strict=True):
            assert end == pytest.approx(limit if limit is not None else round(end * 20) / 20, abs=1e-6)
    for shade in shades:
        part = (shade.activation - ends[0]) / (ends[1] - ends[0])
        assert shade.level == pytest.approx(min(max(part, 0.0), 1.0), abs=1e-6)


def check_layers(
    layers: Sequence[Sequence[Neuron]], of: bp.Lesson, numbers: Any, before: Any = None, first: int = 0
) -> list[Shade]:
    """Check the layers of a network without the inputs; ``before`` are the numbers for which the scale was made."""
    net, found = of.layers.network, []
    drawn = dict(enumerate(layers, start=first))
    for name in [None, *dict.fromkeys(f.name for f in net.activation)]:
        alike = [0] if name is None else [l for l, f in enumerate(net.activation, start=1) if f.name == name]
        shades = [
            Shade(numbers["a", l, j], brightness(neuron, theme_of(of)))
            for l in alike
            if l in drawn
            for j, neuron in enumerate(drawn[l])
        ]
        room = [(before or numbers)["a", l, j] for l in alike for j in range(net.sizes[l])]
        limits = (None, None) if name is None else BLACK_AND_WHITE[name]
        if shades:
            check(shades, room, *limits)
        found += shades
    return found


def of_lesson(of: bp.Lesson, net: Any = None, **held: float) -> Any:
    return reference_numbers(of.layers, net, **held)


@each_lesson()
def test_whole_network(name: str):
    of = lesson(name)
    layers = columns(finished("BackwardSweep", name))
    assert [len(layer) for layer in layers] == [*of.layers.network.sizes]
    check_layers(layers, of, of_lesson(of))


@each_lesson(short=["default"])
def test_whole_network_in_the_light(name: str):
    of = lesson(name, theme="light")
    layers = columns(played("BackwardSweep", of))
    assert [len(layer) for layer in layers] == [*of.layers.network.sizes]
    check_layers(layers, of, of_lesson(of))


@pytest.mark.parametrize(
    "function",
    [
        pytest.param(name, marks=[] if name == "identity" else [pytest.mark.long])
        for name in BLACK_AND_WHITE
        if name != "softmax"
    ],
)
def test_layers_of_one_function_share_a_scale(function: str):
    """This holds even for a function without limits, when one layer's activations are much larger than another's."""
    of = lesson("deep")
    net = of.layers.network
    network = bp.Network([2 * w for w in net.w], [*net.b], function)
    of = replace(of, layers=replace(of.layers, network=network))
    check_layers(columns(played("BackwardSweep", of)), of, of_lesson(of))


@each_lesson()
def test_last_layers_and_desired_outputs(name: str):
    of = lesson(name)
    net, y = of.layers.network, of.layers.y.tolist()

    def see(clip: Any) -> list[list[Neuron]]:
        return [[neuron.copy() for neuron in column] for column in columns(clip, desired=True)]

    rests = observe_rests("LayeredNetwork", of, see)
    layers = rests["two_indices"][-1]
    *_, outputs, desired = rests["cost_sums"][-1]
    assert len(layers) == 2
    check_layers(layers, of, of_lesson(of), first=net.L - 1)
    # Desired outputs share the scale of the layer's activations, so that equal brightness means equal values.
    numbers = of_lesson(of)
    own = [Shade(numbers["a", net.L, j], brightness(neuron, theme_of(of))) for j, neuron in enumerate(outputs)]
    wanted = [Shade(value, brightness(neuron, theme_of(of))) for value, neuron in zip(y, desired, strict=True)]
    room = [numbers["a", l, j] for l in range(1, net.L + 1) for j in range(net.sizes[l]) if _alike(net, l)]
    check([*own, *wanted], room, *BLACK_AND_WHITE[net.activation[net.L].name])


def check_terms(of: bp.Lesson):
    """Assert that the terms of the cost are areas of squares on the errors, or lengths of bars, of one scale."""
    L, y, numbers = of.layers.network.L, of.layers.y.tolist(), of_lesson(of)
    outputs = [float(numbers["a", L, j]) for j in range(len(y))]
    errors = [abs(a - wanted) for a, wanted in zip(outputs, y, strict=True)]
    terms = [float(COSTS[of.layers.cost.name](a, wanted)) for a, wanted in zip(outputs, y, strict=True)]
    clip: Any = played("LayeredNetwork", of)
    drawn = clip.layers.terms
    if of.layers.cost.name.endswith("squared_error"):
        unit = max(square.width for square in drawn) / max(errors)
        assert [square.width for square in drawn] == pytest.approx([unit * error for error in errors], abs=1e-9)
        areas = [square.width * square.height for square in drawn]
        assert areas == pytest.approx([unit**2 * term for term in terms], abs=1e-9)
    else:
        bars = [bar for _, bar in drawn]
        unit = max(bar.width for bar in bars) / max(terms)
        assert [bar.width for bar in bars] == pytest.approx([unit * term for term in terms], abs=1e-9)
        starts = [bar.get_left()[0] for bar in bars]
        assert starts == pytest.approx([line.get_x() for line, _ in drawn], abs=1e-9)
        assert starts == pytest.approx(starts[:1] * len(bars), abs=1e-9)


@each_lesson()
def test_terms_of_the_cost(name: str):
    check_terms(lesson(name))


@pytest.mark.long
def test_terms_of_half_squares():
    of = lesson("default")
    check_terms(replace(of, layers=replace(of.layers, cost=bp.get_cost("half_squared_error"))))


def _alike(net: bp.Network, l: int) -> bool:
    return net.activation[l].name == net.activation[net.L].name


@each_lesson()
def test_nudged_activation(name: str):
    """The watched neuron is held at its nudged value to the end, and the last layer follows."""
    of = lesson(name)
    k, l = of.layers.watch.k, of.layers.network.L - 1
    before = of_lesson(of)
    by: list[float] = []

    def see(clip: Any) -> list[list[Neuron]]:
        by[:] = [clip.nudge]
        return [[neuron.copy() for neuron in column] for column in columns(clip)]

    *_, layers = observe_rests("MultiplePaths", of, see)["check_by_nudging"]
    after = of_lesson(of, **{f"a{l}_{k}": before["a", l, k] + by[0]})
    assert after["a", l, k] != before["a", l, k]
    check_layers(layers, of, after, before, first=l)


@each_lesson()
def test_network_that_learns(name: str):
    of = lesson(name)
    networks, before = lesson_descent(name).networks, of_lesson(of)
    seen = learning(name).sights
    for beat, rest, step in (("one_step", 1, 0), ("one_step", -1, 1), ("many_steps", -1, -1)):
        check_layers(seen[beat][rest].columns, of, of_lesson(of, networks[step]), before)
    check_layers(columns(finished("Recap", name)), of, of_lesson(of, networks[-1]), before)


@each_lesson()
def test_equal_is_equally_bright_and_more_is_brighter(name: str):
    of = lesson(name)
    shades = check_layers(columns(finished("BackwardSweep", name)), of, of_lesson(of))
    inputs = of.layers.network.sizes[0]
    for one, other in pairwise(sorted(shades[inputs:])):
        if other.activation - one.activation < 1e-12:
            assert other.level == pytest.approx(one.level, abs=1e-9)
        else:
            assert other.level > one.level
