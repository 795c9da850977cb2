"""Columns and matrices of numbers as formulas."""

from collections.abc import Sequence

import numpy as np

from backprop_core.quantities import Name, Quantity
from scenes.handout.document import Formula
from scenes.handout.formulas.markup import Written
from scenes.handout.writer import Writer, formula
from scenes.numbers.format import as_printed

Rows = Sequence[Sequence[Quantity]]


def column_vector(writer: Writer, name: Name | Written, column: Sequence[Quantity]) -> Formula:
    """Return a name, and the column of numbers that it is equal to."""
    return matrices(writer, name, [[each] for each in column])


def matrices(writer: Writer, name: Name | Written, rows: Rows) -> Formula:
    """Return a name, and the matrix that it is equal to, given row by row."""
    left = name if isinstance(name, Written) else writer.name(name)
    return formula(left, [("=", [matrix(writer, rows)])], small=True)


def matrix(writer: Writer, rows: Rows, decimals: int | None = None) -> Written:
    """Return a matrix of numbers, given row by row, all with as many decimals; of one, the number alone."""
    places = _places(writer, rows, decimals)
    if len(rows) == len(rows[0]) == 1:
        return writer.number(rows[0][0], places)
    return table_of([[writer.number(each, places) for each in row] for row in rows])


def read_off(writer: Writer, rows: Rows, decimals: int | None = None) -> np.ndarray:
    """Return the numbers that a reader reads off such a matrix."""
    places = _places(writer, rows, decimals)
    return np.array([[as_printed(each.value, places) for each in row] for row in rows])


def table_of(rows: Sequence[Sequence[Written]]) -> Written:
    """Return a matrix of what is written already."""
    typst = "; ".join(", ".join(cell.typst for cell in row) for row in rows)
    plain = "; ".join(", ".join(cell.plain for cell in row) for row in rows)
    return Written(f"mat(align: #right, {typst})", f"({plain})")


def _places(writer: Writer, rows: Rows, decimals: int | None) -> int:
    if decimals is not None:
        return decimals
    each = [quantity for row in rows for quantity in row]
    return writer.shared_places(each) if len(each) > 1 else writer.places(*each)
