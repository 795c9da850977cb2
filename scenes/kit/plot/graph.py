"""Graph of a function on its own axes, with a moving dot and its tangent; also of a step of the chain rule."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf
from typing import Any, Self

import numpy as np
from manim import RIGHT, Dot, Line, VGroup, VMobject

from backprop_core.quantities import Quantity
from scenes.kit.plot.axes import Axes
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SMALL, SMALLEST, THICK, THIN
from scenes.numbers.format import slope_decimals
from scenes.numbers.functions import ChainStep, Function
from scenes.numbers.language import N_
from scenes.numbers.scales import Scale

TANGENT = 2.4
"""The length of a tangent, in frame units."""

DOT_RADIUS = 0.1

# The distance between name and slope, and the room for names above and below.
_GAP = 0.16
_ABOVE, _BELOW = 0.75, 1.05

# How far the baseline of y's name is above its axis, and that of x's name below.
_NAME_RISE, _NAME_DROP = 0.42, 0.92

# A curve's polygon is refined until no part of it deviates from the curve by more than this, in frame units; its
# number of corners before the first round, and the most rounds.
_DEVIATION = 0.004
_CORNERS, _ROUNDS = 33, 12

# The number of points among which the ends of a curve are found that rises above its axis.
_FINE = 4097

# The slope from which on a line is drawn as if it were upright, as an infinite one is.
_STEEPEST = 1e30

# About how many steps there are on the axes of a chain step.
_X_TICKS, _Y_TICKS = 6, 4


class FunctionGraph(VGroup):
    """A function's curve with a dot, whose coordinates are live numbers beside the names of the axes.

    Parameters
    ----------
    f
        The core's function: takes an array of x and returns an array of y.
    xs, ys
        The dot's first coordinates, and others that its numbers must have room for.
    scales
        The scales of x and y. The curve should stay within y.
    left, right, bottom, top
        The box for all parts, in frame units.
    kinks
        The values of x at which the curve has corners.
    slopes
        The derivative at the dot, and others that its number must have room for; without any there is no tangent.
    tangent
        The length of the tangent, in frame units.
    decimals
        Those of the dot's coordinates; by default the lesson's.
    ends
        The x at which the curve begins and ends; by default, it is drawn over all of x.

    Notes
    -----
    ``axes``, ``curve``, ``dot``, ``drops`` (the lines from the dot to the axes), ``names``, ``tangent`` and ``slope``
    are its parts, to be shown one by one. Without slopes, the last two are not drawn.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        f: Function,
        xs: Sequence[Quantity],
        ys: Sequence[Quantity],
        *,
        scales: tuple[Scale, Scale],
        left: float,
        right: float,
        bottom: float,
        top: float,
        kinks: Sequence[float] = (),
        slopes: Sequence[Quantity] = (),
        tangent: float = TANGENT,
        decimals: tuple[int | None, int | None] = (None, None),
        ends: tuple[float, float] | None = None,
    ):
        super().__init__()
        self.scales, self._length = scales, tangent
        self.axes = Axes(typesetter, scales, (left, bottom + _BELOW), (right, top - _ABOVE))
        self.curve = _Curve(
            self.axes,
            ends or (scales[0].low, scales[0].high),
            f,
            kinks,
            colour=typesetter.theme.colour_of(ys[0].symbol),
        )
        colours = [typesetter.theme.colour_of(each[0].symbol) for each in (xs, ys)]
        self.drops = VGroup(*(Line(color=colour, stroke_width=THIN) for colour in colours))
        self.dot = Dot(radius=DOT_RADIUS, color=typesetter.theme.highlight)
        self.tangent = Line(color=typesetter.theme.highlight, stroke_width=THICK * 0.7)
        self.names = [_coordinate(typesetter, *each) for each in zip((xs, ys), scales, decimals, strict=True)]
        self.slope = _Slope(typesetter, slopes) if slopes else None
        self._place_names()
        self.add(self.axes, self.curve, self.drops)
        if self.slope:
            self.add(self.tangent, self.slope)
        self.add(self.dot, *self.names)
        self.show(xs[0], ys[0], *slopes[:1])

    def point(self, x: float, y: float) -> np.ndarray:
        """Return the point of the frame that has these coordinates."""
        return self.axes.point(x, y)

    def show(self, x: Quantity, y: Quantity, slope: Quantity | None = None) -> Self:
        """Move the dot to (x, y), and the tangent with it; its slope is in the units of the axes."""
        at = self.point(x.value, y.value)
        origin = self.axes.origin
        self.dot.move_to(at)
        for drop, foot in zip(self.drops, ((at[0], origin[1], 0), (origin[0], at[1], 0)), strict=True):
            drop.set_points_as_corners([at, foot])
        for name, quantity in zip(self.names, (x, y), strict=True):
            name.show(quantity)
        if slope and self.slope:
            self.tangent.set_points_as_corners(self.line_through(at, slope.value, self._length))
            self.slope.number.show(slope)
        return self

    def line_through(self, at: np.ndarray, slope: float, length: float = inf) -> list[np.ndarray]:
        """Return the ends of a line of this slope, which has the point in its middle, unless it would leave the axes.

        There it ends; by default it crosses them from side to side.
        """
        lengths = (self.axes.corner - self.axes.origin)[:2]
        unit_x, unit_y = (length / (s.high - s.low) for length, s in zip(lengths, self.scales, strict=True))
        along = np.array([unit_x, np.clip(slope, -_STEEPEST, _STEEPEST) * unit_y, 0])
        along /= np.linalg.norm(along)
        low, high = self.axes.origin, self.axes.corner
        reach = [
            sorted(((low - at)[i] / along[i], (high - at)[i] / along[i])) for i in (0, 1) if abs(along[i]) > 1e-9
        ]
        first, last = max(start for start, _ in reach), min(end for _, end in reach)
        return [at + max(first, -length / 2) * along, at + min(last, length / 2) * along]

    def _place_names(self) -> None:
        """Put x's name below the middle of its axis, y's name above its axis, and the slope right of that."""
        start, end = self.axes.x.get_start_and_end()
        rise = self.axes.y.get_end()[1] + _NAME_RISE
        for_x, for_y = self.names
        middle = (start + end)[0] / 2
        for_x.shift((middle - (for_x.get_left()[0] + for_x.extent[1]) / 2, start[1] - _NAME_DROP - for_x.baseline, 0))
        for_y.shift((self.axes.get_left()[0] - for_y.get_left()[0], rise - for_y.baseline, 0))
        if self.slope:
            room, needed = end[0] - self.axes.get_left()[0], for_y.extent[1] - for_y.get_left()[0] + 2 * _GAP
            if needed + self.slope.greatest_width > room * SMALL / SMALLEST:
                self.slope.leave_out_word()
            smaller = min(1.0, room / (needed + self.slope.greatest_width))
            for part in (for_y, self.slope):
                part.scale(smaller, about_point=(self.axes.get_left()[0], rise, 0))
            x = self.axes.get_left()[0] + room
            self.slope.shift((x - self.slope.number.extent[1], rise - self.slope.number.baseline, 0))


class _Curve(VMobject):
    """A function's curve from one x to another: a polygon that is finer where the function bends."""

    def __init__(self, axes: Axes, ends: tuple[float, float], f: Function, kinks: Sequence[float], *, colour: str):
        super().__init__(color=colour, stroke_width=MEDIUM)
        inside = [kink for kink in kinks if ends[0] < kink < ends[1]]
        xs = np.unique([*np.linspace(*ends, _CORNERS), *inside])
        points = _points(axes, f, xs)
        for _ in range(_ROUNDS):
            middles = (xs[:-1] + xs[1:]) / 2
            between = _points(axes, f, middles)
            bent = np.abs(between - (points[:-1] + points[1:]) / 2).max(axis=1) > _DEVIATION
            if not bent.any():
                break
            order = np.argsort(np.concatenate([xs, middles[bent]]))
            xs = np.concatenate([xs, middles[bent]])[order]
            points = np.concatenate([points, between[bent]])[order]
        self.set_points_as_corners(points)


def _points(axes: Axes, f: Function, xs: np.ndarray) -> np.ndarray:
    """Return the points of the frame on a function's curve, shape (n, 3)."""
    return np.array([axes.point(*pair) for pair in zip(xs, f(xs), strict=True)])


class _Slope(VGroup):
    """The word "slope" and its number, in the tangent's colour; the word can be left out."""

    def __init__(self, typesetter: Typesetter, slopes: Sequence[Quantity]):
        colour = typesetter.theme.highlight
        self.word = typesetter.words(N_("slope"), size=SMALL, colour=colour)
        places = slope_decimals([each.value for each in slopes], least=typesetter.decimals)
        self.number = LiveFormula(typesetter, "{}", slopes, size=LABEL, colour=colour, decimals=places)
        self.number.next_to(self.word, RIGHT, buff=_GAP)
        self.number.shift((0, self.word.baseline - self.number.baseline, 0))
        super().__init__(self.word, self.number)

    @property
    def greatest_width(self) -> float:
        """Its width with the longest number, in frame units."""
        return self.number.extent[1] - float(self.get_left()[0])

    def leave_out_word(self) -> None:
        """Remove the word; the number still has the tangent's colour."""
        self.remove(self.word)


def _coordinate(
    typesetter: Typesetter, quantities: Sequence[Quantity], scale: Scale, decimals: int | None
) -> LiveFormula:
    """Return a coordinate's name and live number, with room for all values of the axis."""
    ends = [replace(quantities[0], value=end) for end in (scale.low, scale.high)]
    room = [*quantities, *ends]
    return LiveFormula(typesetter, "{} = {}", quantities[0].symbol, room, size=LABEL, decimals=decimals)


class ChainStepGraph(FunctionGraph):
    """The graph of a step of the chain rule; the dot begins at the lesson's x.

    A curve that rises without bound leaves at the top, above what is reached.

    Parameters
    ----------
    step
        The function and its derivative.
    reached
        Further values of x that the axis and the numbers have room for.
    tangent
        The length of the tangent, in frame units; at 0 there is none, nor its slope.
    box
        ``left``, ``right``, ``bottom`` and ``top``, as for any graph.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        step: ChainStep,
        reached: Sequence[float],
        *,
        tangent: float = TANGENT,
        **box: Any,
    ):
        self.step = step
        (left, right), (low, high) = step.x_limits, step.y_limits
        x_scale = Scale.around([step.start, *reached], low=left, high=right, ticks=_X_TICKS)
        xs, ys, slopes = zip(*map(step.at, (step.start, *reached)), strict=True)
        sampled, ends = step.f(np.linspace(x_scale.low, x_scale.high, 65)), None
        if infinite := not np.isfinite(sampled).all():
            sampled = np.array([y.value for y in ys])
        y_scale = Scale.around(sampled.tolist(), low=low, high=high, ticks=_Y_TICKS)
        if infinite:
            fine = np.unique([*np.linspace(x_scale.low, x_scale.high, _FINE), step.start, *reached])
            below = fine[step.f(fine) <= y_scale.high]
            ends = float(below[0]), float(below[-1])
        scales, slopes = (x_scale, y_scale), slopes if tangent else ()
        super().__init__(
            typesetter,
            step.f,
            xs,
            ys,
            scales=scales,
            kinks=step.kinks,
            slopes=slopes,
            tangent=tangent,
            ends=ends,
            **box,
        )

    def show_at(self, x: float) -> Self:
        """Move the dot to this x; the core computes y and the slope."""
        return self.show(*self.step.at(x))
