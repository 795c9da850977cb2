"""What the clips about layers of several neurons work out: indices, sums over paths, the sweep backwards."""

from backprop_core.quantities import Quantity, Symbol, activation, bias, cost, partial, target, weight, weighted_sum
from scenes.figures.layered_network.clips import PathsClip
from scenes.handout.context import Desk
from scenes.handout.document import Formula, Item
from scenes.handout.formulas.expression import Leaf
from scenes.handout.formulas.markup import Written, guarded
from scenes.handout.formulas.operations import Fraction
from scenes.handout.formulas.vectors import column_vector, matrices, matrix, read_off
from scenes.handout.writer import formula
from scenes.numbers.format import as_printed
from scenes.numbers.language import N_


def layered_network(desk: Desk) -> list[Item]:
    """Return inputs, activations and outputs; the cost as a sum over j."""
    writer, own = desk.writer, desk.layers.example
    vectors = [column_vector(writer, Symbol("a", l), [own.a(l, j) for j in own.neurons(l)]) for l in range(own.L + 1)]
    wanted = column_vector(writer, Symbol("y"), [own.target(j) for j in own.neurons(own.L)])
    a, y = writer.name(activation(own.L, "j")), writer.name(target("j"))
    gap = (a + Written("-", " − ") + y).in_brackets()
    rule = Written("sum_j", "Σ_j ") + Written(f"{gap.typst}^2", f"{gap.plain}²")
    return [*vectors, wanted, formula(writer.name(cost()), [("=", [rule])]), desk.layers.cost()]


def weight_indices(desk: Desk) -> list[Item]:
    """Return the last layer with its matrix, and row j worked out."""
    steps, writer, watch = desk.layers, desk.writer, desk.lesson.layers.watch
    L = steps.example.L
    w, a, b, z = weight(L, "j", "k"), activation(L - 1, "k"), bias(L, "j"), weighted_sum(L, "j")
    rule = Written("sum_k", "Σ_k ") + writer.name(w) + _TIMES + writer.name(a) + _PLUS + writer.name(b)
    return [
        _all_sums(desk),
        writer.translate(N_("In its row {row}:"), row=writer.equality(Quantity(Symbol("j"), float(watch.j)))),
        formula(writer.name(z), [("=", [rule])]),
        steps.weighted_sum(L, watch.j),
        steps.activation(L, watch.j),
    ]


def layered_chain_rule(desk: Desk) -> list[Item]:
    """Return the rule with indices, and for the watched weight each factor and the product."""
    steps, writer, L, watch = desk.layers, desk.writer, desk.layers.example.L, desk.lesson.layers.watch
    w, z, a = weight(L, "j", "k"), weighted_sum(L, "j"), activation(L, "j")
    factors = [writer.name(ratio) for ratio in (partial(z, w), partial(a, z), partial(cost(), a))]
    times = Written("dot.op", "·")
    rule = factors[0] + times + factors[1] + times + factors[2]
    return [
        formula(writer.name(partial(cost(), w)), [("=", [rule])]),
        steps.sum_slope("w", L, watch.j, watch.k),
        steps.activation_slope(L, watch.j),
        steps.cost_slope(watch.j),
        steps.derivative("w", L, watch.j, watch.k),
        steps.derivative("b", L, watch.j),
    ]


def multiple_paths(desk: Desk) -> list[Item]:
    """Return each path from the watched neuron, their sum, and a nudge to check it."""
    steps, writer, sums = desk.layers, desk.writer, desk.sums
    l, k = steps.example.L - 1, desk.lesson.layers.watch.k
    da, dC = sums.changes(PathsClip.nudge)
    one_by_one = [
        writer.translate(N_("The paths, one by one:")),
        *steps.paths(l, k),
        writer.translate(N_("Their sum:")),
    ]
    return [
        *(one_by_one if len(sums.products) > 1 else []),
        steps.by_activation(l, k),
        writer.translate(N_("Measured, with a nudge of {nudge}:"), nudge=writer.equality(da)),
        writer.worked(sums.ratio(PathsClip.nudge), numbers=Fraction(Leaf(dC), Leaf(da))),
    ]


def backward_sweep(desk: Desk) -> list[Item]:
    """Return the derivatives by all activations, weights and biases, layer by layer from the last one."""
    writer, own = desk.writer, desk.layers.example
    found: list[Item] = []
    for l in range(own.L, 0, -1):
        rules = [[own.rule("w", l, j, k).derivative for k in own.neurons(l - 1)] for j in own.neurons(l)]
        by_bias = [own.rule("b", l, j).derivative for j in own.neurons(l)]
        by_a = [own.rule("b", l, j).factors[-1] for j in own.neurons(l)]
        found += [
            column_vector(writer, partial(cost(), Symbol("a", l)), by_a),
            matrices(writer, partial(cost(), Symbol("w", l)), rules),
            column_vector(writer, partial(cost(), Symbol("b", l)), by_bias),
        ]
    return found


def _all_sums(desk: Desk) -> Formula:
    """Return z = w a + b for the whole last layer, with as many decimals of a as it takes."""
    writer, own = desk.writer, desk.layers.example
    L = own.L
    w = [[own.w(L, j, k) for k in own.neurons(L - 1)] for j in own.neurons(L)]
    a = [[own.a(L - 1, k)] for k in own.neurons(L - 1)]
    b, z = ([[of(L, j)] for j in own.neurons(L)] for of in (own.b, own.z))
    decimals, places = (writer.shared_places([each for row in rows for each in row]) for rows in (z, a))
    weights, biases, wanted = read_off(writer, w), read_off(writer, b), read_off(writer, z, decimals)

    def agrees(places: int) -> bool:
        sums = weights @ read_off(writer, a, places) + biases
        return all(as_printed(got, decimals) == each for got, each in zip(sums.flat, wanted.flat, strict=True))

    enough = next(filter(agrees, range(places, places + _MORE)), None)
    columns = [matrix(writer, a, enough or places), matrix(writer, b), matrix(writer, z, decimals)]
    names = [writer.name(Symbol(letter, l)) for letter, l in (("w", L), ("a", L - 1), ("b", L))]
    letters = names[0] + _TIMES + names[1] + _PLUS + names[2]
    times = Written("dot.op", "·") if len(a) == 1 else _TIMES
    numbers = [matrix(writer, w) + times + guarded(columns[0]), _PLUS + guarded(columns[1])]
    sides = [("=", [letters]), ("=", numbers), ("approx" if enough is None else "=", [columns[2]])]
    return formula(writer.name(Symbol("z", L)), sides)


_PLUS, _TIMES = Written("+", " + "), Written("thin", " ")

# So many further decimals are tried where the printed numbers do not come to the printed result.
_MORE = 4
