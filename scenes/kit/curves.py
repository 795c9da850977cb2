"""The curve of a function on its own axes, with a dot that runs on it and the tangent at the dot."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, Line, VGroup, VMobject

from backprop_core.symbols import Quantity
from scenes.kit.language import N_, exact_decimals
from scenes.kit.live_formula import LiveFormula
from scenes.kit.pen import Pen
from scenes.kit.rounding import live_decimals
from scenes.kit.scale import Scale
from scenes.kit.theme import LABEL, MEDIUM, SMALL, THICK, THIN

TANGENT = 2.4
"""The length of a tangent, in frame units."""

DOT_RADIUS = 0.1
_TICK = 0.08
_GAP = 0.16
_MARGIN = 0.2
_ABOVE, _BELOW = 0.75, 1.05
_NAME_RISE, _NAME_DROP = 0.42, 0.92
_FAINT = 0.45

# A curve is refined until no part of it is further than this from its polygon, in frame units: from so many corners
# on, in so many rounds at most.
_DEVIATION = 0.004
_AT_FIRST, _ROUNDS = 33, 12

Function = Callable[[np.ndarray], np.ndarray]


class FunctionGraph(VGroup):
    """A function's curve with a dot; the names of its axes carry the dot's coordinates as live numbers.

    Parameters
    ----------
    f
        The core's function: takes an array of x and returns an array of y.
    x, y
        Where the dot stands first.
    scales
        The axes of x and y. The curve is drawn over the whole of x, and ought to stay within y.
    left, right, bottom, top
        The room for everything, in frame units.
    kinks
        Where the curve has corners.
    slopes
        The derivative at the dot, and others that its number must have room for; without any there is no tangent.

    Notes
    -----
    ``axes``, ``curve``, ``dot``, ``drops``, ``names``, ``tangent`` and ``slope`` are its parts, to be shown one
    by one; without slopes the last two are not drawn.
    """

    def __init__(
        self,
        pen: Pen,
        f: Function,
        x: Quantity,
        y: Quantity,
        *,
        scales: tuple[Scale, Scale],
        left: float,
        right: float,
        bottom: float,
        top: float,
        kinks: Sequence[float] = (),
        slopes: Sequence[Quantity] = (),
    ):
        super().__init__()
        self.scales = scales
        self.axes = _Axes(pen, scales, (left, bottom + _BELOW), (right, top - _ABOVE))
        self.curve = _Curve(self.axes, f, kinks, colour=pen.theme.colour_of(y.symbol))
        colours = pen.theme.colour_of(x.symbol), pen.theme.colour_of(y.symbol)
        self.drops = VGroup(*(Line(color=colour, stroke_width=THIN) for colour in colours))
        self.dot = Dot(radius=DOT_RADIUS, color=pen.theme.highlight)
        self.tangent = Line(color=pen.theme.highlight, stroke_width=THICK * 0.7)
        self.names = [_coordinate(pen, each, scale) for each, scale in zip((x, y), scales, strict=True)]
        self.slope = _Slope(pen, slopes) if slopes else None
        self._place_names()
        self.add(self.axes, self.curve, self.drops)
        if self.slope:
            self.add(self.tangent, self.slope)
        self.add(self.dot, *self.names)
        self.show(x, y, *slopes[:1])

    def point(self, x: float, y: float) -> np.ndarray:
        """Return the point of the frame that has these coordinates."""
        return self.axes.point(x, y)

    def show(self, x: Quantity, y: Quantity, slope: Quantity | None = None) -> Self:
        """Move the dot to (x, y) and lay the tangent at it, of this slope in the units of the axes."""
        at = self.point(x.value, y.value)
        origin = self.axes.origin
        self.dot.move_to(at)
        for drop, foot in zip(self.drops, ((at[0], origin[1], 0), (origin[0], at[1], 0)), strict=True):
            drop.set_points_as_corners([at, foot])
        for name, quantity in zip(self.names, (x, y), strict=True):
            name.show(quantity)
        if slope and self.slope:
            self.tangent.set_points_as_corners(self._tangent(at, slope.value))
            self.slope.number.show(slope)
        return self

    def _tangent(self, at: np.ndarray, slope: float) -> list[np.ndarray]:
        """Return the ends of the tangent: the dot in its middle, unless it would stick out of the axes there."""
        unit_x, unit_y = self.axes.units
        along = np.array([unit_x, slope * unit_y, 0])
        along /= np.linalg.norm(along)
        low, high = self.axes.origin - _MARGIN, self.axes.corner + _MARGIN
        reach = [
            sorted(((low - at)[i] / along[i], (high - at)[i] / along[i])) for i in (0, 1) if abs(along[i]) > 1e-9
        ]
        first, last = max(start for start, _ in reach), min(end for _, end in reach)
        middle = min(max(0.0, first + TANGENT / 2), last - TANGENT / 2)
        return [at + (middle - TANGENT / 2) * along, at + (middle + TANGENT / 2) * along]

    def _place_names(self) -> None:
        """Put x's name under the middle of its axis, y's above its axis, and the slope right of that."""
        start, end = self.axes.x.get_start_and_end()
        rise = self.axes.y.get_end()[1] + _NAME_RISE
        for_x, for_y = self.names
        middle = (start + end)[0] / 2
        for_x.shift((middle - (for_x.get_left()[0] + for_x.right_end) / 2, start[1] - _NAME_DROP - for_x.baseline, 0))
        for_y.shift((self.axes.get_left()[0] - for_y.get_left()[0], rise - for_y.baseline, 0))
        if self.slope:
            needed = for_y.right_end - for_y.get_left()[0] + 2 * _GAP + self.slope.width
            smaller = min(1.0, (end[0] - self.axes.get_left()[0]) / needed)
            for part in (for_y, self.slope):
                part.scale(smaller, about_point=(self.axes.get_left()[0], rise, 0))
            self.slope.shift((end[0] - self.slope.number.right_end, rise - self.slope.word.baseline, 0))


class _Axes(VGroup):
    """Two axes that meet at the lower left, with a few numbered ticks, and faint lines where x or y is zero."""

    def __init__(self, pen: Pen, scales: tuple[Scale, Scale], lower_left, upper_right):
        super().__init__()
        self.scales = scales
        muted = pen.theme.muted
        numbers = [
            [pen.tick(value, exact_decimals(scale.step), size=SMALL) for value in _ticks(scale)] for scale in scales
        ]
        gutter = max(number.width for number in numbers[1]) + _TICK + _GAP
        corner = np.array([lower_left[0] + gutter, lower_left[1], 0])
        right = upper_right[0] - numbers[0][-1].width / 2
        self.x = Line(corner, (right, corner[1], 0), color=muted, stroke_width=MEDIUM)
        self.y = Line(corner, (corner[0], upper_right[1], 0), color=muted, stroke_width=MEDIUM)
        self.add(*self._zero_lines(muted), self.x, self.y)
        for scale, row, out, axis in zip(scales, numbers, (DOWN, LEFT), (0, 1), strict=True):
            apart = (self.x, self.y)[axis].get_length() / max(1, len(row) - 1)
            stride = ceil((max((number.width, number.height)[axis] for number in row) + _GAP) / apart)
            for value, number in zip(_ticks(scale), row, strict=True):
                at = self.point(*((value, scales[1].low) if axis == 0 else (scales[0].low, value)))
                self.add(Line(at, at + _TICK * out, color=muted, stroke_width=THIN))
                if round(value / scale.step) % stride == 0:
                    self.add(number.next_to(at + _TICK * out, out, buff=_GAP / 2))

    @property
    def origin(self) -> np.ndarray:
        """The point where the axes meet."""
        return self.x.get_start()

    @property
    def corner(self) -> np.ndarray:
        """The point at the upper right, where both coordinates are highest."""
        return np.array([self.x.get_end()[0], self.y.get_end()[1], 0])

    @property
    def units(self) -> tuple[float, float]:
        """How many frame units one unit of x and one of y takes."""
        lengths = (self.corner - self.origin)[:2]
        x, y = (float(length) / (s.high - s.low) for length, s in zip(lengths, self.scales, strict=True))
        return x, y

    def point(self, x: float, y: float) -> np.ndarray:
        """Return the point of the frame that has these coordinates."""
        unit_x, unit_y = self.units
        return self.origin + (x - self.scales[0].low) * unit_x * RIGHT + (y - self.scales[1].low) * unit_y * UP

    def _zero_lines(self, colour: str) -> list[Line]:
        (x, y), lines = self.scales, []
        if x.low < 0 < x.high:
            lines.append(Line(self.point(0, y.low), self.point(0, y.high)))
        if y.low < 0 < y.high:
            lines.append(Line(self.point(x.low, 0), self.point(x.high, 0)))
        return [line.set_stroke(colour, width=THIN, opacity=_FAINT) for line in lines]


class _Curve(VMobject):
    """A function over the whole of the x axis, as a polygon that is finer where the function bends."""

    def __init__(self, axes: _Axes, f: Function, kinks: Sequence[float], *, colour: str):
        super().__init__(color=colour, stroke_width=MEDIUM)
        low, high = axes.scales[0].low, axes.scales[0].high
        inside = [kink for kink in kinks if low < kink < high]
        xs = np.unique([*np.linspace(low, high, _AT_FIRST), *inside])
        points = _through(axes, f, xs)
        for _ in range(_ROUNDS):
            middles = (xs[:-1] + xs[1:]) / 2
            between = _through(axes, f, middles)
            bent = np.abs(between - (points[:-1] + points[1:]) / 2).max(axis=1) > _DEVIATION
            if not bent.any():
                break
            order = np.argsort(np.concatenate([xs, middles[bent]]))
            xs = np.concatenate([xs, middles[bent]])[order]
            points = np.concatenate([points, between[bent]])[order]
        self.set_points_as_corners(points)


def _through(axes: _Axes, f: Function, xs: np.ndarray) -> np.ndarray:
    return np.array([axes.point(*pair) for pair in zip(xs, f(xs), strict=True)])


class _Slope(VGroup):
    """The word slope and its number, in the tangent's colour."""

    def __init__(self, pen: Pen, slopes: Sequence[Quantity]):
        colour = pen.theme.highlight
        self.word = pen.words(N_("slope"), size=SMALL, colour=colour)
        places = live_decimals(slopes[0].value, least=pen.decimals)
        self.number = LiveFormula(pen, "{}", slopes, size=LABEL, colour=colour, decimals=places)
        self.number.next_to(self.word, RIGHT, buff=_GAP)
        self.number.shift((0, self.word.baseline - self.number.baseline, 0))
        super().__init__(self.word, self.number)


def _ticks(scale: Scale) -> list[float]:
    """Return the ticks without what rounding adds to them: 0 is 0."""
    return [round(value, exact_decimals(scale.step)) for value in scale.ticks]


def _coordinate(pen: Pen, quantity: Quantity, scale: Scale) -> LiveFormula:
    ends = [replace(quantity, value=end) for end in (scale.low, scale.high)]
    return LiveFormula(pen, "{} = {}", quantity.symbol, [quantity, *ends], size=LABEL)
