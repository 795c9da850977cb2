"""What a lesson sets: both networks, their inputs, what their outputs should be; and what the symbols are called."""

from math import nan

from backprop_core.quantities import Quantity, Symbol
from scenes.figures.nudges.table import NAMES
from scenes.handout.context import Desk
from scenes.handout.document import Formula, Item, Math, Table
from scenes.handout.formulas.steps import Steps
from scenes.handout.formulas.vectors import column_vector, matrices
from scenes.handout.writer import Names, formula, math
from scenes.numbers.language import N_


def given(desk: Desk) -> list[Item]:
    """Return all that is given."""
    chain, layers = desk.chain, desk.layers
    sizes = ", ".join(map(str, layers.example.network.sizes))
    return [
        desk.writer.translate(
            N_("The chain has one neuron in each layer; the last layer is {last}."), last=_last(chain)
        ),
        *_network(chain),
        desk.writer.translate(
            N_("In the other network, the layers have {sizes} neurons; the last layer is {last}."),
            sizes=sizes,
            last=_last(layers),
        ),
        *_network(layers),
    ]


def symbols(desk: Desk) -> Table:
    """Return what each symbol is called."""
    rows = [[math(desk.writer.name(Symbol(letter))), desk.words(english)] for letter, english in NAMES.items()]
    return Table([desk.words(N_("Symbol")), desk.words(N_("Name"))], rows, names=2)


def parameters(steps: Steps) -> list[Formula]:
    """Return the weights and biases of all layers."""
    writer, own = steps.writer, steps.example
    found: list[Formula] = []
    for l in range(1, own.L + 1):
        found += [
            matrices(writer, Symbol("w", l), [[own.w(l, j, k) for k in own.neurons(l - 1)] for j in own.neurons(l)]),
            column_vector(writer, Symbol("b", l), [own.b(l, j) for j in own.neurons(l)]),
        ]
    return found


def _network(steps: Steps) -> list[Formula]:
    """Return what is set of a network: its functions and parameters, the input, and what the output should be."""
    writer, own = steps.writer, steps.example
    wanted = [own.target(j) for j in own.neurons(own.L)]
    inputs = [own.a(0, k) for k in own.neurons(0)]
    ends = column_vector(writer, Symbol("a", 0), inputs), column_vector(writer, Symbol("y"), wanted)
    return [_definition(steps), *parameters(steps), *ends]


def _definition(steps: Steps) -> Formula:
    """Return the activation function for any z: of the last layer, as of all others."""
    writer, z = steps.writer, Quantity(Symbol("z"), nan)
    sides = [("=", [each.written(Names(writer))]) for each in steps.function(steps.example.L).formula(z)]
    return formula(writer.name(Symbol("a")), sides, small=True)


def _last(steps: Steps) -> Math:
    """Return which layer is the last one."""
    L = steps.example.L
    return Math(f"L = {L}", f"L = {L}")
