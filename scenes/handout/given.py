"""What a lesson sets: both networks, their inputs, what their outputs should be; and what the symbols are called."""

from backprop_core.symbols import Quantity, Symbol
from scenes.handout.desk import Desk
from scenes.handout.example import Example
from scenes.handout.sheet import Formula, Item, Math, Table
from scenes.handout.steps import Steps
from scenes.handout.vectors import column_vector, matrices
from scenes.handout.writer import Names, Writer, formula, math
from scenes.kit.language import N_
from scenes.kit.legend import NAMES


def given(desk: Desk) -> list[Item]:
    """Return all that is given."""
    writer, chain, layers = desk.writer, desk.chain, desk.layers
    single, several = chain.example, layers.example
    sizes = ", ".join(map(str, several.network.sizes))
    return [
        writer.told(N_("The chain has one neuron in each layer, and L = {L}."), L=str(single.L)),
        _definition(chain),
        chain_table(writer, single),
        *_ends(chain),
        writer.told(
            N_("In the other network, the layers have {sizes} neurons, and L = {L}."), L=str(several.L), sizes=sizes
        ),
        _definition(layers),
        *_matrices(layers),
        *_ends(layers),
    ]


def _ends(steps: Steps) -> list[Formula]:
    """Return the input, and what the output should be."""
    writer, own = steps.writer, steps.example
    wanted = [own.target(j) for j in own.neurons(own.L)]
    inputs = [own.a(0, k) for k in own.neurons(0)]
    return [column_vector(writer, Symbol("a", 0), inputs), column_vector(writer, Symbol("y"), wanted)]


def symbols(desk: Desk) -> Table:
    """Return what each symbol is called."""
    rows = [[math(desk.writer.name(Symbol(letter))), desk.words(english)] for letter, english in NAMES.items()]
    return Table([desk.words(N_("Symbol")), desk.words(N_("Name"))], rows, names=2)


def chain_table(writer: Writer, own: Example) -> Table:
    """Return the weights and biases of a chain, a row for each layer."""
    layers = range(1, own.L + 1)
    rows = [[Math(f'"{l}"', str(l)), *(math(writer.number(each)) for each in (own.w(l), own.b(l)))] for l in layers]
    names = [Math("l", "l"), *(Math(f"{writer.name(each).typst}^((l))", f"{each.plain}(l)") for each in _LETTERS)]
    return Table(names, rows)


def _definition(steps: Steps) -> Formula:
    """Return the activation function of the last layer and its derivative, for any z."""
    writer, function = steps.writer, steps.function(steps.example.L)
    z, a = (Quantity(Symbol(letter), 0.0) for letter in "za")
    hand = Names(writer)
    defined = [each.written(hand) for each in function.formula(z)]
    return formula(defined[0], [("=", [each]) for each in defined[1:]] or [("=", [writer.name(a.symbol)])])


def _matrices(steps: Steps) -> list[Formula]:
    """Return the weights and biases of all layers."""
    writer, own = steps.writer, steps.example
    found: list[Formula] = []
    for l in range(1, own.L + 1):
        found += [
            matrices(writer, Symbol("w", l), [[own.w(l, j, k) for k in own.neurons(l - 1)] for j in own.neurons(l)]),
            column_vector(writer, Symbol("b", l), [own.b(l, j) for j in own.neurons(l)]),
        ]
    return found


_LETTERS = Symbol("w"), Symbol("b")
