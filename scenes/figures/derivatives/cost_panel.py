"""The slope of the cost: its curve against the last activation, with a bar for the error a − y."""

from math import copysign
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from backprop_core.quantities import Quantity
from scenes.figures.derivatives.slope_panel import TOPS, SlopePanel
from scenes.kit.plot.graph import FunctionGraph
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SAFE_LEFT, THICK
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import significant_decimals
from scenes.numbers.functions import ChainStep, in_lines

# In frame units: between the target's line and its name; how far the name reaches above the line, for the line from
# the dot to the axis to stay below it; how far below symbols their underline is.
_NAME_GAP, _NAME_RISE, _UNDERLINE_DROP = 0.12, 0.1, 0.08

# How near to the target and how far away from it the activation slides, as multiples of the lesson's error; the error
# that is too small for that, and the one taken instead; and how far the graph reaches on that side of the target
# and on the other, as multiples of the way.
_NEAR, _AWAY, _LEAST_ERROR = 0.1, 1.6, 0.1
_OWN_ERROR = 0.5
_HEADROOM, _BEYOND_TARGET = 1.05, 0.25


# The same where the cost has a limited domain: how near to its edge the activation slides; and, as shares of its way
# to there, how near at most, and how much nearer the graph reaches.
_AT_EDGE, _BEFORE_EDGE = 0.05, 0.5


class ErrorBar(VGroup):
    """A vertical line at the target, and a bar for a − y from there to the graph's dot.

    Parameters
    ----------
    graph
        The graph of C_0 against a^(L).
    target
        The desired output.
    """

    def __init__(self, typesetter: Typesetter, graph: FunctionGraph, target: Quantity):
        self._graph = graph
        low, high = (graph.point(target.value, end) for end in (graph.scales[1].low, graph.scales[1].high))
        colour = typesetter.theme.colour_of(target.symbol)
        self.upright = Line(low, high, color=colour, stroke_width=MEDIUM)
        if target.value == graph.scales[0].low:  # on the axis, at whose top the name would be taken for that of C_0
            decimals = significant_decimals(target.value, least=0)
            self.name = typesetter.formula("{} = {}", target.symbol, target, size=LABEL, decimals=decimals)
            self.name.match_x(self.upright).on_baseline(graph.names[0].baseline)
            self.name.shift((max(0.0, SAFE_LEFT - self.name.get_left()[0]), 0, 0))
        else:
            away = RIGHT if graph.dot.get_center()[0] <= high[0] else LEFT
            self.name = typesetter.formula("{}", target.symbol, size=LABEL)
            self.name.next_to(self.upright, away, _NAME_GAP, aligned_edge=UP).shift(_NAME_RISE * UP)
        self.bar = Line(color=colour, stroke_width=THICK)
        super().__init__(self.upright, self.name, self.bar)
        self.show()

    @property
    def length(self) -> float:
        """The length of the bar in frame units, negative if the dot is left of the target."""
        start, end = self.bar.points[[0, -1]]
        return float((start - end)[0])

    def show(self) -> Self:
        """Draw the bar to the place of the dot."""
        dot = self._graph.dot.get_center()
        self.bar.set_points_as_corners([dot, np.array([self.upright.get_center()[0], dot[1], 0])])
        return self


class CostPanel(SlopePanel):
    """The panel of the cost C_0(a), such as a parabola, with a bar for the error a − y, underlined in the slope.

    In a fraction, it is not underlined: a bar of fixed length beside the fraction's own would mean nothing.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, *, tops: tuple[float, float] = TOPS):
        (_, _, a, C), (*_, y) = last.path, last.entering
        step, cost = ChainStep.of_cost(last.chain), last.cost_formula
        stops, beyond = _around_target(step, y.value, last.limits)
        first, *others = in_lines(*cost.of_one(a, y.symbol))
        rule = f"{{}} = {first[0]}", [C, *first[1]]
        long, names = cost.derivative(a, y.symbol)
        result, short = typesetter.formula(f"= {long}", *names), cost.short_slope is not None
        longer = filled = None
        if short:
            template, names = cost.short_derivative(a, y.symbol)
            longer, result = result, typesetter.formula(f"= {template}", *names)
        else:
            template, live = cost.derivative([step.at(stop)[0] for stop in stops], y)
            filled = LiveFormula(typesetter, f"= {template}", *live, brackets=True)
        super().__init__(
            typesetter,
            step,
            [typesetter.formula(line, *inputs) for line, inputs in (rule, *others)],
            result,
            stops,
            beyond=beyond,
            longer=longer,
            filled=filled,
            tops=tops,
        )
        self._error = ErrorBar(typesetter, self.graph, y)
        self.bars.append(self._error)
        self.add(self._error)
        named = result.argument(0, 1)
        if short:
            self.alike.append(named)
            return
        sides = (LEFT, RIGHT) if step.start < y.value else (RIGHT, LEFT)
        start, end = (named.get_corner(DOWN + side) for side in sides)
        underline = Line(start, end, stroke_width=THICK)
        underline.set_color(typesetter.theme.y).shift(_UNDERLINE_DROP * DOWN)
        self.underlines.append((self._error.bar, underline))
        self.add(underline)

    def show(self, x: float) -> Self:
        """Show everything at this value of the activation."""
        super().show(x)
        self._error.show()
        return self


def _around_target(
    step: ChainStep, y: float, limits: tuple[float | None, float | None]
) -> tuple[list[float], list[float]]:
    """Return the stops of the activation, near the target, away from it and back, and how far the graph reaches.

    All are within the activation's limits; where the cost has a limited domain, at whose edge it may be infinite, the
    activation slides nearly to that.
    """
    a = step.start
    error = a - y if abs(a - y) >= _LEAST_ERROR else copysign(_OWN_ERROR, a - y)
    low, high = step.x_limits
    if low is not None and high is not None:
        wrong = low if a < y or y == high else high
        way = a - wrong
        away = wrong + copysign(min(_AT_EDGE, _BEFORE_EDGE * abs(way)), way)
        near = y + _NEAR * copysign(error, wrong - y)
        stops = [a, near, away, a] if way else [a, near, a]
        return stops, [wrong + _BEFORE_EDGE * (away - wrong)]
    low, high = limits
    away = y + _AWAY * error
    away = away if low is None else max(away, low)
    away = away if high is None else min(away, high)
    stops = [a, y + _NEAR * error, away, a]
    farthest = max((stop - y for stop in stops), key=abs)
    return stops, [y + share * farthest for share in (_HEADROOM, -_BEYOND_TARGET)]
