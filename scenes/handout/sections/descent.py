"""What the clips about learning work out: one step of the descent, many, and the whole method."""

import backprop_core as bp
from backprop_core.quantities import Quantity, Symbol, cost, partial, target
from scenes.handout.context import Desk
from scenes.handout.document import Item, Math, Run, Table
from scenes.handout.formulas.expression import Leaf
from scenes.handout.formulas.markup import Written
from scenes.handout.formulas.operations import Minus, Product, Sum
from scenes.handout.writer import formula, math
from scenes.kit.layout import excerpt
from scenes.numbers.descent import RATE
from scenes.numbers.format import common_decimals, step_decimals
from scenes.numbers.language import N_


def gradient_descent(desk: Desk) -> list[Item]:
    """Return one step for the watched weight and others; costs and outputs before, after it, and after all steps."""
    writer, learning, last = desk.writer, desk.learning, desk.learning.steps
    watched = desk.lesson.layers.watched_weight
    before, after = (learning.parameter(watched, step).relative_to(None) for step in (0, 1))
    slope = Quantity(partial(cost(None), watched.symbol()), _slope(desk, watched))
    minus = Minus(Product(Leaf(learning.rate), Leaf(slope)))
    return [
        writer.translate(N_("One step, with the learning rate {rate}:"), rate=writer.equality(learning.rate)),
        writer.worked(after, Sum(Leaf(before), minus), becomes=True),
        _step_table(desk),
        writer.translate(N_("The average cost, and what the network makes of this lesson’s example:")),
        _outcome(desk, [0, 1, last] if last > 1 else [0, 1]),
    ]


def recap(desk: Desk) -> list[Item]:
    """Return the four formulas, for any layer."""
    writer = desk.writer
    function = desk.layers.function(desk.layers.example.L)
    w, (b, z, a) = _of_layer("w", "l", "j", "k"), (_of_layer(letter, "l", "j") for letter in "bza")
    before, last = _of_layer("a", "l-1", "k"), _of_layer("a", "L", "j")
    times = Written("dot.op", "·")
    slope = function.slope_name + writer.name(z).in_brackets()
    further = times + slope + times + writer.name(partial(cost(), a))
    gap = (writer.name(last) + Written("-", " − ") + writer.name(target("j"))).in_brackets()

    def row(by: Symbol, first: Written, *others: Written) -> Item:
        return formula(writer.name(partial(cost(), by)), [("=", [sum(others, first)])])

    return [
        row(w, writer.name(before), further),
        row(b, Written("1", "1"), further),
        row(before, Written("sum_j", "Σ_j ") + writer.name(w), further),
        writer.translate(N_("and in the last layer:")),
        row(last, Written("2", "2") + gap),
    ]


def _slope(desk: Desk, p: bp.Parameter) -> float:
    return float(desk.learning.gradient.vector[desk.learning.layers.network.parameters().index(p)])


def _step_table(desk: Desk) -> Table:
    """Return weights and biases before, how far they move, and after: as many as the clip shows."""
    writer, learning = desk.writer, desk.learning
    rows = excerpt(learning.layers.network.parameters(), desk.lesson.layers.watched_weight)
    shown = [p for p in rows if p is not None]
    sums = [[each.relative_to(None) for each in learning.first_step(p)] for p in shown]
    places = step_decimals(sums, least=writer.decimals)
    cells = [desk.column(row, common_decimals([each.value for each in row], places)) for row in sums]
    dots = Math("dots.v", "…")
    filled = iter([math(writer.name(first.symbol)), *row] for (first, *_), row in zip(sums, cells, strict=True))
    move = writer.name(RATE)
    header: list[Run] = [
        "",
        desk.words(N_("before")),
        Math(f"-{move.typst} nabla {writer.name(cost(None)).typst}", "−η∇C"),
        desk.words(N_("after")),
    ]
    return Table(header, [next(filled) if p else (dots,) * len(header) for p in rows])


def _outcome(desk: Desk, steps: list[int]) -> Table:
    """Return the costs and the outputs after some steps, and what the outputs should be."""
    writer, learning = desk.writer, desk.learning
    costs = [learning.cost(0).symbol, learning.own_cost(0).symbol]
    outputs = [each.relative_to(None) for each in learning.outputs(0)]
    names = [*costs, *(each.symbol for each in outputs)]
    columns = [[learning.cost(n), learning.own_cost(n), *learning.outputs(n)] for n in steps]
    wanted: list[Run] = ["", "", *(math(writer.number(each)) for each in learning.targets)]
    rows = [math(writer.name(name)) for name in names]
    header: list[Run] = [
        "",
        *(_after(desk, n) for n in steps),
        desk.words(N_("desired")),
    ]
    cells = [[math(writer.number(each.relative_to(None))) for each in column] for column in columns]
    return Table(header, list(zip(rows, *cells, wanted, strict=True)))


def _after(desk: Desk, step: int) -> str:
    """Return the words for after how many steps."""
    if step == 0:
        return desk.words(N_("before"))
    if step == 1:
        return desk.words(N_("after one step"))
    return desk.words(N_("after {steps} steps")).format(steps=step)


def _of_layer(letter: str, layer: object, *index: str) -> Symbol:
    """Return a symbol of any layer at all, called l: the core's own are of a layer with a number."""
    return Symbol(letter, layer, index)  # pyright: ignore[reportArgumentType]
