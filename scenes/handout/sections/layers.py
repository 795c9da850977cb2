"""Formulas of the clips about layers with several neurons: indices, sums over paths, the backward sweep."""

from math import nan

from backprop_core.quantities import Quantity, Symbol, activation, bias, cost, partial, target, weight, weighted_sum
from scenes.handout.context import Context
from scenes.handout.document import FormulaItem, Item
from scenes.handout.formulas.costs import Output
from scenes.handout.formulas.expression import Leaf
from scenes.handout.formulas.markup import Markup, bracketed_if_negative
from scenes.handout.formulas.operations import Fraction, product_of
from scenes.handout.formulas.vectors import matrix_formula, number_matrix, printed_values, vector_formula
from scenes.handout.writer import formula
from scenes.numbers.format import as_printed
from scenes.numbers.language import N_
from scenes.numbers.layers import PATH_NUDGE, ratio_names


def layered_network(context: Context) -> list[Item]:
    """Return the activations of all layers, the desired outputs, and the cost as a sum over j."""
    writer, example = context.writer, context.layers_steps.example
    vectors = [
        vector_formula(writer, Symbol("a", l), [example.a(l, j) for j in example.neurons(l)])
        for l in range(example.L + 1)
    ]
    wanted = vector_formula(writer, Symbol("y"), [example.target(j) for j in example.neurons(example.L)])
    a, y, z = (
        Quantity(name, nan) for name in (activation(example.L, "j"), target("j"), weighted_sum(example.L, "j"))
    )
    rule = context.layers_steps.cost_expressions.rule(Output(z, a, y))
    return [*vectors, wanted, writer.symbolic_formula(cost(), rule), context.layers_steps.cost()]


def weight_indices(context: Context) -> list[Item]:
    """Return the matrix equation of the last layer, and the watched row j worked out."""
    steps, writer, watch = context.layers_steps, context.writer, context.lesson.layers.watch
    L = steps.example.L
    w, a, b, z = weight(L, "j", "k"), activation(L - 1, "k"), bias(L, "j"), weighted_sum(L, "j")
    rule = Markup("sum_k", "Σ_k ") + writer.name(w) + _TIMES + writer.name(a) + _PLUS + writer.name(b)
    return [
        _matrix_equation(context),
        writer.translate(N_("In its row {row}:"), row=writer.equality(Quantity(Symbol("j"), float(watch.j)))),
        formula(writer.name(z), [("=", [rule])]),
        steps.weighted_sum(L, watch.j),
        steps.activation(L, watch.j),
    ]


def layered_chain_rule(context: Context) -> list[Item]:
    """Return the chain rule with indices, and each factor and the product for the watched weight."""
    steps, writer, L, watch = (
        context.layers_steps,
        context.writer,
        context.layers_steps.example.L,
        context.lesson.layers.watch,
    )
    whole, *factors = (
        each.relative_to(None) for each in ratio_names(L, L, "w", whole_layer=context.path_sum.whole_layer)
    )
    return [
        writer.symbolic_formula(whole, product_of([Quantity(each, nan) for each in factors])),
        steps.weighted_sum_slope("w", L, watch.j, watch.k),
        *steps.output_slopes(watch.j),
        steps.derivative("w", L, watch.j, watch.k),
        steps.derivative("b", L, watch.j),
    ]


def multiple_paths(context: Context) -> list[Item]:
    """Return the contribution of each path from the watched neuron, their sum, and a nudge to check it."""
    steps, writer, sums = context.layers_steps, context.writer, context.path_sum
    l, k = steps.example.L - 1, context.lesson.layers.watch.k
    da, dC = sums.changes(PATH_NUDGE)
    one_by_one = [
        writer.translate(N_("The paths, one by one:")),
        *steps.paths(l, k),
        writer.translate(N_("Their sum:")),
    ]
    return [
        *steps.sum_slopes(),
        *(one_by_one if len(sums.products) > 1 else []),
        steps.derivative_by_activation(l, k),
        writer.translate(N_("Measured, with a nudge of {nudge}:"), nudge=writer.equality(da)),
        writer.worked_formula(sums.ratio(PATH_NUDGE), numbers=Fraction(Leaf(dC), Leaf(da))),
    ]


def backward_sweep(context: Context) -> list[Item]:
    """Return the derivatives by all activations, weights and biases, from the last layer to the first."""
    writer, example = context.writer, context.layers_steps.example
    found: list[Item] = []
    for l in range(example.L, 0, -1):
        rules = [
            [example.chain_rule("w", l, j, k).derivative for k in example.neurons(l - 1)] for j in example.neurons(l)
        ]
        by_bias = [example.chain_rule("b", l, j).derivative for j in example.neurons(l)]
        by_a = [example.slope(l, j) for j in example.neurons(l)]
        found += [
            vector_formula(writer, partial(cost(), Symbol("a", l)), by_a),
            matrix_formula(writer, partial(cost(), Symbol("w", l)), rules),
            vector_formula(writer, partial(cost(), Symbol("b", l)), by_bias),
        ]
    return found


def _matrix_equation(context: Context) -> FormulaItem:
    """Return z = w a + b of the last layer; a has as many decimals as the printed result needs."""
    writer, example = context.writer, context.layers_steps.example
    L = example.L
    w = [[example.w(L, j, k) for k in example.neurons(L - 1)] for j in example.neurons(L)]
    a = [[example.a(L - 1, k)] for k in example.neurons(L - 1)]
    b, z = ([[of(L, j)] for j in example.neurons(L)] for of in (example.b, example.z))
    decimals, places = (writer.shared_decimals([each for row in rows for each in row]) for rows in (z, a))
    weights, biases, wanted = (
        printed_values(writer, w),
        printed_values(writer, b),
        printed_values(writer, z, decimals),
    )

    def agrees(places: int) -> bool:
        sums = weights @ printed_values(writer, a, places) + biases
        return all(as_printed(got, decimals) == each for got, each in zip(sums.flat, wanted.flat, strict=True))

    enough = next(filter(agrees, range(places, places + _TRIES)), None)
    columns = [
        number_matrix(writer, a, enough or places),
        number_matrix(writer, b),
        number_matrix(writer, z, decimals),
    ]
    names = [writer.name(Symbol(letter, l)) for letter, l in (("w", L), ("a", L - 1), ("b", L))]
    letters = names[0] + _TIMES + names[1] + _PLUS + names[2]
    times = Markup("dot.op", "·") if len(a) == 1 else _TIMES
    numbers = [
        number_matrix(writer, w) + times + bracketed_if_negative(columns[0]),
        _PLUS + bracketed_if_negative(columns[1]),
    ]
    sides = [("=", [letters]), ("=", numbers), ("approx" if enough is None else "=", [columns[2]])]
    return formula(writer.name(Symbol("z", L)), sides)


_PLUS, _TIMES = Markup("+", " + "), Markup("thin", " ")

# How many numbers of decimals are tried, from the least on, for the printed numbers to yield the printed result.
_TRIES = 4
