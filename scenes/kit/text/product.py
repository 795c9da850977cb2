"""A product of factors in several rows, such as names, formulas and numbers, aligned in columns."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import LEFT, VGroup, VMobject

from backprop_core.quantities import Name, Quantity
from scenes.kit.text.formula import Formula
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.spacing import DOT, EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL

AnyFormula = Formula | LiveFormula

# The space between rows, in em.
_BETWEEN = 0.45

LEAST_SHARE = 0.8
"""How small a row may be, as a share of the usual, for its factors to stand in the columns of the first one."""

WIDEST = 1.6
"""The space around the first row's dots at most, on average, in em."""

AIR = 0.45
"""The space beside a dot between columns at least, in em: dots of several rows are looked at together."""


class ProductTable(VGroup):
    """Rows of factors with dots between them, in columns.

    All columns are as wide as the widest factor, if that doesn't spread the first row too far, or else each as its
    own widest. They are the same space apart, with the dots in the middle of that. Factors are centred in their
    columns, and if need be a little smaller than those of the first row. A row for which that isn't enough has its
    natural spaces, from the first signs' column on.

    Parameters
    ----------
    left
        The name of the product; without it, the rows continue a line above, and begin with a dot.
    rows
        The factors of each row, typeset in ``size``.
    result
        What follows the last row, such as the product's number.
    widths
        The widths of the columns at least, in em, such as those of another table.
    gap
        The space around the dots at least, in em.
    widest
        The space around the first row's dots at most, on average, in em.
    below
        How large the other rows are at most, as a share of the first one's size.
    even
        Whether all columns may be as wide as the widest.

    Notes
    -----
    ``left``, ``signs`` (the first sign of each row), ``cells`` and ``dots`` (of each row) and ``result`` are its
    parts, to be shown one by one. ``sizes`` are the rows' type sizes, ``widths`` those of the columns, and ``gap`` is
    the space around the dots between columns, both in em of the first row.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        left: Name | None,
        rows: Sequence[Sequence[AnyFormula]],
        *,
        result: AnyFormula | None = None,
        size: float = NORMAL,
        widths: Sequence[float] = (),
        gap: float = DOT,
        widest: float = WIDEST,
        below: float = 1.0,
        even: bool = True,
    ):
        self.left = typesetter.formula("{}", left, size=size) if left else VGroup()
        self.cells = [list(row) for row in rows]
        self.signs = [typesetter.formula("=" if left else "dot.op", size=size) for _ in rows]
        self.dots = [[typesetter.formula("dot.op", size=size) for _ in row[1:]] for row in rows]
        self.result = result or VGroup()
        super().__init__(self.left, *self.signs)
        self.add(*(part for row in (*self.cells, *self.dots) for part in row), self.result)
        self.sizes = [size] * len(rows)
        self._in_columns = {0}
        self.widths, self.gap = self._fit_columns(size, widths, gap, widest, below, even)
        self._lay_columns(size)
        for place in range(1, len(rows)):
            if place not in self._in_columns:
                self._flow(place)
        if self.result:
            self.result.scale(self.sizes[-1] / size)
            self._lay_result()
        self._lay_rows(size)

    @property
    def head(self) -> VGroup:
        """The product's name and the first row."""
        return VGroup(self.left, self.row(0))

    def row(self, index: int) -> VGroup:
        """Return one row's sign, factors and dots, from left to right."""
        first, *others = self.cells[index]
        pairs = zip(self.dots[index], others, strict=True)
        return VGroup(self.signs[index], first, *(part for pair in pairs for part in pair))

    def column(self, index: int) -> VGroup:
        """Return the factors of one column."""
        return VGroup(*(row[index] for row in self.cells))

    def before(self, index: int) -> VGroup:
        """Return the signs or dots before the factors of one column."""
        return VGroup(*(self.signs if index == 0 else (dots[index - 1] for dots in self.dots)))

    @property
    def is_aligned(self) -> bool:
        """Whether all rows stand in columns."""
        return len(self._in_columns) == len(self.cells)

    @property
    def result_space(self) -> float:
        """The space before the result, in em."""
        return max(EQUALS, self.gap) if len(self.cells) - 1 in self._in_columns else EQUALS

    @property
    def _sign_space(self) -> float:
        """The natural space around the first signs, in em."""
        return EQUALS if len(self.left) else DOT

    def _fit_columns(
        self, size: float, least: Sequence[float], gap: float, widest: float, below: float, even: bool
    ) -> tuple[list[float], float]:
        """Find the rows that stand in columns, and their sizes; return the columns' widths and the gap, in em."""
        names, *others = (np.array([_width(cell) / size for cell in row]) for row in self.cells)
        widths = names
        for place, row in enumerate(others, start=1):
            share = min(below, float(np.min((names + 2 * (widest - AIR)) / row)))
            if share >= LEAST_SHARE:
                self._in_columns.add(place)
                self.sizes[place] = share * size
                widths = np.maximum(widths, share * row)
        if len(self._in_columns) > 1:
            gap = max(gap, AIR)
            if even and float(np.max(widths) - np.mean(names)) <= 2 * (widest - AIR):
                widths = np.full_like(widths, np.max(widths))
        return np.maximum(widths, least if len(least) else 0.0).tolist(), gap

    def _lay_columns(self, size: float) -> None:
        """Put the factors and dots of the rows in columns into these, the left side before and the first signs."""
        signs = self.signs[0]
        beside = max(self._sign_space, self.gap if self.gap > DOT else 0.0)
        if len(self.left):
            aside = (self.widths[0] - _width(self.cells[0][0]) / size) / 2
            signs.set_x(self.left.get_right()[0] + (beside + aside) * size, direction=LEFT)
        dot, end = self.dots[0][0].width if self.dots[0] else 0.0, float(signs.get_right()[0]) + beside * size
        middles = [float(signs.get_x())]
        for width in np.multiply(self.widths, size):
            middles += [end + width / 2, end + width + self.gap * size + dot / 2]
            end += width + 2 * self.gap * size + dot
        for place in sorted(self._in_columns):
            for part, x in zip(self.row(place), middles, strict=False):
                part.scale(self.sizes[place] / size)
                part.shift((x - middle(part), 0, 0))

    def _flow(self, place: int) -> None:
        """Set a row from left to right, with its natural spaces, its sign in the column of the others."""
        self.signs[place].set_x(self.signs[0].get_x())
        size = self.sizes[place]
        end = self.signs[place].get_right()[0] + self._sign_space * size
        for part in [*self.row(place)][1:]:
            part.shift((end - extent(part)[0], 0, 0))
            end += _width(part) + DOT * size

    def _lay_result(self) -> None:
        """Put the result after the last row."""
        end = extent(self.cells[-1][-1])[1] + self.result_space * self.signs[-1].em
        self.result.shift((end - self.result.get_left()[0], 0, 0))

    def _lay_rows(self, size: float) -> None:
        """Put each row on its own baseline, below the row above."""
        baseline, bottom = 0.0, 0.0
        for place, cells in enumerate(self.cells):
            for cell in cells:
                cell.on_baseline(0)
            if place:
                baseline = bottom - _BETWEEN * size - max(cell.get_top()[1] for cell in cells)
            for part in self.row(place):
                part.on_baseline(baseline)
            bottom = min(cell.get_bottom()[1] for cell in cells)
        if self.result:
            self.result.on_baseline(baseline)


def align_signs(tables: Sequence[ProductTable]) -> None:
    """Shift tables, to put the first signs of their rows into one column."""
    x = max(table.signs[0].get_x() for table in tables)
    for table in tables:
        table.shift((x - table.signs[0].get_x(), 0, 0))


def align_lefts(tables: Sequence[ProductTable]) -> None:
    """Centre the left sides of tables in a column, as far before the first signs as the nearest factor is behind."""
    sign = tables[0].signs[0]
    space = min(table.cells[0][0].get_left()[0] for table in tables) - sign.get_right()[0]
    x = sign.get_left()[0] - space - max(table.left.width for table in tables) / 2
    for table in tables:
        table.left.set_x(x)


def _width(part: VMobject) -> float:
    """Return the width of a formula with its longest numbers, in frame units."""
    left, right = extent(part)
    return right - left


def middle(part: VMobject) -> float:
    """Return the x of the middle of a formula with its longest numbers."""
    return sum(extent(part)) / 2


def put_between(*column: tuple[VMobject, Sequence[VMobject]]) -> None:
    """Put the signs of a column, each with the formulas beside it, into the middle of the lane between all these."""
    lanes = [(extent(before)[1], extent(after)[0]) for _, (before, after) in column]
    x = (max(left for left, _ in lanes) + min(right for _, right in lanes)) / 2
    for sign, _ in column:
        sign.set_x(x)


def extent(part: VMobject) -> tuple[float, float]:
    """Return the left and the right end of a formula with its longest numbers, in frame units."""
    return part.extent if isinstance(part, LiveFormula) else (float(part.get_left()[0]), float(part.get_right()[0]))


def factor_names(typesetter: Typesetter, factors: Sequence[Quantity], size: float = NORMAL) -> list[Formula]:
    """Return the factors' names as formulas: ∂z/∂w, ∂a/∂z, ∂C_0/∂a."""
    return [typesetter.formula("{}", factor.symbol, size=size) for factor in factors]


def product_of(
    typesetter: Typesetter, value: Quantity, factors: Sequence[Quantity], *, size: float, **grid: Any
) -> ProductTable:
    """Return a derivative's name and those of its factors, as ∂C_0/∂w = ∂z/∂w · ∂a/∂z · ∂C_0/∂a."""
    return ProductTable(typesetter, value.symbol, [factor_names(typesetter, factors, size)], size=size, **grid)
