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


class StandingBar(VGroup):
    """A bar as high as a quantity's value, downwards if that is negative, with its number beyond its end.

    Parameters
    ----------
    quantity
        What it shows.
    drawn
        The value as high as which it is drawn, from ``drawable``.
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
        low, high, half = min(y, y + height), max(y, y + height), self._width / 2
        corners = [(x - half, low), (x + half, low), (x + half, high), (x - half, high), (x - half, low)]
        self.block.set_points_as_corners([np.array([*corner, 0.0]) for corner in corners])
        return self


def drawable(values: Sequence[float]) -> list[float]:
    """Return the values with finite ones for the infinite, twice as large as any other.

    >>> drawable([2.0, -float("inf"), -3.0])
    [2.0, -6.0, -3.0]
    """
    most = 2 * max((abs(value) for value in values if isfinite(value)), default=0.0) or 1.0
    return [value if isfinite(value) else copysign(most, value) for value in values]


def standing_scale(values: Sequence[float], top: float, bottom: float, size: float) -> tuple[float, Unit]:
    """Return the height of the zero line and the largest unit at which all bars fit, with numbers of this size."""
    room = _GAP + _DIGIT_HEIGHT * size
    low, high = min(0.0, *values), max(0.0, *values)
    top -= room if high > 0 or low == 0 else 0.0
    bottom += room if low < 0 else 0.0
    unit = Unit.of(top - bottom, high - low)
    return bottom - unit.length(low), unit
