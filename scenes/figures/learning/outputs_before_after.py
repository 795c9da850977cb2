"""A table of the outputs before and after a descent, each on a line with its desired value."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Circle, Dot, FadeIn, Line, VGroup, VMobject

from backprop_core.quantities import Quantity, Symbol, activation
from scenes.kit.motion.animations import carry, one_by_one
from scenes.kit.network.neuron import Neuron
from scenes.kit.plot.value_line import DOT_RADIUS
from scenes.kit.text.formula import Formula
from scenes.kit.text.readout import Readout, number_outline
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SMALL, SMALLEST, THICK, THIN
from scenes.numbers.descent import Learning
from scenes.numbers.format import exact_decimals
from scenes.numbers.language import N_
from scenes.numbers.scales import Scale, limits

# Half the length of the stroke at the desired output, and of the line's ends, in frame units.
_STROKE, _END = 0.15, 0.08


class Track(VGroup):
    """A line with a ring at a first value, a dot at the present one and a stroke at the desired one, if there is one.

    Parameters
    ----------
    scale
        The values at the ends of the line.
    before, desired
        The first value, such as that of an output, and the desired one.
    left, right, y
        The ends of the line and its height, in frame units.

    Notes
    -----
    ``dot`` and ``trail``, the line from the ring to it, are not part of the track until they are added. ``shown`` is
    the present value.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        scale: Scale,
        before: Quantity,
        desired: Quantity | None = None,
        *,
        left: float,
        right: float,
        y: float,
    ):
        self._scale = scale
        muted = typesetter.theme.muted
        self.line = Line((left, y, 0), (right, y, 0), color=muted, stroke_width=MEDIUM)
        ends = (
            Line(at - _END * UP, at + _END * UP, color=muted, stroke_width=THIN)
            for at in self.line.get_start_and_end()
        )
        colour = typesetter.theme.colour_of(before.symbol)
        self.ring = ring(typesetter, colour).move_to(self.point(before))
        self.trail = Line(color=colour, stroke_width=THICK)
        self.dot = dot(typesetter, colour)
        strokes = [stroke(typesetter, typesetter.theme.y).move_to(self.point(desired))] if desired else []
        super().__init__(self.line, *ends, *strokes, self.ring)
        self.show(before)

    def point(self, quantity: Quantity) -> np.ndarray:
        """Return the point of the frame where a quantity stands."""
        start, end = self.line.get_start_and_end()
        return start + self._scale.fraction(quantity.value) * (end - start)

    def show(self, quantity: Quantity) -> Self:
        """Move the dot to this value, and draw its trail."""
        self.shown = quantity
        self.dot.move_to(self.point(quantity))
        start, end = self.ring.get_center(), self.dot.get_center()
        way = end - start
        self.trail.clear_points()
        if abs(way[0]) > DOT_RADIUS:
            self.trail.set_points_as_corners([start + DOT_RADIUS * np.sign(way), end])
        return self


def ring(typesetter: Typesetter, colour: str) -> Circle:
    """Return the mark of a value before the descent."""
    return Circle(DOT_RADIUS, color=colour, stroke_width=MEDIUM).set_fill(typesetter.theme.background, opacity=1)


def dot(_typesetter: Typesetter, colour: str) -> Dot:
    """Return the mark of a value after the descent."""
    return Dot(radius=DOT_RADIUS, color=colour)


def stroke(_typesetter: Typesetter, colour: str) -> Line:
    """Return the mark of a desired value."""
    return Line(-_STROKE * UP, _STROKE * UP, color=colour, stroke_width=THICK)


# From a name to its track, and between the marks of the legend; from a track's end, where a mark may be, to its
# number; from a mark of the legend to its word. Between the numbers of two rows at most, and at least unless they are
# small: in frame units.
_GUTTER, _END_GAP, _MARK_GAP = 0.35, 0.2 + DOT_RADIUS, 0.16
_APART, _BETWEEN = 0.55, 0.16

# How far the first row's number is from the legend, in spaces between the numbers of two rows.
_BELOW_LEGEND = 1.8

# The air around a number on its way past discs and names, in frame units.
_CLEAR = 0.1

# The height of a digit's middle, and the gap between a mark on a track and its number, in em.
_DIGIT_MIDDLE, _NUMBER_GAP = 0.33, 0.25

_TICK_COUNT = 4

_MARKS = ((stroke, "y", N_("desired")), (ring, "a", N_("before")), (dot, "a", N_("after")))


class OutputsBeforeAfter(VGroup):
    """A row with name and track for each output, and a last row with those of the cost of the example.

    The numbers before the descent stand above the tracks, those after it below them, at their marks.

    Parameters
    ----------
    learning
        The descent; at first the tracks show outputs and cost before its first step.
    left, right, bottom, top
        The room for the rows and their legend, in frame units.

    Notes
    -----
    The parts, to be shown one by one, are ``names``, ``tracks``, ``ends``, the numbers at the tracks' ends, the
    ``legend`` of the marks, desired, before and after, the ``words`` before it, which are a heading, and the numbers
    ``before`` and ``after``. The cost is the last entry of names, tracks and numbers.
    """

    def __init__(
        self, typesetter: Typesetter, learning: Learning, *, left: float, right: float, bottom: float, top: float
    ):
        self._learning = learning
        values, wanted = _outputs_and_cost(learning, 0), learning.targets
        last = _outputs_and_cost(learning, learning.steps)
        self._inks = [_ink(typesetter, pair) for pair in zip(values, last, strict=True)]
        L = learning.layers.network.L
        names = *(activation(L, j, L=L) for j in range(len(wanted))), values[-1].symbol
        self.names = [typesetter.formula("{}", name, size=LABEL) for name in names]
        self.words = typesetter.words(N_("this example"), size=SMALL)
        self.legend = _legend(typesetter)
        desired: Any = self.legend[0][1]
        share = min(1.0, (right - left - _GUTTER) / (self.words.width + self.legend.width))
        self.legend.scale(share).move_to((right, top, 0), aligned_edge=RIGHT + UP)
        self.words.scale(share).set_x(left, direction=LEFT).on_baseline(desired.baseline)
        room = self.legend.get_bottom()[1] - bottom
        sizes = ((size, self._reaches(size)) for size in (LABEL, SMALL, SMALLEST))
        parts = len(values) - 1 + _BELOW_LEGEND
        spaces = [(size, reaches, (room - 2 * sum(reaches)) / parts) for size, reaches in sizes]
        size, reaches, space = next((each for each in spaces if each[-1] > _BETWEEN), spaces[-1])
        gap, first = min(space, _APART), min(_BELOW_LEGEND * space, _APART)
        free = room - 2 * sum(reaches) - (len(values) - 1) * gap - first
        VGroup(self.words, self.legend).shift(free / 2 * DOWN)
        y, heights = self.legend.get_bottom()[1] - first, []
        for reach in reaches:
            heights.append(y - reach)
            y -= 2 * reach + gap
        scales = [_scale(learning)] * len(wanted) + [_cost_scale(learning)]
        pairs = [_ends(typesetter, scale, 2 * DOT_RADIUS + _NUMBER_GAP * size) for scale in scales]
        outer = left + max(name.width for name in self.names) + _GUTTER, right
        self._room = start, end = tuple(
            edge + side * (max(pair[place].width for pair in pairs) + _END_GAP)
            for place, (edge, side) in enumerate(zip(outer, (1, -1), strict=True))
        )
        for name, pair, y in zip(self.names, pairs, heights, strict=True):
            name.set_x(left, direction=LEFT).shift((0, y - _DIGIT_MIDDLE * LABEL - name.baseline, 0))
            for number, x, side in zip(pair, (start, end), (LEFT, RIGHT), strict=True):
                number.next_to((x, y, 0), side, buff=_END_GAP)
        self.ends = [number for pair in pairs for number in pair]
        self.tracks = [
            Track(typesetter, scale, value, wish, left=start, right=end, y=y)
            for scale, value, wish, y in zip(scales, values, [*wanted, None], heights, strict=True)
        ]
        self.before, self.after = ([typesetter.readout(value, size=size) for value in values] for _ in range(2))
        for number, track, (low, _) in zip(self.before, self.tracks, self._inks, strict=True):
            self._stand(number, track.ring, DOT_RADIUS + (_NUMBER_GAP - low) * size)
        super().__init__(self.legend, self.words, *self.ends, *self.names, *self.tracks, *self.before, *self.after)
        self.show(0)

    def show(self, step: int) -> Self:
        """Show outputs and cost after so many steps on the tracks."""
        values = _outputs_and_cost(self._learning, step)
        for value, track, number, (_, high) in zip(values, self.tracks, self.after, self._inks, strict=True):
            track.show(value)
            self._stand(number.show(value), track.dot, -DOT_RADIUS - (_NUMBER_GAP + high) * number.em)
        return self

    def bring_before(self, neurons: Sequence[Neuron], **options) -> Animation:
        """Return an animation in which the outputs' numbers come from their neurons, and then the cost's appears."""
        *values, own_cost = self.before
        pairs = zip(neurons, values, strict=True)
        flights = (
            carry(neuron.number, each, air=_CLEAR) if neuron.number else FadeIn(each) for neuron, each in pairs
        )
        return one_by_one(*flights, FadeIn(own_cost), **options)

    def _reaches(self, size: float) -> list[float]:
        """Return how far each row's numbers of this size reach up or down from its track, in frame units."""
        return [DOT_RADIUS + (_NUMBER_GAP + high - low) * size for low, high in self._inks]

    def _stand(self, number: Readout, mark: VMobject, rise: float) -> None:
        """Put a number above or below a mark, its baseline so much higher; it stays between the track's ends."""
        (x, y, _), (left, right) = mark.get_center(), self._room
        number.anchor_at((x, y + rise, 0))
        number.shift((max(0.0, left - number.get_left()[0]) + min(0.0, right - number.get_right()[0]), 0, 0))


def _ink(typesetter: Typesetter, values: Sequence[Quantity]) -> tuple[float, float]:
    """Return how far the printed values reach down and up from their baseline, in em."""
    heights = np.concatenate([number_outline(typesetter.printed(value.value))[0][:, 1] for value in values])
    return float(heights.min()), float(heights.max())


def _legend(typesetter: Typesetter) -> VGroup:
    """Return the marks, each with the word for it, in a row."""
    theme = typesetter.theme
    return VGroup(
        VGroup(
            mark(typesetter, theme.colour_of(Symbol(letter))), typesetter.words(word, size=SMALL, colour=theme.muted)
        ).arrange(RIGHT, buff=_MARK_GAP)
        for mark, letter, word in _MARKS
    ).arrange(RIGHT, buff=_GUTTER)


def _ends(typesetter: Typesetter, scale: Scale, height: float) -> list[Formula]:
    """Return the numbers at the ends of a scale, small enough not to reach the numbers above and below."""
    values = [round(value, exact_decimals(scale.step)) for value in (scale.low, scale.high)]

    def numbers(size: float) -> list[Formula]:
        return [typesetter.tick(value, exact_decimals(value), size=size) for value in values]

    usual = numbers(SMALL)
    return usual if max(number.height for number in usual) < height else numbers(SMALLEST)


def _outputs_and_cost(learning: Learning, step: int) -> list[Quantity]:
    """Return the outputs and the cost of the lesson's example after so many steps."""
    return [*learning.outputs(step), learning.own_cost(step)]


def _scale(learning: Learning) -> Scale:
    """Return the scale of the tracks, which has room for the outputs after every step and the desired ones."""
    reached = [a for run in learning.runs for a in run.output.tolist()]
    low, high = limits(learning.layers.network.activation[learning.layers.network.L])
    return Scale.around([*reached, *learning.layers.y.tolist()], low=low, high=high, ticks=_TICK_COUNT)


def _cost_scale(learning: Learning) -> Scale:
    """Return the scale of the cost's track, which begins at 0 and has room for it after every step."""
    reached = [learning.own_cost(step).value for step in range(learning.steps + 1)]
    return Scale.around(reached, low=0, ticks=_TICK_COUNT)
