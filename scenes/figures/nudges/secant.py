"""The change of the cost against that of the weight: a secant that turns into the tangent as the nudge shrinks."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    Animation,
    AnimationGroup,
    Circle,
    Dot,
    FadeIn,
    FadeOut,
    Line,
    VGroup,
    smooth,
    squish_rate_func,
)

from scenes.figures.nudges.magnification import power_sign
from scenes.kit.motion.animations import change, redraw
from scenes.kit.plot.graph import DOT_RADIUS, FunctionGraph
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, THICK, THIN
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import decimals_for_smallest
from scenes.numbers.scales import Scale

# How far the curve goes on beyond the nudged point, and against it, in nudges; about how many steps there are on the
# axis of the cost; how often the curve is sampled for the scale of the cost, and while it is zoomed.
_AHEAD, _BACK = 2, 1
_Y_TICKS, _SAMPLES = 4, 97

# The least span of the axis of the cost: with less, its numbers would have too many digits.
_LEAST_SPAN = 5e-5

# How faint the secants are that were there before.
_GHOST = 0.55

# The radius of the ring where the derivative predicts the nudged point.
_RING = 1.2 * DOT_RADIUS

# From the right end and the top of the plot to the sign that says how much it is magnified, in frame units.
_SIGN_GAP = 0.15


class SecantPlot(VGroup):
    """The curve of ΔC_0 against Δw^(L), with the secant through the lesson's point and the nudged one.

    Its axes are as long as the nudge needs; ``zoomed`` makes plots of several nudges, one a magnification of another.

    Parameters
    ----------
    last
        The last layer, whose numbers are shown.
    by, first
        The nudge, with its sign, and the one for which the plot is not magnified.
    window
        The scale of the cost's change, per size of the nudge.
    box
        ``left``, ``right``, ``bottom`` and ``top``, as for any graph.

    Notes
    -----
    ``graph`` has the nudged point as its dot; ``here`` is the lesson's point; ``secant``, and ``legs``, the nudge and
    the change of the cost that it causes, are its parts, to be shown one by one. ``numbers`` tell the scale;
    ``background`` is the axes' lines and the curve, and ``drawn`` is what is drawn on it.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, by: float, first: float, window: Scale, **box: Any):
        self._last, self._theme, self._by = last, typesetter.theme, by
        size = abs(by)
        low, high = sorted((-_BACK * by, _AHEAD * by))
        dw, *_, dC = last.changes(by)
        self.graph = FunctionGraph(
            typesetter,
            np.vectorize(self._change, otypes=[float]),
            [dw, last.changes(_AHEAD * by)[0]],
            [dC, last.changes(_AHEAD * by)[-1]],
            scales=(Scale(low, high, size), window.times(size)),
            decimals=(decimals_for_smallest(by, digits=1), decimals_for_smallest(dC.value, digits=3)),
            **box,
        )
        self.graph.remove(self.graph.drops)
        self.here = Dot(self.graph.point(0.0, 0.0), DOT_RADIUS, color=typesetter.theme.C)
        self.secant = Line(color=typesetter.theme.highlight, stroke_width=THICK)
        self.legs = VGroup(*(Line(color=colour, stroke_width=THICK) for colour in (self._theme.w, self._theme.C)))
        self.ghosts = VGroup()
        self.prediction = VGroup()
        sign = power_sign(typesetter, round(first / by))
        if sign:
            sign.next_to(self.graph.axes.corner, DOWN, buff=_SIGN_GAP).shift((-sign.width / 2 - _SIGN_GAP) * RIGHT)
        lines = VGroup(*(part for part in self.graph.axes if isinstance(part, Line)))
        self.numbers = VGroup(*(part for part in self.graph.axes if part not in lines), *self.graph.names, sign)
        self.background = VGroup(lines, self.graph.curve)
        self.drawn = VGroup(self.ghosts, self.secant, self.legs, self.graph.dot, self.here, self.prediction)
        super().__init__(self.ghosts, self.secant, self.legs, self.graph, self.here, self.prediction, sign)
        self.show(by)

    @classmethod
    def zoomed(cls, typesetter: Typesetter, last: LastLayer, nudges: Sequence[float], **box: Any) -> "list[Self]":
        """Return a plot for each nudge: at the same place, and magnified as many times as the nudge is smaller."""
        window = _window(last, nudges)

        def plots(boxes: Sequence[dict[str, Any]]) -> list[Self]:
            pairs = zip(nudges, boxes, strict=True)
            return [cls(typesetter, last, by, nudges[0], window, **each) for by, each in pairs]

        axes = [plot.graph.axes for plot in plots([box] * len(nudges))]
        left, right = max(each.origin[0] for each in axes), min(each.corner[0] for each in axes)
        return plots(
            [
                box | {"left": box["left"] + left - each.origin[0], "right": box["right"] + right - each.corner[0]}
                for each in axes
            ]
        )

    def show(self, by: float) -> Self:
        """Move the nudged point, and with it the secant through it and the two legs of its slope."""
        dw, *_, dC = self._last.changes(by)
        self.graph.show(dw, dC)
        self._draw(self._last.ratio(by).value)
        return self

    def sweep(self, first: float, last: float, **options) -> Animation:
        """Return an animation of the nudge from one size to another."""
        return redraw(self, lambda t: self.show(first + (last - first) * t), **options)

    def leave_ghost(self) -> None:
        """Leave a faint copy of the secant where it is."""
        self.ghosts.add(self.secant.copy().set_stroke(self._theme.muted, width=THIN, opacity=_GHOST))

    def settle(self, **options) -> Animation:
        """Return an animation in which the secant becomes the tangent, whose slope is the derivative."""
        ends = self._line(self._last.derivative.value)
        return change(self.secant, lambda line: line.set_points_as_corners(ends), **options)

    def zoom_from(self, before: "SecantPlot", *, tangent: bool = False, **options) -> Animation:
        """Return an animation in which another plot is magnified until it is this one.

        The nudge shrinks as much, so that it keeps its length. With ``tangent``, the line is the tangent, and what it
        predicts is shown: a ring.
        """
        self.ghosts.add(*before.ghosts.copy())
        curve = self.graph.curve.points.copy()
        xs = np.linspace(self.graph.scales[0].low, self.graph.scales[0].high, _SAMPLES)
        if tangent:
            self._predict()

        def show(t: float) -> None:
            larger = (before._by / self._by) ** (1 - t)

            def point(dw: float) -> np.ndarray:
                return self.graph.point(dw, self._change(dw * larger) / larger)

            self.graph.dot.move_to(point(self._by))
            self._draw(self._last.derivative.value if tangent else self._last.ratio(self._by * larger).value)
            if not before.prediction:
                self.prediction.set_stroke(opacity=t)
            if t < 1:
                self.graph.curve.set_points_as_corners([point(x) for x in xs])
            else:
                self.graph.curve.points = curve.copy()

        return AnimationGroup(
            FadeOut(before.numbers, rate_func=squish_rate_func(smooth, 0, 0.5)),
            FadeIn(self.numbers, rate_func=squish_rate_func(smooth, 0.5, 1)),
            redraw(VGroup(self.background, self.drawn), show),
            **options,
        )

    def _change(self, by: float) -> float:
        """Return ΔC_0 for a nudge."""
        return self._last.changes(by)[-1].value

    def _predict(self) -> None:
        """Add a ring where the tangent has the nudged weight, and the gap between it and the nudged point."""
        colour = self._theme.text
        ring = Circle(_RING, color=colour, stroke_width=MEDIUM)
        ring.move_to(self.graph.point(self._by, self._last.predicted(self._by).value))
        self.prediction.add(Line(color=colour, stroke_width=MEDIUM), ring)

    def _draw(self, slope: float) -> None:
        """Draw what leads to the nudged point, and the line of this slope."""
        here, there = self.here.get_center(), self.graph.dot.get_center()
        foot = np.array([there[0], here[1], 0.0])
        for leg, end in zip(self.legs, (here, there), strict=True):
            leg.set_points_as_corners([foot, end])
        self.secant.set_points_as_corners(self._line(slope))
        if self.prediction:
            gap, ring = self.prediction
            gap.set_points_as_corners([ring.get_center(), there])

    def _line(self, slope: float) -> list[np.ndarray]:
        return self.graph.line_through(self.here.get_center(), slope)


def _window(last: LastLayer, nudges: Sequence[float]) -> Scale:
    """Return a scale with room for the changes of the cost around all nudges, each per size of the nudge."""
    slope = last.derivative.value
    reached = [0.0]
    for by in nudges:
        steps = np.linspace(-_BACK * by, _AHEAD * by, _SAMPLES)
        reached += [last.changes(step)[-1].value / abs(by) for step in steps]
        reached += [slope * step / abs(by) for step in (-_BACK * by, _AHEAD * by)]
    least = _LEAST_SPAN / min(map(abs, nudges))
    if max(reached) - min(reached) < least:
        reached += [-least, least]
    return Scale.around(reached, ticks=_Y_TICKS)
