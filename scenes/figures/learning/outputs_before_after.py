"""A table of the outputs before and after a descent, each on a line with its desired value."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Circle, Dot, Line, VGroup, VMobject

from backprop_core.quantities import Quantity
from scenes.kit.plot.value_line import DOT_RADIUS
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
    """A line with a ring at an output's first value, a dot at its present one and a stroke at the desired one.

    Parameters
    ----------
    scale
        The values at the ends of the line.
    before, desired
        The output's first value, and the desired one.
    left, right, y
        The ends of the line and its height, in frame units.

    Notes
    -----
    ``dot`` and ``trail``, the line from the ring to it, are not part of the track until they are added.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        scale: Scale,
        before: Quantity,
        desired: Quantity,
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
        self.ring = ring(typesetter).move_to(self.point(before))
        self.trail = Line(color=typesetter.theme.a, stroke_width=THICK)
        self.dot = dot(typesetter)
        super().__init__(self.line, *ends, stroke(typesetter).move_to(self.point(desired)), self.ring)
        self.show(before)

    def point(self, quantity: Quantity) -> np.ndarray:
        """Return the point of the frame where a quantity stands."""
        start, end = self.line.get_start_and_end()
        return start + self._scale.fraction(quantity.value) * (end - start)

    def show(self, quantity: Quantity) -> Self:
        """Move the dot to this value of the output, and draw its trail."""
        self.dot.move_to(self.point(quantity))
        start, end = self.ring.get_center(), self.dot.get_center()
        way = end - start
        self.trail.clear_points()
        if abs(way[0]) > DOT_RADIUS:
            self.trail.set_points_as_corners([start + DOT_RADIUS * np.sign(way), end])
        return self


def ring(typesetter: Typesetter) -> Circle:
    """Return the mark of an output before the descent."""
    return Circle(DOT_RADIUS, color=typesetter.theme.a, stroke_width=MEDIUM).set_fill(
        typesetter.theme.background, opacity=1
    )


def dot(typesetter: Typesetter) -> Dot:
    """Return the mark of an output after the descent."""
    return Dot(radius=DOT_RADIUS, color=typesetter.theme.a)


def stroke(typesetter: Typesetter) -> Line:
    """Return the mark of a desired output."""
    return Line(-_STROKE * UP, _STROKE * UP, color=typesetter.theme.y, stroke_width=THICK)


# Between columns, and between a mark and the word below it; how far the header is above the first row, the cost below
# the last, and a track's numbers above it; the shortest track: all in frame units. How far the middle of a digit is
# above the baseline, in em.
_GUTTER, _MARK_GAP = 0.4, 0.12
_HEADER_RISE, _COST_DROP, _TICK_RISE = 0.55, 0.85, 0.31
_SHORTEST_TRACK = 2.0
_DIGIT_MIDDLE = 0.33

_TICK_COUNT = 4
_FEWEST_DECIMALS = 2

_MARKS = ((ring, N_("before")), (dot, N_("after")), (stroke, N_("desired")))


class OutputsBeforeAfter(VGroup):
    """A row with name, track and numbers for each output, and a last row for the cost of the example.

    Parameters
    ----------
    learning
        The descent; at first the tracks show the outputs before its first step.
    left, right
        The room for the rows, in frame units.
    heights
        The height of each output's row.

    Notes
    -----
    The parts, to be shown one by one, are ``names``, ``tracks``, ``ends``, the numbers at the tracks' ends if there
    is room, and the ``headers`` and ``columns`` before, after and desired. The cost is the last entry of the names
    and of the first two columns.
    """

    def __init__(
        self, typesetter: Typesetter, learning: Learning, *, left: float, right: float, heights: Sequence[float]
    ):
        self._learning = learning
        wanted, (before, after) = (
            learning.targets,
            (_outputs_and_cost(learning, step) for step in (0, learning.steps)),
        )
        self.names = [typesetter.formula("{}", each.symbol, size=LABEL) for each in before]
        self.headers = [_Header(typesetter, *each) for each in _MARKS]
        start = left + max(name.width for name in self.names) + _GUTTER
        numbers = before, after, wanted
        size, decimals = self._fit(typesetter, numbers, right - start - _SHORTEST_TRACK - 3 * _GUTTER)
        self.columns = [
            [typesetter.formula("{}", each, size=size, decimals=decimals) for each in column] for column in numbers
        ]
        end = self._lay_out(left, right, [*heights, heights[-1] - _COST_DROP])
        scale = _scale(learning)
        round_ends = (round(value, exact_decimals(scale.step)) for value in (scale.low, scale.high))
        self.ends = [typesetter.tick(value, exact_decimals(value), size=SMALL) for value in round_ends]
        ends = start + self.ends[0].width / 2, end - self.ends[1].width / 2
        if ends[1] - ends[0] < sum(number.width for number in self.ends) / 2 + _MARK_GAP:
            self.ends, ends = [], (start, end)
        for number, x in zip(self.ends, ends, strict=False):
            number.next_to((x, heights[0], 0), UP, buff=_TICK_RISE)
        self.tracks = [
            Track(typesetter, scale, a, y, left=ends[0], right=ends[1], y=height)
            for a, y, height in zip(before, wanted, heights, strict=False)
        ]
        super().__init__(*self.headers, *self.ends, *self.names, *self.tracks)
        self.add(*(number for column in self.columns for number in column))

    def show(self, step: int) -> Self:
        """Show the outputs after so many steps on the tracks."""
        for output, track in zip(self._learning.outputs(step), self.tracks, strict=True):
            track.show(output)
        return self

    def _fit(self, typesetter: Typesetter, columns: Sequence[Sequence[Quantity]], room: float) -> tuple[float, int]:
        """Return the type's size and the most decimals with which all columns fit into the room."""
        least = min(typesetter.decimals, _FEWEST_DECIMALS)
        usual = product(range(typesetter.decimals, least - 1, -1), (LABEL, SMALL))
        for decimals, size in (*usual, *product(range(least, -1, -1), (SMALL, SMALLEST))):
            texts = [[typesetter.printed(each.value, decimals=decimals) for each in column] for column in columns]
            wide = [max(size * printed_width(text) for text in column) for column in texts]
            if sum(max(w, header.width) for w, header in zip(wide, self.headers, strict=True)) <= room:
                return size, decimals
        return SMALLEST, least

    def _lay_out(self, left: float, right: float, heights: Sequence[float]) -> float:
        """Place the columns from right to left, and the names; return the right end of the room for tracks."""
        for header, column in reversed(list(zip(self.headers, self.columns, strict=True))):
            widest = max(number.width for number in column)
            width = max(header.width, widest)
            header.shift((right - width / 2 - header.get_x(), heights[0] + _HEADER_RISE - header.word.baseline, 0))
            for number in column:
                number.set_x(right - (width - widest) / 2, direction=RIGHT)
            right -= width + _GUTTER
        for name in self.names:
            name.set_x(left, direction=LEFT)
        for column in (self.names, *self.columns):
            for text, y in zip(column, heights, strict=False):
                text.on_baseline(y - _DIGIT_MIDDLE * LABEL)
        return right


def _outputs_and_cost(learning: Learning, step: int) -> list[Quantity]:
    """Return the outputs and the cost of the lesson's example after so many steps."""
    return [*learning.outputs(step), learning.own_cost(step)]


def _scale(learning: Learning) -> Scale:
    """Return the scale of the tracks, which has room for the outputs after every step and the desired ones."""
    reached = [a for run in learning.runs for a in run.output.tolist()]
    low, high = limits(learning.layers.network.activation[learning.layers.network.L])
    return Scale.around([*reached, *learning.layers.y.tolist()], low=low, high=high, ticks=_TICK_COUNT)


class _Header(VGroup):
    """A column's mark, and below it the ``word`` for it."""

    def __init__(self, typesetter: Typesetter, mark: Callable[[Typesetter], VMobject], word: str):
        self.word = typesetter.words(word, size=SMALL, colour=typesetter.theme.muted)
        super().__init__(mark(typesetter), self.word)
        self.arrange(DOWN, buff=_MARK_GAP)
