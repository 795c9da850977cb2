"""Signed horizontal bars on a common scale, from a zero line to either side or laid end to end, with numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, frexp, ldexp
from typing import Self

import numpy as np
from manim import Animation, AnimationGroup, DashedLine, FadeIn, Line, Rectangle, VGroup, interpolate

from backprop_core.quantities import Quantity
from scenes.kit.motion.animations import redraw
from scenes.kit.text.readout import number_outline
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, THIN
from scenes.numbers.scales import Unit

HEIGHT = 0.34
"""The height of a bar, in frame units."""

# The distance of a number from its bar, the height of a digit in em, and the length of a connector's dashes.
_GAP = 0.16
_DIGIT_HEIGHT = 0.65
_DASH = 0.07


@dataclass(frozen=True)
class BarScale:
    """The horizontal scale that all bars of a picture share.

    Parameters
    ----------
    zero
        The x of the zero line, in the frame.
    unit
        The length of a bar of value 1.

    >>> BarScale(zero=1.0, unit=Unit(2.0)).x(-0.25)
    0.5
    """

    zero: float
    unit: Unit

    @classmethod
    def fitting(cls, spans: Sequence[tuple[float, float]], left: float, right: float, room: float) -> "BarScale":
        """Return the largest scale at which all bars, with their numbers, stay between ``left`` and ``right``.

        Parameters
        ----------
        spans
            The values at which each bar starts and ends. For a bar that moves, give all its spans.
        left, right
            The ends, in frame units.
        room
            The width of a number beyond its bar: ``number_room``.

        >>> BarScale.fitting([(0, -1), (0, 3)], left=-4.0, right=4.0, room=1.0)
        BarScale(zero=-1.5, unit=Unit(share=6.0, exponent=-2))
        """
        _, exponent = frexp(max(abs(value) for span in spans for value in span))
        spans = [(ldexp(start, -exponent), ldexp(end, -exponent)) for start, end in spans]
        beyond = [(room, 0.0) if _side(*span) < 0 else (0.0, room) for span in spans]
        lows = [(min(0.0, *span), left + before) for span, (before, _) in zip(spans, beyond, strict=True)]
        highs = [(max(0.0, *span), right - after) for span, (_, after) in zip(spans, beyond, strict=True)]
        units = [float(last - first) / float(high - low) for low, first in lows for high, last in highs if high > low]
        unit = max(0.0, min(units, default=0.0))  # where numbers leave no room for bars
        first = max(end - unit * low for low, end in lows)
        last = min(end - unit * high for high, end in highs)
        return cls(zero=(first + last) / 2, unit=Unit(unit, -exponent))

    def x(self, value: float) -> float:
        """Return the x of ``value``, in frame units."""
        return self.zero + self.unit.length(value)

    def towards(self, other: "BarScale", share: float) -> "BarScale":
        """Return the scale at this share of the way to another one.

        >>> BarScale(0.0, Unit(2.0)).towards(BarScale(1.0, Unit(1.0, 2)), 0.5)
        BarScale(zero=0.5, unit=Unit(share=0.75, exponent=2))
        """
        top = max(self.unit.exponent, other.unit.exponent)
        start, end = (ldexp(unit.share, unit.exponent - top) for unit in (self.unit, other.unit))
        return BarScale(interpolate(self.zero, other.zero, share), Unit(interpolate(start, end, share), top))

    def upright(self, value: float, top: float, bottom: float, *, colour: str, width: float = MEDIUM) -> Line:
        """Return a vertical line at ``value``: the zero line, or a mean."""
        x = self.x(value)
        return Line((x, top, 0), (x, bottom, 0), color=colour, stroke_width=width)


def number_room(
    typesetter: Typesetter, quantities: Sequence[Quantity], *, size: float = LABEL, decimals: int | None = None
) -> float:
    """Return the width that the numbers of these bars take beyond their ends, in frame units."""
    texts = (typesetter.printed(quantity.value, decimals=decimals, signed=True) for quantity in quantities)
    return size * max(float(np.ptp(number_outline(text)[0][:, 0])) for text in texts) + _GAP


class Bar(VGroup):
    """A bar as long as a quantity's value, to the left if that is negative, with its number; both have its colour.

    The number stands beyond the bar's end, or beyond its start where it would otherwise meet the zero line.

    Parameters
    ----------
    quantity
        What it shows first.
    scale
        The picture's scale.
    y
        The height of the bar's middle.
    start
        The value at which it starts: 0, or the end of the bar before it.
    height
        The height, in frame units.
    column
        The x of the number's right end, if numbers stand in a column instead of beyond their bars.
    rise
        How far the number stands above the bar's middle, in frame units.
    size, decimals
        The number's type size and decimals.
    signed
        Whether a positive number has a plus sign.
    least
        The least length if the value is not 0, in frame units.

    Notes
    -----
    ``block`` is the bar itself, ``number`` its live number. A bar of value 0 is a vertical stroke.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        quantity: Quantity,
        scale: BarScale,
        y: float,
        *,
        start: float = 0.0,
        height: float = HEIGHT,
        column: float | None = None,
        rise: float = 0.0,
        size: float = LABEL,
        decimals: int | None = None,
        signed: bool = True,
        least: float = 0.0,
    ):
        colour = typesetter.theme.colour_of(quantity.symbol)
        self.block = Rectangle(color=colour, fill_opacity=1, stroke_width=THIN)
        self.number = typesetter.readout(quantity, size=size, decimals=decimals, signed=signed)
        super().__init__(self.block, self.number)
        self._height, self._column, self._rise, self._least = height, column, rise, least
        self.place(scale, y, start).show(quantity)

    @property
    def quantity(self) -> Quantity:
        """The quantity that it shows."""
        return self.number.quantity

    @property
    def end(self) -> float:
        """The value at which it ends."""
        return self.start + self.quantity.value

    def show(self, quantity: Quantity) -> Self:
        """Show another value of the quantity, by length and number."""
        self.number.show(quantity)
        return self.place(self._scale, self.y, self.start)

    def place(self, scale: BarScale, y: float, start: float = 0.0) -> Self:
        """Move the bar to this height and start, and draw it at this scale."""
        self._scale, self.y, self.start = scale, y, start
        self._reach(1.0)
        self._stand_number()
        return self

    def grow(self, **options) -> Animation:
        """Return an animation in which the bar grows; then its number fades in."""
        return AnimationGroup(self.grow_block(), FadeIn(self.number), lag_ratio=0.5, **options)

    def grow_block(self) -> Animation:
        """Return an animation in which the bar grows, without its number."""
        return redraw(self.block, self._reach)

    def connector(self, following: "Bar", *, colour: str) -> DashedLine:
        """Return a dashed line from this bar's end down to the bar that starts, or ends, at the same value."""
        x = self._scale.x(self.end)
        top, bottom = self.y - self._height / 2, following.y + following._height / 2
        return DashedLine((x, top, 0), (x, bottom, 0), color=colour, stroke_width=THIN, dash_length=_DASH)

    def _reach(self, share: float) -> None:
        """Draw the block at a fraction of its length; at 0 there is not even a stroke."""
        if not share:
            self.block.clear_points()
            return
        value = self.quantity.value
        begin, length = self._scale.x(self.start), self._scale.unit.length(value)
        ends = begin, begin + share * (copysign(max(abs(length), self._least), value) if value else 0.0)
        half = self._height / 2
        corners = [(ends[0], half), (ends[1], half), (ends[1], -half), (ends[0], -half), (ends[0], half)]
        self.block.set_points_as_corners([np.array([x, self.y + dy, 0.0]) for x, dy in corners])

    def _stand_number(self) -> None:
        """Move the number into its column, or beyond the bar."""
        side, x = -1, self._column
        if x is None:
            side = _side(self.start, self.end)
            x = self._scale.x(side * max(side * self.start, side * self.end)) + side * _GAP
        edge = self.number.get_left() if side > 0 else self.number.get_right()
        baseline = self.y + self._rise - _DIGIT_HEIGHT / 2 * self.number.em
        self.number.shift((x - edge[0], baseline - self.number.baseline, 0))


def _side(start: float, end: float) -> int:
    """Return the side of a bar on which its number stands: 1 is right, -1 is left."""
    outwards = 1 if start >= 0 else -1
    towards_zero = (start > 0) == (end > 0) and 0 < abs(end) < abs(start)
    return outwards if end == start or towards_zero else 1 if end > start else -1
