"""Two axes with ticks, linear or logarithmic, which map coordinates to points of the frame."""

from dataclasses import dataclass
from math import ceil
from typing import TypeAlias

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, SMALL, THIN
from scenes.numbers.format import MINUS
from scenes.numbers.scales import LogScale, Scale
from scenes.numbers.typesetting import number_source

AnyScale: TypeAlias = Scale | LogScale

# The length of a tick and the distance of its number, in frame units; the opacity of the zero lines.
_TICK = 0.08
_GAP = 0.16
_ZERO_OPACITY = 0.45


class Axes(VGroup):
    """Two axes that meet at the lower left, with numbered ticks, and faint lines where x or y is zero.

    Parameters
    ----------
    scales
        The scales of x and y.
    lower_left, upper_right
        The corners of the area for the axes and the numbers of y; the numbers of x stand below it.

    Notes
    -----
    ``x`` and ``y`` are the axes.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        scales: tuple[AnyScale, AnyScale],
        lower_left: tuple[float, float],
        upper_right: tuple[float, float],
    ):
        super().__init__()
        self._scales = scales
        muted = typesetter.theme.muted
        ticks = [_ticks(typesetter, scale) for scale in scales]
        gutter = max(tick.number.width for tick in ticks[1]) + _TICK + _GAP
        corner = np.array([lower_left[0] + gutter, lower_left[1], 0])
        lengths = np.array([upper_right[0] - ticks[0][-1].number.width / 2, upper_right[1]]) - corner[:2]
        self.x, self.y = (
            Line(corner, corner + length * along, color=muted, stroke_width=MEDIUM)
            for length, along in zip(lengths, (RIGHT, UP), strict=True)
        )
        self.add(*self._zero_lines(muted), self.x, self.y)
        for axis, (line, along, out) in enumerate(((self.x, RIGHT, DOWN), (self.y, UP, LEFT))):
            apart = line.get_length() / max(1, len(ticks[axis]) - 1)
            broadest = max((tick.number.width, tick.number.height)[axis] for tick in ticks[axis])
            stride = ceil((broadest + _GAP) / apart)
            for tick in ticks[axis]:
                at = corner + tick.position * line.get_length() * along
                self.add(Line(at, at + _TICK * out, color=muted, stroke_width=THIN))
                if tick.index % stride == 0:
                    self.add(tick.number.next_to(at + _TICK * out, out, buff=_GAP / 2))

    @property
    def origin(self) -> np.ndarray:
        """The point where the axes meet."""
        return self.x.get_start()

    @property
    def corner(self) -> np.ndarray:
        """The point at the upper right, where both coordinates are greatest."""
        return np.array([self.x.get_end()[0], self.y.get_end()[1], 0])

    def point(self, x: float, y: float) -> np.ndarray:
        """Return the point of the frame that has these coordinates."""
        parts = [scale.fraction(value) for scale, value in zip(self._scales, (x, y), strict=True)]
        return self.origin + np.array([*parts, 0]) * (self.corner - self.origin)

    def _zero_lines(self, colour: str) -> list[Line]:
        """Return a line where x is zero and one where y is, if that is inside of the axes."""
        (x, y), lines = self._scales, []
        if isinstance(x, Scale) and x.low < 0 < x.high:
            lines.append(Line(self.point(0, y.low), self.point(0, y.high)))
        if isinstance(y, Scale) and y.low < 0 < y.high:
            lines.append(Line(self.point(x.low, 0), self.point(x.high, 0)))
        for line in lines:
            line.set_stroke(colour, width=THIN, opacity=_ZERO_OPACITY)
        return lines


@dataclass(frozen=True)
class _Tick:
    """A tick of an axis: its index, 0 at zero or at 10^0, its position from 0 to 1, and its number."""

    index: int
    position: float
    number: Formula


def _ticks(typesetter: Typesetter, scale: AnyScale) -> list[_Tick]:
    """Return the ticks of a scale."""
    if isinstance(scale, LogScale):
        span = scale.high - scale.low
        return [_Tick(e // scale.every, (e - scale.low) / span, _power(typesetter, e)) for e in scale.exponents]
    return [
        _Tick(round(value / scale.step), scale.fraction(value), number)
        for value, number in zip(scale.ticks, typesetter.ticks(scale, size=SMALL), strict=True)
    ]


def _power(typesetter: Typesetter, exponent: int) -> Formula:
    """Return a power of ten as a tick's number."""
    up = number_source(str(exponent).replace("-", MINUS))
    return typesetter.formula(f"10^({up})", colour=typesetter.theme.muted, size=SMALL)
