"""A beam that carries the derivatives of all examples, and is level on their average."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DEGREES, DOWN, Dot, Line, Triangle, VGroup, smooth

from backprop_core.quantities import Quantity
from scenes.kit.plot.bars import BarScale
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, NORMAL, SMALL, THICK

# The tilt on a support at 0, if all examples have the same derivative; a dot's radius, the support's height, half the
# length of the mark at 0, how far the beam reaches beyond the outermost dots, and the height from which dots drop: in
# frame units. The rim of a dot, by which those on top of each other can be told apart, in manim's pixels at 1080p.
_TILT = 24 * DEGREES
_DOT, _SUPPORT, _MARK, _BEYOND, _DROP = 0.2, 0.7, 0.16, 0.42, 1.3
_RIM = 2.0

# In times that a dot drops: after how much of it the next one begins, and how long the beam takes to give way.
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
    The empty beam is level. It tilts to the side of the average of what has dropped on it, and more, the farther that
    is from the support. The parts are ``beam``, ``dots``, ``support`` and the ``mark`` at 0; its ``label``, the
    average, for when the support is there, is not shown with them. Dots that would overlap are stacked.
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
        self._levels = _stacked([self._scale.x(value) for value in self._values])
        zero, level = self._scale.x(0.0), y - _SUPPORT
        mark = Line((zero, level + _MARK, 0), (zero, level - _MARK, 0), color=theme.muted, stroke_width=MEDIUM)
        ground = Line((left, level, 0), (right, level, 0), color=theme.muted, stroke_width=MEDIUM)
        nought = typesetter.formula("0", size=SMALL, colour=theme.muted).next_to(mark, DOWN, buff=_MARK)
        self.mark = VGroup(ground, mark, nought)
        super().__init__(self.mark, self.beam, self.dots, self.support)
        self.show(0.0)

    def drops(self, place: int) -> tuple[float, float]:
        """Return the shares of ``drop``'s time at which a dot begins to drop, and has dropped."""
        whole = 1 + _GIVING_WAY + _LAG * (len(self.dots) - 1)
        return _LAG * place / whole, (_LAG * place + 1) / whole

    def drop(self, t: float) -> Self:
        """Show the dots while they drop on the beam, one after another, at a time from 0 (none is there) to 1."""
        fallen, borne = [], 0.0
        for place, value in enumerate(self._values):
            start, end = self.drops(place)
            elapsed = (t - start) / (end - start)
            fallen.append(min(max(elapsed, 0.0), 1.0))
            borne += value / len(self._values) * smooth(min(max((elapsed - 1) / _GIVING_WAY, 0.0), 1.0))
        self._draw(0.0, borne)
        for share, dot in zip(fallen, self.dots, strict=True):
            dot.shift((0, (1 - share**2) * _DROP, 0)).set_opacity(min(1.0, 2 * share))
        return self

    def show(self, t: float) -> Self:
        """Show the support at 0 (0), at the average (1), or between them, below all dots."""
        return self._draw(t * self._mean, self._mean)

    def _draw(self, at: float, borne: float) -> Self:
        """Draw the beam on its support, tilted by dots with this average."""
        largest = max(map(abs, self._values))
        tilt = -_TILT * (borne - at) / largest if largest else 0.0
        pivot, along = np.array([self._scale.x(at), self._y, 0]), np.array([np.cos(tilt), np.sin(tilt), 0])
        across = np.array([-along[1], along[0], 0])

        def point(value: float, beyond: float = 0.0) -> np.ndarray:
            return pivot + (self._scale.x(value) - pivot[0] + beyond) * along

        low, high = min(0.0, *self._values), max(0.0, *self._values)
        self.beam.put_start_and_end_on(point(low, -_BEYOND), point(high, _BEYOND))
        for value, dot, below in zip(self._values, self.dots, self._levels, strict=True):
            dot.move_to(point(value) + (2 * below + 1) * _DOT * across)
        self.support.next_to(pivot, DOWN, buff=0)
        self.label.next_to(self.mark, DOWN, buff=_MARK).set_x(pivot[0])
        self.label.shift((max(0.0, self._left - self.label.get_left()[0]), 0, 0))
        return self


def _stacked(xs: Sequence[float]) -> list[int]:
    """Return how many dots are below each: it lies on the lowest level where those before leave room at its place."""
    levels: list[int] = []
    for x in xs:
        taken = {level for level, other in zip(levels, xs, strict=False) if abs(x - other) < 2 * _DOT}
        levels.append(min(set(range(len(xs))) - taken))
    return levels
