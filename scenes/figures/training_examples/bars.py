"""Tables of signed bars on one common scale: one row for each training example, or for each part of the gradient."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from manim import LEFT, RIGHT, UP, Animation, AnimationGroup, FadeIn, Line, VGroup

from backprop_core.quantities import Name, Quantity, Ratio, Symbol, cost, partial
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import change, redraw
from scenes.kit.plot.bars import HEIGHT, Bar, BarScale, number_room
from scenes.kit.text.bracket import Bracket
from scenes.kit.text.formula import Formula
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, NORMAL, SMALL, THIN
from scenes.numbers.training import TrainingExample, last_weight

T = TypeVar("T")

# From a label to the numbers, and from these to the bars, in frame units; the height of a digit, in em.
_COLUMN_GAP, _DIGIT = 0.3, 0.65

# How much of a row's height its bar takes, and the height from which on a row has room for larger type.
_BAR_SHARE, _ROOMY_PITCH = 0.62, 0.5


@dataclass(frozen=True)
class Row:
    """The label of one row and the quantities that it shows.

    Parameters
    ----------
    label
        One name, or several with a slash between, such as ∂C/∂w.
    quantities
        One, which gets a number and a bar; or several, which get a vertical stroke each and no number.
    """

    label: tuple[Name, ...]
    quantities: tuple[Quantity, ...]


class BarRows(VGroup):
    """Signed bars in rows, with labels and numbers in columns left of them.

    Parameters
    ----------
    rows
        From top to bottom.
    top, bottom, left, right
        The room for the table, in frame units; the rows stand in its middle.
    pitch
        The distance from one row to the next at most, in frame units.
    decimals
        Of all numbers.
    gaps
        From the labels to the numbers, and from these to the bars, in frame units.
    flips
        Whether there is room for each bar on the other side of zero, too.

    Notes
    -----
    Parts, to be shown one by one: ``zero``, the vertical line at 0; the ``labels`` of all rows; the ``bars`` of rows
    with one quantity, and the ``strokes`` of the others. ``ys`` are the heights of the rows, ``pitch`` apart;
    ``numbers_left`` and ``column`` are the left and the right end of the numbers.
    """

    least = 0.0

    def __init__(
        self,
        typesetter: Typesetter,
        rows: Sequence[Row],
        *,
        top: float,
        bottom: float,
        left: float,
        right: float,
        pitch: float,
        decimals: int,
        gaps: tuple[float, float] = (_COLUMN_GAP, _COLUMN_GAP),
        flips: bool = False,
    ):
        pitch = self.pitch = min(pitch, (top - bottom) / len(rows))
        self._typesetter, self._decimals, self._height = typesetter, decimals, min(HEIGHT, _BAR_SHARE * pitch)
        self._size = LABEL if pitch >= _ROOMY_PITCH else SMALL
        first = (top + bottom + (len(rows) - 1) * pitch) / 2
        self.ys = [first - place * pitch for place in range(len(rows))]
        self.labels = [self._label(row, y, left) for row, y in zip(rows, self.ys, strict=True)]
        numbers = [row.quantities[0] for row in rows if len(row.quantities) == 1]
        room = number_room(typesetter, numbers, size=self._size, decimals=decimals)
        self.column = max(label.get_right()[0] for label in self.labels) + room + gaps[0]
        self.numbers_left = self.column - room
        values = [quantity.value for row in rows for quantity in row.quantities]
        spans = [(0.0, side * value) for value in values for side in ((1, -1) if flips else (1,))]
        self.scale_of_values = BarScale.fitting(spans, self.column + gaps[1], right, room=0)
        placed = list(zip(rows, self.ys, strict=True))
        self.bars = [self._bar(row.quantities[0], y) for row, y in placed if len(row.quantities) == 1]
        self.strokes = [self._strokes(row.quantities, y) for row, y in placed if len(row.quantities) > 1]
        ends = self.ys[0] + pitch / 2, self.ys[-1] - pitch / 2
        self.zero = self.scale_of_values.upright(0, *ends, colour=typesetter.theme.muted)
        super().__init__(self.zero, *self.labels, *self.bars, *self.strokes)

    def _label(self, row: Row, y: float, left: float) -> Formula:
        label = self._typesetter.formula(" slash ".join("{}" for _ in row.label), *row.label, size=self._size)
        return label.shift((left - label.get_left()[0], 0, 0)).on_baseline(y - _DIGIT / 2 * self._size)

    def _bar(self, quantity: Quantity, y: float) -> Bar:
        return Bar(
            self._typesetter,
            quantity,
            self.scale_of_values,
            y,
            height=self._height,
            column=self.column,
            size=self._size,
            decimals=self._decimals,
            least=self.least,
        )

    def _strokes(self, quantities: Sequence[Quantity], y: float) -> VGroup:
        scale, colour_of = self.scale_of_values, self._typesetter.theme.colour_of
        ends = y + self._height / 2, y - self._height / 2
        return VGroup(*(scale.upright(each.value, *ends, colour=colour_of(each.symbol)) for each in quantities))


# How many rows examples have at most; if there are more examples, those beyond share the last of these rows.
_MOST_ROWS = 12

# From one example's row to the next at most, and from the header down to the rows, in frame units.
_EXAMPLE_PITCH, _HEADER_GAP = 0.66, 0.24

# From the zero line to what the bars on a side want, which stands above the middle of the longest, and from there to
# the header, in frame units.
_WISH_GAP, _WISH_ROOM = 0.12, 0.4

# How high the rule is above the middle of the last row, in rows: clear of the subscripts above it.
_RULE_RISE = 0.42


class ExampleBars(BarRows):
    """∂C_i/∂w^(L) of each example as a bar, and in the last row their average ∂C/∂w^(L).

    Parameters
    ----------
    examples
        One or more.
    average
        ∂C/∂w^(L).
    top, bottom, left, right, decimals
        As for ``BarRows``.

    Notes
    -----
    ``single`` are the examples that have a row of their own. Further parts, which are not shown with it: ``header``
    above the numbers; ``wishes`` above the bars, which say whether those on a side want w larger or smaller, and
    ``sides``, the bars below each; ``rule`` above the last row. Each bar but that of 0 is seen.
    """

    least = 0.034  # two pixels of the smallest film

    def __init__(
        self,
        typesetter: Typesetter,
        examples: Sequence[TrainingExample],
        average: Quantity,
        *,
        top: float,
        bottom: float,
        left: float,
        right: float,
        decimals: int,
    ):
        self.single, shared = rows_of_their_own(examples)
        rows = [Row((cost(example.number),), (example.derivative,)) for example in self.single]
        if shared:
            rows.append(Row((cost_of_several(shared),), tuple(example.derivative for example in shared)))
        rows.append(Row((cost(None),), (average,)))
        super().__init__(
            typesetter, rows, top=top, bottom=bottom, left=left, right=right, pitch=_EXAMPLE_PITCH, decimals=decimals
        )
        high, last = self.zero.get_top()[1], self.ys[-1]
        slope = partial(cost("i"), last_weight(examples[0].network))
        self.header = typesetter.formula("{} slash {}", slope.top, slope.bottom, size=LABEL)
        kept_inside(self.header.next_to((self.column, high, 0), UP, buff=_HEADER_GAP, aligned_edge=RIGHT))
        self.wishes, self.sides = VGroup(), []
        for side, arrow in ((-1, "arrow.t"), (1, "arrow.b")):
            if wanting := [example for example in examples if side * example.derivative.value > 0]:
                wish = typesetter.formula(f"{{}} {arrow}", Symbol("w"), size=LABEL)
                longest = max(abs(self.scale_of_values.x(e.derivative.value) - self.zero.get_x()) for e in wanting)
                at = self.zero.get_x() + side * max(longest / 2, _WISH_GAP + wish.width / 2)
                self.sides.append([bar for bar in self.bars[: len(self.single)] if side * bar.quantity.value > 0])
                self.wishes.add(kept_inside(wish.set_x(at)).on_baseline(self.header.baseline))
                self.header.shift((min(0.0, wish.get_left()[0] - _WISH_ROOM - self.header.get_right()[0]), 0, 0))
        above = last + _RULE_RISE * self.pitch
        self.rule = Line((left, above, 0), (right, above, 0), color=typesetter.theme.muted, stroke_width=THIN)


def rows_of_their_own(examples: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """Return the examples that have a row of their own, and those that share the last one."""
    own = len(examples) if len(examples) <= _MOST_ROWS else _MOST_ROWS - 1
    return examples[:own], examples[own:]


def cost_of_several(examples: Sequence[TrainingExample]) -> Symbol:
    """Return the name of the costs of consecutive examples."""
    return Symbol("C", index=(examples[0].number, "dots.h", examples[-1].number))


# From one component to the next at most; the length of a bracket's arms and its distance from what is beside it: in
# frame units. The gaps around an equals sign and after a minus sign.
_COMPONENT_PITCH = 0.82
_ARM, _BRACKET_GAP = 0.14, 0.18
_AROUND_SIGN, _AFTER_MINUS = EQUALS * NORMAL, 0.24 * NORMAL


class GradientColumn(BarRows):
    """∇C = [∂C/∂w^(1), ∂C/∂b^(1), …] = [numbers], two columns in brackets, with bars beside them.

    Parameters
    ----------
    slopes, opposites
        The components, two or more, and those of −∇C.
    top, bottom, left, right, decimals
        As for ``BarRows``; −∇C begins at ``left``.

    Notes
    -----
    Further parts, which are not shown with it: ``heading`` is ∇C =, ``brackets`` are around the labels and around the
    numbers, with ``equals`` between them; ``minus`` are the signs that make it −∇C, before ∇C and before the labels,
    ``opposite`` its bars, which lie on those of ∇C until it is negated.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        slopes: Sequence[Quantity],
        opposites: Sequence[Quantity],
        *,
        top: float,
        bottom: float,
        left: float,
        right: float,
        decimals: int,
    ):
        minus = [typesetter.formula("-", size=NORMAL) for _ in range(2)]
        nabla = typesetter.formula("nabla {}", cost(None), size=NORMAL)
        first, self.equals = (typesetter.formula("=", size=NORMAL) for _ in range(2))
        self._opposites, self._room = opposites, minus[0].width + _AFTER_MINUS
        equals = self.equals.width + 2 * _AROUND_SIGN
        inside = left + 2 * self._room + nabla.width + equals + _BRACKET_GAP
        rows = [Row(_numerator_and_denominator(slope), (slope,)) for slope in slopes]
        gaps = equals + 2 * _BRACKET_GAP, _ARM + 2 * _BRACKET_GAP + _COLUMN_GAP
        super().__init__(
            typesetter,
            rows,
            top=top,
            bottom=bottom,
            left=inside,
            right=right,
            pitch=_COMPONENT_PITCH,
            decimals=decimals,
            gaps=gaps,
            flips=True,
        )
        end = max(label.get_right()[0] for label in self.labels)
        ends, colour = (self.ys[0] + self.pitch / 2, self.ys[-1] - self.pitch / 2), typesetter.theme.text
        walls = [(inside, 1), (end, -1), (self.numbers_left, 1), (self.column, -1)]
        self.brackets = VGroup(*(Bracket(x - side * _BRACKET_GAP, side * _ARM, *ends, colour) for x, side in walls))
        middle = (self.ys[0] + self.ys[-1]) / 2
        self.minus, self.opposite = VGroup(*minus), VGroup(*(bar.block.copy() for bar in self.bars))
        minus[0].move_to((left, middle, 0), aligned_edge=LEFT)
        nabla.move_to((left + 2 * self._room, middle, 0), aligned_edge=LEFT)
        first.move_to((nabla.get_right()[0] + _AROUND_SIGN, middle, 0), aligned_edge=LEFT)
        minus[1].move_to((first.get_right()[0] + _AROUND_SIGN - self._room, middle, 0), aligned_edge=LEFT)
        self.equals.move_to((end + _BRACKET_GAP + _AROUND_SIGN, middle, 0), aligned_edge=LEFT)
        self.heading = VGroup(nabla, first)

    def negate(self) -> Animation:
        """Return an animation in which ∇C becomes −∇C: its bars and the signs of its numbers change sides."""
        starts, zero = [block.points.copy() for block in self.opposite], np.array([self.zero.get_x(), 0, 0])
        numbers = [bar.number for bar in self.bars]

        def show(t: float) -> None:
            for block, points in zip(self.opposite, starts, strict=True):
                block.points = zero + (points - zero) * [1 - 2 * t, 1, 1]
            if t >= 0.5:
                for number, opposite in zip(numbers, self._opposites, strict=True):
                    number.show(opposite)

        make_room = change(self.heading, lambda heading: heading.shift(self._room * LEFT))
        return AnimationGroup(make_room, FadeIn(self.minus), redraw(VGroup(self.opposite, *numbers), show))


def _numerator_and_denominator(slope: Quantity) -> tuple[Name, Name]:
    assert isinstance(slope.symbol, Ratio)
    return slope.symbol.top, slope.symbol.bottom
