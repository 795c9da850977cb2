"""A bar for a change: from a ring to a dot, with its name and number."""

from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Circle, Dot, Line, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.plot.value_line import DOT_RADIUS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, THICK, THIN

BAR_GAP = 0.3
"""The space between a bar and its name or number, in frame units."""

# The height of a digit, in em.
_DIGIT = 0.65


class ChangeBar(VGroup):
    """A bar from a ring to a dot, whose length is proportional to a change, with the change's name and number.

    Both cover the bar's ends, and the whole bar of a change so small that they touch.

    Parameters
    ----------
    change
        What it shows first.
    units
        Frame units per unit of the change.
    left, y, length, origin
        The left end, the height and the length of the room for the bar, and how far right of the left end the bar
        begins, in frame units.
    decimals
        Of the number.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        change: Quantity,
        *,
        units: float,
        left: float,
        y: float,
        length: float,
        origin: float,
        decimals: int,
    ):
        colour = typesetter.theme.colour_of(change.symbol)
        self._units = units
        self._origin = np.array([left + origin, y, 0])
        self.track = Line((left, y, 0), (left + length, y, 0), color=typesetter.theme.muted, stroke_width=THIN)
        self.ring = Circle(DOT_RADIUS, color=colour, stroke_width=THIN).move_to(self._origin)
        self.ring.set_fill(typesetter.theme.background, opacity=1)
        self.bar = Line(color=colour, stroke_width=2 * THICK)
        self.dot = Dot(radius=DOT_RADIUS, color=colour)
        baseline = y - _DIGIT / 2 * LABEL
        self.label = typesetter.formula("{}", change.symbol, size=LABEL)
        self.label.next_to(self.track, LEFT, buff=BAR_GAP).on_baseline(baseline)
        self.number = typesetter.readout(change, size=LABEL, decimals=decimals, signed=True)
        self.number.next_to(self.track, RIGHT, buff=BAR_GAP).shift((0, baseline - self.number.baseline, 0))
        super().__init__(self.track, self.bar, self.ring, self.dot, self.label, self.number)
        self.show(change)

    @property
    def length(self) -> float:
        """The length of the drawn change in frame units, negative to the left."""
        return float((self.dot.get_center() - self._origin)[0])

    def show(self, change: Quantity) -> Self:
        """Draw this change."""
        end = self._origin + change.value * self._units * RIGHT
        self.dot.move_to(end)
        self.bar.set_points_as_corners([self._origin, end])
        self.number.show(change)
        return self
