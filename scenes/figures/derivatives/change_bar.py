"""A change as a bar from where it starts, with its name and a live number."""

from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Circle, Dot, Line, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.plot.value_line import DOT_RADIUS
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, THICK, THIN

_AIR = 0.3
_DIGIT = 0.65


class ChangeBar(VGroup):
    """A bar from a ring to a dot, as long as the change.

    Parameters
    ----------
    change
        The change that it will show in full; it begins with none.
    units
        Frame units per unit of the change.
    left, y, length
        The room for the bar, in frame units: its left end, its height, its length; negative if the bar is to
        begin at the right end.
    decimals
        How the number is printed.
    """

    def __init__(
        self, pen: Pen, change: Quantity, *, units: float, left: float, y: float, length: float, decimals: int
    ):
        colour = pen.theme.colour_of(change.symbol)
        self._units = units
        self._origin = np.array([left if length > 0 else left - length, y, 0])
        self.track = Line((left, y, 0), (left + abs(length), y, 0), color=pen.theme.muted, stroke_width=THIN)
        self.ring = Circle(DOT_RADIUS, color=colour, stroke_width=THIN).move_to(self._origin)
        self.bar = Line(color=colour, stroke_width=THICK)
        self.dot = Dot(radius=DOT_RADIUS, color=colour)
        baseline = y - _DIGIT / 2 * LABEL
        self.name = pen.formula("{}", change.symbol, size=LABEL)
        self.name.next_to(self.track, LEFT, buff=_AIR).on_baseline(baseline)
        self.number = pen.readout(change, size=LABEL, decimals=decimals, signed=True)
        self.number.next_to(self.track, RIGHT, buff=_AIR).shift((0, baseline - self.number.baseline, 0))
        super().__init__(self.track, self.bar, self.ring, self.dot, self.name, self.number)
        self.show(change)

    @property
    def length(self) -> float:
        """The signed length that is drawn, in frame units: negative to the left."""
        return float((self.dot.get_center() - self._origin)[0])

    def show(self, change: Quantity) -> Self:
        """Draw this change."""
        end = self._origin + change.value * self._units * RIGHT
        self.dot.move_to(end)
        self.bar.set_points_as_corners([self._origin, end])
        self.number.show(change)
        return self
