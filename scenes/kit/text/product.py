"""A product of factors in several rows, such as names, formulas and numbers, aligned in columns."""

from collections.abc import Sequence

from manim import VGroup

from backprop_core.quantities import Name, Quantity
from scenes.kit.text.formula import Formula
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL

AnyFormula = Formula | LiveFormula

# The space on either side of an equals sign and of a dot, and between rows, in em.
_EQUALS, _DOT, _BETWEEN = 0.35, 0.36, 0.45


class ProductTable(VGroup):
    """Rows of factors with dots between them; the factors of a column are centred.

    Parameters
    ----------
    left
        The name of the product; without it, the rows continue a line above, and begin with a dot.
    rows
        The factors of each row, typeset in ``size``.
    result
        What follows the last row, such as the product's number.

    Notes
    -----
    ``left``, ``signs`` (the first sign of each row), ``cells`` and ``dots`` (of each row) and ``result`` are its
    parts, to be shown one by one.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        left: Name | None,
        rows: Sequence[Sequence[AnyFormula]],
        *,
        result: AnyFormula | None = None,
        size: float = NORMAL,
    ):
        self.left = typesetter.formula("{}", left, size=size) if left else VGroup()
        self.cells = [list(row) for row in rows]
        self.signs = [typesetter.formula("=" if left else "dot.op", size=size) for _ in rows]
        self.dots = [[typesetter.formula("dot.op", size=size) for _ in row[1:]] for row in rows]
        self.result = result or VGroup()
        super().__init__(self.left, *self.signs)
        self.add(*(part for row in (*self.cells, *self.dots) for part in row), self.result)
        lay_columns([self], size)
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


def lay_columns(tables: Sequence[ProductTable], size: float, air: float = 1.0) -> None:
    """Place the parts of tables from left to right, in columns that all tables share.

    Parameters
    ----------
    tables
        Tables typeset in ``size``; some may have fewer factors.
    air
        The factor by which the space between the parts is wider than usual.
    """
    rows = [row for table in tables for row in zip(table.signs, table.cells, table.dots, strict=True)]
    lefts = [table.left for table in tables if len(table.left)]
    x = max((left.get_right()[0] for left in lefts), default=0.0)
    for left in lefts:
        left.shift((x - left.get_right()[0], 0, 0))
    equals, dot = air * _EQUALS, air * _DOT
    x += equals * size
    most = max(len(cells) for _, cells, _ in rows)
    factors = [[cells[place] for _, cells, _ in rows if place < len(cells)] for place in range(most)]
    after_sign = equals if lefts else 2 * dot
    for gap, column in zip((after_sign, *[2 * dot] * most), ([sign for sign, _, _ in rows], *factors), strict=True):
        ends = [extent(part) for part in column]
        width = max(right - left for left, right in ends)
        for part, (left, right) in zip(column, ends, strict=True):
            part.shift((x + (width - left - right) / 2, 0, 0))
        x += width + gap * size
    for _, cells, dots in rows:
        for dot, before, after in zip(dots, cells, cells[1:], strict=False):
            dot.set_x((extent(before)[1] + extent(after)[0]) / 2)
    for table in tables:
        if table.result:
            table.result.shift((x - table.result.get_left()[0], 0, 0))


def extent(part: AnyFormula) -> tuple[float, float]:
    """Return the left and the right end of a formula with its longest numbers, in frame units."""
    left, right = (float(end[0]) for end in (part.get_left(), part.get_right()))
    return left, max(right, part.right_end) if isinstance(part, LiveFormula) else right


def factor_names(typesetter: Typesetter, factors: Sequence[Quantity], size: float = NORMAL) -> list[Formula]:
    """Return the factors' names as formulas: ∂z/∂w, ∂a/∂z, ∂C_0/∂a."""
    return [typesetter.formula("{}", factor.symbol, size=size) for factor in factors]
