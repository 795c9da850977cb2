"""Bars that stand on a common zero line, or hang from it if they are negative, with their numbers."""

from collections.abc import Sequence
from math import copysign, isfinite
from typing import Self

import numpy as np
from manim import DOWN, UP, Animation, Rectangle, VGroup, interpolate

from backprop_core.quantities import Quantity
from scenes.kit.motion.animations import redraw
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import THIN
from scenes.numbers.scales import Unit

# The distance of a bar's number in frame units, and the height of a digit in em.
_GAP, _DIGIT_HEIGHT = 0.1, 0.65

# From how many times every other value on a bar is broken, and how many times the largest other its length is then.
_OUTLIER, _SHORTENED = 10.0, 2.0

# Where the break of a bar is, as a share of its length; its width, and how much higher it is at the right end.
_BREAK, _BREAK_WIDTH, _BREAK_RISE = 0.7, 0.12, 0.16


class StandingBar(VGroup):
    """A bar as high as a quantity's value, downwards if that is negative, with its number beyond its end.

    Parameters
    ----------
    quantity
        What it shows.
    drawn
        The value as high as which it is drawn, from ``drawable``. If that is another one, the bar is broken.
    unit
        The length of the value 1.
    foot
        The middle of its foot, on the zero line, in frame units.
    width
        The bar's width, in frame units.
    size, decimals
        The number's type size and decimals.

    Notes
    -----
    ``block`` is the bar itself, ``number`` its number.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        quantity: Quantity,
        drawn: float,
        unit: Unit,
        foot: tuple[float, float],
        *,
        width: float,
        size: float,
        decimals: int,
    ):
        colour = typesetter.theme.colour_of(quantity.symbol)
        self.drawn, self._unit, self._foot, self._width = drawn, unit, foot, width
        self._broken = drawn != quantity.value
        self.block = Rectangle(color=colour, fill_opacity=1, stroke_width=THIN)
        self.number = typesetter.readout(quantity, size=size, decimals=decimals)
        super().__init__(self.block, self.number)
        self._reach(unit.length(drawn))
        self.number.next_to(self.block, UP if quantity.value >= 0 else DOWN, _GAP).set_x(foot[0])

    def turn_from(self, value: float, **options) -> Animation:
        """Return an animation of the block alone, from the height of another value to its own.

        Before, there is not even a stroke.
        """
        start, end = self._unit.length(value), self._unit.length(self.drawn)

        def show(t: float) -> None:
            if t:
                self._reach(interpolate(start, end, t))
            else:
                self.block.clear_points()

        return redraw(self.block, show, **options)

    def _reach(self, height: float) -> Self:
        x, y = self._foot
        half, end, way = self._width / 2, y + height, copysign(1.0, height)
        pieces = [(y, y, end, end)]
        if self._broken and abs(height) > (_BREAK_WIDTH + _BREAK_RISE) / (1 - _BREAK) / 2:
            cut = y + _BREAK * height
            left, right = (cut + side * _BREAK_RISE / 2 for side in (-1, 1))
            gap = way * _BREAK_WIDTH / 2
            pieces = [(y, y, right - gap, left - gap), (left + gap, right + gap, end, end)]
        self.block.clear_points()
        for left, right, above_right, above_left in pieces:
            places = [(-half, left), (half, right), (half, above_right), (-half, above_left), (-half, left)]
            corners = [np.array([x + aside, at, 0.0]) for aside, at in places]
            self.block.start_new_path(corners[0])
            self.block.add_points_as_corners(corners[1:])
        return self


def drawable(values: Sequence[float]) -> list[float]:
    """Return the values with others for the infinite, and for one that is more than ten times as large as the rest.

    These are twice as large as any other: their bars are broken, so that the rest can be seen.

    >>> drawable([2.0, -float("inf"), -3.0]), drawable([79.0, 4.0, -1.0])
    ([2.0, -6.0, -3.0], [8.0, 4.0, -1.0])
    """
    sizes = sorted(abs(value) for value in values if isfinite(value))
    if len(sizes) > 1 and sizes[-1] > _OUTLIER * sizes[-2] > 0:
        sizes.pop()
    most = sizes[-1] if sizes else 0.0
    return [value if abs(value) <= most else copysign(_SHORTENED * most or 1.0, value) for value in values]


def standing_scale(values: Sequence[float], top: float, bottom: float, size: float) -> tuple[float, Unit]:
    """Return the height of the zero line and the largest unit at which all bars fit, with numbers of this size."""
    room = _GAP + _DIGIT_HEIGHT * size
    low, high = min(0.0, *values), max(0.0, *values)
    top -= room if high > 0 or low == 0 else 0.0
    bottom += room if low < 0 else 0.0
    unit = Unit.of(top - bottom, high - low)
    return bottom - unit.length(low), unit
