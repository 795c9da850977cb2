"""A table of signed bars on one common scale: a label, a number and a bar in each row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import VGroup

from backprop_core.quantities import Name, Quantity
from scenes.kit.plot.bars import HEIGHT, Bar, BarScale, number_room
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, SMALL

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
        self, pen: Pen, rows: Sequence[Row], *, top: float, pitch: float, left: float, right: float, decimals: int
    ):
        self._pen, self._decimals, self._height = pen, decimals, min(HEIGHT, _TALL * pitch)
        self._size = LABEL if pitch >= _ROOMY else SMALL
        self.ys = [top - place * pitch for place in range(len(rows))]
        self.labels = [self._label(row, y, left) for row, y in zip(rows, self.ys, strict=True)]
        numbers = [row.quantities[0] for row in rows if len(row.quantities) == 1]
        room = number_room(pen, numbers, size=self._size, decimals=decimals)
        self.column = max(label.get_right()[0] for label in self.labels) + room + _AIR
        spans = [(0.0, quantity.value) for row in rows for quantity in row.quantities]
        self.scale_of_values = BarScale.fitting(spans, self.column + _AIR, right, room=0)
        placed = list(zip(rows, self.ys, strict=True))
        self.bars = [self._bar(row.quantities[0], y) for row, y in placed if len(row.quantities) == 1]
        self.strokes = [self._strokes(row.quantities, y) for row, y in placed if len(row.quantities) > 1]
        ends = top + pitch / 2, self.ys[-1] - pitch / 2
        self.zero = self.scale_of_values.upright(0, *ends, colour=pen.theme.muted)
        super().__init__(self.zero, *self.labels, *self.bars, *self.strokes)

    def _label(self, row: Row, y: float, left: float) -> Formula:
        label = self._pen.formula(" slash ".join("{}" for _ in row.label), *row.label, size=self._size)
        return label.shift((left - label.get_left()[0], 0, 0)).on_baseline(y - _DIGIT / 2 * self._size)

    def _bar(self, quantity: Quantity, y: float) -> Bar:
        return Bar(
            self._pen,
            quantity,
            self.scale_of_values,
            y,
            height=self._height,
            column=self.column,
            size=self._size,
            decimals=self._decimals,
        )

    def _strokes(self, quantities: Sequence[Quantity], y: float) -> VGroup:
        scale, theme = self.scale_of_values, self._pen.theme
        ends = y + self._height / 2, y - self._height / 2
        signs = theme.muted, theme.plus, theme.minus
        return VGroup(
            *(scale.upright(each.value, *ends, colour=signs[int(np.sign(each.value))]) for each in quantities)
        )
