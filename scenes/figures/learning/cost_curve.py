"""The curve of the cost against the steps of a descent, drawn step by step."""

from collections.abc import Sequence
from math import floor
from statistics import median
from typing import Self

import numpy as np
from manim import DL, RIGHT, Animation, Dot, VGroup, VMobject, interpolate, smooth, squish_rate_func

from scenes.kit.motion.animations import redraw
from scenes.kit.plot.axes import AnyScale, Axes
from scenes.kit.plot.value_line import DOT_RADIUS
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM
from scenes.numbers.descent import Learning
from scenes.numbers.language import N_
from scenes.numbers.scales import LogScale, Scale, needs_log_scale

# The room above and below the axes for their names, from the dot to the right and up to the name of C, and between a
# word and its number, in frame units.
_ABOVE, _BELOW = 0.75, 1.05
_NAME_GAP, _NAME_RISE, _WORD_GAP = 0.1, 0.2, 0.16

DIGIT = 0.65
"""The height of a digit, in em."""

# Until which share of a bar's turn the cost's name has gone past its tip, and when it goes up beside that.
_PAST, _UP = 0.15, (0.1, 0.4)

_TICK_COUNT = 5
_FEWEST_DECIMALS = 3

# If half of the costs are below this fraction of the first, a linear axis would show most of the curve close to 0.
_LOW_SHARE = 0.05


class _Trace(VMobject):
    """A drawn line, which is no glyph."""


class StepCount(VGroup):
    """The word step with its live number, that of the last one at first."""

    def __init__(self, typesetter: Typesetter, learning: Learning):
        self._learning = learning
        self._word = typesetter.words(N_("step"), size=LABEL)
        self._number = LiveFormula(typesetter, "{}", [learning.count(learning.steps)], size=LABEL, decimals=0)
        self._number.shift((self._word.get_right()[0] + _WORD_GAP - self._number.get_left()[0], 0, 0))
        self._number.on_baseline(self._word.baseline)
        super().__init__(self._word, self._number)

    def stand(self, x: float, baseline: float) -> Self:
        """Move the middle of the count, as it is now, there, and return it."""
        return self.shift((x - self.get_x(), baseline - self._word.baseline, 0))

    def show(self, step: int) -> Self:
        """Show the number of this step."""
        self._number.show(self._learning.count(step))
        return self


class CostCurve(VGroup):
    """The curve of C on its axes with a dot at its end, C beside it, and the step below the axes: live numbers.

    The axis of C is logarithmic if C spans several powers of ten or is close to 0 in most steps; else it begins at 0.

    Parameters
    ----------
    learning
        The descent.
    left, right, bottom, top
        The room for curve, axes and names, in frame units.

    Notes
    -----
    ``axes``, ``curve``, ``dot`` and ``names`` are its parts, to be shown one by one; ``name``, the first of
    ``names``, is C with its number, which goes along with the dot.
    """

    def __init__(
        self, typesetter: Typesetter, learning: Learning, *, left: float, right: float, bottom: float, top: float
    ):
        super().__init__()
        self._learning = learning
        costs = learning.trajectory.costs.tolist()
        self.axes = Axes(
            typesetter,
            (_step_scale(learning.steps), cost_scale(costs)),
            (left, bottom + _BELOW),
            (right - DOT_RADIUS, top - _ABOVE),
        )
        self._points = np.array([self.axes.point(step, C) for step, C in enumerate(costs)])
        self.curve = _Trace(color=typesetter.theme.C, stroke_width=MEDIUM)
        self.dot = Dot(radius=DOT_RADIUS, color=typesetter.theme.C)
        live = [learning.cost(step) for step in range(learning.steps + 1)]
        decimals = max(typesetter.decimals, _FEWEST_DECIMALS)
        self.name = LiveFormula(typesetter, "{} = {}", live[0].symbol, live, size=LABEL, decimals=decimals)
        self._top, self._end = top - DIGIT * LABEL, right
        self._step = StepCount(typesetter, learning).stand(self.axes.x.get_x(), bottom)
        self.names = VGroup(self.name, self._step)
        self.add(self.axes, self.curve, self.dot, *self.names)
        self.show(0)

    def show(self, position: float) -> Self:
        """Draw the curve as far as this position, in steps.

        Between two steps the dot moves in the first half of the way; then the numbers are those of the next step.
        """
        before, step = floor(position), nearest_step(position)
        points = [*self._points[: before + 1]]
        if position > before:
            points.append(interpolate(points[-1], self._points[before + 1], min(1.0, 2 * (position - before))))
        self.curve.clear_points()
        if len(points) > 1:
            self.curve.set_points_as_corners(points)
        self.dot.move_to(points[-1])
        self.name.show(self._learning.cost(step))
        self._step.show(step)
        self._ride()
        return self

    def stand_up(self, bar: VMobject, **options) -> Animation:
        """Return an animation in which a bar of the cost, along the axis of steps, turns about its foot.

        In the end it stands beside the axis of C, as high as the dot; the name of the cost comes along with its tip.
        """
        (left, low, _), end, thick = bar.get_corner(DL), bar.get_right()[0], bar.height
        x, y, _ = self.dot.get_center()
        feet = np.array([(left, low + thick / 2, 0), (x + thick / 2, self.axes.origin[1], 0)])
        lengths, start = (end - left, y - feet[1][1]), self._corner
        self._ride()
        rest = self._corner - self.dot.get_center() - thick / 2 * RIGHT

        def show(t: float) -> None:
            along = np.array([np.cos(t * np.pi / 2), np.sin(t * np.pi / 2), 0])
            across = thick / 2 * np.array([-along[1], along[0], 0])
            foot = (1 - t) * feet[0] + t * feet[1]
            tip = foot + interpolate(*lengths, t) * along
            corners = [foot - across, tip - across, tip + across, foot + across, foot - across]
            bar.set_points_as_corners(corners)
            shares = np.array([squish_rate_func(smooth, 0.0, _PAST)(t), squish_rate_func(smooth, *_UP)(t), 0.0])
            self.name.shift(start + shares * (tip + rest - start) - self._corner)
            self.name.shift(min(0.0, self._end - self.name.extent[1]) * RIGHT)

        return redraw(VGroup(bar, self.name), show, **options)

    def take_in(self, bar: VMobject) -> None:
        """Shrink a bar that stands as high as the dot into the dot."""
        bar.stretch_to_fit_width(self.dot.width).stretch_to_fit_height(self.dot.height).move_to(self.dot)
        bar.set_opacity(0)

    @property
    def _corner(self) -> np.ndarray:
        """The left end of the name, on its baseline."""
        return np.array([self.name.extent[0], self.name.baseline, 0.0])

    def _ride(self) -> None:
        """Put the name right above the dot, and above what is drawn of the curve below it."""
        left, right = self.name.extent
        (x, y, _), drawn = self.dot.get_center(), self.curve.get_anchors()
        start = min(x + _NAME_GAP, self._end - (right - left))
        below = [height for place, height, _ in drawn if place >= start]
        entry = [float(np.interp(start, *np.transpose(drawn)[:2]))] if len(drawn) and start < x else []
        baseline = min(max(y, *below, *entry) + _NAME_RISE, self._top) if below or entry else y + _NAME_RISE
        self.name.shift(np.array([start, min(baseline, self._top), 0.0]) - self._corner)


def nearest_step(position: float) -> int:
    """Return the step nearest to a position; halfway between two steps, the next one.

    >>> nearest_step(3.0), nearest_step(3.4), nearest_step(3.5)
    (3, 3, 4)
    """
    return floor(position + 0.5)


def cost_scale(costs: Sequence[float]) -> AnyScale:
    """Return an axis on which these costs can be told apart, and from 0.

    >>> cost_scale([0.36, 0.012]), cost_scale([0.36, 0.0002])
    (Scale(low=0.0, high=0.4, step=0.1), LogScale(low=-4, high=0, every=1))
    >>> cost_scale([9.0, 0.2, 0.2])
    LogScale(low=-1, high=1, every=1)
    """
    low = min(costs) > 0 and median(costs) < _LOW_SHARE * costs[0]
    return (
        LogScale.around(costs) if low or needs_log_scale(costs) else Scale.around([*costs], low=0, ticks=_TICK_COUNT)
    )


def _step_scale(last: int) -> Scale:
    return Scale(0.0, float(last), 1.0) if last <= _TICK_COUNT else Scale.around([0, last], ticks=_TICK_COUNT)
