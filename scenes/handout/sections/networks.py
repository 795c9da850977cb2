"""The section that lists a lesson's givens: both networks, inputs and desired outputs; and the table of symbols."""

from dataclasses import replace
from math import nan

import backprop_core as bp
from backprop_core.quantities import Quantity, Symbol
from scenes.handout.context import Context
from scenes.handout.document import FormulaItem, Item, Math, TableItem
from scenes.handout.formulas.functions import ActivationFormula
from scenes.handout.formulas.markup import Markup
from scenes.handout.formulas.steps import Steps
from scenes.handout.formulas.vectors import matrix_formula, vector_formula
from scenes.handout.writer import NameNotation, Writer, formula, inline_math
from scenes.numbers.functions import shared_function
from scenes.numbers.language import N_
from scenes.numbers.symbol_names import SYMBOL_NAMES


def network_definitions(context: Context) -> list[Item]:
    """Return both networks with their inputs and desired outputs."""
    chain, layers = context.chain_steps, context.layers_steps
    sizes = ", ".join(map(str, layers.example.network.sizes))
    return [
        context.writer.translate(
            N_("The chain has one neuron in each layer; the last layer is {last}."), last=_last_layer(chain)
        ),
        *_network(chain),
        context.writer.translate(
            N_("In the other network, the layers have {sizes} neurons; the last layer is {last}."),
            sizes=sizes,
            last=_last_layer(layers),
        ),
        *_network(layers),
    ]


def symbol_table(context: Context) -> TableItem:
    """Return the table of symbols and their names."""
    rows = [
        [inline_math(context.writer.name(Symbol(letter))), context.translate(english)]
        for letter, english in SYMBOL_NAMES.items()
    ]
    return TableItem([context.translate(N_("Symbol")), context.translate(N_("Name"))], rows, name_columns=2)


def parameter_formulas(steps: Steps) -> list[FormulaItem]:
    """Return the formulas with the weights and biases of all layers."""
    writer, example = steps.writer, steps.example
    found: list[FormulaItem] = []
    for l in range(1, example.L + 1):
        found += [
            matrix_formula(
                writer,
                Symbol("w", l),
                [[example.w(l, j, k) for k in example.neurons(l - 1)] for j in example.neurons(l)],
            ),
            vector_formula(writer, Symbol("b", l), [example.b(l, j) for j in example.neurons(l)]),
        ]
    return found


def _network(steps: Steps) -> list[FormulaItem]:
    """Return the activation function, parameters, input and desired output of a network."""
    writer, example = steps.writer, steps.example
    wanted = [example.target(j) for j in example.neurons(example.L)]
    inputs = [example.a(0, k) for k in example.neurons(0)]
    ends = vector_formula(writer, Symbol("a", 0), inputs), vector_formula(writer, Symbol("y"), wanted)
    return [*_definitions(steps), *parameter_formulas(steps), *ends]


def _definitions(steps: Steps) -> list[FormulaItem]:
    """Return the formula of the activation function that all layers share or, if they do not, of each layer's."""
    if shared := shared_function(steps.example.network):
        return [_definition(steps.writer, shared, None)]
    return [_definition(steps.writer, f, l) for l, f in enumerate(steps.example.network.activation, 1)]


def _definition(writer: Writer, function: bp.Activation, l: int | None) -> FormulaItem:
    """Return the formula of the activation function of a layer or, without ``l``, of any layer."""
    a, z = Symbol("a", l), Symbol("z", l)
    if function.whole_layer:
        one, each = (writer.name(replace(z, index=(i,))) for i in "ji")
        share = Markup(f"frac(e^({one.typst}), sum_i e^({each.typst}))", f"e^({one.plain})/(Σ_i e^({each.plain}))")
        return formula(writer.name(replace(a, index=("j",))), [("=", [share])], small=True)
    sides = ActivationFormula(function).formula([Quantity(z, nan)])
    written = [("=", [each.markup(NameNotation(writer))]) for each in sides]
    return formula(writer.name(a), written, small=True)


def _last_layer(steps: Steps) -> Math:
    """Return L = the number of the last layer."""
    L = steps.example.L
    return Math(f"L = {L}", f"L = {L}")
