"""A product of factors in several rows, such as names, formulas and numbers, aligned in columns."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, VGroup, VMobject

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

WIDEST = 1.3
"""The space around the first row's dots at most, in em."""

AIR = 0.4
"""The space beside a dot of a row in columns at least, in em: dots of several rows are looked at together."""

# The space around a dot between names on average, as a multiple of how far it is from their middle at least: it is at
# most twice as far from one as from the other.
_LEAST_EVEN = 3.0

# What is no difference between two spaces, in em.
_CLOSE = 1e-6


class ProductTable(VGroup):
    """Rows of factors with dots between them, with the same space around each.

    The first row's spaces are as wide as it takes for all other rows to stand in its columns, each factor centred
    and if need be a little smaller. Dots have columns, too: midway between the middle of the first row's neighbours
    and that of the lane which is free in all rows. Where even the widest spaces are not enough for a row, it has its
    natural ones, from the first signs' column on.

    Parameters
    ----------
    left
        The name of the product; without it, the rows continue a line above, and begin with a dot.
    rows
        The factors of each row, typeset in ``size``.
    result
        What follows the last row, such as the product's number.
    gap, widest
        The space around the first row's dots at least, and at most, in em.

    Notes
    -----
    ``left``, ``signs`` (the first sign of each row), ``cells`` and ``dots`` (of each row) and ``result`` are its
    parts, to be shown one by one. ``sizes`` are the rows' type sizes; ``gap`` is the space around the first row's
    dots, in em, and around its equals sign too, unless all spaces are the natural ones.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        left: Name | None,
        rows: Sequence[Sequence[AnyFormula]],
        *,
        result: AnyFormula | None = None,
        size: float = NORMAL,
        gap: float = DOT,
        widest: float = WIDEST,
    ):
        self.left = typesetter.formula("{}", left, size=size) if left else VGroup()
        self.cells = [list(row) for row in rows]
        self.signs = [typesetter.formula("=" if left else "dot.op", size=size) for _ in rows]
        self.dots = [[typesetter.formula("dot.op", size=size) for _ in row[1:]] for row in rows]
        self.result = result or VGroup()
        super().__init__(self.left, *self.signs)
        self.add(*(part for row in (*self.cells, *self.dots) for part in row), self.result)
        self.sizes = [size] * len(rows)
        self.gap, self._widest, self._in_columns = gap, widest, {0}
        self._lay_first_row(self._fit_columns(size), size)
        for place in range(1, len(rows)):
            self._lay_below(place, size)
        self._lay_dots()
        if self.result:
            self.result.scale(self.sizes[-1] / size)
            self._lay_result()
        self._lay_rows(size)

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

    def stand_below(self, other: Self) -> None:
        """Shift this table below another one: its columns too, if the same rows of both stand in columns.

        Its left side is as far from the sign as its first factor.
        """
        align_signs([other, self])
        for place in self._in_columns if self._in_columns == other._in_columns else ():
            for cell, above in zip(self.cells[place], other.cells[0], strict=True):
                cell.shift((middle(above) - middle(cell), 0, 0))
        self._lay_dots(other)
        beside = extent(self.cells[0][0])[0] - self.signs[0].get_right()[0]
        self.left.set_x(self.signs[0].get_left()[0] - beside, direction=RIGHT)

    @property
    def _sign_space(self) -> float:
        """The natural space around the first signs, in em."""
        return EQUALS if len(self.left) else DOT

    def _fit_columns(self, size: float) -> float:
        """Find the sizes of the rows and the gap that the columns need; return the space around the first sign."""
        first = self._sign_space
        for place in range(1, len(self.cells)):
            share, (before, *_) = fit_columns(self._sides(place, size), self._widest)
            if share < LEAST_SHARE:
                continue
            self._in_columns.add(place)
            self.sizes[place] = share * size
            first = max(first, before)
        if len(self._in_columns) > 1:
            self.gap = max(self.gap, *(self._space_around(column, size) for column in range(len(self.dots[0]))))
        if max(first, self.gap) < self._sign_space + _CLOSE:
            return self._sign_space
        self.gap = max(self.gap, first)
        return self.gap

    def _sides(self, place: int, size: float) -> Iterator[tuple[float, float]]:
        """Yield, for each sign of a row, what ``fit_columns`` takes; for the first sign first."""
        widths = [[_width(cell) / size for cell in self.cells[row]] for row in (0, place)]
        first, dots = self.signs[place].width / size, self.dots[place]
        above, own = ((column[0] + first) / 2 for column in widths)
        yield above, own + self._sign_space
        for column, dot in enumerate(dots):
            above, own = (row[column : column + 2] for row in widths)
            aside = abs(own[0] - own[1] - above[0] + above[1]) / 8
            yield sum(above) / 4 + dot.width / 2 / size, sum(own) / 4 + aside + dot.width / 2 / size + AIR

    def _space_around(self, column: int, size: float) -> float:
        """Return the space that a dot of the first row needs on average, in em, so that its column has enough."""
        rows, pair, dot = sorted(self._in_columns), slice(column, column + 2), self.dots[0][column].width / size / 2
        shares = [self.sizes[place] / size for place in rows]
        widths = np.array([[_width(cell) / size for cell in self.cells[place][pair]] for place in rows])
        beyond = (np.array(shares)[:, None] * widths - widths[0]) / 2
        left, right = beyond.max(axis=0)
        aside = (left - right) / 4
        beside = (share * (AIR + dot) - dot + more for share, more in zip(shares[1:], beyond[1:], strict=True))
        return max(DOT + abs(aside), _LEAST_EVEN * abs(aside), *(max(each + [-aside, aside]) for each in beside))

    def _lay_first_row(self, space: float, size: float) -> None:
        """Set the left side, and the first row from left to right; ``space`` is that around the first sign."""
        end = 0.0
        if len(self.left):
            end = self.left.get_right()[0] + space * size
        self.signs[0].set_x(end, direction=LEFT)
        self._flow(0, space, self.gap)

    def _lay_below(self, place: int, size: float) -> None:
        """Set a row below the first one: in its columns or, where there is no room, by itself."""
        if place not in self._in_columns:
            self.signs[place].set_x(self.signs[0].get_x())
            self._flow(place, self._sign_space, DOT)
            return
        for part, above in zip(self.row(place), self.row(0), strict=True):
            part.scale(self.sizes[place] / size)
            part.shift((middle(above) - middle(part), 0, 0))

    def _lay_dots(self, *others: Self) -> None:
        """Put the dots of all rows that stand in columns into columns, together with those of other tables."""
        tables = (self, *others) if all(self._in_columns == other._in_columns for other in others) else (self,)
        rows = [(table.dots[place], pairwise(table.cells[place])) for table in tables for place in table._in_columns]
        for column in zip(*(zip(dots, pairs, strict=True) for dots, pairs in rows), strict=True):
            put_between(*column)

    def _flow(self, place: int, first: float, gap: float) -> None:
        """Set the factors of a row and their dots from left to right, after its sign, with these spaces in em."""
        size = self.sizes[place]
        end = self.signs[place].get_right()[0] + first * size
        for part in [*self.row(place)][1:]:
            part.shift((end - extent(part)[0], 0, 0))
            end += _width(part) + gap * size

    def _lay_result(self) -> None:
        """Put the result after the last row."""
        end = extent(self.cells[-1][-1])[1] + EQUALS * self.signs[-1].em
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


def fit_columns(sides: Iterable[tuple[float, float]], widest: float = WIDEST) -> tuple[float, list[float]]:
    """Return how large a row may be to stand in columns, as a share, and the space that each of its sides needs.

    A side is half the width of a factor above and of the sign beside it, and the same of the row itself with the
    least space between them, all in em; for a sign between two factors, the average of both sides.
    """
    known = list(sides)
    share = min(1.0, *((half + widest) / needed for half, needed in known))
    return share, [share * needed - half for half, needed in known]


def align_signs(tables: Sequence[ProductTable]) -> None:
    """Shift tables, to put the first signs of their rows into one column."""
    x = max(table.signs[0].get_x() for table in tables)
    for table in tables:
        table.shift((x - table.signs[0].get_x(), 0, 0))


def _width(part: VMobject) -> float:
    """Return the width of a formula with its longest numbers, in frame units."""
    left, right = extent(part)
    return right - left


def middle(part: VMobject) -> float:
    """Return the x of the middle of a formula with its longest numbers."""
    return sum(extent(part)) / 2


def put_between(*column: tuple[VMobject, Sequence[VMobject]]) -> float:
    """Put the signs of a column, each with the formulas beside it, between these.

    They stand midway between the middle of the first one's neighbours and that of the lane that is free in all rows.
    Return the least space beside a sign, in frame units.
    """
    lanes = [(extent(before)[1], extent(after)[0]) for _, (before, after) in column]
    start, end = max(left for left, _ in lanes), min(right for _, right in lanes)
    for sign, _ in column:
        sign.set_x((sum(lanes[0]) + start + end) / 4)
    return min(min(sign.get_left()[0] - start, end - sign.get_right()[0]) for sign, _ in column)


def extent(part: VMobject) -> tuple[float, float]:
    """Return the left and the right end of a formula with its longest numbers, in frame units."""
    return part.extent if isinstance(part, LiveFormula) else (float(part.get_left()[0]), float(part.get_right()[0]))


def factor_names(typesetter: Typesetter, factors: Sequence[Quantity], size: float = NORMAL) -> list[Formula]:
    """Return the factors' names as formulas: ∂z/∂w, ∂a/∂z, ∂C_0/∂a."""
    return [typesetter.formula("{}", factor.symbol, size=size) for factor in factors]
