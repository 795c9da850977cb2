"""Every printed formula and table is true, as judged by an engine that shares no code with the core."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import mpmath
import pytest
from hypothesis import Phase, given, settings

import backprop_core as bp
from backprop_core.lesson.load import make_lesson
from backprop_core.lesson.toml import Document as LessonDocument
from scenes.handout.context import Context
from scenes.handout.document import Sentence
from scenes.handout.sections.descent import gradient_descent
from scenes.kit.theme import LIGHT
from tests.judges import handout, handout_tables
from tests.judges.algebra import evaluate, parse_line
from tests.judges.handout import Case, Cases, faults, matrix_faults
from tests.judges.network import COSTS, COSTS_BY_Z, Judge
from tests.judges.whole_handout import complaints
from tests.readers.tagged_pdf import Element, read
from tests.rigs.handouts import print_handout, printed_document
from tests.rigs.languages import EACH
from tests.rigs.random_lessons import SLOW, documents, of_classes, of_probabilities, shrink_until_valid
from tests.rigs.rehearsal import ROOT, lesson

FOLDERS = ("backprop_core/lessons", "tests/lessons", "tests/scenes/clips/hard")
HARD = ROOT / FOLDERS[-1]
LESSONS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.toml"))


@pytest.mark.parametrize(
    ("name", "language"), [pytest.param("default", "en", marks=pytest.mark.long), ("relu", "fr"), ("tiny", "en")]
)
def test_all_is_true(name: str, language: str):
    assert complaints(lesson(name, language=language), printed_document(name, language)) == []


@pytest.mark.long
@pytest.mark.parametrize("language", EACH)
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_all_is_true_of_every_lesson(path: Path, language: str):
    of = replace(bp.load_lesson(path), language=language)
    assert complaints(of, read(print_handout(of))) == []


@pytest.mark.long
@pytest.mark.parametrize("outputs", [dict, of_classes, of_probabilities], ids=["any", "classes", "probabilities"])
@settings(max_examples=12, phases=[Phase.generate], **SLOW)
@given(made=documents(own=True))
def test_all_is_true_of_any_lesson(outputs: Callable[[LessonDocument], LessonDocument], made: LessonDocument):
    """With few examples and without shrinking: the judge takes seconds for each lesson."""
    for part in ("chain", "descent"):
        made[part]["examples"] = made[part]["examples"][:6]
    of = make_lesson(shrink_until_valid(outputs(made)))
    assert complaints(of, read(print_handout(of))) == []


@pytest.mark.parametrize(
    "lie",
    [
        "z3 = w3 a2 + b3 = 1.6·0.80156 − 1.5 = −0.219",  # a digit of the result
        "z3 = w3 a2 − b3 = 1.6·0.80156 − 1.5 = −0.218",  # a sign in letters
        "z3 = w3 a2 + b3 = 1.6·0.702 − 1.5 = −0.218",  # a digit of what is plugged in
        "z3 = w3 a2 + b3 = 1.6·0.80156 − 1.5 ≈ −0.218",  # the sign between
        "z3 = w3 a1 + b3 = 1.6·0.80156 − 1.5 = −0.218",  # a layer
        "∂C0/∂a3 = (a3 − y) = (0.446 − 1) = −0.554",  # a cost with a factor of a half
        "∂C0/∂w3 = ∂z3/∂w3·∂a3/∂z3·∂C0/∂a2 = 0.802·0.247·(−0.438) = −0.0868",
        "∂C0/∂w3 = ∂z3/∂w3·∂a3/∂z3·∂C0/∂a3 = 0.802·0.247·1.108 = −0.219",
        "ΔC0/Δw3 = (−0.00219)/0.01 = −0.220",
        "a3 = σ(z3) = 1/(1 + e^(z3)) = 1/(1 + e^(−0.218)) = 0.554",
        "a3 = 0.4459",
        "a2 = (0.803)",
    ],
)
def test_a_lie_is_noticed(lie: str):
    assert list(faults(parse_line(lie), Cases(lesson("default")).chain))


@pytest.mark.parametrize(
    ("lesson_name", "true", "lies"),
    [
        (
            "infinite_slope",
            "∂C0/∂a3 = −y/a3 + (1 − y)/(1 − a3) = 1 + e^(800.622) ≈ 5.08×10^347",
            [("≈ 5.08×10^347", "= ∞"), ("5.08", "5.10"), ("^347", "^346")],
        ),
        (
            "unlikely_target",
            "∂C0/∂w3 = a2·σ′(z3)·(−y/a3 + (1 − y)/(1 − a3)) = 0.651·0·(−∞) → −0.651",
            [("→ −0.651", "→ 0.651"), ("·0·(−∞)", "·1·(−1)"), ("→", "=")],
        ),
    ],
)
def test_numbers_that_no_float_holds(lesson_name: str, true: str, lies: list[tuple[str, str]]):
    case = Cases(bp.load_lesson(HARD / f"{lesson_name}.toml")).chain
    assert not list(faults(parse_line(true), case))
    for right, wrong in lies:
        assert list(faults(parse_line(true.replace(right, wrong)), case)), wrong


def test_a_finite_number_is_not_printed_as_infinity():
    """Neither the slope of sigmoid's cost nor that of a class that softmax gives a share of 0."""
    document = bp.load_document()
    document["layers"] |= {"activation": "softmax", "cost": "categorical_cross_entropy"}
    ruled_out = {"input": [1.0], "target": [1.0, 0.0], "weights": [[[-774.0], [774.0]]], "biases": [[0.0, 0.0]]}
    document["layers"] |= {**ruled_out, "watch": {"j": 0, "k": 0}}
    document["descent"]["examples"] = [{"input": [1.0], "target": [1.0, 0.0]}]
    document["chain"] = tomllib.loads((HARD / "unlikely_target.toml").read_text("utf-8"))["chain"]
    context = Context(make_lesson(document), LIGHT)
    slopes = [steps.cost_slope().plain for steps in (context.chain_steps, context.layers_steps)]
    ends = "−(1 + e^(800.622)) ≈ −5.08×10^347", "−(1 + e^(774 − (−774))) ≈ −1.94×10^672"
    assert all(slope.endswith(f" = {end}") for slope, end in zip(slopes, ends, strict=True)), slopes


@pytest.mark.parametrize(
    ("function", "cost", "y", "far"),
    [
        ("sigmoid", "cross_entropy", [1.0, 0.0, 0.25], 1.5e6),
        ("softmax", "categorical_cross_entropy", [0.25, 0.75, 0.0], 2.125e6),
    ],
)
def test_a_cost_by_z_is_the_cost(function: str, cost: str, y: list[float], far: float):
    """So it is judged of a network that a descent drove so far that 1 − a would need a million digits."""
    near, driven = (bp.Network([[[10 * n], [-5 * n], [20 * n]]], [[0.0] * 3], function) for n in (6, 1e5))
    with mpmath.workdps(150):
        judges = [Judge(near, [1.0], y, COSTS[cost], None, by_z=by) for by in (None, COSTS_BY_Z[cost])]
        by_a, by_z = (judge.number("C0") for judge in judges)
        assert abs(by_a - by_z) < mpmath.mpf(10) ** -90 * by_a
    assert Case(driven, cost, [1.0], y)("C0") == pytest.approx(far, rel=1e-12)


def test_a_nudge_may_drive_a_network_that_far():
    moved = Case(bp.Network.chain([1.0], [0.0], "sigmoid"), "cross_entropy", [1e3], [0.25], ("w1", 100.0))
    assert [moved("C0"), moved("ΔC0")] == pytest.approx([0.75e3, 0.75e5], rel=1e-12)


def test_only_long_numbers_may_lose_a_small_result():
    """Where terms nearly cancel, as 10·σ(9.5) and 10 do, short numbers would lose the result."""
    document = bp.load_document()
    document["chain"] |= {"weights": [0.1, 0.0, 10.0], "biases": [0.0, 9.5, -10.0]}
    case = Cases(make_lesson(document)).chain
    assert not list(faults(parse_line("z3 = w3 a2 + b3 = 10·0.999925 − 10 ≈ −0.000748"), case))
    assert list(faults(parse_line("z3 = w3 a2 + b3 = 10·1.000 − 10 ≈ −0.000748"), case))
    assert list(faults(parse_line("z3 = w3 a2 + b3 = 10·0.999920 − 10 ≈ −0.000748"), case))


def test_a_lie_in_a_matrix_is_noticed():
    true = "z2 = w2 a1 + b2 = (1.5, −1; 2, 0) (0.5; 0.25) + (1; −1) = (1.5; 0)"
    assert not list(matrix_faults(parse_line(true)))
    for lie in (
        true.replace("1.5; 0)", "1.6; 0)"),
        true.replace("−1;", "1;"),
        true.replace("= (1.5; 0", "≈ (1.5; 0"),
    ):
        assert list(matrix_faults(parse_line(lie)))
    assert list(faults(parse_line("a2 = (0.658; 0.514)"), Cases(lesson("default")).layers))


def test_digits_that_differ_from_the_alternative_text_are_noticed():
    assert list(handout.glyph_faults([Element("Formula", "a2 = 0.802", "𝑎(2)=0.803")]))
    assert list(handout.glyph_faults([Element("Formula", "a2 = −0.802", "𝑎(2)=0.802")]))
    assert not list(handout.glyph_faults([Element("Formula", "a2 = −0.802", "𝑎(2)=−0.802")]))


def test_a_lie_in_a_table_is_noticed():
    default = lesson("default")
    rows = [("", "before", "after", "change"), ("z3", "−0.217502", "−0.209486", "0.00802")]
    assert not list(handout_tables.nudge_table(default, rows))
    for lie in ("−0.217503", "−0.209487", "0.00801"):
        for place in (1, 2, 3):
            changed = [*rows[1][:place], lie, *rows[1][place + 1 :]]
            assert list(handout_tables.nudge_table(default, [rows[0], changed]))


def test_a_lie_about_a_trained_network_is_noticed():
    of = lesson("default")
    short = replace(of, descent=replace(of.descent, steps=2))
    costs = [f"{cost:.4f}" for cost in short.training.costs]
    header = ("", "before", "after one step", "after 2 steps", "desired")
    assert not list(handout_tables.outcome_table(short, [header, ("C", *costs, "")]))
    for place, cost in enumerate(costs):
        lie = f"{float(cost) + 1e-4:.4f}"
        lies = [header, ("C", *costs[:place], lie, *costs[place + 1 :], "")]
        assert len(list(handout_tables.outcome_table(short, lies))) == 1


@pytest.mark.parametrize(("rate", "chaotic"), [(0.3, False), (0.7, True)])
def test_digits_that_the_lesson_does_not_determine_have_to_be_declared(rate: float, chaotic: bool):
    """As those of two weights whose product is desired to be 1, if the rate lets them swing chaotically."""
    document = bp.load_document()
    two = {"weights": [[[0.5]], [[1.5]]], "biases": [[0.0], [0.0]], "input": [1.0], "target": [1.0]}
    document["layers"] |= two | {"activation": "identity", "watch": {"j": 0, "k": 0}}
    examples = [{"input": [x], "target": [x]} for x in (1.0, -1.0)]  # for which the biases remain 0
    document["descent"] |= {"rate": rate, "steps": 100, "examples": examples}
    of = make_lesson(document)
    said = gradient_descent(Context(of, LIGHT))[-1]
    assert isinstance(said, Sentence) == chaotic
    first, second, *_, last = of.training.costs
    header = ("", "before", "after one step", "after 100 steps", "desired")
    another = [header, ("C", f"{first}", f"{second}", f"{last + 0.1}", "")]
    assert len(list(handout_tables.outcome_table(of, another))) == 1
    step = int(re.findall(r"\d+", str(said.runs))[0]) if isinstance(said, Sentence) else 100
    assert len(list(handout_tables.outcome_table(of, another, unsure=step))) == 1 - chaotic
    assert len(list(handout_tables.outcome_table(of, another, unsure=101))) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 (a3 − y)", 1.0),
        ("1/(1 + e^(−(−0)))", 0.5),
        ("max(0; −0,5)·3", 0.0),
        ("(−1.5)² − 2,5×10^−1", 2.0),
        ("w3 a3 + y", 5.0),
        ("ΔC0/Δw3·2", 4.0),
    ],
)
def test_the_reader_of_formulas(text: str, value: float):
    known = {"a3": 1.5, "y": 1.0, "w3": 8 / 3, "ΔC0/Δw3": 2.0}
    assert evaluate(text, known.__getitem__) == pytest.approx(value)
