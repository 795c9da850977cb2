"""The change of the cost against that of the weight: a secant that turns into the tangent as the nudge shrinks."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    Circle,
    Dot,
    FadeIn,
    FadeOut,
    Line,
    VGroup,
    VMobject,
    linear,
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
from scenes.numbers.language import N_
from scenes.numbers.scales import Scale

# How far the curve goes on beyond the nudged point, and against it, in nudges; about how many steps there are on the
# axis of the cost; how often the curve is sampled for the scale of the cost, and while it is zoomed.
_AHEAD, _BACK = 2, 1
_Y_TICKS, _SAMPLES = 4, 97

# Nudges and the changes of the cost.
Samples = tuple[np.ndarray, np.ndarray]

# How faint the secants are that were there before; the radius of the ring where the nudged point is predicted.
_GHOST, _RING = 0.55, 1.2 * DOT_RADIUS

# After which share of the time the nudge has shrunk, and the plot begins to be magnified.
_SHRINKING = 0.45

# In frame units: from the right end and the top of the plot to its magnification, and from the ends of the gap to
# their names; how much lower than usual the nudge's name is; from the upright line of no nudge to the names.
_SIGN_GAP, _NAME_GAP, _NAME_DROP, _ZERO_GAP = 0.15, 0.06, 0.1, 0.12


class SecantPlot(VGroup):
    """The curve of ΔC_0 against Δw^(L), with the secant from the lesson's point to the nudged one.

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
    predicts
        Whether the tangent is there, with what it predicts.
    box
        ``left``, ``right``, ``bottom`` and ``top``, as for any graph.

    Notes
    -----
    ``graph`` has no numbers of its own, nor its dot, the nudged point; ``here`` is the lesson's point; ``secant``,
    and ``legs``, the nudge and the change of the cost that it causes, are parts, too. ``frame`` is the axes' lines
    and names, ``numbers`` tell the scale, and ``drawn`` is what is drawn on the curve. ``prediction`` is the gap from
    the tangent to the nudged point, and a ring on the tangent; it and ``tangent`` are empty if nothing is predicted.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        last: LastLayer,
        by: float,
        first: float,
        scales: tuple[Scale, Scale],
        sampled: Samples,
        *,
        predicts: bool,
        **box: Any,
    ):
        self._last, self._theme, self._by, self._sampled = last, typesetter.theme, by, sampled
        dw, *_, dC = last.changes(by)
        self.graph = FunctionGraph(
            typesetter, np.vectorize(self._change, otypes=[float]), [dw], [dC], scales=scales, **box
        )
        self.graph.remove(self.graph.drops, *self.graph.names, self.graph.dot)
        self.graph.curve.set_stroke(self._theme.C, width=THICK)
        self.graph.dot.set_color(self._theme.C)
        self.here = Dot(self.graph.point(0.0, 0.0), DOT_RADIUS, color=typesetter.theme.C)
        self.secant = Line(color=typesetter.theme.highlight, stroke_width=MEDIUM)
        self.legs = VGroup(*(Line(color=colour, stroke_width=THICK) for colour in (self._theme.w, self._theme.C)))
        self.ghosts, self.tangent, self.prediction = VGroup(), VGroup(), VGroup()
        if predicts:
            colour = typesetter.theme.text
            start, end = self._line(last.derivative.value)
            self.tangent.add(Line(start, end, color=colour, stroke_width=THIN))
            gap, ring = Line(color=colour, stroke_width=THICK), Circle(_RING, color=colour, stroke_width=MEDIUM)
            self.prediction.add(gap, ring)
        sign = power_sign(typesetter, round(first / by))
        if sign:
            sign.next_to(self.graph.axes.corner, DOWN, buff=_SIGN_GAP).shift((-sign.width / 2 - _SIGN_GAP) * RIGHT)
        lines = [part for part in self.graph.axes if isinstance(part, Line)]
        self.graph.axes.remove(*self._in_the_corner())
        self.numbers = VGroup(*(part for part in self.graph.axes if part not in lines), sign)
        self.frame = VGroup(*lines, *self._names(typesetter))
        lines = self.ghosts, self.secant, self.tangent, self.legs
        self.drawn = VGroup(*lines, self.graph.dot, self.here, self.prediction)
        super().__init__(self.frame, self.graph, self.drawn, sign)
        self.show(by)

    @classmethod
    def zoomed(
        cls, typesetter: Typesetter, last: LastLayer, nudges: Sequence[float], *, predicts: bool, **box: Any
    ) -> "list[Self]":
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
                predicts=predicts,
                **box
                | {
                    "left": box["left"] + left - axes[place].origin[0],
                    "right": box["right"] + right - axes[place].corner[0],
                },
            )
            for place, by in enumerate(nudges)
        ]

    def show(self, by: float) -> Self:
        """Move the nudged point, and with it the two legs of its slope, the secant through it, and the ring."""
        dw, *_, dC = self._last.changes(by)
        self.graph.show(dw, dC)
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

    def name_ends(self, typesetter: Typesetter) -> VGroup:
        """Return words that say which end of the gap is predicted, and which is real; no line runs on their sides.

        They slide along the tangent until they are clear of the upright line of no nudge, and are so small that the
        one on the left is clear of the axis. If no gap can be seen, both stand together, with a sign between them.
        """
        _, ring = self.prediction
        away = LEFT if self._last.derivative.value > 0 else RIGHT
        gap = self.graph.dot.get_y() - ring.get_y()
        real = np.copysign(1, gap) * (UP + away)
        colours = {N_("predicted"): self._theme.text, N_("real"): self._theme.C}
        names = VGroup(*(typesetter.words(word, size=LABEL, colour=colour) for word, colour in colours.items()))
        places = [*zip(names, (ring, self.graph.dot), (-real, real), strict=True)]
        if abs(gap) < DOT_RADIUS:
            both, right = _as_one(typesetter, names), real * np.sign(real[0])
            outside = right[1] < 0 and ring.get_bottom()[1] - both.height < self.graph.axes.origin[1]
            places = [(both, ring, -right if outside else right)]
        else:
            left, end = next((name, end.get_left()[0]) for name, end, side in places if side[0] < 0)
            names.scale(min(1.0, (end - self.graph.axes.origin[0] - 2 * _NAME_GAP) / left.width))
        zero, ahead = self.here.get_x(), np.sign(self._by)
        along = ahead * self.tangent[0].get_unit_vector()
        for name, end, side in places:
            name.next_to(end, side, buff=_NAME_GAP)
            missing = _ZERO_GAP - ahead * (name.get_edge_center(-ahead * RIGHT)[0] - zero)
            name.shift(max(0.0, missing) / abs(along[0]) * along)
        return VGroup(*(name for name, *_ in places))

    def zoom_from(self, before: "SecantPlot", **options) -> Animation:
        """Return an animation in which another plot's nudge shrinks; then it is magnified until it is this one."""
        curve = self.graph.curve.points.copy()
        whole = before._by / self._by

        def show(t: float) -> None:
            by = self._by * whole ** (1 - smooth(min(t / _SHRINKING, 1.0)))
            larger = whole ** (1 - smooth(max((t - _SHRINKING) / (1 - _SHRINKING), 0.0)))
            self.graph.dot.move_to(self.graph.point(by / larger, self._change(by) / larger))
            self._draw(by, larger)
            if t < 1:
                self.graph.curve.set_points_as_corners(self._magnified(larger))
            else:
                self.graph.curve.points = curve.copy()

        return AnimationGroup(
            FadeOut(before.numbers, rate_func=squish_rate_func(smooth, _SHRINKING, 0.7)),
            FadeIn(self.numbers, rate_func=squish_rate_func(smooth, 0.7, 1)),
            redraw(VGroup(self.frame, self.graph.curve, self.drawn), show, rate_func=linear),
            **options,
        )

    def _in_the_corner(self) -> list[VMobject]:
        """Return the number of x that nearly touches one of y, if there is one: it reaches left of the axis of y."""
        axes, (left, bottom, _) = self.graph.axes, self.graph.axes.origin
        return [part for part in axes if part.get_left()[0] < left and part.get_top()[1] < bottom]

    def _names(self, typesetter: Typesetter) -> list[VMobject]:
        """Return the names of the axes, below the middle of one and above the end of the other."""
        of_x, of_y = self.graph.names
        dw, dC = (
            typesetter.formula("{}", name.readouts[0].quantity.symbol, size=LABEL).on_baseline(name.formula.baseline)
            for name in (of_x, of_y)
        )
        dw.set_x(self.graph.axes.x.get_x()).shift(_NAME_DROP * DOWN)
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

    def _draw(self, by: float, larger: float = 1.0) -> None:
        """Draw what leads to the nudged point, and the secant and the prediction for a nudge.

        The axes reach ``larger`` times as far as their numbers say.
        """
        here, there = self.here.get_center(), self.graph.dot.get_center()
        foot = np.array([there[0], here[1], 0.0])
        for leg, end in zip(self.legs, (here, there), strict=True):
            leg.set_points_as_corners([foot, end])
        self.secant.set_points_as_corners([here, there])
        if self.prediction:
            gap, ring = self.prediction
            ring.move_to(self.graph.point(by / larger, self._last.predicted(by).value / larger))
            gap.set_points_as_corners([ring.get_center(), there])

    def _line(self, slope: float) -> list[np.ndarray]:
        return self.graph.line_through(self.here.get_center(), slope)


def _as_one(typesetter: Typesetter, names: VGroup) -> VGroup:
    """Return two words as one, the second one below the first, after the sign that they are about equal."""
    first, second = names
    sign = typesetter.formula("approx", size=LABEL).next_to(second, LEFT, buff=2 * _NAME_GAP)
    return VGroup(first, VGroup(sign, second).next_to(first, DOWN, buff=_NAME_GAP, aligned_edge=LEFT))


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
    slope = last.derivative.value * float(np.sign(nudges[0]))
    reached = [slope * step for step in (-_BACK, _AHEAD)]
    for by, (_, dC) in zip(nudges, sampled, strict=True):
        reached += (dC / abs(by)).tolist()
    return Scale.of_changes(reached, ticks=_Y_TICKS)
