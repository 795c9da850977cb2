"""A table of the paths: the rule, and below its factors those of each path; and how these are printed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise, repeat
from math import prod

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    LaggedStart,
    VGroup,
    VMobject,
)

from backprop_core.quantities import Quantity
from scenes.kit.motion.animations import change, one_by_one
from scenes.kit.text.product import AIR, put_between
from scenes.kit.text.spacing import DOT, EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL
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


# The gap after a row's head, in em; the rows' size, in sizes of the rule; the gap below the rule, in frame units. The
# middle of a digit above the baseline, in em.
_HEAD_GAP, _ROW_SIZE, _RULE_GAP = 0.8, 0.9, 0.08
_DIGIT_MIDDLE = 0.325


class PathRow(VGroup):
    """The factors of one path, as ``cells`` with ``dots`` between them, after the row's ``head``, j = ….

    Notes
    -----
    ``numbers`` are the factors without brackets.
    """

    def __init__(self, typesetter: Typesetter, j: int, factors: Sequence[Quantity], printed: PathFormat, size: float):
        self.head = typesetter.formula(f"j = {j}", size=size)
        self.cells = [
            typesetter.formula("({})" if i and factor.value < 0 else "{}", factor, size=size, decimals=n)
            for i, (factor, n) in enumerate(zip(factors, printed.decimals, strict=True))
        ]
        self.numbers = [cell.argument(0) for cell in self.cells]
        self.dots = [typesetter.formula("dot.op", size=size) for _ in self.cells[1:]]
        super().__init__(self.head, *self.cells, *self.dots)

    def show_factors(self, **options) -> Animation:
        """Return an animation that shows the factors one after the other, each with the dot before it."""
        factors = zip(self.cells, ([], *([dot] for dot in self.dots)), strict=True)
        return one_by_one(*(FadeIn(*dot, cell, shift=0.2 * LEFT) for cell, dot in factors), **options)

    @property
    def sides(self) -> np.ndarray:
        """How far each factor reaches to the left and to the right from its number's right end."""
        ends = [
            (number.get_right()[0] - cell.get_left()[0], cell.get_right()[0] - number.get_right()[0])
            for number, cell in zip(self.numbers, self.cells, strict=True)
        ]
        return np.array(ends)

    def stand(self, ends: Iterable[float]) -> None:
        """Put the right ends of the numbers there."""
        for cell, number, end in zip(self.cells, self.numbers, ends, strict=True):
            cell.shift((end - number.get_right()[0], 0, 0))


class PathTable(VGroup):
    """The rule ∂C_0/∂a_k = Σ_j ∂z_j/∂a_k · ∂a_j/∂z_j · ∂C_0/∂a_j; below its factors stand the numbers of each path.

    All columns are as wide as the widest factor, of the rule or of a path, if there is room for that, or else each as
    its own widest. They are the same space apart, with the dots in the middle of that. Decimal points stand below
    each other.

    Parameters
    ----------
    left, right, top
        The box of the rule and of the rows, in frame units.
    largest, smallest
        The size of the rows' type at most and at least.

    Notes
    -----
    The parts of the rule are ``lead``, its left side, ``sum``, the sum sign, ``header``, the factors, and ``dots``
    between these. ``rows`` are the numbers, ``size`` is their type's size and ``rule_size`` the rule's, whose
    equals sign has ``space`` on either side. ``places`` are the decimals of the products.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        sums: PathSum,
        *,
        left: float,
        right: float,
        top: float,
        largest: float,
        smallest: float,
    ):
        self.lead = typesetter.formula("{} =", sums.letters[0])
        self.sum = typesetter.formula("sum_j")
        self.header = VGroup(*(typesetter.formula("{}", name) for name in sums.letters[1:]))
        self.dots = [typesetter.formula("dot.op") for _ in self.header[1:]]
        self.rule = VGroup(self.lead, self.sum, self.header, *self.dots)
        usual, share = _ROW_SIZE * NORMAL, 0.0
        layouts = ((printed, even) for printed in path_formats(typesetter, sums) for even in (True, False))
        for printed, self._even in layouts:
            self.places = printed.places
            self.rows = [PathRow(typesetter, j, path, printed, usual) for j, path in enumerate(sums.factors)]
            self._lay_rule()
            self._stand_rows(usual)
            share = min(1.0, (right - left) / VGroup(self.rule, *self.rows).width)
            if share * usual >= smallest:
                break
        self.size, self.rule_size = min(largest, share * usual), share * NORMAL
        self.space *= share
        self.rule.scale(share).set_y(top, direction=UP)
        for row in self.rows:
            row.scale(self.size / usual)
        self._stand_rows(self.size)
        super().__init__(self.rule, *self.rows)
        self.set_x(left, direction=LEFT)

    @property
    def tallest(self) -> float:
        """The height of the tallest number, in frame units."""
        return max(number.height for row in self.rows for number in row.cells)

    def name_factors(self) -> Animation:
        """Return an animation that shows the rule's factors one after the other, each with the dot before it."""
        dots = [], *([dot] for dot in self.dots)
        named = (FadeIn(*dot, name, shift=0.2 * DOWN) for dot, name in zip(dots, self.header, strict=True))
        return LaggedStart(*named, lag_ratio=0.3)

    def complete(self, **options) -> Animation:
        """Return an animation in which the rest of the rule joins its factors."""
        return FadeIn(self.lead, self.sum, shift=0.2 * RIGHT, **options)

    def close(self, **options) -> Animation:
        """Return an animation in which the rule closes, as it needs no room for rows any more."""
        return change(self.rule, partial(close_up, size=self.rule_size), **options)

    def spread(self, pitch: float) -> None:
        """Put each row on its own baseline below the rule."""
        first = self.rule.get_bottom()[1] - pitch / 2 - _RULE_GAP
        for place, row in enumerate(self.rows):
            for part in row:
                part.on_baseline(first - place * pitch - _DIGIT_MIDDLE * self.size)

    @property
    def _sides(self) -> np.ndarray:
        """How far the columns of factors reach to the left and to the right from their numbers' right ends."""
        return np.max([row.sides for row in self.rows], axis=0)

    def _lay_rule(self) -> None:
        """Set the rule from left to right on the baseline 0, with room for the rows' numbers below its factors."""
        for part in (self.lead, self.sum, *self.header, *self.dots):
            part.on_baseline(0)
        self.space = equals = EQUALS * NORMAL
        lay_in_line([self.lead.argument(0), self.lead.rest(), self.sum], [equals, equals])
        widths = np.maximum([name.width for name in self.header], self._sides.sum(axis=1))
        if self._even:
            widths[:] = np.max(widths)
        end = self.sum.get_right()[0] + DOT * NORMAL - (widths[0] - self.header[0].width) / 2
        for name, width in zip(self.header, widths, strict=True):
            name.set_x(end + width / 2)
            end += width + 2 * AIR * NORMAL + self.dots[0].width

    def _stand_rows(self, size: float) -> None:
        """Put the columns of factors below those of the rule, and their heads below its left end, if they fit."""
        sides = zip(self.header, self._sides, strict=True)
        ends = [name.get_x() + (left - right) / 2 for name, (left, right) in sides]
        for row in self.rows:
            row.stand(ends)
        rows = (self.dots, self.header), *((row.dots, row.cells) for row in self.rows)
        for column in zip(*(zip(dots, pairwise(cells), strict=True) for dots, cells in rows), strict=True):
            if self._even:
                _, (before, after) = column[0]
                for dot, _ in column:
                    dot.set_x((before.get_x() + after.get_x()) / 2)
            else:
                put_between(*column)
        widest = max(row.head.width for row in self.rows)
        begin = min(row.cells[0].get_left()[0] for row in self.rows) - _HEAD_GAP * size - widest
        for row in self.rows:
            row.head.set_x(min(begin, self.lead.get_left()[0]), direction=LEFT)


def close_up(rule: VGroup, size: float) -> VGroup:
    """Give all dots of a table's rule the same space, with no room for rows below it, and return it."""
    lead, total, (first, *others), *dots = rule
    pairs = zip(dots, others, strict=True)
    parts = [lead.argument(0), lead.rest(), total, first, *(part for pair in pairs for part in pair)]
    lay_in_line(parts, chain(repeat(EQUALS * size, 2), [DOT * size], repeat(AIR * size)))
    return rule


def lay_in_line(parts: Sequence[VMobject], spaces: Iterable[float]) -> None:
    """Put parts behind the first one, with these spaces between them."""
    for (before, part), space in zip(pairwise(parts), spaces, strict=False):
        part.set_x(before.get_right()[0] + space, direction=LEFT)
