"""The report of a lesson: every number is compared with the judge's, every format is parsed."""

import csv
import io
import json
import math
import re
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import typst
from hypothesis import example, given
from hypothesis import strategies as st

from backprop_core import quantities
from backprop_core.digits import rounded
from backprop_core.lesson import toml
from backprop_core.lesson.load import default_lesson, load_lesson, make_lesson
from backprop_core.model.network import Network
from backprop_core.quantities import Quantity
from backprop_core.reports.formats import FORMATS, Report, ReportSection
from backprop_core.reports.numbers import report
from tests.judges.handout import by_number, numbered
from tests.judges.network import judged

LESSONS = {
    file.stem: load_lesson(file) for file in sorted((Path(toml.__file__).parents[1] / "lessons").glob("*.toml"))
}
DEFAULT = report(default_lesson())
CONVENTION = "summed over the outputs and averaged over the examples"
HOSTILE = r'#read("/etc/passwd") $x$ \input{a} 50% & _b_ ^ ~ *c* `d` <e> | "f" @g // é -- ?` {h} [i]'


def numbers_of(section, of=DEFAULT):
    (found,) = (s for s in of.sections if s.title == section)
    return {quantity.symbol.plain: quantity.value for quantity in found.quantities}


# ---- the numbers


@pytest.mark.parametrize("name", LESSONS)
def test_every_number_agrees_with_the_judge(name):
    lesson = LESSONS[name]
    chain, layers = lesson.chain, lesson.layers
    nudged = (f"w{chain.network.L}", chain.nudge)
    examples = {  # by the first words that are found in the section's title
        "training example": (chain, chain.examples.X, chain.examples.Y),
        "Chain": (chain, chain.x, chain.y),
        "Layers": (layers, layers.x, layers.y),
        "Descent": (layers, lesson.descent.examples.X, lesson.descent.examples.Y),
    }
    for section in report(lesson).sections:
        if section.title.startswith("Descent: after"):
            continue  # of another network: see below
        part, *example = next(example for words, example in examples.items() if words in section.title)
        assert section.cost == f"{part.cost.name}, {CONVENTION}"
        for quantity in section.quantities:
            name, of = quantity.symbol.plain, example
            if (k := re.search(r"C(\d+)", name)) and len(np.shape(example[0])) == 2:
                name, of = name.replace(k[0], "C0"), by_number(*example, part.x, part.y)[int(k[1])]
            expected = judged(name, part.network, *of, cost=part.cost.name, nudge=nudged)
            tolerance = 1e-9 if "Δ" in quantity.symbol.plain else 1e-11
            assert math.isclose(quantity.value, expected, rel_tol=tolerance, abs_tol=1e-15), (section, quantity)


@pytest.mark.parametrize("name", LESSONS)
def test_the_descent_agrees_with_plain_numpy(name):
    lesson = LESSONS[name]
    network, descent = lesson.layers.network, lesson.descent
    activation = {
        "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)),
        "tanh": (np.tanh, lambda a: 1 - a * a),
        "relu": (lambda z: np.maximum(z, 0), lambda a: (a > 0) * 1.0),
        "softmax": (lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True), None),
    }
    # each with its slope by the last z
    C, dC_dz = {
        "squared_error": (lambda a, y: (a - y) ** 2, lambda a, y: 2 * (a - y) * functions[-1][1](a)),
        "cross_entropy": (lambda a, y: -y * np.log(a) - (1 - y) * np.log(1 - a), lambda a, y: a - y),
        "categorical_cross_entropy": (lambda a, y: -y * np.log(a), lambda a, y: a - y),
    }[lesson.layers.cost.name]
    functions = [activation[each.name] for each in network.activation]
    w, b = [v.copy() for v in network.w], [v.copy() for v in network.b]
    X, Y = numbered(descent.examples.X, descent.examples.Y, lesson.layers.x, lesson.layers.y)

    def run():
        a = [X]
        for w_l, b_l, (f, _) in zip(w, b, functions, strict=True):
            a.append(f(a[-1] @ w_l.T + b_l))
        return a

    for _ in range(descent.steps):
        a = run()
        delta = dC_dz(a[-1], Y) / len(X)
        steps = []
        for l in reversed(range(len(w))):
            steps.append((l, delta.T @ a[l], delta.sum(axis=0)))
            if l:
                delta = delta @ w[l] * functions[l - 1][1](a[l])
        for l, dC_dw, dC_db in steps:
            w[l] -= descent.rate * dC_dw
            b[l] -= descent.rate * dC_db

    after = f"Descent: after {descent.steps} steps"
    costs = C(run()[-1], Y).sum(axis=1)
    numbers = report(lesson)
    assert np.allclose(list(numbers_of(after, numbers).values()), [*costs, costs.mean()], rtol=1e-7)
    learned = [v for w_l, b_l in zip(w, b, strict=True) for v in (*w_l.flat, *b_l)]
    assert np.allclose(list(numbers_of(f"{after}, weights and biases", numbers).values()), learned, rtol=1e-7)


def test_the_first_cost_is_that_of_the_lessons_own_example():
    for entries, numbers in (
        ("input = 0.7", range(1, 9)),
        ("input = 0.05\ntarget = 0.0", range(8)),  # the second of the examples
    ):
        lesson = make_lesson(toml.parse_toml(f"[chain]\n{entries}".encode()))
        by_example = numbers_of("Chain: each training example", report(lesson))
        assert [name for name in by_example if name[0] == "C"] == [f"C{k}" for k in numbers]
        own = numbers_of("Chain: forward", report(lesson))["C0"]
        assert by_example.get("C0", own) == own


@pytest.mark.parametrize("name", LESSONS)
def test_names_are_unique_and_numbers_finite(name):
    numbers = report(LESSONS[name])
    assert len({section.title for section in numbers.sections}) == len(numbers.sections)
    for section in numbers.sections:
        assert section.quantities
        assert len({quantity.symbol.plain for quantity in section.quantities}) == len(section.quantities)
        assert all(math.isfinite(quantity.value) for quantity in section.quantities)


def test_the_sections_follow_the_lecture():
    assert [section.title for section in DEFAULT.sections] == [
        "Chain: weights and biases",
        "Chain: forward",
        "Chain: factors, layer 3",
        "Chain: factors, layer 2",
        "Chain: factors, layer 1",
        "Chain: gradient",
        "Chain: nudge of w3",
        "Chain: each training example",
        "Chain: mean of the training examples",
        "Layers: weights and biases",
        "Layers: forward",
        "Layers: gradient",
        "Layers: factors of w2[0,2]",
        "Layers: paths from a1[2]",
        "Descent: before",
        "Descent: after 200 steps",
        "Descent: after 200 steps, weights and biases",
    ]
    assert (DEFAULT.title, DEFAULT.decimals) == ("Backpropagation calculus", 3)


def test_the_default_lesson_has_something_to_show():
    by_example = numbers_of("Chain: each training example")
    derivatives = [value for name, value in by_example.items() if name.startswith("∂")]
    assert sum(value > 0.05 for value in derivatives) >= 3
    assert sum(value < -0.05 for value in derivatives) >= 3
    assert max(map(abs, derivatives)) > 3 * min(map(abs, derivatives))
    ways = numbers_of("Layers: paths from a1[2]")
    products = [value for name, value in ways.items() if "·" in name]
    assert min(products) < -0.1 < 0.1 < max(products)
    assert math.isclose(sum(products), ways["∂C0/∂a1[2]"], rel_tol=1e-12)
    assert numbers_of("Descent: before")["C"] > 0.3
    assert numbers_of("Descent: after 200 steps")["C"] < 0.05


def test_the_other_lessons_do_what_their_comments_say():
    gradient = {name: numbers_of("Chain: gradient", report(lesson)) for name, lesson in LESSONS.items()}
    assert [name for name, value in gradient["relu"].items() if value] == ["∂C0/∂b3"]
    assert abs(gradient["saturated"]["∂C0/∂w3"]) < 1e-4
    assert numbers_of("Chain: forward", report(LESSONS["saturated"]))["C0"] > 0.99
    assert abs(gradient["deep"]["∂C0/∂w1"]) < 0.05 * abs(gradient["deep"]["∂C0/∂w5"])
    tiny = numbers_of("Chain: nudge of w3", report(LESSONS["tiny"]))
    assert abs(tiny["ΔC0/Δw3"] / tiny["∂C0/∂w3"] - 1) > 0.01
    assert numbers_of("Chain: forward", report(LESSONS["french"]))["y"] == 0.0


# ---- the formats


def test_json_has_every_digit():
    content = json.loads(DEFAULT.to("json"))
    assert content["title"] == DEFAULT.title
    assert [(s["title"], s["values"]) for s in content["sections"]] == [
        (section.title, {q.symbol.plain: q.value for q in section.quantities}) for section in DEFAULT.sections
    ]


def test_csv_has_every_digit():
    rows = list(csv.reader(io.StringIO(DEFAULT.to("csv"))))
    assert rows[0] == ["section", "name", "value", "cost"]
    assert [(title, name, float(value), cost) for title, name, value, cost in rows[1:]] == [
        (section.title, q.symbol.plain, q.value, f"squared_error, {CONVENTION}")
        for section in DEFAULT.sections
        for q in section.quantities
    ]


def test_the_table_is_aligned_at_the_decimal_point():
    section = DEFAULT.to("table").split("\n\n")[7]
    assert section.splitlines() == [
        "Chain: nudge of w3",
        "  Δw3           0.010",
        "  Δz3           0.0080",
        "  Δa3           0.0020",
        "  ΔC0          -0.0022",
        "  ∂C0/∂w3·Δw3  -0.0022",
        "  ΔC0/Δw3      -0.219",
        "  ∂C0/∂w3      -0.219",
    ]


def test_markdown_has_one_table_for_each_section():
    markdown = DEFAULT.to("markdown")
    start, _, rest = markdown.partition(f"squared\\_error, {CONVENTION}")
    assert start == "# Backpropagation calculus\n\n"
    assert rest.startswith("\n\n## Chain: weights and biases\n\n| quantity |")
    assert "| `∂C0/∂w3` | -0.219 |" in markdown
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}


def test_latex_is_balanced():
    latex = DEFAULT.to("latex")
    assert r"$\frac{\partial C_{0}}{\partial w^{(3)}}$ & $-0.219$ \\" in latex
    assert latex.count(r"\begin{") == latex.count(r"\end{") == len(DEFAULT.sections) + 1
    assert latex.count("{") == latex.count("}")
    assert latex.isascii()


@pytest.mark.parametrize("name", LESSONS)
def test_typst_compiles(name):
    source = report(LESSONS[name]).to("typst")
    assert "$frac(partial C_0, partial w^((1)))$" in source
    assert typst.compile(source.encode(), format="pdf").startswith(b"%PDF")


def hostile(format_):
    row = Quantity(quantities.weight(1), -1.5e-12)
    return Report(HOSTILE, 2, (ReportSection(HOSTILE, (row,), HOSTILE),), HOSTILE).to(format_)


def test_hostile_titles_are_shown_as_text():
    assert json.loads(hostile("json"))["title"] == HOSTILE
    assert list(csv.reader(io.StringIO(hostile("csv"))))[1] == [HOSTILE, "w1", "-1.5e-12", HOSTILE]
    assert hostile("table").splitlines() == [HOSTILE, HOSTILE, "", HOSTILE, "  w1  -1.50e-12"]
    heading = hostile("markdown").splitlines()[0].removeprefix("# ")
    assert re.sub(r"\\(.)", r"\1", heading) == HOSTILE
    assert not re.search(r"(?<!\\)[`*_{}\[\]<>#|&$~]", heading)


def test_hostile_titles_are_escaped_in_latex():
    latex = hostile("latex")
    assert r"$w^{(1)}$ & $-1.50 \times 10^{-12}$ \\" in latex
    assert (
        r"\section*{\#read(" + '"/etc/passwd"' + r") \$x\$ \textbackslash{}input\{a\} 50\% \& \_b\_"
        r" \textasciicircum{} \textasciitilde{} *c* `d` <e> | " + '"f"' + r" @g // é -{}- ?{}` \{h\} [i]}"
    ) in latex


def test_hostile_titles_are_escaped_in_typst():
    source = hostile("typst")
    assert "$w^((1))$, $-1.50 times 10^(-12)$," in source
    headings = json.loads(typst.query(source.encode(), "heading", field="body"))
    assert [text_of(body) for body in headings] == [HOSTILE, HOSTILE]


def text_of(body):
    """Return the text of a piece of Typst content, which must be nothing but text."""
    assert body["func"] == "text"
    return body["text"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_names_the_cost_and_the_convention(name):
    for lesson, costs in (
        ("logistic", {"cross_entropy"}),
        ("classifier", {"cross_entropy", "categorical_cross_entropy"}),
    ):
        text = re.sub(r"\\(?=_)", "", report(LESSONS[lesson]).to(name))
        assert all(re.search(rf"\b{cost}\b", text) for cost in costs)
        assert CONVENTION in text
        assert "squared" not in text


def test_what_two_costs_are_is_said():
    assert report(LESSONS["classifier"]).cost == (
        f"cross_entropy in the chain, categorical_cross_entropy in the layers, each {CONVENTION}"
    )


def test_an_unknown_format_is_refused_by_name():
    with pytest.raises(
        ValueError, match=r"^format: expected one of table, json, csv, markdown, latex, typst, got 'cvs'"
    ):
        DEFAULT.to("cvs")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_with_a_newline_and_has_every_section(name):
    text = DEFAULT.to(name)
    assert text.endswith("\n")
    assert all(section.title.partition("[")[0] in text for section in DEFAULT.sections)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1.0, 1, "1.0"),
        (-0.0, 2, "0.00"),
        (0.6, 3, "0.600"),
        (-0.2194907, 3, "-0.219"),
        (0.00801544, 3, "0.0080"),
        (0.000012345, 3, "0.000012"),
        (0.0000012345, 3, "1.234e-06"),
        (0.0000012345, 6, "0.0000012"),
        (5e-324, 1, "5.0e-324"),
        (9.9e-324, 2, "1.00e-323"),
        (2.675, 2, "2.68"),  # although the float is a little less
        (123456789.125, 2, "123456789.12"),
        (-2e9, 2, "-2.00e+09"),
    ],
)
def test_rounded_numbers_are_written_as_expected(value, decimals, expected):
    assert rounded(value, decimals) == expected


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 6))
@example(9.9e-324, 2)
@example(9.995e-7, 2)
@example(9.977e-50, 1)
def test_rounded_numbers_are_the_nearest_with_their_digits(value, decimals):
    mantissa, power, exponent = rounded(value, decimals).partition("e")
    digits, written = Decimal(mantissa), Decimal(str(value))
    shown, half = (Decimal(n).scaleb(int(exponent or 0)) for n in (digits, _half_a_digit(digits)))
    assert (
        abs(shown - written) <= half <= (abs(digits.scaleb(int(exponent or 0))) / 20 if value else half)
    )  # two digits count
    assert not power or 1 <= abs(digits) < 10
    assert power or -int(digits.as_tuple().exponent) >= decimals


def _half_a_digit(number: Decimal) -> Decimal:
    return Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)


@pytest.mark.parametrize(
    ("last", "cost"),
    [("sigmoid", "squared_error"), ("sigmoid", "cross_entropy"), ("softmax", "categorical_cross_entropy")],
)
def test_any_network_has_a_report_of_one_example(last, cost):
    net, x, y = Network.random([3, 2, 3], ["tanh", last], seed=5), [0.3, -0.2, 1.0], [0.0, 1.0, 0.0]
    numbers_of = report(net, x, y, cost)
    numbers = {q.symbol.plain: q.value for section in numbers_of.sections for q in section.quantities}
    assert {f"∂C0/∂{p}" for p in net.parameters()} < numbers.keys()
    assert ("∂a2[0]/∂z2[1]" in numbers) == (last == "softmax")
    for called, number in numbers.items():
        assert number == pytest.approx(judged(called, net, x, y, cost=cost), rel=1e-11, abs=1e-15), called
    assert (numbers_of.title, numbers_of.cost) == ("Network 3-2-3", f"{cost}, {CONVENTION}")
    assert numbers_of.to("csv")


def test_a_report_of_a_batch_has_the_mean():
    net, x, y = Network.random([1, 2], seed=5), [[0.3], [-0.2]], [[0.0, 1.0], [1.0, 0.5]]
    numbers_of = report(net, x, y)
    numbers = {q.symbol.plain: q.value for section in numbers_of.sections for q in section.quantities}
    for called, number in numbers.items():
        assert number == pytest.approx(judged(called, net, x, y), rel=1e-11, abs=1e-15), called
    assert {"C0", "C1", "C", "∂C/∂w1[1,0]"} < numbers.keys()


def test_a_report_of_a_network_needs_an_example():
    with pytest.raises(ValueError, match=r"^x, y: expected an example for the network, got none$"):
        report(Network.random([1, 2]))


def test_infinite_numbers_are_written_in_every_format():
    """The cross-entropy of a sigmoid that is saturated and wrong has an infinite slope."""
    infinite = report(Network.chain([1000.0], [0.0]), [1.0], [0.0], "cross_entropy")
    assert "  ∂C0/∂a1  ∞" in infinite.to("table").splitlines()
    assert {"∂C0/∂a1": "inf"}.items() < json.loads(infinite.to("json"))["sections"][2]["values"].items()
    assert [float(row[2]) for row in csv.reader(io.StringIO(infinite.to("csv"))) if row[1] == "∂C0/∂a1"] == [math.inf]
    assert r"$\infty$" in infinite.to("latex")
    assert "| ∞ |" in infinite.to("markdown")
    assert typst.compile(infinite.to("typst").encode(), format="pdf")
