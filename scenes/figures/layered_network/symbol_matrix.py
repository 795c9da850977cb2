"""A matrix of symbols: rows and columns between square brackets."""

from collections.abc import Sequence

from manim import VGroup

from backprop_core.quantities import Name
from scenes.kit.text.bracket import Bracket
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL

# Between columns; a bracket's arms and its distance from the symbols; all in em.
_COLUMN_GAP, _BRACKET_ARM, _BRACKET_GAP = 0.4, 0.16, 0.28

MATH_AXIS = 0.25
"""How far the middle of a line of mathematics is above its baseline, in em."""


class Matrix(VGroup):
    """Symbols in rows and columns, between brackets.

    Parameters
    ----------
    names
        The names, row by row; an ellipsis is a string of Typst mathematics.
    pitch
        From row to row, in em.

    Notes
    -----
    ``cells`` are the symbols, row by row.
    """

    def __init__(self, typesetter: Typesetter, names: Sequence[Sequence[Name | str]], pitch: float):
        self.cells = [[typesetter.formula("{}", name) for name in row] for row in names]
        x, high = 0.0, (len(names) - 1) / 2
        for column in zip(*self.cells, strict=True):
            width = max(cell.width for cell in column)
            for row, cell in enumerate(column):
                cell.set_x(x + width / 2).on_baseline(((high - row) * pitch - MATH_AXIS) * NORMAL)
            x += width + _COLUMN_GAP * NORMAL
        beyond = _BRACKET_GAP * NORMAL
        left, right, top = -beyond, x - _COLUMN_GAP * NORMAL + beyond, (high + 0.5) * pitch * NORMAL
        arms = (left, _BRACKET_ARM * NORMAL), (right, -_BRACKET_ARM * NORMAL)
        self.brackets = VGroup(*(Bracket(x, arm, top, -top, typesetter.theme.text) for x, arm in arms))
        super().__init__(*(cell for row in self.cells for cell in row), self.brackets)

    def column(self, place: int) -> VGroup:
        """Return the symbols of one column."""
        return VGroup(*(row[place] for row in self.cells))

    def row(self, place: int) -> VGroup:
        """Return the symbols of one row."""
        return VGroup(*self.cells[place])
