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
    VMobject,
    smooth,
    squish_rate_func,
)

from scenes.figures.nudges.magnification import power_sign
from scenes.kit.motion.animations import change, redraw
from scenes.kit.plot.axes import Axes
from scenes.kit.plot.graph import DOT_RADIUS, FunctionGraph
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, THICK, THIN
from scenes.numbers.chain import LastLayer
from scenes.numbers.scales import Scale

# How far the curve goes on beyond the nudged point, and against it, in nudges; about how many steps there are on the
# axis of the cost; how often the curve is sampled for the scale of the cost, and while it is zoomed.
_AHEAD, _BACK = 2, 1
_Y_TICKS, _SAMPLES = 4, 97

# The least span of the axis of the cost: with less, its numbers would have too many digits.
_LEAST_SPAN = 5e-5

# Nudges and the changes of the cost.
Samples = tuple[np.ndarray, np.ndarray]

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
    scales
        Those of the nudge and of the cost's change.
    sampled
        Nudges, in order, and the changes of the cost that they cause: the curve while the plot is magnified.
    box
        ``left``, ``right``, ``bottom`` and ``top``, as for any graph.

    Notes
    -----
    ``graph`` has the nudged point as its dot, and no numbers of its own; ``here`` is the lesson's point; ``secant``,
    and ``legs``, the nudge and the change of the cost that it causes, are its parts, to be shown one by one.
    ``frame`` is the axes' lines and names, ``numbers`` tell the scale, and ``drawn`` is what is drawn on the curve.
    ``prediction`` is empty until ``predict``.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        last: LastLayer,
        by: float,
        first: float,
        scales: tuple[Scale, Scale],
        sampled: Samples,
        **box: Any,
    ):
        self._last, self._theme, self._by, self._sampled = last, typesetter.theme, by, sampled
        dw, *_, dC = last.changes(by)
        self.graph = FunctionGraph(
            typesetter, np.vectorize(self._change, otypes=[float]), [dw], [dC], scales=scales, **box
        )
        self.graph.remove(self.graph.drops, *self.graph.names)
        self.here = Dot(self.graph.point(0.0, 0.0), DOT_RADIUS, color=typesetter.theme.C)
        self.secant = Line(color=typesetter.theme.highlight, stroke_width=THICK)
        self.legs = VGroup(*(Line(color=colour, stroke_width=THICK) for colour in (self._theme.w, self._theme.C)))
        self.ghosts = VGroup()
        self.prediction = VGroup()
        sign = power_sign(typesetter, round(first / by))
        if sign:
            sign.next_to(self.graph.axes.corner, DOWN, buff=_SIGN_GAP).shift((-sign.width / 2 - _SIGN_GAP) * RIGHT)
        lines = [part for part in self.graph.axes if isinstance(part, Line)]
        self.numbers = VGroup(*(part for part in self.graph.axes if part not in lines), sign)
        self.frame = VGroup(*lines, *self._names(typesetter))
        self.drawn = VGroup(self.ghosts, self.secant, self.legs, self.graph.dot, self.here, self.prediction)
        super().__init__(
            self.frame, self.ghosts, self.secant, self.legs, self.graph, self.here, self.prediction, sign
        )
        self.show(by)

    @classmethod
    def zoomed(cls, typesetter: Typesetter, last: LastLayer, nudges: Sequence[float], **box: Any) -> "list[Self]":
        """Return a plot for each nudge: at the same place, and magnified as many times as the nudge is smaller."""
        sampled = [_samples(last, by) for by in nudges]
        window = _window(last, nudges, sampled)
        scales = [_scales(by, window) for by in nudges]
        corners = (box["left"], box["bottom"]), (box["right"], box["top"])
        axes = [Axes(typesetter, each, *corners) for each in scales]
        left, right = max(each.origin[0] for each in axes), min(each.corner[0] for each in axes)
        return [
            cls(
                typesetter,
                last,
                by,
                nudges[0],
                scales[place],
                _merged(sampled[max(0, place - 1) : place + 1]),
                **box
                | {
                    "left": box["left"] + left - axes[place].origin[0],
                    "right": box["right"] + right - axes[place].corner[0],
                },
            )
            for place, by in enumerate(nudges)
        ]

    def show(self, by: float) -> Self:
        """Move the nudged point, and with it the two legs of its slope and the secant through it, or the ring."""
        dw, *_, dC = self._last.changes(by)
        self.graph.show(dw, dC)
        if self.prediction:
            self.prediction[1].move_to(self.graph.point(by, self._last.predicted(by).value))
        self._draw(by)
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

    def predict(self) -> VGroup:
        """Return a new ring where the tangent has the nudged weight, and the gap to the nudged point.

        From now on the line is the tangent.
        """
        colour = self._theme.text
        self.prediction.add(Line(color=colour, stroke_width=MEDIUM), Circle(_RING, color=colour, stroke_width=MEDIUM))
        quantity = self.graph.names[0].readouts[0].quantity
        self.show(quantity.value)
        return self.prediction

    def zoom_from(self, before: "SecantPlot", **options) -> Animation:
        """Return an animation in which another plot is magnified until it is this one.

        The nudge shrinks as much, so that it keeps its length, and so does a ring.
        """
        if before.prediction:
            self.predict()
        curve = self.graph.curve.points.copy()

        def show(t: float) -> None:
            larger = (before._by / self._by) ** (1 - t)
            self.graph.dot.move_to(self.graph.point(self._by, self._change(self._by * larger) / larger))
            self._draw(self._by * larger)
            if t < 1:
                self.graph.curve.set_points_as_corners(self._magnified(larger))
            else:
                self.graph.curve.points = curve.copy()

        return AnimationGroup(
            FadeOut(before.numbers, rate_func=squish_rate_func(smooth, 0, 0.5)),
            FadeIn(self.numbers, rate_func=squish_rate_func(smooth, 0.5, 1)),
            redraw(VGroup(self.frame, self.graph.curve, self.drawn), show),
            **options,
        )

    def _names(self, typesetter: Typesetter) -> list[VMobject]:
        """Return the names of the axes, below the middle of one and above the end of the other."""
        of_x, of_y = self.graph.names
        dw, dC = (
            typesetter.formula("{}", name.readouts[0].quantity.symbol, size=LABEL).on_baseline(name.formula.baseline)
            for name in (of_x, of_y)
        )
        dw.set_x(self.graph.axes.x.get_x())
        return [dw, dC.set_x(self.graph.axes.origin[0])]

    def _change(self, by: float) -> float:
        """Return ΔC_0 for a nudge."""
        return self._last.changes(by)[-1].value

    def _magnified(self, larger: float) -> list[np.ndarray]:
        """Return the curve's points where the axes reach so many times as far."""
        dw, dC = self._sampled
        low, high = larger * self.graph.scales[0].low, larger * self.graph.scales[0].high
        xs = np.array([low, *dw[(low < dw) & (dw < high)], high])
        return [self.graph.point(x / larger, y / larger) for x, y in zip(xs, np.interp(xs, dw, dC), strict=True)]

    def _draw(self, by: float) -> None:
        """Draw what leads to the nudged point, and the secant for a nudge or, if there is a ring, the tangent."""
        here, there = self.here.get_center(), self.graph.dot.get_center()
        foot = np.array([there[0], here[1], 0.0])
        for leg, end in zip(self.legs, (here, there), strict=True):
            leg.set_points_as_corners([foot, end])
        slope = self._last.derivative if self.prediction else self._last.ratio(by)
        self.secant.set_points_as_corners(self._line(slope.value))
        if self.prediction:
            gap, ring = self.prediction
            gap.set_points_as_corners([ring.get_center(), there])

    def _line(self, slope: float) -> list[np.ndarray]:
        return self.graph.line_through(self.here.get_center(), slope)


def _scales(by: float, window: Scale) -> tuple[Scale, Scale]:
    """Return the scales of a plot for this nudge; ``window`` is that of the cost's change, per size of the nudge."""
    low, high = sorted((-_BACK * by, _AHEAD * by))
    return Scale(low, high, abs(by)), window.times(abs(by))


def _samples(last: LastLayer, by: float) -> Samples:
    """Return nudges from one end of a plot's axis to the other, in order, and the changes that they cause."""
    low, high = sorted((-_BACK * by, _AHEAD * by))
    nudges = np.linspace(low, high, _SAMPLES)
    return nudges, np.array([last.changes(each)[-1].value for each in nudges])


def _merged(samples: Sequence[Samples]) -> Samples:
    """Return samples with several densities as one."""
    dw, dC = (np.concatenate(column) for column in zip(*samples, strict=True))
    dw, order = np.unique(dw, return_index=True)
    return dw, dC[order]


def _window(last: LastLayer, nudges: Sequence[float], sampled: Sequence[Samples]) -> Scale:
    """Return a scale with room for the changes of the cost around all nudges, each per size of the nudge."""
    slope = last.derivative.value
    reached = [0.0, *(slope * np.sign(nudges[0]) * step for step in (-_BACK, _AHEAD))]
    for by, (_, dC) in zip(nudges, sampled, strict=True):
        reached += (dC / abs(by)).tolist()
    least = _LEAST_SPAN / min(map(abs, nudges))
    if max(reached) - min(reached) < least:
        reached += [-least, least]
    return Scale.around(reached, ticks=_Y_TICKS)
