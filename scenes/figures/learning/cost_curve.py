"""The curve of the cost against the steps of a descent, drawn step by step."""

from collections.abc import Sequence
from math import floor
from statistics import median
from typing import Self

import numpy as np
from manim import Animation, Dot, VGroup, VMobject, interpolate

from scenes.kit.motion.animations import redraw
from scenes.kit.plot.axes import AnyScale, Axes
from scenes.kit.plot.value_line import DOT_RADIUS
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM
from scenes.numbers.descent import Learning
from scenes.numbers.language import N_
from scenes.numbers.scales import LogScale, Scale, needs_log_scale

# The room above and below the axes for their names, from the axis of C to the right to its name, and between a word
# and its number, in frame units; the height of a digit, in em.
_ABOVE, _BELOW = 0.75, 1.05
_NAME_GAP, _WORD_GAP = 0.1, 0.16
_DIGIT = 0.65

_TICK_COUNT = 5
_FEWEST_DECIMALS = 3

# If half of the costs are below this fraction of the first, a linear axis would show most of the curve close to 0.
_LOW_SHARE = 0.05


class CostCurve(VGroup):
    """The curve of C on its axes with a dot at its end; the step and C are live numbers in the axes' names.

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
    ``names``, is C with its number.
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
        self.curve = VMobject(color=typesetter.theme.C, stroke_width=MEDIUM)
        self.dot = Dot(radius=DOT_RADIUS, color=typesetter.theme.C)
        live = [learning.cost(step) for step in range(learning.steps + 1)]
        decimals = max(typesetter.decimals, _FEWEST_DECIMALS)
        self.name = LiveFormula(typesetter, "{} = {}", live[0].symbol, live, size=LABEL, decimals=decimals)
        shift = self.axes.origin[0] + _NAME_GAP - self.name.get_left()[0]
        self.name.shift((shift, top - _DIGIT * LABEL - self.name.baseline, 0))
        word = typesetter.words(N_("step"), size=LABEL)
        self._step = LiveFormula(typesetter, "{}", [learning.count(learning.steps)], size=LABEL, decimals=0)
        self._step.shift((word.get_right()[0] + _WORD_GAP - self._step.get_left()[0], 0, 0)).on_baseline(
            word.baseline
        )
        self.names = VGroup(self.name, VGroup(word, self._step))
        self.names[1].shift((self.axes.x.get_x() - self.names[1].get_x(), bottom - word.baseline, 0))
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
        self._step.show(self._learning.count(step))
        return self

    def stand_up(self, bar: VMobject) -> Animation:
        """Return an animation in which a bar of the cost, along the axis of steps, flows round a corner.

        In the end it stands on this axis and reaches up to the dot, which comes from the corner.
        """
        left, right = bar.get_left()[0], bar.get_right()[0]
        foot, thick, head = self.axes.origin[1], bar.height, self.dot.get_center()

        def show(t: float) -> None:
            x = interpolate(left, head[0] - DOT_RADIUS / 2, t)
            neck, tip = x + DOT_RADIUS, interpolate(right, x + DOT_RADIUS, t)
            top, shoulder = interpolate(foot + thick, head[1], t), foot + thick
            corners = [(x, foot), (tip, foot), (tip, shoulder), (neck, shoulder), (neck, top), (x, top), (x, foot)]
            bar.set_points_as_corners([np.array([*corner, 0.0]) for corner in corners])
            self.dot.move_to((x + DOT_RADIUS / 2, interpolate(foot + thick / 2, head[1], t), 0))

        return redraw(VGroup(bar, self.dot), show)


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
