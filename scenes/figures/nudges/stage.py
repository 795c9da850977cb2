"""The stage of chapter 2: the last layer's symbols, each with its number line and the lens on its change."""

from collections.abc import Callable
from math import pi, sin
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Animation, AnimationGroup, FadeOut, VGroup, interpolate

from scenes.figures.nudges.lens import Lenses
from scenes.kit.animations import change, redraw
from scenes.kit.plot.value_line import ValueLine
from scenes.kit.text.symbol_tree import ROWS, SymbolTree
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import SAFE_RIGHT
from scenes.numbers.chain import LastLayer
from scenes.numbers.scales import Scale

# Where things stand, in frame units: the tree left of the lines, the lenses right of them, a row for each of
# w, z, a and C_0.
TREE_X = -5.5
LINES_LEFT, LONG, SHORT = -3.3, 9.2, 3.4
LENSES_LEFT, LENS_HEIGHT = 1.2, 1.14
_ASIDE_TREE, _ASIDE_LENSES = 0.7 * LEFT, 6.7 * LEFT


class NudgeStage(VGroup):
    """A tree of symbols with a value line for each of w, z, a and C_0; ``magnify`` adds the lenses.

    Everything on it is computed by the core from the value of the weight.

    Parameters
    ----------
    last
        The numbers.
    by
        The nudge that the lenses show.
    """

    lenses: Lenses

    def __init__(self, typesetter: Typesetter, last: LastLayer, by: float):
        self._typesetter, self._last, self._by = typesetter, last, by
        self.w = last.start[0].value
        self.tree = SymbolTree(typesetter, last.chain.network.L).shift(TREE_X * RIGHT)
        self.lines = [
            ValueLine(typesetter, quantity, scale, [LINES_LEFT, row, 0], LONG)
            for quantity, scale, row in zip(last.start, self._scales(), ROWS, strict=True)
        ]
        self._lines = VGroup(*self.lines)
        super().__init__(self.tree, self._lines)

    def swung(self, t: float) -> float:
        """Return the weight at the time t of a wide swing, from 0 to 1: up, down and back."""
        return self.w + max(1.0, 0.75 * abs(self.w)) * sin(2 * pi * t)

    def sweep(self, weight_at: Callable[[float], float], **options) -> Animation:
        """Return the move of all four lines with the weight; ``weight_at`` is called with a time from 0 to 1."""

        def show(t: float) -> None:
            for line, quantity in zip(self.lines, self._last.at(weight_at(t)), strict=True):
                line.show(quantity)

        return redraw(self._lines, show, **options)

    def stretch(self, length: float, **options) -> Animation:
        """Return the move of all lines to this length."""
        before = self.lines[0].length
        return redraw(self._lines, lambda t: self._lay(interpolate(before, length, t)), **options)

    def magnify(self) -> Lenses:
        """Put a lens beside each line, at one scale in which the nudge's changes can be seen; none is shown yet."""
        self.lenses = Lenses(
            self._typesetter,
            self.lines,
            self._last.changes(self._by),
            left=LENSES_LEFT,
            right=SAFE_RIGHT,
            height=LENS_HEIGHT,
        )
        return self.lenses

    def nudge(self, place: int, **options) -> Animation:
        """Return the move of one line and its lens, counted from the top, while the nudge grows to its size."""
        both = VGroup(self.lines[place], self.lenses.each[place])
        return redraw(both, lambda t: self._show_nudged(place, t), **options)

    def nudged(self) -> Self:
        """Put everything as it stands when the nudge has arrived: what led there dim, the lenses beside the lines."""
        self.tree.dim_symbols(*self._last.side)
        self._lay(SHORT)
        self.add(self.magnify())
        for place in range(len(ROWS)):
            self._show_nudged(place, 1.0)
        return self

    def step_aside(self, **options) -> Animation:
        """Return the move that makes room on the right: without their lines the lenses go beside the tree's path."""
        return AnimationGroup(
            FadeOut(self._lines),
            change(self.tree, lambda tree: tree.dim_symbols(*self._last.side, opacity=0).shift(_ASIDE_TREE)),
            change(self.lenses, lambda lenses: lenses.part().shift(_ASIDE_LENSES)),
            **options,
        )

    def step_back(self) -> Animation:
        """Return the move of the tree, all of it, to where it was before."""
        return change(self.tree, lambda tree: tree.dim_symbols(*self._last.side, opacity=1).shift(-_ASIDE_TREE))

    def _show_nudged(self, place: int, t: float) -> None:
        self.lines[place].show(self._last.at(self.w + t * self._by)[place])
        self.lenses.each[place].show(self._last.changes(t * self._by)[place])

    def _lay(self, length: float) -> None:
        for line, row in zip(self.lines, ROWS, strict=True):
            line.place([LINES_LEFT, row, 0], length)

    def _scales(self) -> list[Scale]:
        """Return scales on which every dot has room, wherever the swing or the nudge takes it."""
        reached = [self.w + self._by, *(self.swung(t) for t in np.linspace(0, 1, 65))]
        w, z, a, C = ([q.value for q in column] for column in zip(*map(self._last.at, reached), strict=True))
        low, high = self._last.limits
        return [Scale.around(w), Scale.around(z), Scale.around(a, low=low, high=high), Scale.around(C, low=0)]
