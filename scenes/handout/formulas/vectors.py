"""Formulas with columns and matrices of numbers."""

from collections.abc import Sequence

import numpy as np

from backprop_core.quantities import Name, Quantity
from scenes.handout.document import FormulaItem
from scenes.handout.formulas.markup import Markup
from scenes.handout.writer import Writer, formula
from scenes.numbers.format import as_printed

Rows = Sequence[Sequence[Quantity]]


def vector_formula(writer: Writer, name: Name | Markup, column: Sequence[Quantity]) -> FormulaItem:
    """Return the formula name = column of numbers."""
    return matrix_formula(writer, name, [[each] for each in column])


def matrix_formula(writer: Writer, name: Name | Markup, rows: Rows) -> FormulaItem:
    """Return the formula name = matrix of numbers."""
    left = name if isinstance(name, Markup) else writer.name(name)
    return formula(left, [("=", [number_matrix(writer, rows)])], small=True)


def number_matrix(writer: Writer, rows: Rows, decimals: int | None = None) -> Markup:
    """Return a matrix of numbers with the same number of decimals; a single number without brackets."""
    places = _decimals(writer, rows, decimals)
    if len(rows) == len(rows[0]) == 1:
        return writer.number(rows[0][0], places)
    return matrix_markup([[writer.number(each, places) for each in row] for row in rows])


def printed_values(writer: Writer, rows: Rows, decimals: int | None = None) -> np.ndarray:
    """Return the values of such a matrix as printed, shape (rows, columns)."""
    places = _decimals(writer, rows, decimals)
    return np.array([[as_printed(each.value, places) for each in row] for row in rows])


def matrix_markup(rows: Sequence[Sequence[Markup]]) -> Markup:
    """Return a matrix of these cells."""
    typst = "; ".join(", ".join(cell.typst for cell in row) for row in rows)
    plain = "; ".join(", ".join(cell.plain for cell in row) for row in rows)
    return Markup(f"mat(align: #right, {typst})", f"({plain})")


def _decimals(writer: Writer, rows: Rows, decimals: int | None) -> int:
    if decimals is not None:
        return decimals
    each = [quantity for row in rows for quantity in row]
    return writer.shared_decimals(each) if len(each) > 1 else writer.decimals_for(*each)
