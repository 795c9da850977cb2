"""The notebook forms of results: tables and formulas are parsed, and every number is compared with the judge's."""

import math
from pathlib import Path

import numpy as np
import pytest

import backprop_core as bp
from backprop_core import quantities, validation
from backprop_core.display import HtmlRepr, LatexRepr
from backprop_core.lesson import toml
from backprop_core.lesson.parts import ChainPart
from backprop_core.notebook.formulas import MOST_TERMS
from backprop_core.notebook.html import BAR_WIDTH, MOST_COLUMNS, MOST_ROWS
from backprop_core.reports.formats import Report, ReportSection
from tests.judges.network import judged
from tests.readers.notebook_output import Cell, by_neuron, lines, name, named, number, numbers, page, parsed, plain
from tests.rigs.hostile_titles import REFUSED, TITLES

LESSONS = {
    file.stem: bp.load_lesson(file) for file in sorted((Path(toml.__file__).parents[1] / "lessons").glob("*.toml"))
}
PARTS = [(name, part) for name in LESSONS for part in ("chain", "layers")]
HUGE = bp.Network([np.ones((300, 200)), np.ones((250, 300)) / 300], [np.zeros(300), np.zeros(250)], "identity")


def part_of(case):
    lesson, part = case
    return getattr(LESSONS[lesson], part)


each_part = pytest.mark.parametrize("case", PARTS, ids="-".join)


def check(cells: dict[str, Cell], *example, rel=1e-11, **nudged):
    """Compare the exact and the printed numbers of a table with the judge's."""
    assert cells
    for called, cell in cells.items():
        expected = judged(called, *example, **nudged)
        assert math.isclose(cell.value, expected, rel_tol=rel, abs_tol=1e-14), called
        assert math.isclose(cell.shown, expected, rel_tol=0.051, abs_tol=1e-14), called
        assert abs(cell.shown - expected) <= 0.51e-4 + rel * abs(expected), called
        assert cell.title is None or cell.shown != cell.value


# ---- tables


@each_part
def test_a_network_shows_its_weights_biases_and_functions(case):
    net = part_of(case).network
    (table,) = page(net).tables
    cells = by_neuron(table)
    assert [str(bp.Parameter.parse(called).resolve(net.sizes)) for called in cells] == [
        str(p) for l in range(1, net.L + 1) for j in range(net.sizes[l]) for p in net.parameters() if feeds(p, l, j)
    ]
    check(cells, net, part_of(case).x, part_of(case).y)
    assert [row[-1].text for row in table.rows] == [
        f.name for f, b in zip(net.activation, net.b, strict=True) for _ in b
    ]


def feeds(p, l, j):
    return p.l == l and (p.j or 0) == j


@each_part
def test_a_pass_shows_every_neuron(case):
    part = part_of(case)
    (table,) = page(bp.forward(part.network, part.x)).tables
    cells = by_neuron(table)
    assert len(cells) == sum(part.network.sizes) + sum(part.network.sizes[1:])
    check(cells, part.network, part.x, part.y)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_batch_shows_every_neuron_for_every_example(lesson):
    network, examples = LESSONS[lesson].layers.network, LESSONS[lesson].descent.examples
    (table,) = page(bp.forward(network, examples.X)).tables
    assert table.heads == ["k", *map(str, range(len(examples)))]
    for k, (x, y) in enumerate(zip(examples.X, examples.Y, strict=True)):
        check({plain(row[0].text): row[k + 1] for row in table.rows}, network, x, y)
    assert len(table.rows) == sum(network.sizes) + sum(network.sizes[1:])


@each_part
def test_a_gradient_shows_every_derivative(case):
    part = part_of(case)
    net = part.network
    derivatives, costs = page(bp.backward(net, bp.forward(net, part.x), part.y)).tables
    cells = by_neuron(derivatives) | named(costs)
    assert len(cells) == len(net.parameters()) + 2 * sum(net.sizes[1:]) + 1
    check(cells, net, part.x, part.y)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_gradient_of_a_batch_shows_averages(lesson):
    network, examples = LESSONS[lesson].layers.network, LESSONS[lesson].descent.examples
    derivatives, costs = page(bp.backward(network, bp.forward(network, examples.X), examples.Y)).tables
    assert len(by_neuron(derivatives)) == len(network.parameters())
    assert list(named(costs)) == [*(f"C{k}" for k in range(len(examples))), "C"]
    check(by_neuron(derivatives) | named(costs), network, examples.X, examples.Y)


def nudges():
    for case in PARTS:
        net = part_of(case).network
        for p in (net.parameters()[-1], net.parameters()[-2], bp.Parameter("a", net.L - 1, 0).resolve(net.sizes)):
            yield pytest.param(case, p, id=f"{case[0]}-{p}")


@pytest.mark.parametrize(("case", "p"), [*nudges()])
def test_a_nudge_shows_what_it_changes(case, p):
    part = part_of(case)
    example = part.network, part.x, part.y
    push = bp.nudge(*example, p, by=0.01)
    changes, outcome = page(push).tables
    assert changes.heads == ["", "before", "after", "Δ"]
    names = [plain(row[0].text) for row in changes.rows]
    assert names[0] == str(p)
    assert names[-1] == "C0"
    net, l = part.network, p.l + (p.letter == "a")
    sums = net.sizes[l] if p.letter == "a" else 1
    outputs = net.sizes[l] if net.activation[l].name == "softmax" else sums
    assert len(names) == 2 + sums + outputs
    nudged = {"nudge": (str(p), 0.01)}
    check({called: row[1] for called, row in zip(names, changes.rows, strict=True)}, *example)
    check(
        {f"Δ{called}": row[3] for called, row in zip(names, changes.rows, strict=True)}, *example, rel=1e-8, **nudged
    )
    for _, before, after, change in changes.rows:
        assert after.value - before.value == pytest.approx(change.value, rel=1e-9, abs=1e-14)
    assert list(named(outcome)) == [f"∂C0/∂{p}·Δ{p}", "ΔC0", f"∂C0/∂{p}", f"ΔC0/Δ{p}"]
    check(named(outcome), *example, rel=1e-8, **nudged)


def test_a_gradient_check_shows_its_findings():
    part = LESSONS["default"].layers
    found = bp.check_gradient(part.network, part.x, part.y)
    (table,) = page(found).tables
    cells = named(table)
    assert list(cells) == ["passed", "max_relative_error", "worst", "kinks", "flat"]
    assert cells["passed"].text == str(found.passed)
    assert cells["max_relative_error"].value == found.max_relative_error
    assert plain(cells["worst"].text) == str(found.worst)
    on_a_kink = bp.Network.chain([1.0], [-1.0], "relu")
    (table,) = page(bp.check_gradient(on_a_kink, [1.0], [1.0])).tables
    assert [plain(cell.text) for cell in table.rows[3]] == ["kinks", "w1", "b1"]
    (table,) = page(bp.check_gradient(on_a_kink, [-2.0], [1.0])).tables
    assert [plain(cell.text) for cell in table.rows[4]] == ["flat", "w1", "b1"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_descent_shows_costs_with_bars_of_their_length(lesson):
    network, part = LESSONS[lesson].layers.network, LESSONS[lesson].descent
    X, Y = part.examples.X, part.examples.Y
    descent = bp.descend(network, X, Y, rate=part.rate, steps=part.steps)
    (table,) = page(descent).tables
    steps = [int(row[0].text) for row in table.rows]
    assert (steps[0], steps[-1]) == (0, part.steps)
    assert steps == sorted(set(steps))
    longest = max(row[1].value for row in table.rows)
    for step, row in zip(steps, table.rows, strict=True):
        check({"C": row[1]}, descent.networks[step], X, Y)
        assert row[2].bar == pytest.approx(BAR_WIDTH * row[1].value / longest, abs=0.006)


def test_a_descent_that_leads_nowhere_has_no_bars():
    net = bp.Network.chain([2.0], [0.0], "identity")
    (table,) = page(bp.descend(net, [[3.0]], [[1.0]], rate=100.0, steps=200)).tables
    assert (table.rows[-1][1].text, table.rows[-1][2].bar) == ("inf", None)
    (table,) = page(bp.descend(net, [[3.0]], [[6.0]], rate=1.0, steps=0)).tables
    assert [(row[0].text, row[1].text, row[2].bar) for row in table.rows] == [("0", "0", 0.0)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_report_shows_every_number(lesson):
    report = bp.report(LESSONS[lesson])
    shown = page(report)
    convention, *tables = shown.tables
    assert [[cell.text for cell in row] for row in convention.rows] == [["cost", report.cost]]
    assert [table.caption.text for table in tables] == [section.title for section in report.sections]
    for table, section in zip(tables, report.sections, strict=True):
        assert page(section).tables == [table]
        numbers = {each.symbol.plain: each.value for each in section.quantities[: MOST_ROWS - 3]}
        assert {called: cell.value for called, cell in [*named(table).items()][: MOST_ROWS - 3]} == numbers


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_shows_all_of_its_contents(lesson):
    lesson = LESSONS[lesson]
    shown = page(lesson)
    assert shown.outside.text == lesson.title
    settings, *tables = shown.tables
    assert {row[0].text: row[1].text for row in settings.rows} == {
        key: str(getattr(lesson, key)) for key in ("language", "theme", "decimals", "reading_speed")
    }
    for key in ("chain", "layers", "descent"):
        part = getattr(lesson, key)
        own = [tables.pop(0) for _ in page(part).tables]
        settings = [row for table in own for row in table.rows if row[0].text.startswith(f"{key}.")]
        costs = [row[1].text for row in settings if row[0].text == f"{key}.cost"]
        assert costs == ([] if key == "descent" else [part.cost.name])
        rows = {
            row[0].text: [cell.value for cell in row[1:] if cell.text] for row in settings if row[1].text not in costs
        }
        if key == "descent":
            assert (rows["descent.rate"], rows["descent.steps"]) == ([part.rate], [part.steps])
        else:
            assert (rows[f"{key}.x"], rows[f"{key}.y"]) == (list(part.x), list(part.y))
            assert own[0].rows == page(part.network).tables[0].rows
        if key == "chain":
            assert rows["chain.nudge"] == [part.nudge]
        if key != "layers":
            examples = page(part.examples).tables[0]
            assert own[-1].rows == examples.rows
            pairs = [[cell.value for cell in row[1:]] for row in examples.rows]
            assert pairs == [[*x, *y] for x, y in zip(part.examples.X, part.examples.Y, strict=True)]
            assert examples.heads == heads(part)
    assert not tables


def heads(part):
    if isinstance(part, ChainPart):
        return ["k", "x", "y"]
    n, m = part.examples.X.shape[1], part.examples.Y.shape[1]
    return [
        "k",
        *(f"x_{{{j}}}" if n > 1 else "x" for j in range(n)),
        *(f"y_{{{j}}}" if m > 1 else "y" for j in range(m)),
    ]


def test_chosen_numbers_are_shown_as_they_were_given():
    (table,) = page(bp.Network.chain([1.5, -1.0, 1 / 3], [0.1 + 0.2, 1e-12, 2e9])).tables
    assert [[cell.text.strip("\u2007\u2008") for cell in row[1:3]] for row in table.rows] == [
        ["1.5", "0.3000"],
        ["−1", "1 · 10^{−12}"],
        ["0.3333", "2.0000 · 10^{9}"],
    ]
    assert [row[1].title for row in table.rows] == [None, None, "0.3333333333333333"]


def test_decimal_points_are_aligned():
    (table,) = page(bp.Network.chain([1.5, -1.0, 1 / 3, -20.25], [0.0] * 4)).tables
    ends = [row[1].text for row in table.rows]
    assert ends == ["1.5\u2007\u2007\u2007", "−1\u2008" + 4 * "\u2007", "0.3333", "−20.25\u2007\u2007"]


def test_a_large_table_is_shortened():
    for result in (HUGE, bp.forward(HUGE, np.ones(200)), bp.forward(HUGE, np.ones((50, 200)))):
        (table,) = page(result).tables
        assert len(table.rows) == MOST_ROWS
        assert len(table.head) <= MOST_COLUMNS
        assert {cell.text for cell in table.rows[-3]} == {"⋮"}
        if len(table.head) == MOST_COLUMNS:
            assert {row[-3].text for row in table.rows} == {"⋯", "⋮"}
    assert [cell.text for cell in page(HUGE).tables[0].rows[-1]][:3] == ["2", "249", "0.0033"]
    assert page(HUGE).tables[0].heads[-2:] == ["b_{j}", "f"]


# ---- formulas


def parameters(letters):
    for case in PARTS:
        net = part_of(case).network
        every = [
            *net.parameters(),
            *(bp.Parameter("a", l, j).resolve(net.sizes) for l in range(net.L) for j in range(net.sizes[l])),
        ]
        yield from (
            pytest.param(case, p, id=f"{'-'.join(case)}-{p}")
            for p in every[:: 1 + len(every) // 10]
            if p.letter in letters and not net.activation[p.l + (p.letter == "a")].whole_layer
        )


def close(shown, called, example):
    expected = judged(called, *example)
    return abs(shown - expected) <= 0.51e-4 and math.isclose(shown, expected, rel_tol=0.051, abs_tol=1e-14)


@pytest.mark.parametrize(("case", "p"), [*parameters("wb")])
def test_a_product_shows_each_factor_above_its_number(case, p):
    part = part_of(case)
    example = part.network, part.x, part.y
    rule = bp.chain_rule(*example, p)
    above, below = lines(rule._repr_latex_())
    assert [above[1], *above[3::2]] == ["=", r"\cdot", r"\cdot"]
    assert name(above[0]) == f"∂C0/∂{p}"
    assert [name(each) for each in above[2::2]] == [factor.symbol.plain for factor in rule.factors]
    for factor, shown in zip(above[2::2], below[2:7:2], strict=True):
        assert close(number(shown), name(factor), example)
    assert close(number(below[-1]), f"∂C0/∂{p}", example)
    exact = [number(shown) == factor.value for shown, factor in zip(below[2:7:2], rule.factors, strict=True)]
    assert below[1] == ("=" if all(exact) else r"\approx")


@pytest.mark.parametrize(("case", "p"), [*parameters("a")])
def test_a_sum_shows_each_path(case, p):
    part = part_of(case)
    example = part.network, part.x, part.y
    ways = bp.paths(*example, p)
    several = len(ways.paths) > 1
    rule, *worked = [cell for _, cell in lines(ways._repr_latex_())]
    assert (r"\sum_{j}" in rule) == several
    _, total = lines(ways._repr_latex_())[-1]
    assert close(number(total.split(maxsplit=1)[1]), f"∂C0/∂{p}", example)
    for path, line in zip(ways.paths, worked[: len(ways.paths)], strict=True):
        shown = list(numbers(line.replace(r"\phantom{{}={}} {} + ", "").removeprefix("=").removeprefix(r"\approx")))
        for value, factor in zip(shown, path.factors, strict=True):
            assert close(value, factor.symbol.plain, example)
        if several:
            above, below = lines(path._repr_latex_())
            assert [name(each) for each in above[2::2]] == [factor.symbol.plain for factor in path.factors]
            assert [number(each) for each in below[2:7:2]] == shown
    if several:
        terms = list(numbers(worked[-2].removeprefix("=").removeprefix(r"\approx")))
        for term, path in zip(terms, ways.paths, strict=True):
            assert abs(term - path.value) <= 0.51e-4
            assert close(term, "·".join(factor.symbol.plain for factor in path.factors), example)


def test_into_softmax_a_product_has_two_factors_and_the_sum_that_the_last_one_is():
    net = bp.Network([[[1.0, 2.0], [0.5, -1.0]]], [[0.1, 0.2]], "softmax")
    latex = bp.chain_rule(net, [0.5, 0.25], [1.0, 0.0], "w1[1,0]", cost="categorical_cross_entropy")._repr_latex_()
    assert latex.count(r"\cdot \displaystyle") + latex.count(r"& \cdot & \displaystyle") == 1
    names = [
        r"\frac{\partial a^{(1)}_{i}}{\partial z^{(1)}_{1}}",
        r"\frac{\partial C_{0}}{\partial a^{(1)}_{i}}",
    ]
    assert r"\frac{\partial C_{0}}{\partial z^{(1)}_{1}} &= \sum_{i} " + r" \cdot ".join(names) in latex
    value = judged("∂C0/∂z1[1]", net, [0.5, 0.25], [1.0, 0.0], cost="categorical_cross_entropy")
    assert rf"\approx {value:.4f} \end{{aligned}}" in latex
    assert parsed(latex)


def test_a_nudge_into_softmax_shows_the_change_of_every_output():
    net = bp.Network([[[1.0, 2.0], [0.5, -1.0]]], [[0.1, 0.2]], "softmax")
    example = net, [0.5, 0.25], [1.0, 0.0]
    push = bp.nudge(*example, "b1[1]", by=0.1, cost="categorical_cross_entropy")
    rows = {row[0].text: row for row in page(push).tables[0].rows}
    shown = {called: rows[f"a_{{{j}}}^{{(1)}}"][3] for j, called in enumerate(("Δa1[0]", "Δa1[1]"))}
    check(shown, *example, cost="categorical_cross_entropy", nudge=("b1[1]", 0.1))


def test_a_sum_over_j_names_j():
    part = LESSONS["default"].layers
    rule = lines(bp.paths(part.network, part.x, part.y, "a1[2]")._repr_latex_())[0]
    left, factors = (
        r"\frac{\partial C_{0}}{\partial a^{(1)}_{2}}",
        [
            r"\frac{\partial z^{(2)}_{j}}{\partial a^{(1)}_{2}}",
            r"\frac{\partial a^{(2)}_{j}}{\partial z^{(2)}_{j}}",
            r"\frac{\partial C_{0}}{\partial a^{(2)}_{j}}",
        ],
    )
    assert rule == [left, r"= \sum_{j} " + r" \cdot ".join(factors)]


def test_a_sum_of_many_paths_is_shortened():
    latex = bp.paths(HUGE, np.ones(200), np.zeros(250), "a1[0]")._repr_latex_()
    assert len(lines(latex)) == 1 + MOST_TERMS + 2
    assert latex.count(r"\cdots") == 2


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (quantities.Quantity(quantities.weight(3), 1.5), "w^{(3)} = 1.5"),
        (quantities.Quantity(quantities.Change(quantities.cost()), -1 / 3), r"\Delta C_{0} \approx -0.3333"),
        (quantities.Quantity(quantities.target(1), 1.5e-12), r"y_{1} = 1.5 \times 10^{-12}"),
        (quantities.Quantity(quantities.cost(None), math.inf), r"C = \infty"),
        (quantities.Quantity(quantities.cost(None), -math.inf), r"C = -\infty"),
        (quantities.Quantity(quantities.cost(None), math.nan), r"C \approx \mathrm{nan}"),
        (quantities.weight(2, "j", "k", L=2), "w^{(L)}_{jk}"),
        (quantities.measured(quantities.cost(), quantities.bias(1)), r"\frac{\Delta C_{0}}{\Delta b^{(1)}}"),
        (quantities.Product((quantities.weight(1), quantities.bias(1))), r"w^{(1)} \cdot b^{(1)}"),
        (bp.Parameter.parse("w2[1,0]"), "w^{(2)}_{10}"),
    ],
)
def test_names_and_quantities_are_formulas(quantity, expected):
    assert quantity._repr_latex_() == rf"$\displaystyle {expected}$"
    assert parsed(quantity._repr_latex_())


def test_an_infinite_factor_gives_no_product():
    rule = bp.chain_rule(bp.Network.chain([1000.0], [0.0]), [1.0], [0.0], "w1", cost="cross_entropy")
    assert math.isinf(rule.factors[2].value)
    assert lines(rule._repr_latex_())[1] == ["", "=", "1"]


# ---- whatever shows the notebook


def results():
    lesson = LESSONS["default"]
    net, x, y = lesson.chain.network, lesson.chain.x, lesson.chain.y
    run = bp.forward(net, x)
    yield from (net, run, bp.backward(net, run, y), bp.nudge(net, x, y, "w3"), bp.check_gradient(net, x, y))
    yield from (bp.descend(net, [x], [y], steps=1), lesson, lesson.chain, lesson.layers, lesson.descent)
    yield from (lesson.chain.examples, bp.report(lesson), bp.report(lesson).sections[0])
    rule, ways = bp.chain_rule(net, x, y, "w3"), bp.paths(net, x, y, "a2")
    softmax = bp.Network([[[1.0], [0.5]]], [[0.0, 0.1]], "softmax")
    yield from bp.chain_rule(softmax, x, [1.0, 0.0], "b1[0]").outputs[:1]
    yield from (rule, rule.symbol, rule.factors[0], rule.parameter, ways, ways.paths[0])


@pytest.mark.parametrize("result", [*results()], ids=lambda result: type(result).__name__)
def test_each_result_has_one_rich_form_only(result):
    """Front ends differ in which form they prefer, and in whether they typeset formulas in HTML."""
    assert hasattr(result, "_repr_html_") != hasattr(result, "_repr_latex_")
    assert not any(
        hasattr(result, f"_repr_{form}_") for form in ("svg", "png", "markdown", "mimebundle", "javascript")
    )


def test_every_result_has_a_rich_form():
    classes = {each for name in bp.__all__ if isinstance(each := getattr(bp, name), type)}
    classes -= {bp.Activation, bp.Cost, bp.LessonError}  # what goes in, and what goes wrong
    assert classes <= {type(result) for result in results()}


def test_other_objects_are_refused():
    class Table(HtmlRepr): ...

    class Formula(LatexRepr): ...

    with pytest.raises(TypeError, match=r"html: expected a result, got <.*Table object"):
        Table()._repr_html_()
    with pytest.raises(TypeError, match=r"latex: expected a result or a name, got <.*Formula object"):
        Formula()._repr_latex_()


# ---- hostile names


@pytest.mark.parametrize("title", TITLES)
def test_hostile_titles_are_shown_as_text(title):
    report = Report(
        title,
        3,
        (
            ReportSection(title, (), title),
            ReportSection(title, (quantities.Quantity(quantities.bias(1), 0.5),), title),
        ),
        title,
    )
    shown = page(report)
    (cost,), *_ = [table.rows for table in shown.tables]
    assert [shown.outside.text, cost[1].text, *(table.caption.text for table in shown.tables[1:])] == [title] * 4
    assert shown.outside.typeset == shown.tables[1].caption.typeset == cost[1].typeset == ""
    lesson = page(bp.make_lesson({"lesson": {"title": title}}))
    assert (lesson.outside.text, lesson.outside.typeset) == (title, "")


@pytest.mark.parametrize("given", [*TITLES, *REFUSED[:-5]])
def test_hostile_function_names_are_shown_as_text(given):
    own = bp.Activation(given, np.sin, np.cos, latex=r"\sin")
    (table,) = page(bp.Network.chain([1.0], [0.0], own)).tables
    (row,) = table.rows
    assert row[-1].text == validation.printable(given)
    assert row[-1].typeset == ""
