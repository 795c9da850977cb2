"""Formulas and tables of the clips about the chain, the network with one neuron per layer."""

from collections.abc import Sequence
from itertools import pairwise
from math import isnan

from backprop_core.quantities import Change, Quantity, Ratio, Symbol, cost, partial
from scenes.handout.context import Context
from scenes.handout.document import Item, Math, Run, TableItem
from scenes.handout.formulas.expression import Leaf, Symbolic
from scenes.handout.formulas.markup import Markup
from scenes.handout.formulas.operations import Fraction, Multiplication, product_of
from scenes.handout.writer import formula, inline_math
from scenes.numbers.chain import BackwardPath
from scenes.numbers.format import agreeing_decimals
from scenes.numbers.language import N_
from scenes.numbers.what_if import STRONG, WEAK, WIGGLE_SIZE, Firing, Wiggle


def opening(context: Context) -> list[Item]:
    """Return the chain rule as in a calculus book, and the derivative that the lecture looks for."""
    writer = context.writer
    book = [Markup(f"frac(d {top}, d {bottom})", f"d{top}/d{bottom}") for top, bottom in ("fx", "fg", "gx")]
    sought = writer.name(partial(cost(), Symbol("w")))
    return [
        writer.translate(N_("The chain rule in a calculus book:")),
        formula(book[0], [("=", [book[1] + Markup("dot.op", "·") + book[2]])]),
        writer.translate(N_("and what is sought with it in a network, for every weight:")),
        formula(sought, [("=", [Markup('"?"', "?")])]),
    ]


def simplest_network(context: Context) -> list[Item]:
    """Return the forward pass up to the last layer, and the cost after moving each weight and bias down and up."""
    chain, writer, example = context.chain_steps, context.writer, context.chain_steps.example
    wiggles = [Wiggle(context.lesson.chain, p, WIGGLE_SIZE) for p in example.network.parameters()]
    variables = [writer.name(wiggle.symbol) for wiggle in wiggles]
    inside = Markup(
        f"({', '.join(each.typst for each in variables)})", f"({', '.join(each.plain for each in variables)})"
    )
    lower, upper = ([wiggle.cost(t) for wiggle in wiggles] for t in (0.75, 0.25))
    step = Quantity(Change(Symbol("x")), WIGGLE_SIZE)
    by = inline_math(writer.number(Quantity(step.symbol, step.value, (step,))))
    return [
        writer.worked_formula(example.cost, Symbolic(writer.name(cost(None)) + inside), numbers=Leaf(example.cost)),
        writer.translate(N_("Up to the last layer:")),
        *chain.forward(*range(1, example.L)),
        writer.translate(N_("Each is moved by {by}, down and up, and the cost becomes:"), by=by),
        context.table(
            ["", context.translate(N_("moved down")), context.translate(N_("moved up"))],
            [inline_math(name) for name in variables],
            context.column(lower),
            context.column(upper),
        ),
    ]


def last_two_neurons(context: Context) -> list[Item]:
    """Return the last two activations, the desired output and the cost."""
    writer, example = context.writer, context.chain_steps.example
    known = example.a(example.L - 1), example.a(example.L), example.target()
    return [*(writer.worked_formula(each, numbers=Leaf(each)) for each in known), context.chain_steps.cost()]


def computation_tree(context: Context) -> list[Item]:
    """Return the forward pass of the last layer, and the cost."""
    chain = context.chain_steps
    return [*chain.forward(chain.example.L), chain.cost()]


def nudge_propagation(context: Context) -> list[Item]:
    """Return w, z, a and C before and after the nudge, their ratio, and the same for smaller and smaller nudges."""
    writer, last, by = context.writer, context.last_layer, context.lesson.chain.nudge
    shrinking = [[each.relative_to(None) for each in last.compared(size)] for size in last.shrinking(by)]
    ratio = last.ratio(by).relative_to(None)
    dw, *_, dC = (each.relative_to(None) for each in last.changes(by))
    return [
        _nudge_table(context),
        writer.worked_formula(ratio, numbers=Fraction(Leaf(dC), Leaf(dw))),
        writer.translate(N_("Smaller and smaller nudges, and what the derivative predicts:")),
        context.table(
            [inline_math(writer.name(each.symbol)) for each in shrinking[0]],
            *(_shrinking_column(context, each) for each in zip(*shrinking, strict=True)),
        ),
    ]


def chain_rule(context: Context) -> list[Item]:
    """Return the three measured ratios, their product, and the chain rule in letters."""
    writer, last, by = context.writer, context.last_layer, context.lesson.chain.nudge
    changes = [each.relative_to(None) for each in last.changes(by)]
    ratios = [each.relative_to(None) for each in last.ratios(by)]
    measured_ones: list[Item] = [
        writer.worked_formula(ratio, numbers=Fraction(Leaf(to), Leaf(start)))
        for (start, to), ratio in zip(pairwise(changes), ratios, strict=True)
        if not isnan(ratio.value)
    ]
    if len(measured_ones) == len(ratios):
        whole = last.ratio(by).relative_to(None)
        measured_ones += [writer.worked_formula(whole, product_of(ratios))]
    else:
        stopped = N_("A change is zero, and so are those after it: zero over zero is not a number.")
        measured_ones += [writer.translate(stopped)]
    rule = context.chain_steps.example.chain_rule("w", last.chain.network.L)
    return [
        *measured_ones,
        writer.translate(N_("As the nudge shrinks, every ratio becomes a derivative:")),
        writer.symbolic_formula(rule.derivative.symbol, product_of(rule.factors)),
    ]


def three_derivatives(context: Context) -> list[Item]:
    """Return the three derivatives in letters and numbers, and their product."""
    chain, L = context.chain_steps, context.chain_steps.example.L
    factors = [chain.cost_slope(), chain.activation_slope(L), chain.weighted_sum_slope("w", L)]
    short, cancels = (
        chain.short_slope(),
        N_("With this cost, the slope of the sigmoid cancels, and what is left is short:"),
    )
    return [
        *factors,
        chain.derivative("w", L),
        chain.last_layer_derivative("w"),
        *([context.writer.translate(cancels), *short] if short else []),
    ]


def fire_together(context: Context) -> list[Item]:
    """Return the effect of the nudge if the previous neuron hardly fires, and if it fires strongly."""
    writer, last, by = context.writer, context.last_layer, context.lesson.chain.nudge
    found: list[Item] = [context.chain_steps.weighted_sum_slope("w", last.chain.network.L)]
    for english, level in (
        (N_("If the previous neuron hardly fired, {level}:"), WEAK),
        (N_("If it fired strongly, {level}:"), STRONG),
    ):
        firing = Firing(last, level)
        dw, dz = (each.relative_to(None) for each in firing.changes(by))
        held = Quantity(last.entering[1].symbol, level).relative_to(None)
        found.append(writer.translate(english, level=writer.equality(held)))
        found.append(writer.worked_formula(dz, Multiplication(Leaf(held), Leaf(dw))))
        first, *others, derivative = (each.relative_to(None) for each in firing.factors)
        factors = Quantity(first.symbol, level), *others
        found.append(writer.worked_formula(derivative, numbers=product_of(factors)))
    return found


def bias_sensitivity(context: Context) -> list[Item]:
    """Return the derivatives for the bias and for the weight, which differ in one factor."""
    chain, L = context.chain_steps, context.chain_steps.example.L
    return [chain.weighted_sum_slope("b", L), chain.derivative("b", L), chain.derivative("w", L)]


def previous_activation(context: Context) -> list[Item]:
    """Return the derivatives layer by layer back to the first weight, and that one as a single product."""
    chain, writer, example = context.chain_steps, context.writer, context.chain_steps.example
    found: list[Item] = []
    for l in range(example.L - 1, 0, -1):
        found += [chain.derivative_by_activation(l), chain.activation_slope(l)]
        found += [chain.derivative("w", l), chain.derivative("b", l)]
    way = BackwardPath(context.lesson.chain, 1)
    factors = [factor.relative_to(None) for factor in reversed(way.factors)]
    first = way.products[-1].relative_to(None)
    return [
        *found,
        writer.translate(N_("All the way in one product:")),
        writer.worked_formula(first, product_of(factors)),
    ]


def _nudge_table(context: Context) -> TableItem:
    """Return the table of w, z, a and C_0 before and after the nudge, and of their changes."""
    writer, last, by = context.writer, context.last_layer, context.lesson.chain.nudge
    after = last.at(last.start[0].value + by)
    rows: list[list[Run]] = []
    for old, new, change in zip(last.start, after, last.changes(by), strict=True):
        places = writer.decimals_for(change.relative_to(None))
        values = [new.value, old.value]
        least = max(places, writer.decimals_for(old.relative_to(None)))
        (most, *_), _ = agreeing_decimals(values, change.value, lambda pair: pair[0] - pair[1], places, least=least)
        numbers = [inline_math(writer.number(each, most)) for each in (old, new)]
        name = inline_math(writer.name(old.symbol.relative_to(None)))
        rows.append([name, *numbers, inline_math(writer.number(change, places))])
    header = ["", *map(context.translate, (N_("before"), N_("after"), N_("change")))]
    return TableItem(header, rows)


def _shrinking_column(context: Context, column: Sequence[Quantity]) -> list[Math]:
    """Return a column of the table of shrinking nudges; ratios have one more decimal, to show that they converge."""
    writer = context.writer
    if isinstance(column[0].symbol, Ratio):
        return context.column(column, max(map(writer.decimals_for, column)) + 1)
    return [inline_math(writer.number(each)) for each in column]
