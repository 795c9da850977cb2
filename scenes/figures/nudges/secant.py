"""The cost against the last weight: a secant that swings into the tangent while the nudge shrinks."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import Animation, Circle, Dot, Line, VGroup

from scenes.kit.animations import change, redraw
from scenes.kit.plot.graph import DOT_RADIUS, FunctionGraph
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, THICK, THIN
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import decimals_for_smallest
from scenes.numbers.scales import Scale

# How far the curve goes on beyond the lesson's weight, in the largest nudge, against it; about how many steps there
# are on the axes; how often the curve is sampled for the scale of the cost.
_BACK = 0.5
_X_TICKS, _Y_TICKS, _SAMPLES = 6, 4, 65

# How faint the secants are that were there before.
_GHOST = 0.55

# From a mark to the number that it stands for, and from line to line, in frame units.
_MARK_GAP, _LINE_GAP = 0.25, 0.2

# The type's size of a prediction's lines.
_SIZE = 0.42


class SecantPlot(VGroup):
    """The curve of C_0 against w^(L), with the secant through the lesson's point and the nudged one.

    Parameters
    ----------
    last
        The last layer, whose numbers are shown.
    farthest
        The largest nudge, with its sign.
    box
        ``left``, ``right``, ``bottom`` and ``top``, as for any graph.

    Notes
    -----
    ``graph`` has the nudged point as its dot; ``here`` is the lesson's point; ``secant``, and ``legs``, the nudge and
    the change of the cost that it causes, are its parts, to be shown one by one.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, farthest: float, **box: Any):
        self._last, self._theme = last, typesetter.theme
        w, *_, C = last.start
        x_scale = Scale.around([w.value - _BACK * farthest, w.value + farthest], ticks=_X_TICKS)
        sampled = list(map(last.cost_at, np.linspace(x_scale.low, x_scale.high, _SAMPLES)))
        sampled.append(C.value + last.predicted(farthest / 2).value)
        nudged, *_, cost_then = last.at(w.value + farthest)
        self.graph = FunctionGraph(
            typesetter,
            np.vectorize(last.cost_at, otypes=[float]),
            [nudged, w],
            [cost_then, C],
            scales=(x_scale, Scale.around(sampled, low=0.0, ticks=_Y_TICKS)),
            **box,
        )
        self.here = Dot(self.graph.point(w.value, C.value), DOT_RADIUS, color=typesetter.theme.C)
        self.secant = Line(color=typesetter.theme.highlight, stroke_width=THICK)
        self.legs = VGroup(*(Line(color=colour, stroke_width=THICK) for colour in (self._theme.w, self._theme.C)))
        self.ghosts = VGroup()
        super().__init__(self.ghosts, self.secant, self.legs, self.graph, self.here)
        self.show(farthest)

    def show(self, by: float) -> Self:
        """Move the nudged point, and with it the secant through it and the two legs of its slope."""
        self._move(by)
        self.secant.set_points_as_corners(self._line(self._last.ratio(by).value))
        return self

    def sweep(self, first: float, last: float, **options) -> Animation:
        """Return an animation of the nudge from one size to another; equal times shrink it by equal factors."""
        if first * last > 0:
            return redraw(self, lambda t: self.show(first * (last / first) ** t), **options)
        return redraw(self, lambda t: self.show(first + (last - first) * t), **options)

    def leave_ghost(self) -> None:
        """Leave a faint copy of the secant where it is."""
        self.ghosts.add(self.secant.copy().set_stroke(self._theme.muted, width=THIN, opacity=_GHOST))

    def settle(self, **options) -> Animation:
        """Return an animation in which the secant becomes the tangent, whose slope is the derivative."""
        slope = self._last.derivative.value
        return change(self.secant, lambda line: line.set_points_as_corners(self._line(slope)), **options)

    def compare(self, prediction: "Prediction", first: float, last: float, **options) -> Animation:
        """Return an animation of the nudge from one size to another, with what the derivative predicts for each."""

        def show(t: float) -> None:
            by = first * (last / first) ** t
            self._move(by)
            prediction.show(by)

        return redraw(VGroup(self, prediction), show, **options)

    def _move(self, by: float) -> None:
        """Move the nudged point, and the legs that lead to it."""
        start, (w, *_, C) = self._last.start, self._last.at(self._last.start[0].value + by)
        self.graph.show(w, C)
        foot = self.graph.point(w.value, start[-1].value)
        for leg, end in zip(self.legs, (self.here, self.graph.dot), strict=True):
            leg.set_points_as_corners([foot, end.get_center()])

    def _line(self, slope: float) -> list[np.ndarray]:
        return self.graph.line_through(self.here.get_center(), slope)


class Prediction(VGroup):
    """A ring on the tangent where the derivative predicts the cost, and the numbers of both changes, in two lines.

    Parameters
    ----------
    plot
        The plot, with the tangent.
    nudges
        The nudges at which the two are compared, the first one first.
    """

    def __init__(self, typesetter: Typesetter, plot: SecantPlot, last: LastLayer, nudges: Sequence[float]):
        self._plot, self._last = plot, last
        colour = typesetter.theme.text
        self.ring = Circle(DOT_RADIUS * 1.2, color=colour, stroke_width=MEDIUM)
        self.gap = Line(color=colour, stroke_width=MEDIUM)
        compared = [last.compared(by) for by in nudges]
        smallest = [abs(quantity.value) for quantity in compared[-1][1:3]]
        places = decimals_for_smallest(*smallest)
        marks = self.ring.copy(), plot.graph.dot.copy()
        columns = [list(column) for column in zip(*compared, strict=True)]
        self.lines = VGroup()
        self._numbers: list[LiveFormula] = []
        top = 0.0
        for mark, column in zip(marks, (columns[2], columns[1]), strict=True):
            number = LiveFormula(typesetter, "{} = {}", column[0].symbol, column, size=_SIZE, decimals=places)
            number.shift((_MARK_GAP - number.get_left()[0], top - number.get_top()[1], 0))
            top = number.get_bottom()[1] - _LINE_GAP
            self._numbers.append(number)
            self.lines.add(VGroup(mark.move_to((0, number.formula.get_y(), 0)), number))
        _align(self._numbers)
        super().__init__(self.gap, self.ring, self.lines)
        self.show(nudges[0])

    def show(self, by: float) -> Self:
        """Show the nudge of this size."""
        _, real, predicted, _ = self._last.compared(by)
        w, *_, C = self._last.start
        at = self._plot.graph.point(w.value + by, C.value + predicted.value)
        self.ring.move_to(at)
        self.gap.set_points_as_corners([at, self._plot.graph.point(w.value + by, C.value + real.value)])
        for number, quantity in zip(self._numbers, (predicted, real), strict=True):
            number.show(quantity)
        return self


def _align(numbers: Sequence[LiveFormula]) -> None:
    """Align formulas at their equals signs."""
    signs = [number.rest().get_x() for number in numbers]
    for number, sign in zip(numbers, signs, strict=True):
        number.shift((max(signs) - sign, 0, 0))
