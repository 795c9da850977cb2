"""A table of the paths: below the factors' names each path's factors; and how these are printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from manim import DOWN, LEFT, RIGHT, Animation, FadeIn, LaggedStart, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.text.spacing import DOT, EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL
from scenes.numbers.format import as_printed, decimals_for_smallest, significant_decimals
from scenes.numbers.layers import PathSum

# The numbers of digits that are tried for factors, and the fewest that they may have. The decimals of products at
# most, and all their digits at most.
_DIGITS, _FEWEST_DIGITS = range(3, 7), 2
_MOST_DECIMALS, _MOST_DIGITS = 6, 8


@dataclass(frozen=True)
class PathFormat:
    """How the numbers of all paths are printed.

    Parameters
    ----------
    decimals
        The decimals of the three columns of factors.
    places
        The decimals of the products and of their sum.
    """

    decimals: tuple[int, ...]
    places: int

    def agrees(self, factors: Sequence[Quantity], product: Quantity) -> bool:
        """Return whether the printed factors multiply to the printed product."""
        shown = prod(as_printed(factor.value, n) for factor, n in zip(factors, self.decimals, strict=True))
        return as_printed(shown, self.places) == as_printed(product.value, self.places)


def path_formats(typesetter: Typesetter, sums: PathSum) -> Iterator[PathFormat]:
    """Yield formats for the paths of a lesson, the most exact ones first, the shortest last.

    In the first ones the printed products add up to the printed sum; in most the printed factors multiply to the
    printed products.
    """
    least, total = typesetter.decimals, sums.total.value
    long = max(len(f"{abs(quantity.value):.0f}") for quantity in (*sums.products, sums.total))
    places = min(max(least, decimals_for_smallest(total)), max(0, _MOST_DIGITS - long))
    for more in range(places, min(places + 1, _MOST_DECIMALS) + 1):
        added = sum(as_printed(product.value, more) for product in sums.products)
        if as_printed(added, more) == as_printed(total, more):
            yield PathFormat(_decimals(sums, _digits(sums, more), least), more)
    digits = _digits(sums, places)
    yield PathFormat(_decimals(sums, digits, least), places)
    for fewer in range(digits, _FEWEST_DIGITS - 1, -1):
        yield PathFormat(_decimals(sums, fewer), places)


def _digits(sums: PathSum, places: int) -> int:
    """Return the fewest digits with which the printed factors multiply to the printed products."""
    rows = list(zip(sums.factors, sums.products, strict=True))
    for digits in _DIGITS:
        printed = PathFormat(_decimals(sums, digits), places)
        if all(printed.agrees(*row) for row in rows):
            return digits
    return _DIGITS[0]


def _decimals(sums: PathSum, digits: int, least: int = 0) -> tuple[int, ...]:
    """Return the decimals of the three columns: those of so many digits, but at least ``least``."""
    columns = zip(*sums.factors, strict=True)
    return tuple(max(significant_decimals(factor.value, digits, least) for factor in column) for column in columns)


# The gap after a row's head and between two columns of numbers at least, and around the rule's dots at most, in em;
# the gap below the rule, in frame units. How far the middle of a digit is above the baseline, in em.
_HEAD_GAP, _COLUMN_GAP, _WIDEST, _RULE_GAP = 0.9, 0.9, 1.15, 0.08
_DIGIT_MIDDLE = 0.325


class PathRow(VGroup):
    """One path: its ``head``, j = …, and its factors as ``cells``."""

    def __init__(self, typesetter: Typesetter, j: int, factors: Sequence[Quantity], printed: PathFormat):
        self.head = typesetter.formula(f"j = {j}", size=LABEL)
        self.cells = [
            typesetter.formula("{}", factor, size=LABEL, decimals=n)
            for factor, n in zip(factors, printed.decimals, strict=True)
        ]
        super().__init__(self.head, *self.cells)


def lay_rule(rule: VGroup, gap: float, size: float) -> None:
    """Set what follows a rule's left side from left to right, with this space around its dots, in em of a size."""
    lead, sum_, (first, *others), *dots = rule
    factors = [part for pair in zip(dots, others, strict=True) for part in pair]
    end = lead.get_right()[0]
    for part, space in zip((sum_, first, *factors), (EQUALS, DOT, *[gap] * len(factors)), strict=True):
        part.set_x(end + space * size, direction=LEFT)
        end = part.get_right()[0]


class PathTable(VGroup):
    """The rule ∂C_0/∂a_k = Σ_j ∂z_j/∂a_k · ∂a_j/∂z_j · ∂C_0/∂a_j, and below its factors a row of numbers for each j.

    The names are far enough apart for the numbers to stand below them.

    Parameters
    ----------
    left, right, top
        The ends of the rows, and the top of the rule, in frame units.
    rule_left
        The leftmost place where the rule may begin.
    largest, smallest
        The type's size at most and at least.

    Notes
    -----
    The parts of the rule are ``lead``, its left side, ``sum``, the sum sign, ``header``, the factors, and ``dots``
    between these. ``rows`` are the numbers, ``size`` is the type's size, ``places`` are the decimals of the products.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        sums: PathSum,
        *,
        left: float,
        right: float,
        top: float,
        rule_left: float,
        largest: float,
        smallest: float,
    ):
        self.lead = typesetter.formula("{} =", sums.letters[0], size=LABEL)
        self.sum = typesetter.formula("sum_(j=0)^(n_L - 1)", size=LABEL)
        self.header = VGroup(*(typesetter.formula("{}", name, size=LABEL) for name in sums.letters[1:]))
        self.dots = [typesetter.formula("dot.op", size=LABEL) for _ in self.header[1:]]
        super().__init__(self.lead, self.sum, self.header, *self.dots)
        self.rows: list[PathRow] = []
        fitting = 0.0
        for printed in path_formats(typesetter, sums):
            gap = self._lay_out(typesetter, sums, printed)
            fitting = min((right - left) / self._below.width, (right - rule_left) / self.width)
            if gap <= _WIDEST and fitting >= smallest / LABEL:
                break
        scale = min(largest / LABEL, fitting)
        self.scale(scale, about_point=(0, 0, 0))
        self.size = LABEL * scale
        below = self._below
        spare = max(right - left - below.width, 0.0) / 2
        x = max(left + spare - below.get_left()[0], rule_left - self.get_left()[0])
        self.shift((min(x, right - self.get_right()[0]), top - self.rule.get_top()[1], 0))

    @property
    def tallest(self) -> float:
        """The height of the tallest number, in frame units."""
        return max(number.height for row in self.rows for number in row.cells)

    @property
    def rule(self) -> VGroup:
        """The whole rule."""
        return VGroup(self.lead, self.sum, self.header, *self.dots)

    def tighten(self, rule: VGroup) -> VGroup:
        """Set the factors of the rule, or of a copy of it, with the space around its dots that formulas have."""
        lay_rule(rule, DOT, self.size)
        return rule

    def name_factors(self) -> Animation:
        """Return an animation that shows the factors' names one after the other, each with the dot before it."""
        names = zip(self.header, ([], *([dot] for dot in self.dots)), strict=True)
        return LaggedStart(*(FadeIn(name, *dot, shift=0.2 * DOWN) for name, dot in names), lag_ratio=0.3)

    def spread(self, pitch: float) -> None:
        """Put each row on its own baseline below the rule."""
        first = self.rule.get_bottom()[1] - pitch / 2 - _RULE_GAP
        for place, row in enumerate(self.rows):
            for part in row:
                part.on_baseline(first - place * pitch - _DIGIT_MIDDLE * self.size)

    @property
    def _below(self) -> VGroup:
        """What stands below each other: the factors' names and the numbers."""
        return VGroup(self.header, *self.rows)

    def _lay_rule(self, gap: float) -> None:
        """Set the rule from left to right on the baseline 0, with this space around its dots, in em."""
        for part in (self.lead.set_x(0), self.sum, *self.header, *self.dots):
            part.on_baseline(0)
        lay_rule(self.rule, gap, LABEL)

    def _lay_out(self, typesetter: Typesetter, sums: PathSum, printed: PathFormat) -> float:
        """Write the rows below the rule's factors; return the space that this takes around its dots, in em."""
        self.remove(*self.rows)
        self.rows = [PathRow(typesetter, j, factors, printed) for j, factors in enumerate(sums.factors)]
        self.add(*self.rows)
        self.places = printed.places
        columns = [VGroup(*column) for column in zip(*(row.cells for row in self.rows), strict=True)]
        for column in columns:
            ends = max(cell.width for cell in column)
            for cell in column:
                cell.set_x(ends, direction=RIGHT)
        dot = self.dots[0].width
        gaps = (
            ((a.width + b.width - c.width - d.width) / 2 + _COLUMN_GAP * LABEL - dot) / 2 / LABEL
            for (a, b), (c, d) in zip(pairwise(columns), pairwise(self.header), strict=True)
        )
        gap = max(DOT, *gaps)
        self._lay_rule(gap)
        for column, name in zip(columns, self.header, strict=True):
            column.set_x(name.get_x())
        first = min(columns[0].get_left()[0], self.header.get_left()[0]) - _HEAD_GAP * LABEL
        heads = max(row.head.width for row in self.rows)
        for row in self.rows:
            row.head.set_x(first - heads, direction=LEFT)
        return gap
