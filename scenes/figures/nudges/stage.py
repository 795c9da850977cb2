"""The picture of chapter 2: a tree of w, z, a and C_0, a number line for each, and lenses on their changes."""

from collections.abc import Callable
from math import pi, sin
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, AnimationGroup, Transform, VGroup, interpolate

from scenes.figures.nudges.lens import Lenses
from scenes.figures.nudges.measured_product import MeasuredProduct
from scenes.figures.nudges.target import Target
from scenes.figures.nudges.trail import MARKS, Trail
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import change, redraw
from scenes.kit.plot.value_line import DOT_RADIUS, ValueLine
from scenes.kit.text.symbol_tree import ROWS, SymbolTree
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import SAFE_RIGHT, SMALL
from scenes.numbers.chain import LastLayer
from scenes.numbers.scales import Scale

# In frame units: the tree left of the lines; the lines, when long and when short, and how much higher all of it is as
# long as there is nothing above; the lenses right of the lines; how far tree and lenses step aside, and where the
# lenses then end, the narrow ones and those for long numbers; and the x, the heights and the spread of the tree
# in the end.
TREE_X, RAISED = -5.5, 0.6
LINES_LEFT, LONG, SHORT = -3.3, 9.2, 3.4
LENSES_LEFT, LENS_HEIGHT = 1.2, 1.14
_TREE_ASIDE, _LENSES_ASIDE, _LENSES_RIGHT = 0.7 * LEFT, 6.7 * LEFT, (-1.3, -0.6)
WIDE_X, _WIDE_ROWS, _SPREAD = 0.25, (0.95, -0.25, -1.45, -2.65), 2.6

# How long ago the last mark of a trail was, as a share of the dot's whole way.
_TRAIL = 0.16


class NudgeStage(VGroup):
    """A tree of symbols with a value line for each of w, z, a and C_0; ``magnify`` adds the lenses.

    The core computes all of it from the value of the weight.

    Parameters
    ----------
    last
        The last layer, whose numbers are shown.
    by
        The nudge that the lenses show.

    Notes
    -----
    ``tree``, ``lines``, ``y_mark`` (y on the line of a) and ``lenses`` are its parts, to be shown one by one.
    """

    lenses: Lenses

    def __init__(self, typesetter: Typesetter, last: LastLayer, by: float):
        self._typesetter, self._last, self._by = typesetter, last, by
        self.w = last.start[0].value
        self.tree = SymbolTree(typesetter, last.chain.network.L).shift(TREE_X * RIGHT + RAISED * UP)
        self.lines = [
            ValueLine(typesetter, quantity, scale, [LINES_LEFT, row + RAISED, 0], LONG)
            for quantity, scale, row in zip(last.start, self._scales(), ROWS, strict=True)
        ]
        self.y_mark = Target(typesetter, self.lines[2], last.entering[2])
        self._trails = [Trail(DOT_RADIUS, line.colour) for line in self.lines]
        self._lines = VGroup(*self._trails, self.y_mark, *self.lines)
        super().__init__(self.tree, self._lines)

    def swing(self, t: float) -> float:
        """Return the weight at the time t, from 0 to 1, of a wide swing up, down and back."""
        return self.w + max(1.0, 0.75 * abs(self.w)) * sin(2 * pi * (t % 1))

    def sweep(self, weight_at: Callable[[float], float], **options) -> Animation:
        """Return an animation in which all lines follow the weight; ``weight_at`` gives it for times from 0 to 1.

        Each dot leaves a trail, which begins and ends with no length.
        """

        def show(t: float) -> None:
            self._show_values(weight_at(t))
            ago = 4 * t * (1 - t) * np.linspace(0, _TRAIL, MARKS)
            passed = [self._last.at(weight_at(max(0.0, t - each))) for each in ago]
            for trail, line, values in zip(self._trails, self.lines, zip(*passed, strict=True), strict=True):
                trail.show([line.point(quantity.value) for quantity in values])
                if not 0 < t < 1:
                    trail.vanish()

        return redraw(self._lines, show, **options)

    def make_room(self, **options) -> Animation:
        """Lay out the lenses; return an animation in which the lines become short, and all moves down, to make room.

        The gap to y leaves.
        """
        self._place_lines(SHORT, 0.0)
        self.magnify()
        self._place_lines(LONG, RAISED)

        def show(t: float) -> None:
            self.y_mark.show_gap(1 - t)
            self._place_lines(interpolate(LONG, SHORT, t), (1 - t) * RAISED)

        tree = change(self.tree, lambda tree: tree.shift(RAISED * DOWN))
        return AnimationGroup(redraw(self._lines, show), tree, **options)

    def magnify(self, right: float = SAFE_RIGHT) -> Lenses:
        """Lay out and return a lens beside each line, at one scale for all; the caller adds them to the scene."""
        self.lenses = Lenses(
            self._typesetter,
            self.lines,
            self._last.changes(self._by),
            left=LENSES_LEFT,
            right=right,
            height=LENS_HEIGHT,
        )
        return self.lenses

    def nudge(self, place: int, **options) -> Animation:
        """Return an animation in which the nudge grows, shown by the line and the lens in this row from the top."""
        both = VGroup(self._lines, self.lenses.each[place])
        return redraw(both, lambda t: self._show_nudged(place, t), **options)

    def nudged(self) -> Self:
        """Lay out the tree of w, z, a and C_0, aside, and right of it the lenses as they are after the nudge.

        They are narrower, for formulas beside them to have room, but not too narrow for their own numbers.
        """
        self.tree.shift(RAISED * DOWN)
        self._stand_aside(self.tree)
        self._place_lines(SHORT, 0.0)
        for right in _LENSES_RIGHT:
            if self.magnify(right - _LENSES_ASIDE[0]).type_size >= SMALL:
                break
        for place in range(len(ROWS)):
            self._show_nudged(place, 1.0)
        self.remove(self._lines)
        self.lenses.cones.set_fill(opacity=0)
        kept_inside(self.lenses.shift(_LENSES_ASIDE).heading)
        return self.add(self.lenses)

    def shrink(self, product: MeasuredProduct, first: float, last: float, **options) -> Animation:
        """Return an animation of the nudge from one size to another, in the lenses and in the product's numbers."""

        def show(t: float) -> None:
            by = first * (last / first) ** t
            for lens, moved in zip(self.lenses.each, self._last.changes(by), strict=True):
                lens.show(moved)
            product.show(by)

        return redraw(VGroup(self.lenses, product.numbers), show, **options)

    def spread_out(self, **options) -> Animation:
        """Return an animation in which the tree moves to the middle of the frame, whole and wide, with room above."""
        wide = SymbolTree(self._typesetter, self._last.chain.network.L, _WIDE_ROWS, _SPREAD).shift(WIDE_X * RIGHT)
        return Transform(self.tree, wide, **options)

    @property
    def on_lines(self) -> VGroup:
        """The lines, with all that is drawn on them."""
        return self._lines

    def _stand_aside(self, tree: SymbolTree) -> SymbolTree:
        return tree.dim_symbols(*self._last.side, opacity=0).shift(_TREE_ASIDE)

    def _show_values(self, w: float) -> None:
        for line, quantity in zip(self.lines, self._last.at(w), strict=True):
            line.show(quantity)
        self.y_mark.follow()

    def _show_nudged(self, place: int, t: float) -> None:
        self.lines[place].show(self._last.at(self.w + t * self._by)[place])
        self.lenses.each[place].show(self._last.changes(t * self._by)[place])
        self.y_mark.follow()

    def _place_lines(self, length: float, rise: float) -> None:
        for line, row in zip(self.lines, ROWS, strict=True):
            line.place([LINES_LEFT, row + rise, 0], length)
        self.y_mark.follow()

    def _scales(self) -> list[Scale]:
        """Return scales with room for every value that the swing and the nudge reach."""
        reached = [self.w + self._by, *(self.swing(t) for t in np.linspace(0, 1, 65))]
        w, z, a, C = ([q.value for q in column] for column in zip(*map(self._last.at, reached), strict=True))
        low, high = self._last.limits
        a.append(self._last.entering[2].value)
        return [Scale.around(w), Scale.around(z), Scale.around(a, low=low, high=high), Scale.around(C, low=0)]
