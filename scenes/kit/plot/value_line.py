"""A number line for one quantity: an axis with a dot at its value and a live number above."""

from typing import Self

import numpy as np
from manim import DOWN, RIGHT, UP, Dot, Line, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SMALL, THIN
from scenes.numbers.scales import Scale

DOT_RADIUS = 0.1

# Half the length of a tick, how far below the axis its end numbers stand, clear of a ring on it, and how far above it
# the live number.
_TICK = 0.09
_END_DROP = 0.4
_NUMBER_RISE = 0.22

# How much longer the tick at zero is; how far from the ends, as a share of the line, it has its number.
_ZERO_TICK, _ZERO_ROOM = 1.6, 0.2

# How far the live number may extend beyond the left and the right end of the axis.
_LEFT, _RIGHT = 0.35, 0.85


class ValueLine(VGroup):
    """A number line with a dot at a quantity's value, and the number above the dot or as near as there is room.

    Parameters
    ----------
    quantity
        The quantity that it shows first.
    scale
        The axis's scale, which contains all values of the quantity.
    left, length
        The axis's left end, a point of the frame, and its length in frame units.

    Notes
    -----
    ``axis``, ``ticks``, ``ends`` (the numbers at the ends), ``zero`` (its tick and its number, if it lies between the
    ends), ``dot`` and ``readout`` are its parts, to be shown one by one.
    """

    def __init__(self, typesetter: Typesetter, quantity: Quantity, scale: Scale, left, length: float):
        super().__init__()
        self.scale_of_values, self._beyond = scale, (_LEFT, _RIGHT)
        self.colour = typesetter.theme.colour_of(quantity.symbol)
        muted = typesetter.theme.muted
        self.axis = Line(color=muted, stroke_width=MEDIUM)
        self.ticks = VGroup(
            *(Line(_TICK * DOWN, _TICK * UP, color=muted, stroke_width=THIN) for _ in scale.ticks),
        )
        self.ends = VGroup(*(typesetter.tick(end, scale.decimals, size=SMALL) for end in (scale.low, scale.high)))
        self.zero = VGroup()
        if scale.low < 0 < scale.high:
            reach = _ZERO_TICK * _TICK
            self.zero.add(Line(reach * DOWN, reach * UP, color=muted, stroke_width=MEDIUM))
            if _ZERO_ROOM <= scale.fraction(0.0) <= 1 - _ZERO_ROOM:
                self.zero.add(*(typesetter.tick(tick, 0, size=SMALL) for tick in scale.ticks if tick == 0))
        self.dot = Dot(radius=DOT_RADIUS, color=self.colour)
        self.readout = typesetter.readout(quantity, size=LABEL)
        self.add(self.axis, self.ticks, self.ends, self.zero, self.dot, self.readout)
        self.place(left, length)

    @property
    def length(self) -> float:
        """The axis's length, in frame units."""
        return float(self.axis.get_end()[0] - self.axis.get_start()[0])

    def place(self, left, length: float) -> Self:
        """Move the axis to this left end, with this length; the dot keeps its value."""
        start = np.asarray(left, dtype=float)
        self.axis.put_start_and_end_on(start, start + length * RIGHT)
        scale = self.scale_of_values
        for tick, value in zip(self.ticks, scale.ticks, strict=True):
            tick.move_to(self.point(value))
        for end, value in zip(self.ends, (scale.low, scale.high), strict=True):
            end.move_to(self.point(value) + _END_DROP * DOWN)
        for part, drop in zip(self.zero, (0.0, _END_DROP), strict=False):
            part.move_to(self.point(0.0) + drop * DOWN)
        return self.show(self.readout.quantity)

    def point(self, value: float) -> np.ndarray:
        """Return the point of ``value`` on the axis."""
        start, end = self.axis.get_start_and_end()
        scale = self.scale_of_values
        return start + (end - start) * (value - scale.low) / (scale.high - scale.low)

    def show(self, quantity: Quantity) -> Self:
        """Move the dot and the number to the quantity's value."""
        at = self.point(quantity.value)
        self.dot.move_to(at)
        self.readout.anchor_at(at + _NUMBER_RISE * UP).show(quantity)
        start, end = (point[0] for point in self.axis.get_start_and_end())
        left, right = self.readout.get_left()[0], self.readout.get_right()[0]
        before, after = self._beyond
        self.readout.shift((max(0.0, start - before - left) - max(0.0, right - end - after)) * RIGHT)
        return self

    def keep_number_within(self, beyond: float) -> Self:
        """Let the number extend no further than this beyond the ends of the axis, where something else stands."""
        self._beyond = beyond, beyond
        return self.show(self.readout.quantity)
