"""The picture of chapter 2: a tree of w, z, a and C_0, a number line for each, and lenses on their changes."""

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

# In frame units: the tree left of the lines; the lines, when long and when short; the lenses right of them; how far
# tree and lenses step aside.
TREE_X = -5.5
LINES_LEFT, LONG, SHORT = -3.3, 9.2, 3.4
LENSES_LEFT, LENS_HEIGHT = 1.2, 1.14
_TREE_ASIDE, _LENSES_ASIDE = 0.7 * LEFT, 6.7 * LEFT


class NudgeStage(VGroup):
    """A tree of symbols with a value line for each of w, z, a and C_0; ``magnify`` adds the lenses.

    The core computes all of it from the value of the weight.

    Parameters
    ----------
    last
        The last layer, whose numbers are shown.
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

    def swing(self, t: float) -> float:
        """Return the weight at the time t, from 0 to 1, of a wide swing up, down and back."""
        return self.w + max(1.0, 0.75 * abs(self.w)) * sin(2 * pi * t)

    def sweep(self, weight_at: Callable[[float], float], **options) -> Animation:
        """Return an animation in which all lines follow the weight; ``weight_at`` gives it for times from 0 to 1."""

        def show(t: float) -> None:
            for line, quantity in zip(self.lines, self._last.at(weight_at(t)), strict=True):
                line.show(quantity)

        return redraw(self._lines, show, **options)

    def stretch(self, length: float, **options) -> Animation:
        """Return an animation that brings all lines to this length."""
        before = self.lines[0].length
        return redraw(self._lines, lambda t: self._set_length(interpolate(before, length, t)), **options)

    def magnify(self) -> Lenses:
        """Lay out and return a lens beside each line, at one scale for all; the caller adds them to the scene."""
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
        """Return an animation in which the nudge grows, shown by the line and the lens in this row from the top."""
        both = VGroup(self.lines[place], self.lenses.each[place])
        return redraw(both, lambda t: self._show_nudged(place, t), **options)

    def nudged(self) -> Self:
        """Lay out the stage as it stands after the nudge: side branches dimmed, lenses beside short lines."""
        self.tree.dim_symbols(*self._last.side)
        self._set_length(SHORT)
        self.add(self.magnify())
        for place in range(len(ROWS)):
            self._show_nudged(place, 1.0)
        return self

    def step_aside(self, **options) -> Animation:
        """Return an animation that makes room on the right: the lines vanish, the lenses move beside the tree."""
        return AnimationGroup(
            FadeOut(self._lines),
            change(self.tree, lambda tree: tree.dim_symbols(*self._last.side, opacity=0).shift(_TREE_ASIDE)),
            change(self.lenses, lambda lenses: lenses.hide_cones().shift(_LENSES_ASIDE)),
            **options,
        )

    def step_back(self) -> Animation:
        """Return an animation that brings the whole tree back to its place."""
        return change(self.tree, lambda tree: tree.dim_symbols(*self._last.side, opacity=1).shift(-_TREE_ASIDE))

    def _show_nudged(self, place: int, t: float) -> None:
        self.lines[place].show(self._last.at(self.w + t * self._by)[place])
        self.lenses.each[place].show(self._last.changes(t * self._by)[place])

    def _set_length(self, length: float) -> None:
        for line, row in zip(self.lines, ROWS, strict=True):
            line.place([LINES_LEFT, row, 0], length)

    def _scales(self) -> list[Scale]:
        """Return scales with room for every value that the swing and the nudge reach."""
        reached = [self.w + self._by, *(self.swing(t) for t in np.linspace(0, 1, 65))]
        w, z, a, C = ([q.value for q in column] for column in zip(*map(self._last.at, reached), strict=True))
        low, high = self._last.limits
        return [Scale.around(w), Scale.around(z), Scale.around(a, low=low, high=high), Scale.around(C, low=0)]
