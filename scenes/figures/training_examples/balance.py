"""A beam that carries the derivatives of all examples, and is level on their average."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DEGREES, DOWN, Dot, Line, Triangle, VGroup, bezier, interpolate, smooth

from backprop_core.quantities import Quantity
from scenes.kit.plot.bars import BarScale
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, NORMAL, SMALL, THICK
from scenes.numbers.format import exact_decimals
from scenes.numbers.scales import round_below

# The tilt on a support at 0, if all examples have the same derivative; a dot's radius, the support's height, half the
# length of a mark, and how far the beam reaches beyond the outermost dots: in frame units. How large a dot is when it
# leaves, as a share. The rim of a dot, by which those on top of each other can be told apart, in manim's pixels at
# 1080p.
_TILT = 24 * DEGREES
_DOT, _SUPPORT, _MARK, _BEYOND = 0.2, 0.7, 0.16, 0.42
_LEAVING = 0.4
_RIM = 2.0

# How high above the beam's support the dots fly, in frame units.
_FLIGHT = 1.7

# In times that a dot takes: after how much of it the next one leaves, and how long the beam takes to give way.
_LAG, _GIVING_WAY = 0.35, 0.8


class Balance(VGroup):
    """A dot for each example on a beam, at the place of its derivative; the beam turns on its support.

    Parameters
    ----------
    slopes
        The derivatives of the examples' costs.
    average
        Their average.
    left, right, y
        The ends of the beam and its height, in frame units.

    Notes
    -----
    The empty beam is level. It tilts to the side of the average of what lies on it, and more, the farther that is
    from the support, until an end rests on the ground. The parts are ``beam``, ``dots``, ``support`` and the
    ``marks`` at 0 and at a round number on either side; its ``label``, the average, for when the support is there, is
    not shown with them. A dot lies on those before that it would overlap.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        slopes: Sequence[Quantity],
        average: Quantity,
        *,
        left: float,
        right: float,
        y: float,
    ):
        self._values, self._mean, self._y = [slope.value for slope in slopes], average.value, y
        self._left = left
        self._scale = BarScale.fitting([(0.0, v) for v in self._values], left + _BEYOND, right - _BEYOND, room=0)
        theme = typesetter.theme
        self.beam = Line(color=theme.text, stroke_width=THICK)
        self.dots = VGroup(*(Dot(radius=_DOT, color=theme.C) for _ in slopes))
        self.dots.set_stroke(theme.background, width=_RIM)
        self.support = Triangle(color=theme.text, fill_opacity=1, stroke_width=0).set(height=_SUPPORT)
        self.label = typesetter.formula("{}", average, size=NORMAL)
        self._heights = _stacked([self._scale.x(value) for value in self._values])
        level, colour = y - _SUPPORT, theme.muted
        self.marks = VGroup(Line((left, level, 0), (right, level, 0), color=colour, stroke_width=MEDIUM))
        largest = max(map(abs, self._values))
        reach = round_below(largest) if largest else 0.0
        for value in sorted({0.0, -reach, reach}):
            x = self._scale.x(value)
            tick = Line((x, level + _MARK, 0), (x, level - _MARK, 0), color=colour, stroke_width=MEDIUM)
            number = typesetter.tick(value, exact_decimals(value), size=SMALL).next_to(tick, DOWN, buff=_MARK)
            if left <= number.get_left()[0] and number.get_right()[0] <= right:
                self.marks.add(tick, number)
        super().__init__(self.marks, self.beam, self.dots, self.support)
        self.show(0.0)

    def trip(self, place: int) -> tuple[float, float]:
        """Return the shares of ``gather``'s time at which a dot leaves, and has arrived."""
        whole = 1 + _GIVING_WAY + _LAG * (len(self.dots) - 1)
        return _LAG * place / whole, (_LAG * place + 1) / whole

    def gather(self, starts: Sequence[np.ndarray], t: float) -> Self:
        """Show the dots on their way from these points to the beam, one after another, at a time from 0 to 1.

        They rise, or sink, to their height first, and fall on the beam from above.
        """
        gone, borne = [], 0.0
        for place, value in enumerate(self._values):
            start, end = self.trip(place)
            elapsed = (t - start) / (end - start)
            gone.append(smooth(min(max(elapsed, 0.0), 1.0)))
            borne += value / len(self._values) * smooth(min(max((elapsed - 1) / _GIVING_WAY, 0.0), 1.0))
        self._draw(0.0, borne)
        for share, dot, start in zip(gone, self.dots, starts, strict=True):
            end = dot.get_center()
            height = max(self._y + _FLIGHT, end[1] + 2 * _DOT)
            above, over = ((x, height, 0) for x in (start[0], end[0]))
            dot.set(width=2 * _DOT * interpolate(_LEAVING, 1.0, share)).set_opacity(float(share > 0))
            dot.move_to(bezier(np.array([start, above, above, above, over, over, end]))(share))
        return self

    def show(self, t: float) -> Self:
        """Show the support at 0 (0), at the average (1), or between them, below all dots."""
        return self._draw(t * self._mean, self._mean)

    def _draw(self, at: float, borne: float) -> Self:
        """Draw the beam on its support, tilted by dots with this average."""
        largest = max(map(abs, self._values))
        low, high = min(0.0, *self._values), max(0.0, *self._values)
        falling = abs(self._scale.x(high if borne > at else low) - self._scale.x(at)) + _BEYOND
        lowest = np.arcsin(min(1.0, _SUPPORT / falling))
        tilt = float(np.clip(-_TILT * (borne - at) / largest, -lowest, lowest)) if largest else 0.0
        pivot, along = np.array([self._scale.x(at), self._y, 0]), np.array([np.cos(tilt), np.sin(tilt), 0])
        across = np.array([-along[1], along[0], 0])

        def point(value: float, beyond: float = 0.0) -> np.ndarray:
            return pivot + (self._scale.x(value) - pivot[0] + beyond) * along

        self.beam.put_start_and_end_on(point(low, -_BEYOND), point(high, _BEYOND))
        for value, dot, height in zip(self._values, self.dots, self._heights, strict=True):
            dot.move_to(point(value) + (height + _DOT) * across)
        self.support.next_to(pivot, DOWN, buff=0)
        self.label.next_to(self.marks, DOWN, buff=_MARK).set_x(pivot[0])
        self.label.shift((max(0.0, self._left - self.label.get_left()[0]), 0, 0))
        return self


def _stacked(xs: Sequence[float]) -> list[float]:
    """Return how high each dot lies: on the beam or, where it would overlap dots before it, on these."""
    heights: list[float] = []
    for x in xs:
        below = [(x - other, height) for other, height in zip(xs, heights, strict=False) if abs(x - other) < 2 * _DOT]
        heights.append(max((height + np.sqrt(4 * _DOT**2 - away**2) for away, height in below), default=0.0))
    return heights
