"""The cost against the steps of a descent, drawn as the steps are taken."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import Dot, VGroup, VMobject

from scenes.kit.axes import AnyScale, Axes
from scenes.kit.language import N_
from scenes.kit.learning import Learning
from scenes.kit.live_formula import LiveFormula
from scenes.kit.log_scale import LogScale, spans_powers
from scenes.kit.pen import Pen
from scenes.kit.scale import Scale
from scenes.kit.theme import LABEL, MEDIUM

DOT_RADIUS = 0.1

# The room above and below the axes for their names, and the height of a digit, in em.
_ABOVE, _BELOW = 0.75, 1.05
_DIGIT = 0.65
_AIR = 0.16
_TICKS = 5
_FEWEST_DECIMALS = 3


class CostCurve(VGroup):
    """The curve of C on its axes with a dot at its head; the axes' names carry the step and C as live numbers.

    A cost that spans several powers of ten has a logarithmic axis; any other's begins at 0.

    Parameters
    ----------
    learning
        The descent.
    left, right, bottom, top
        The room for everything, in frame units.

    Notes
    -----
    ``axes``, ``curve``, ``dot`` and ``names`` are its parts, to be shown one by one.
    """

    def __init__(self, pen: Pen, learning: Learning, *, left: float, right: float, bottom: float, top: float):
        super().__init__()
        self._learning = learning
        costs = learning.way.costs.tolist()
        costs = learning.way.costs.tolist()
        self.axes = Axes(
            pen,
            (_step_scale(learning.last), cost_scale(costs)),
            (left, bottom + _BELOW),
            (right - DOT_RADIUS, top - _ABOVE),
        )
        self._points = np.array([self.axes.point(step, C) for step, C in enumerate(costs)])
        self.curve = VMobject(color=pen.theme.C, stroke_width=MEDIUM)
        self.dot = Dot(radius=DOT_RADIUS, color=pen.theme.C)
        live = [learning.cost(step) for step in range(learning.last + 1)]
        decimals = max(pen.decimals, _FEWEST_DECIMALS)
        self._cost = LiveFormula(pen, "{} = {}", live[0].symbol, live, size=LABEL, decimals=decimals)
        self._cost.shift((left - self._cost.get_left()[0], top - _DIGIT * LABEL - self._cost.baseline, 0))
        word = pen.words(N_("step"), size=LABEL)
        self._step = LiveFormula(pen, "{}", [learning.count(learning.last)], size=LABEL, decimals=0)
        self._step.shift((word.get_right()[0] + _AIR - self._step.get_left()[0], 0, 0)).on_baseline(word.baseline)
        self.names = VGroup(self._cost, VGroup(word, self._step))
        self.names[1].shift((self.axes.x.get_x() - self.names[1].get_x(), bottom - word.baseline, 0))
        self.add(self.axes, self.curve, self.dot, *self.names)
        self.show(0)

    def show(self, step: int) -> Self:
        """Draw the curve as far as this step."""
        self.curve.clear_points()
        if step:
            self.curve.set_points_as_corners(self._points[: step + 1])
        self.dot.move_to(self._points[step])
        self._cost.show(self._learning.cost(step))
        self._step.show(self._learning.count(step))
        return self


def cost_scale(costs: Sequence[float]) -> AnyScale:
    """Return the axis on which such costs can be told apart, and from nothing.

    >>> cost_scale([0.36, 0.012]), cost_scale([0.36, 0.0002])
    (Scale(low=0.0, high=0.4, step=0.1), LogScale(low=-4, high=0, every=1))
    """
    return LogScale.around(costs) if spans_powers(costs) else Scale.around([*costs], low=0, ticks=_TICKS)


def _step_scale(last: int) -> Scale:
    return Scale(0.0, float(last), 1.0) if last <= _TICKS else Scale.around([0, last], ticks=_TICKS)
