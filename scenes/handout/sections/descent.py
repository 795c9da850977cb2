"""Formulas and tables of the clips about learning: a softmax output, steps of a descent, the whole method."""

from math import nan

import backprop_core as bp
from backprop_core.lesson.remarks import first_unsure_step
from backprop_core.quantities import Quantity, Symbol, cost, partial, target
from scenes.handout.context import Context
from scenes.handout.document import Item, Math, Run, Sentence, TableItem
from scenes.handout.formulas.costs import Output
from scenes.handout.formulas.expression import Leaf
from scenes.handout.formulas.functions import ActivationFormula
from scenes.handout.formulas.markup import Markup
from scenes.handout.formulas.operations import Fraction, Minus, Multiplication, Sum
from scenes.handout.writer import formula, inline_math
from scenes.numbers.descent import RATE, excerpt
from scenes.numbers.format import common_decimals, step_decimals
from scenes.numbers.functions import OWN_SLOPE, slope_function
from scenes.numbers.language import N_
from scenes.numbers.softmax import SoftmaxLayer

UNSURE = N_(
    "Here, each step magnifies rounding errors: from step {step} on, another computer may find other digits, "
    "in this table and in the list of all numbers."
)


def softmax_output(context: Context) -> list[Item]:
    """Return each share, the cost, and its derivatives by all z with a nudge to check one."""
    steps, writer = context.layers_steps, context.writer
    dz, dC, ratio = (each.relative_to(None) for each in SoftmaxLayer(context.lesson.layers).changes)
    return [
        *(steps.activation(steps.example.L, j) for j in steps.example.neurons(steps.example.L)),
        steps.cost(),
        *steps.sum_slopes(),
        writer.translate(N_("Measured, with a nudge of {nudge}:"), nudge=writer.equality(dz)),
        writer.worked_formula(ratio, numbers=Fraction(Leaf(dC), Leaf(dz))),
    ]


def gradient_descent(context: Context) -> list[Item]:
    """Return the first step, of the watched weight and in a table, and how costs and outputs change."""
    writer, learning, last = context.writer, context.learning, context.learning.steps
    watched = context.lesson.layers.watched_weight
    before, after = (learning.parameter(watched, step).relative_to(None) for step in (0, 1))
    slope = Quantity(partial(cost(None), watched.symbol()), _slope(context, watched))
    minus = Minus(Multiplication(Leaf(learning.rate), Leaf(slope)))
    unsure = first_unsure_step(context.lesson)
    return [
        writer.translate(N_("One step, with the learning rate {rate}:"), rate=writer.equality(learning.rate)),
        writer.worked_formula(after, Sum(Leaf(before), minus), becomes=True),
        _step_table(context),
        writer.translate(N_("The average cost, and what the network makes of this lesson’s example:")),
        _outcome_table(context, [0, 1, last] if last > 1 else [0, 1]),
        *([] if unsure is None else [Sentence([context.translate(UNSURE).format(step=unsure)])]),
    ]


def recap(context: Context) -> list[Item]:
    """Return the formulas of backpropagation, for any layer and for the last one.

    They are written with ∂C_0/∂a or, with softmax outputs, which have no slope of their own, with ∂C_0/∂z.
    """
    writer, steps, network = context.writer, context.layers_steps, context.lesson.layers.network
    w, (b, z, a) = _general_symbol("w", "l", "j", "k"), (_general_symbol(letter, "l", "j") for letter in "bza")
    before, last, sum_of_last = _general_symbol("a", "l-1", "k"), *(_general_symbol(each, "L", "j") for each in "az")
    times = Markup("dot.op", "·")
    shared = slope_function(network)
    slope = ActivationFormula(shared).slope_name if shared else Markup(OWN_SLOPE, "f^(l)′")
    from_z = slope + writer.name(z).in_brackets() + times + writer.name(partial(cost(), a))
    whole_layer = network.activation[network.L].whole_layer
    rest = times + (writer.name(partial(cost(), z)) if whole_layer else from_z)
    output = Output(*(Quantity(each, nan) for each in (sum_of_last, last, target("j"))))

    def row(by: Symbol, first: Markup, *others: Markup) -> Item:
        return formula(writer.name(partial(cost(), by)), [("=", [sum(others, first)])])

    return [
        row(w, writer.name(before), rest),
        row(b, Markup("1", "1"), rest),
        row(before, Markup("sum_j", "Σ_j ") + writer.name(w), rest),
        *([row(z, from_z)] if whole_layer and network.L > 1 else []),
        writer.translate(N_("and in the last layer:")),
        steps.output_rule(output),
    ]


def _slope(context: Context, p: bp.Parameter) -> float:
    return float(context.learning.gradient.vector[context.learning.layers.network.parameters().index(p)])


def _step_table(context: Context) -> TableItem:
    """Return the table of weights and biases before and after a step, with the rows that the clip shows."""
    writer, learning = context.writer, context.learning
    rows = excerpt(learning.layers.network.parameters(), context.lesson.layers.watched_weight)
    shown = [p for p in rows if p is not None]
    sums = [[each.relative_to(None) for each in learning.first_step(p)] for p in shown]
    places = step_decimals(sums, least=writer.decimals)
    cells = [context.column(row, common_decimals([each.value for each in row], places)) for row in sums]
    dots = Math("dots.v", "…")
    filled = iter(
        [inline_math(writer.name(first.symbol)), *row] for (first, *_), row in zip(sums, cells, strict=True)
    )
    move = writer.name(RATE)
    header: list[Run] = [
        "",
        context.translate(N_("before")),
        Math(f"-{move.typst} nabla {writer.name(cost(None)).typst}", "−η∇C"),
        context.translate(N_("after")),
    ]
    return TableItem(header, [next(filled) if p else (dots,) * len(header) for p in rows])


def _outcome_table(context: Context, steps: list[int]) -> TableItem:
    """Return the table of costs and outputs after these numbers of steps, with the desired outputs."""
    writer, learning = context.writer, context.learning
    costs = [learning.cost(0).symbol, learning.own_cost(0).symbol]
    outputs = [each.relative_to(None) for each in learning.outputs(0)]
    names = [*costs, *(each.symbol for each in outputs)]
    columns = [[learning.cost(n), learning.own_cost(n), *learning.outputs(n)] for n in steps]
    wanted: list[Run] = ["", "", *(inline_math(writer.number(each)) for each in learning.targets)]
    rows = [inline_math(writer.name(name)) for name in names]
    header: list[Run] = [
        "",
        *(_step_header(context, n) for n in steps),
        context.translate(N_("desired")),
    ]
    cells = [[inline_math(writer.number(each.relative_to(None))) for each in column] for column in columns]
    return TableItem(header, list(zip(rows, *cells, wanted, strict=True)))


def _step_header(context: Context, step: int) -> str:
    """Return the header of the column of a step."""
    if step == 0:
        return context.translate(N_("before"))
    if step == 1:
        return context.translate(N_("after one step"))
    return context.translate(N_("after {steps} steps")).format(steps=step)


def _general_symbol(letter: str, layer: object, *index: str) -> Symbol:
    """Return a symbol whose layer is a letter; the functions of the core take only numbers."""
    return Symbol(letter, layer, index)  # pyright: ignore[reportArgumentType]
