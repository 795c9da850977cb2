"""What the clips about the chain work out: one neuron in each layer, from one nudge back to the first weight."""

from collections.abc import Sequence
from itertools import pairwise
from math import isnan

from backprop_core.quantities import Change, Quantity, Ratio, Symbol, cost, partial
from scenes.figures.simple_network.cost_meter import SIZE
from scenes.handout.context import Desk
from scenes.handout.document import Item, Math, Run, Table
from scenes.handout.formulas.expression import Leaf, Letters
from scenes.handout.formulas.markup import Written
from scenes.handout.formulas.operations import Fraction, Product
from scenes.handout.writer import formula, leaves, math
from scenes.numbers.chain import BackwardPath
from scenes.numbers.format import agreeing_decimals
from scenes.numbers.language import N_
from scenes.numbers.what_if import STRONG, WEAK, Firing, Wiggle


def opening(desk: Desk) -> list[Item]:
    """Return the chain rule of a calculus book, and what is sought with it."""
    writer = desk.writer
    book = [Written(f"frac(d {top}, d {bottom})", f"d{top}/d{bottom}") for top, bottom in ("fx", "fg", "gx")]
    sought = writer.name(partial(cost(), Symbol("w")))
    return [
        writer.translate(N_("The chain rule in a calculus book:")),
        formula(book[0], [("=", [book[1] + Written("dot.op", "·") + book[2]])]),
        writer.translate(N_("and what is sought with it in a network, for every weight:")),
        formula(sought, [("=", [Written('"?"', "?")])]),
    ]


def simplest_network(desk: Desk) -> list[Item]:
    """Return the forward pass up to the last layer, and how far the cost swings."""
    chain, writer, own = desk.chain, desk.writer, desk.chain.example
    wiggles = [Wiggle(desk.lesson.chain, p, SIZE) for p in own.network.parameters()]
    variables = [writer.name(wiggle.symbol) for wiggle in wiggles]
    inside = Written(
        f"({', '.join(each.typst for each in variables)})", f"({', '.join(each.plain for each in variables)})"
    )
    lower, upper = ([wiggle.cost(t) for wiggle in wiggles] for t in (0.75, 0.25))
    step = Quantity(Change(Symbol("x")), SIZE)
    by = math(writer.number(Quantity(step.symbol, step.value, (step,))))
    return [
        writer.worked(own.cost, Letters(writer.name(cost(None)) + inside), numbers=Leaf(own.cost)),
        writer.translate(N_("Up to the last layer:")),
        *chain.forward(*range(1, own.L)),
        writer.translate(N_("Each is moved by {by}, down and up, and the cost becomes:"), by=by),
        desk.table(
            ["", desk.words(N_("moved down")), desk.words(N_("moved up"))],
            [math(name) for name in variables],
            desk.column(lower),
            desk.column(upper),
        ),
    ]


def last_two_neurons(desk: Desk) -> list[Item]:
    """Return the last two activations, the desired output and the cost."""
    writer, own = desk.writer, desk.chain.example
    known = own.a(own.L - 1), own.a(own.L), own.target()
    return [*(writer.worked(each, numbers=Leaf(each)) for each in known), desk.chain.cost()]


def computation_tree(desk: Desk) -> list[Item]:
    """Return the last layer, from the weight to the cost."""
    chain = desk.chain
    return [*chain.forward(chain.example.L), chain.cost()]


def nudge_propagation(desk: Desk) -> list[Item]:
    """Return all four numbers before and after the nudge; ever smaller nudges."""
    writer, last, by = desk.writer, desk.last, desk.lesson.chain.nudge
    shrinking = [[each.relative_to(None) for each in last.compared(size)] for size in last.shrinking(by)]
    ratio = last.ratio(by).relative_to(None)
    dw, *_, dC = (each.relative_to(None) for each in last.changes(by))
    return [
        _nudged(desk),
        writer.worked(ratio, numbers=Fraction(Leaf(dC), Leaf(dw))),
        writer.translate(N_("Smaller and smaller nudges, and what the derivative predicts:")),
        desk.table(
            [math(writer.name(each.symbol)) for each in shrinking[0]],
            *(_settling(desk, column) for column in zip(*shrinking, strict=True)),
        ),
    ]


def chain_rule(desk: Desk) -> list[Item]:
    """Return the three measured ratios and their product; the rule."""
    writer, last, by = desk.writer, desk.last, desk.lesson.chain.nudge
    changes = [each.relative_to(None) for each in last.changes(by)]
    ratios = [each.relative_to(None) for each in last.ratios(by)]
    measured_ones: list[Item] = [
        writer.worked(ratio, numbers=Fraction(Leaf(to), Leaf(start)))
        for (start, to), ratio in zip(pairwise(changes), ratios, strict=True)
        if not isnan(ratio.value)
    ]
    if len(measured_ones) == len(ratios):
        whole = last.ratio(by).relative_to(None)
        measured_ones += [writer.worked(whole, Product(*leaves(*ratios)))]
    else:
        stopped = N_("A change is zero, and so are those after it: zero over zero is not a number.")
        measured_ones += [writer.translate(stopped)]
    rule = desk.chain.example.rule("w", last.chain.network.L)
    return [
        *measured_ones,
        writer.translate(N_("As the nudge shrinks, every ratio becomes a derivative:")),
        writer.in_letters(rule.derivative.symbol, Product(*leaves(*rule.factors))),
    ]


def three_derivatives(desk: Desk) -> list[Item]:
    """Return each factor in letters and numbers, and the product."""
    chain, L = desk.chain, desk.chain.example.L
    factors = [chain.cost_slope(), chain.activation_slope(L), chain.sum_slope("w", L)]
    return [*factors, chain.derivative("w", L), chain.last_derivative("w")]


def fire_together(desk: Desk) -> list[Item]:
    """Return the same nudge where the neuron before hardly fires, and where it fires strongly."""
    writer, last, by = desk.writer, desk.last, desk.lesson.chain.nudge
    found: list[Item] = [desk.chain.sum_slope("w", last.chain.network.L)]
    for english, level in (
        (N_("If the previous neuron hardly fired, {level}:"), WEAK),
        (N_("If it fired strongly, {level}:"), STRONG),
    ):
        firing = Firing(last, level)
        dw, dz = (each.relative_to(None) for each in firing.changes(by))
        held = Quantity(last.entering[1].symbol, level).relative_to(None)
        found.append(writer.translate(english, level=writer.equality(held)))
        found.append(writer.worked(dz, Product(Leaf(held), Leaf(dw))))
        first, *others, derivative = (each.relative_to(None) for each in firing.factors)
        factors = Quantity(first.symbol, level), *others
        found.append(writer.worked(derivative, numbers=Product(*leaves(*factors))))
    return found


def bias_sensitivity(desk: Desk) -> list[Item]:
    """Return the derivative by the bias: one factor is another one."""
    chain, L = desk.chain, desk.chain.example.L
    return [chain.sum_slope("b", L), chain.derivative("b", L), chain.derivative("w", L)]


def previous_activation(desk: Desk) -> list[Item]:
    """Return the way from the last layer back to the first weight."""
    chain, writer, own = desk.chain, desk.writer, desk.chain.example
    found: list[Item] = []
    for l in range(own.L - 1, 0, -1):
        found += [chain.by_activation(l), chain.activation_slope(l)]
        found += [chain.derivative("w", l), chain.derivative("b", l)]
    way = BackwardPath(desk.lesson.chain, 1)
    factors = [factor.relative_to(None) for factor in reversed(way.factors)]
    first = way.products[-1].relative_to(None)
    return [
        *found,
        writer.translate(N_("All the way in one product:")),
        writer.worked(first, Product(*leaves(*factors))),
    ]


def _nudged(desk: Desk) -> Table:
    """Return w, z, a and C_0 before and after the nudge, and by how much each changes."""
    writer, last, by = desk.writer, desk.last, desk.lesson.chain.nudge
    after = last.at(last.start[0].value + by)
    rows: list[list[Run]] = []
    for old, new, change in zip(last.start, after, last.changes(by), strict=True):
        places = writer.places(change.relative_to(None))
        values = [new.value, old.value]
        least = max(places, writer.places(old.relative_to(None)))
        (most, *_), _ = agreeing_decimals(values, change.value, lambda pair: pair[0] - pair[1], places, least=least)
        numbers = [math(writer.number(each, most)) for each in (old, new)]
        name = math(writer.name(old.symbol.relative_to(None)))
        rows.append([name, *numbers, math(writer.number(change, places))])
    header = ["", *map(desk.words, (N_("before"), N_("after"), N_("change")))]
    return Table(header, rows)


def _settling(desk: Desk, column: Sequence[Quantity]) -> list[Math]:
    """Write numbers that differ by powers of ten; or ratios, which settle: one more decimal shows it."""
    writer = desk.writer
    if isinstance(column[0].symbol, Ratio):
        return desk.column(column, max(map(writer.places, column)) + 1)
    return [math(writer.number(each)) for each in column]
