"""The two sums of a layer with several neurons, in letters and in this lesson's numbers: C_0 over j, z_j over k."""

from math import prod

from manim import PI, Animation, AnimationGroup, FadeIn, FadeOut, VMobject

from backprop_core.quantities import Quantity
from scenes.figures.layered_network.matrix import MatrixEquation
from scenes.figures.layered_network.named_layers import BESIDE_NAMES, BESIDE_TARGETS
from scenes.figures.layered_network.sums import Term, WrittenSum
from scenes.kit.animations import assemble, fly
from scenes.kit.grow_from import emerge
from scenes.kit.layout import width_from
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import NORMAL, SMALL
from scenes.numbers.format import as_printed
from scenes.numbers.layers import WatchedWeight

# How many terms of the sum over k a row may have.
_TERMS = 4

# The angle of the arc in which z_j comes from the right: from below, not through the equals sign.
_ARC = -PI / 3


class CostSum(WrittenSum):
    """C_0 = Σ_j (a_j − y_j)², with a term for each output neuron, each in a row of its own."""

    def __init__(self, pen: Pen, watched: WatchedWeight):
        (_, _, a, C), (_, _, y) = watched.path, watched.side
        pairs = zip(watched.outputs, watched.targets, strict=True)
        terms = [Term(f"({{}} - {_bracketed(y)})^2", (a, y), lambda ay: (ay[0] - ay[1]) ** 2) for a, y in pairs]
        rule = pen.formula("= sum_(j=0)^(n_L - 1) ({} - {})^2", a, y)
        super().__init__(pen, pen.formula("{}", C), rule, terms, watched.cost, most=1, left=BESIDE_TARGETS)


class NeuronSum(WrittenSum):
    """z_j = Σ_k w_jk a_k + b_j for the watched j, and below it a_j, which the activation function makes of it."""

    def __init__(self, pen: Pen, watched: WatchedWeight):
        (w, z, *_), (b, before, _) = watched.path, watched.side
        pairs = zip(watched.weights, watched.before, strict=True)
        terms = [Term(" dot.op ".join(map(_bracketed, pair)), pair, prod) for pair in pairs]
        terms.append(Term(_bracketed(watched.bias), (watched.bias,), prod))
        rule = pen.formula("= sum_(k=0)^(n_(L-1) - 1) {} {} + {}", w, before, b)
        self._watched, self._line = watched, _activation(pen, watched, width_from(BESIDE_NAMES))
        name = pen.formula("{}", z)
        super().__init__(pen, name, rule, terms, watched.sum, most=_TERMS, left=BESIDE_NAMES, below=self._line)

    def begin(self, matrix: MatrixEquation, **options) -> Animation:
        """Return the move that writes the first row, with letters from row j of the matrix, which goes."""
        (w, *_), (b, before, _) = self._watched.path, self._watched.side
        name, rule = self.head
        sources = {w: matrix.w_jk, before: matrix.a_k, b: matrix.b_j}
        written = emerge(matrix.z_j, name, path_arc=_ARC), assemble(rule, sources)
        return AnimationGroup(FadeOut(matrix), *written, **options)

    def activate(self, neuron: VMobject, **options) -> Animation:
        """Return the move that writes a_j: the sum goes into the function, the activation comes from its neuron."""
        line = self._line
        sum_, output = fly(self.result.argument(0), line.argument(1)), emerge(neuron, line.argument(2))
        return AnimationGroup(FadeIn(line.argument(0, 3), line.rest()), sum_, output, **options)


def _activation(pen: Pen, watched: WatchedWeight, width: float) -> Formula:
    """Write a_j = σ(z_j) in letters and numbers, or where there is no room for both, in numbers."""
    (_, z, a, _), f, output = watched.path, watched.function, watched.output
    computed = float(f.f(as_printed(watched.sum.value, pen.decimals)))
    equals = "=" if as_printed(computed, pen.decimals) == as_printed(output.value, pen.decimals) else "approx"
    numbers = f"{f.typst}({{1}}) {equals} {{2}}"
    written = (a, watched.sum, output, z)
    line = pen.formula(f"{{0}} = {f.typst}({{3}}) = {numbers}", *written)
    return line if line.width * SMALL / NORMAL <= width else pen.formula(f"{{0}} = {numbers}", *written)


def _bracketed(quantity: Quantity) -> str:
    return "({})" if quantity.value < 0 else "{}"
