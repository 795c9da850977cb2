"""The equations of the last layer, one below the other."""

from collections.abc import Sequence
from typing import Self

from manim import (
    LEFT,
    RIGHT,
    Animation,
    AnimationGroup,
    Create,
    FadeOut,
    ReplacementTransform,
    Succession,
    Transform,
    VGroup,
    VMobject,
)

from backprop_core import Network
from backprop_core.quantities import activation, bias, weight, weighted_sum
from scenes.figures.simple_network.spelling import spell
from scenes.figures.simple_network.turns import entering, late, leaving
from scenes.kit.motion.animations import change, fly, one_by_one
from scenes.kit.text.formula import Formula
from scenes.kit.text.spacing import DOT, EQUALS
from scenes.kit.text.symbol_tree import SymbolTree
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MOVE, SAFE_LEFT
from scenes.numbers.chain import LastLayer

# The baselines and the left end of the equations, their type's size and their width at most, and that of the cost, in
# frame units; the baseline of the one equation that is there before the sum has a name.
_BASELINES, _LEFT = (-0.1, -2.75, -2.75), -6.5
_SIZE, _WIDTH, _COST_WIDTH = 0.66, 7.3, 7.6
_WHOLE_BASELINE = -1.6

# The baselines of the sum in numbers and of its result, their size, and the gap to what is on their right at least;
# the space around their signs, in em.
_WORKED_BASELINES, _WORKED_SIZE, _WORKED_GAP = (-0.83, -1.51), 0.54, 0.3
_WORKED_SPACE = 0.32

# The heights of the equations of two layers, in frame units, and how much smaller they are.
_FIVE_LINES, _FIVE_SIZE = (0.43, -0.33, -1.09, -1.85, -2.61), 0.74

# How long the sum takes to leave the brackets, where taking it out lasts 1.
_CLEARED = 0.4


class LastEquations(VGroup):
    """z = w a + b, a = σ(z) and the cost, as C_0 = (a − y)², their equals signs in one column.

    Notes
    -----
    ``sum``, ``output`` and ``cost`` are the three; the cost is unseen until they spread. ``whole``, a = σ(w a + b),
    stands in their place before the sum has a name; ``worked`` is the sum in numbers, with the arguments w, a and b,
    and ``result`` its result; ``answer`` is the number of a, behind σ(z). ``earlier`` are the first two for the layer
    before. These are not part of the group.

    Parameters
    ----------
    right
        The x of what stands right of the numbers.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, right: float):
        (w, z, a, C), (b, before, y), f = last.path, last.side, last.function.typst
        network = last.chain.network
        self.sum, self.output = _layer(typesetter, network, network.L)
        self.earlier = VGroup(*_layer(typesetter, network, network.L - 1))
        cost, inputs = last.cost_formula.of_one(a, y)
        self.cost = typesetter.formula(f"{{}} = {cost}", C, *inputs, size=_SIZE)
        self.whole = typesetter.formula(f"{{}} = {f}({{}} dot.op {{}} + {{}})", a, w, before, b, size=_SIZE)
        self._inside, self._lines = (w, before, b), ((w, b, before, z), (a,), (C, y))
        super().__init__(self.sum, self.output, self.cost)
        self.cost.set_opacity(0)
        for each in (*self, self.whole, *self.earlier):
            each.shift(-each.rest()[0].get_left())
        left, shrink = self.get_left(), min(1.0, _WIDTH / self.whole.width)
        for each in self.earlier:
            each.scale(shrink, about_point=(0, 0, 0))
        self.cost.scale(min(1.0, _COST_WIDTH / (shrink * self.cost.width)), about_point=(0, 0, 0))
        for each, baseline in zip((*self, self.whole), (*_BASELINES, _WHOLE_BASELINE), strict=True):
            each.shift(-left).scale(shrink, about_point=(0, 0, 0)).shift((_LEFT, 0, 0)).on_baseline(baseline)
        (w_value, z_value, *_), (b_value, a_value, _) = last.start, last.entering
        factors = (w_value, a_value, b_value)
        self.worked = typesetter.formula("= {} dot {} + {}", *factors, size=_WORKED_SIZE, brackets=True)
        self.result = typesetter.formula("= {}", z_value, size=_WORKED_SIZE)
        self._lay_worked(right - _WORKED_GAP)
        self.answer = typesetter.formula("= {}", last.start[2], size=self.output.em)
        self.answer.next_to(self.output, RIGHT, buff=EQUALS * self.output.em).on_baseline(self.output.baseline)

    def _lay_worked(self, right: float) -> None:
        """Put the numbers below the sum, from its equals sign on, a little smaller if need be."""
        equals, *signs = self.worked.rest()
        for sign, space in zip((equals, *signs), (EQUALS, DOT, DOT), strict=True):
            _give_space(self.worked, sign, (_WORKED_SPACE - space) * _WORKED_SIZE)
        _give_space(self.result, self.result.rest()[0], (_WORKED_SPACE - EQUALS) * _WORKED_SIZE)
        above = self.sum.rest()[0]
        column = above.get_left()[0]
        share = min(1.0, (right - column) / self.worked.width)
        for each, baseline in zip((self.worked, self.result), _WORKED_BASELINES, strict=True):
            each.scale(share).on_baseline(baseline)
            each.shift((above.get_x() - each.rest()[0].get_x(), 0, 0))

    def beside(self, rows: Sequence[float], size: float = 1.0) -> Self:
        """Put the equations at these heights, as much larger, with their left end at that of the safe area.

        With two more heights, those of the layer before stand above them.
        """
        lines = [*self.earlier, *self][-len(rows) :]
        for each in lines:
            each.scale(size)
        column = lines[-1].rest()[0].get_left()
        for each, row in zip(lines, rows, strict=True):
            equals = each.rest()[0]
            each.shift((column[0] - equals.get_left()[0], row - equals.get_y(), 0))
        VGroup(*lines).set_x(SAFE_LEFT, direction=LEFT)
        return self

    def below_earlier(self) -> Self:
        """Put the equations, smaller, below those of the layer before."""
        return self.beside(_FIVE_LINES, _FIVE_SIZE)

    def spread(self, rows: Sequence[float]) -> list[Animation]:
        """Return animations in which all numbers leave, and the equations move to these heights, lit."""
        leave = FadeOut(self.worked, self.result, self.answer, rate_func=leaving)
        there = self.copy().beside(rows)
        self.cost.become(there.cost)
        moves = [Transform(here, to, rate_func=entering) for here, to in zip(self[:2], there[:2], strict=True)]
        return [leave, *moves, change(self.cost, lambda each: each.set_opacity(1), rate_func=late)]

    def grow(self, tree: SymbolTree, sketch: VMobject) -> list[Animation]:
        """Return an animation for each equation, in which symbols fly to their nodes in the tree, and are joined.

        z comes after its inputs, as it is said, so that nothing flies across a line; nor does it across the sketch.
        """
        moves, placed = [], set()
        for equation, symbols in zip((self.sum, self.output, self.cost), self._lines, strict=True):
            steps: list[Animation] = []
            for symbol in symbols:
                placed.add(symbol)
                edges = [edge for ends, edge in tree.edges.items() if symbol in ends and placed.issuperset(ends)]
                node = tree.nodes[symbol]
                steps += [fly(equation.of(symbol)[: len(node)], node, panels=[sketch]), *map(Create, edges)]
            moves.append(one_by_one(*steps, run_time=len(symbols) ** 0.5 * MOVE))
        return moves

    def name_sum(self, **options) -> Animation:
        """Return an animation in which the sum is taken out of ``whole``, and its name z put in its place."""
        whole, output = self.whole, self.output
        inside = whole.argument(1, 2, 3)
        *_, dot, plus, bracket = whole.rest()
        return Succession(
            spell(self.sum, {self.sum.of(symbol): whole.of(symbol) for symbol in self._inside}),
            FadeOut(inside, dot, plus, run_time=_CLEARED),
            AnimationGroup(
                ReplacementTransform(bracket, output.rest()[-1]),
                fly(self.sum.argument(0), output.argument(1)),
            ),
            **options,
        )


def _layer(typesetter: Typesetter, network: Network, l: int) -> tuple[Formula, Formula]:
    """Return z = w a + b and a = σ(z) of a layer."""
    L, f = network.L, network.activation[l].typst
    w, z, b = (name(l, L=L) for name in (weight, weighted_sum, bias))
    a, before = (activation(of, L=L) for of in (l, l - 1))
    return (
        typesetter.formula("{} = {} dot.op {} + {}", z, w, before, b, size=_SIZE),
        typesetter.formula(f"{{}} = {f}({{}})", a, z, size=_SIZE),
    )


def _give_space(formula: Formula, sign: VMobject, space: float) -> None:
    """Give a sign of a formula further space on either side."""
    x = sign.get_x()
    for glyph in formula:
        glyph.shift((0.0 if glyph.get_x() < x else space if glyph is sign else 2 * space) * RIGHT)
