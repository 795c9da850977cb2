"""A table of the outputs before and after a descent, each on a line with its desired value."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Circle, Dot, Line, VGroup, VMobject

from backprop_core.quantities import Quantity, Symbol
from scenes.kit.plot.value_line import DOT_RADIUS
from scenes.kit.text.formula import Formula
from scenes.kit.text.readout import printed_width
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SMALL, SMALLEST, THICK, THIN
from scenes.numbers.descent import Learning
from scenes.numbers.format import exact_decimals
from scenes.numbers.language import N_
from scenes.numbers.scales import Scale, limits

# Half the length of the stroke at the desired output, and of the line's ends, in frame units.
_STROKE, _END = 0.2, 0.08


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


# Between columns, and between a mark and the word below it; how far the header is above the first row, and a track's
# numbers above it; the shortest track; from row to row at most: all in frame units. How far the middle of a digit is
# above the baseline, in em.
_GUTTER, _MARK_GAP = 0.4, 0.12
_HEADER_RISE, _TICK_RISE = 0.68, 0.31
_SHORTEST_TRACK, _PITCH = 2.4, 1.5

# From which pitch on there is room for numbers at the ends of all tracks, in frame units.
_ROOMY_PITCH = 0.95
_DIGIT_MIDDLE = 0.33

_TICK_COUNT = 4
_FEWEST_DECIMALS = 2

_MARKS = ((ring, "a", N_("before")), (dot, "a", N_("after")), (stroke, "y", N_("desired")))


class OutputsBeforeAfter(VGroup):
    """A row with name, track and numbers for each output, and a last row with those of the cost of the example.

    Parameters
    ----------
    learning
        The descent; at first the tracks show outputs and cost before its first step.
    left, right, bottom, top
        The room for the rows and their header, in frame units.

    Notes
    -----
    The parts, to be shown one by one, are ``names``, ``tracks``, ``ends``, the numbers at the tracks' ends if there
    is room, the ``headers`` before, after and desired, and the ``columns`` before and after. The cost is the last
    entry of names, tracks and columns.
    """

    def __init__(
        self, typesetter: Typesetter, learning: Learning, *, left: float, right: float, bottom: float, top: float
    ):
        self._learning = learning
        before, after = (_outputs_and_cost(learning, step) for step in (0, learning.steps))
        wanted = learning.targets
        self.names = [typesetter.formula("{}", each.symbol, size=LABEL) for each in before]
        self.headers = [_Header(typesetter, *each) for each in _MARKS]
        start = left + max(name.width for name in self.names) + _GUTTER
        numbers = before, after
        size, decimals = self._fit(typesetter, numbers, right - start - _SHORTEST_TRACK - 2 * _GUTTER)
        self.columns = [
            [typesetter.formula("{}", each, size=size, decimals=decimals) for each in before],
            [typesetter.readout(each, size=size, decimals=decimals) for each in after],
        ]
        above = _HEADER_RISE + max(header.height for header in self.headers)
        pitch = min(_PITCH, (top - bottom - above) / (len(before) - 0.5))
        first = (top + bottom - above + (len(before) - 1) * pitch) / 2
        heights = [first - place * pitch for place in range(len(before))]
        end = self._lay_out(left, right, heights)
        scales = [_scale(learning)] * len(wanted) + [_cost_scale(learning)]
        marked = range(len(scales)) if pitch > _ROOMY_PITCH else (0, -1)
        corners = [self._ends(typesetter, scales[place]) for place in marked]
        widths = [max(pair[side].width for pair in corners) for side in (0, 1)]
        ends = start + widths[0] / 2, end - widths[1] / 2
        self.ends = [number for pair in corners for number in pair]
        if ends[1] - ends[0] < sum(widths) / 2 + _MARK_GAP:
            self.ends, ends = [], (start, end)
        for number, x, y in zip(
            self.ends, len(corners) * ends, np.repeat([heights[place] for place in marked], 2), strict=False
        ):
            number.next_to((x, y, 0), UP, buff=_TICK_RISE)
        self.headers[-1].set_x(sum(ends) / 2)
        self.tracks = [
            Track(typesetter, scale, value, wish, left=ends[0], right=ends[1], y=y)
            for scale, value, wish, y in zip(scales, before, [*wanted, None], heights, strict=True)
        ]
        super().__init__(*self.headers, *self.ends, *self.names, *self.tracks)
        self.add(*(number for column in self.columns for number in column))

    def show(self, step: int) -> Self:
        """Show outputs and cost after so many steps on the tracks."""
        for value, track, number in zip(
            _outputs_and_cost(self._learning, step), self.tracks, self.columns[1], strict=True
        ):
            track.show(value)
            end = number.get_right()[0]
            number.show(value).shift((end - number.get_right()[0], 0, 0))
        return self

    @staticmethod
    def _ends(typesetter: Typesetter, scale: Scale) -> list[Formula]:
        """Return the numbers at the ends of a scale."""
        values = (round(value, exact_decimals(scale.step)) for value in (scale.low, scale.high))
        return [typesetter.tick(value, exact_decimals(value), size=SMALL) for value in values]

    def _fit(self, typesetter: Typesetter, columns: Sequence[Sequence[Quantity]], room: float) -> tuple[float, int]:
        """Return the type's size and the most decimals with which all columns fit into the room."""
        least = min(typesetter.decimals, _FEWEST_DECIMALS)
        usual = product(range(typesetter.decimals, least - 1, -1), (LABEL, SMALL))
        for decimals, size in (*usual, *product(range(least, -1, -1), (SMALL, SMALLEST))):
            texts = [[typesetter.printed(each.value, decimals=decimals) for each in column] for column in columns]
            wide = [max(size * printed_width(text) for text in column) for column in texts]
            if sum(max(w, header.width) for w, header in zip(wide, self.headers, strict=False)) <= room:
                return size, decimals
        return SMALLEST, least

    def _lay_out(self, left: float, right: float, heights: Sequence[float]) -> float:
        """Place the columns from right to left, and the names; return the right end of the room for tracks."""
        for header in self.headers:
            header.shift((0, heights[0] + _HEADER_RISE - header.word.baseline, 0))
        for header, column in reversed(list(zip(self.headers, self.columns, strict=False))):
            widest = max(number.width for number in column)
            width = max(header.width, widest)
            header.set_x(right - width / 2)
            for number in column:
                number.set_x(right - (width - widest) / 2, direction=RIGHT)
            right -= width + _GUTTER
        for name in self.names:
            name.set_x(left, direction=LEFT)
        for column in (self.names, *self.columns):
            for text, y in zip(column, heights, strict=False):
                text.shift((0, y - _DIGIT_MIDDLE * LABEL - text.baseline, 0))
        return right


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


class _Header(VGroup):
    """A column's mark, and below it the ``word`` for it."""

    def __init__(self, typesetter: Typesetter, mark: Callable[[Typesetter, str], VMobject], letter: str, word: str):
        self.word = typesetter.words(word, size=SMALL, colour=typesetter.theme.muted)
        super().__init__(mark(typesetter, typesetter.theme.colour_of(Symbol(letter))), self.word)
        self.arrange(DOWN, buff=_MARK_GAP)
