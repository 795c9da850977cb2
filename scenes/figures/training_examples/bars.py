"""A table of signed bars on one common scale: a label, a number and a bar in each row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import LEFT, RIGHT, UP, Dot, Line, VGroup, VMobject

from backprop_core.quantities import Name, Quantity, Ratio, Symbol, cost, partial
from scenes.kit.layout import kept_inside
from scenes.kit.plot.bars import HEIGHT, Bar, BarScale, number_room
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, NORMAL, SMALL, THIN
from scenes.numbers.training import TrainingExample, last_weight

_AIR = 0.3
_DIGIT = 0.65

# How much of a row its bar takes, and from which height on a row has room for larger type.
_TALL, _ROOMY = 0.62, 0.5


@dataclass(frozen=True)
class Row:
    """What stands in one row.

    Parameters
    ----------
    label
        One name, or several with a slash between, such as ∂C/∂w.
    quantities
        One, which gets a number and a bar; or several, which get an upright stroke each and no number.
    """

    label: tuple[Name, ...]
    quantities: tuple[Quantity, ...]


class BarRows(VGroup):
    """Signed bars below each other, with labels and numbers in columns left of them.

    Parameters
    ----------
    rows
        From top to bottom.
    top, pitch
        The height of the first row's middle, and from one row to the next, in frame units.
    left, right
        The ends of the table, in frame units.
    decimals
        Of all numbers.

    Notes
    -----
    Parts, to be shown one by one: ``zero``, the upright line at 0; the ``labels`` of all rows; the ``bars`` of rows
    with one quantity, and the ``strokes`` of the others.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        rows: Sequence[Row],
        *,
        top: float,
        pitch: float,
        left: float,
        right: float,
        decimals: int,
    ):
        self._typesetter, self._decimals, self._height = typesetter, decimals, min(HEIGHT, _TALL * pitch)
        self._size = LABEL if pitch >= _ROOMY else SMALL
        self.ys = [top - place * pitch for place in range(len(rows))]
        self.labels = [self._label(row, y, left) for row, y in zip(rows, self.ys, strict=True)]
        numbers = [row.quantities[0] for row in rows if len(row.quantities) == 1]
        room = number_room(typesetter, numbers, size=self._size, decimals=decimals)
        self.column = max(label.get_right()[0] for label in self.labels) + room + _AIR
        spans = [(0.0, quantity.value) for row in rows for quantity in row.quantities]
        self.scale_of_values = BarScale.fitting(spans, self.column + _AIR, right, room=0)
        placed = list(zip(rows, self.ys, strict=True))
        self.bars = [self._bar(row.quantities[0], y) for row, y in placed if len(row.quantities) == 1]
        self.strokes = [self._strokes(row.quantities, y) for row, y in placed if len(row.quantities) > 1]
        ends = top + pitch / 2, self.ys[-1] - pitch / 2
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
        )

    def _strokes(self, quantities: Sequence[Quantity], y: float) -> VGroup:
        scale, theme = self.scale_of_values, self._typesetter.theme
        ends = y + self._height / 2, y - self._height / 2
        signs = theme.muted, theme.plus, theme.minus
        return VGroup(
            *(scale.upright(each.value, *ends, colour=signs[int(np.sign(each.value))]) for each in quantities)
        )


MOST = 12
"""How many rows examples have at most; if there are more examples, those beyond share the last of these rows."""

_PITCH = 0.66
_AIR_OF_EXAMPLE_BARS = 0.14

# How high the rule is above the middle of the last row, in rows: clear of the subscripts above it.
_RULE = 0.42


class ExampleBars(BarRows):
    """∂C_k/∂w^(L) of each example as a bar, and in the last row their average ∂C/∂w^(L).

    Parameters
    ----------
    examples
        One or more.
    average
        ∂C/∂w^(L).
    top, bottom
        The ends of the rows, in frame units.
    left, right, decimals
        As for all rows of bars.

    Notes
    -----
    ``single`` are the examples that have a row of their own. Further parts, which are not shown with it: ``header``
    above the numbers, ``rule`` above the last row, and ``level``, the upright line at the average through all rows.
    """

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
        self.single = examples if len(examples) <= MOST else examples[: MOST - 1]
        shared = examples[len(self.single) :]
        rows = [Row((cost(example.number),), (example.derivative,)) for example in self.single]
        if shared:
            numbers = Symbol("C", index=(shared[0].number, "dots.h", shared[-1].number))
            rows.append(Row((numbers,), tuple(example.derivative for example in shared)))
        rows.append(Row((cost(None),), (average,)))
        pitch = min(_PITCH, (top - bottom) / len(rows))
        first = (top + bottom + (len(rows) - 1) * pitch) / 2
        super().__init__(typesetter, rows, top=first, pitch=pitch, left=left, right=right, decimals=decimals)
        high, last = first + pitch / 2, self.ys[-1]
        slope = partial(cost("k"), last_weight(examples[0].network))
        self.header = typesetter.formula("{} slash {}", slope.top, slope.bottom, size=LABEL)
        kept_inside(self.header.next_to((self.column, high, 0), UP, buff=_AIR_OF_EXAMPLE_BARS, aligned_edge=RIGHT))
        above = last + _RULE * pitch
        self.rule = Line((left, above, 0), (right, above, 0), color=typesetter.theme.muted, stroke_width=THIN)
        self.level = self.scale_of_values.upright(average.value, high, last, colour=typesetter.theme.text)


_PITCH_OF_GRADIENT_COLUMN = 0.82
_ARM, _AIR_OF_GRADIENT_COLUMN = 0.14, 0.14
_DOT = 0.05


class GradientColumn(BarRows):
    """∇C = [∂C/∂w^(1), ∂C/∂b^(1), …] as a column in brackets, with numbers and bars beside it.

    Parameters
    ----------
    slopes
        The components, two or more.
    top, bottom
        The ends of the column, in frame units.
    left, right, decimals
        As for all rows of bars.

    Notes
    -----
    Further parts, which are not shown with it: ``heading`` is ∇C =, ``brackets`` are around the labels, and ``dots``
    stand where labels are still to come.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        slopes: Sequence[Quantity],
        *,
        top: float,
        bottom: float,
        left: float,
        right: float,
        decimals: int,
    ):
        self.heading = typesetter.formula("nabla {} =", cost(None), size=NORMAL)
        pitch = min(_PITCH_OF_GRADIENT_COLUMN, (top - bottom) / len(slopes))
        first = (top + bottom + (len(slopes) - 1) * pitch) / 2
        inside = left + self.heading.width + 2 * _AIR_OF_GRADIENT_COLUMN + _ARM
        rows = [Row(_changes(slope), (slope,)) for slope in slopes]
        super().__init__(typesetter, rows, top=first, pitch=pitch, left=inside, right=right, decimals=decimals)
        end = max(label.get_right()[0] for label in self.labels)
        ends, colour = (self.ys[0] + pitch / 2, self.ys[-1] - pitch / 2), typesetter.theme.text
        self.brackets = VGroup(
            Bracket(inside - _AIR_OF_GRADIENT_COLUMN, _ARM, *ends, colour),
            Bracket(end + _AIR_OF_GRADIENT_COLUMN, -_ARM, *ends, colour),
        )
        middle = (inside + end) / 2
        self.dots = [Dot((middle, y, 0), _DOT, color=typesetter.theme.muted) for y in self.ys]
        self.heading.next_to(self.brackets, LEFT, buff=_AIR_OF_GRADIENT_COLUMN)


class Bracket(VMobject):
    """A square bracket at ``x``, from ``top`` to ``bottom``; with a negative ``arm``, a closing one."""

    def __init__(self, x: float, arm: float, top: float, bottom: float, colour: str):
        super().__init__(color=colour, stroke_width=MEDIUM)
        self.set_points_as_corners([(x + arm, top, 0), (x, top, 0), (x, bottom, 0), (x + arm, bottom, 0)])


def _changes(slope: Quantity):
    assert isinstance(slope.symbol, Ratio)
    return slope.symbol.top, slope.symbol.bottom
