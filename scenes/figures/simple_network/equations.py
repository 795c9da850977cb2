"""The equations of the last layer, one below the other, and the graph of its activation function."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    FadeOut,
    ReplacementTransform,
    Succession,
    VGroup,
    interpolate,
)

from scenes.figures.simple_network.spelling import spell
from scenes.figures.simple_network.turns import entering, leaving
from scenes.kit.motion.animations import change, fly
from scenes.kit.plot.graph import ChainStepGraph
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP
from scenes.numbers.chain import LastLayer
from scenes.numbers.functions import ChainStep

# The baselines and the left end of the equations, their type's size and their width at most, in frame units; the
# baselines of the sum in numbers and of its result, and their size.
_BASELINES, _LEFT = (0.24, -2.1, -2.88), -6.4
_SIZE, _WIDTH = 0.66, 7.2
_WORKED_BASELINES, _WORKED_SIZE = (-0.54, -1.32), 0.5

# How long the sum takes to leave the brackets, where taking it out lasts 1.
_CLEARED = 0.4


class LastEquations(VGroup):
    """z = w a + b, a = σ(z) and C_0 = (a − y)², their equals signs in one column.

    Notes
    -----
    ``sum``, ``output`` and ``cost`` are the three. ``whole``, a = σ(w a + b), stands in the second's place before the
    sum has a name; ``worked`` is the sum in numbers, with the arguments w, a and b, and ``result`` its result. These
    are not part of the group.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        (w, z, a, C), (b, before, y), f = last.path, last.side, last.function.typst
        self.sum = typesetter.formula("{} = {} dot.op {} + {}", z, w, before, b, size=_SIZE)
        self.output = typesetter.formula(f"{{}} = {f}({{}})", a, z, size=_SIZE)
        self.cost = typesetter.formula("{} = \\({} - {}\\)^2", C, a, y, size=_SIZE)
        self.whole = typesetter.formula(f"{{}} = {f}({{}} dot.op {{}} + {{}})", a, w, before, b, size=_SIZE)
        self._inside = (w, before, b)
        super().__init__(self.sum, self.output, self.cost)
        for each in (*self, self.whole):
            each.shift(-each.rest()[0].get_left())
        left, shrink = self.get_left(), min(1.0, _WIDTH / self.whole.width)
        for each, baseline in zip((*self, self.whole), (*_BASELINES, _BASELINES[1]), strict=True):
            each.shift(-left).scale(shrink, about_point=(0, 0, 0)).shift((_LEFT, 0, 0)).on_baseline(baseline)
        (w_value, z_value, *_), (b_value, a_value, _) = last.start, last.entering
        factors = (w_value, a_value, b_value)
        self.worked = typesetter.formula("= {} dot {} + {}", *factors, size=_WORKED_SIZE, brackets=True)
        self.result = typesetter.formula("= {}", z_value, size=_WORKED_SIZE)
        column = self.sum.rest()[0].get_left()[0]
        self.worked.scale(min(1.0, (_LEFT + _WIDTH - column) / self.worked.width))
        for each, baseline in zip((self.worked, self.result), _WORKED_BASELINES, strict=True):
            each.shift((column - each.get_left()[0], 0, 0)).on_baseline(baseline)

    def beside(self, rows: Sequence[float]) -> Self:
        """Put the equations at these heights, with their left end at that of the safe area."""
        for each, row in zip(self, rows, strict=True):
            each.shift((0, row - each.rest()[0].get_y(), 0))
        return self.set_x(SAFE_LEFT, direction=LEFT)

    def spread(self, rows: Sequence[float]) -> list[Animation]:
        """Return animations in which the sum in numbers leaves, and the equations move to these heights, lit."""
        leave = FadeOut(self.worked, self.result, rate_func=leaving)
        return [leave, change(self, lambda each: each.beside(rows).set_opacity(1), rate_func=entering)]

    def name_sum(self, **options) -> Animation:
        """Return an animation in which the sum is taken out of ``whole``, and its name z put in its place."""
        whole, output = self.whole, self.output
        inside = whole.argument(1, 2, 3)
        *_, dot, plus, bracket = whole.rest()
        return Succession(
            spell(self.sum, {symbol: whole.of(symbol) for symbol in self._inside}),
            FadeOut(inside, dot, plus, run_time=_CLEARED),
            AnimationGroup(
                ReplacementTransform(bracket, output.rest()[-1]),
                fly(self.sum.argument(0), output.argument(1)),
            ),
            **options,
        )


# The room for the graph, in frame units.
_GRAPH_ROOM = {"left": 1.35, "right": SAFE_RIGHT, "bottom": SAFE_BOTTOM, "top": SAFE_TOP - 0.15}


# How far the graph goes to either side of 0 at least; the gap around the function's name, in frame units.
_LEAST_REACH, _NAME_GAP = 4.0, 0.2


class ActivationGraph(ChainStepGraph):
    """The graph of a against z on the right half of the frame, without a tangent.

    Notes
    -----
    ``label`` is the function's name, below or above its curve: at the end where z is not.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        step = ChainStep.of_activation(last.chain)
        reach = min(step.reach, max(_LEAST_REACH, 2 * abs(step.start)))
        super().__init__(typesetter, step, [-reach, reach], tangent=0.0, **_GRAPH_ROOM)
        side = RIGHT if step.start < 0 else LEFT
        self.label = typesetter.formula(last.function.typst, size=NORMAL)
        self.label.next_to(self.axes.x.get_edge_center(side), -side, buff=_NAME_GAP)
        (left, *_), (right, *_) = self.axes.x.get_start_and_end()
        inner = self.label.get_edge_center(-side)[0] - _NAME_GAP * side[0]
        x = interpolate(self.scales[0].low, self.scales[0].high, (inner - left) / (right - left))
        beside = self.point(x, step.f(np.array([x])).item())[1]
        self.label.next_to((self.label.get_x(), beside, 0), DOWN if side is RIGHT else UP, buff=_NAME_GAP)
        self.add(self.label)
