"""A line on which an output stands: where it stood, where it stands now, and where it should."""

from typing import Self

import numpy as np
from manim import UP, Circle, Dot, Line, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import MEDIUM, THICK, THIN
from scenes.numbers.scales import Scale

RADIUS = 0.1

# Half the length of the mark of what is desired, and of the line's ends, in frame units.
_STROKE, _END = 0.2, 0.08


class Track(VGroup):
    """A line with a ring where an output stood, a dot where it stands and an upright stroke where it should stand.

    Parameters
    ----------
    scale
        From where to where the line goes.
    before, desired
        The output as it was first, and the desired one.
    left, right, y
        Where the line lies, in frame units.

    Notes
    -----
    ``dot`` and ``trail``, the way that it has come, are not shown before they are added.
    """

    def __init__(
        self, pen: Pen, scale: Scale, before: Quantity, desired: Quantity, *, left: float, right: float, y: float
    ):
        self._scale = scale
        muted = pen.theme.muted
        self.line = Line((left, y, 0), (right, y, 0), color=muted, stroke_width=MEDIUM)
        ends = (
            Line(at - _END * UP, at + _END * UP, color=muted, stroke_width=THIN)
            for at in self.line.get_start_and_end()
        )
        self.ring = ring(pen).move_to(self.point(before))
        self.trail = Line(color=pen.theme.a, stroke_width=THICK)
        self.dot = dot(pen)
        super().__init__(self.line, *ends, stroke(pen).move_to(self.point(desired)), self.ring)
        self.show(before)

    def point(self, quantity: Quantity) -> np.ndarray:
        """Return the point of the frame where a value stands."""
        start, end = self.line.get_start_and_end()
        return start + self._scale.part(quantity.value) * (end - start)

    def show(self, quantity: Quantity) -> Self:
        """Move the dot to where the output stands now."""
        self.dot.move_to(self.point(quantity))
        start, end = self.ring.get_center(), self.dot.get_center()
        way = end - start
        self.trail.clear_points()
        if abs(way[0]) > RADIUS:
            self.trail.set_points_as_corners([start + RADIUS * np.sign(way), end])
        return self


def ring(pen: Pen) -> Circle:
    """Return the mark of what was."""
    return Circle(RADIUS, color=pen.theme.a, stroke_width=MEDIUM).set_fill(pen.theme.background, opacity=1)


def dot(pen: Pen) -> Dot:
    """Return the mark of what is."""
    return Dot(radius=RADIUS, color=pen.theme.a)


def stroke(pen: Pen) -> Line:
    """Return the mark of what is desired."""
    return Line(-_STROKE * UP, _STROKE * UP, color=pen.theme.y, stroke_width=THICK)
