"""A table of the paths: below the factors' names each path's factors and product; and how these are printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, prod

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    LaggedStart,
    ReplacementTransform,
    VGroup,
)

from backprop_core.quantities import Quantity
from scenes.kit.motion.animations import one_by_one
from scenes.kit.text.spacing import DOT, EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, NORMAL
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


# The gap after a row's head, between the heads of two columns, and around the dots between numbers, in em; the size
# of the columns' heads, in sizes of the numbers; the gap below the rule, in frame units. The middle of a digit above
# the baseline, in em.
_HEAD_GAP, _COLUMN_GAP, _DOT_GAP, _COLUMN_HEAD, _RULE_GAP = 0.8, 0.55, 0.36, 1.05, 0.08
_DIGIT_MIDDLE = 0.325


class PathRow(VGroup):
    """One path: its ``head``, j = …, its factors as ``cells`` with ``dots`` between them, and their ``product``.

    Notes
    -----
    ``numbers`` are the factors without brackets, ``equals`` is the sign before the product.
    """

    def __init__(
        self, typesetter: Typesetter, j: int, factors: Sequence[Quantity], product: Quantity, printed: PathFormat
    ):
        self.head = typesetter.formula(f"j = {j}", size=LABEL)
        self.cells = [
            typesetter.formula("({})" if i and factor.value < 0 else "{}", factor, size=LABEL, decimals=n)
            for i, (factor, n) in enumerate(zip(factors, printed.decimals, strict=True))
        ]
        self.numbers = [cell.argument(0) for cell in self.cells]
        self.digits = [
            VGroup(*number[factor.value < 0 :]) for number, factor in zip(self.numbers, factors, strict=True)
        ]
        self.dots = [typesetter.formula("dot.op", size=LABEL) for _ in self.cells[1:]]
        self.equals = typesetter.formula("=" if printed.agrees(factors, product) else "approx", size=LABEL)
        self.product = typesetter.formula("{}", product, size=LABEL, decimals=printed.places, signed=True)
        super().__init__(self.head, *self.cells, *self.dots, self.equals, self.product)

    def show_factors(self, **options) -> Animation:
        """Return an animation that shows the factors one after the other, each with the dot before it."""
        factors = zip(self.cells, ([], *([dot] for dot in self.dots)), strict=True)
        return one_by_one(*(FadeIn(*dot, cell, shift=0.2 * LEFT) for cell, dot in factors), **options)

    def show_product(self, **options) -> Animation:
        """Return an animation that shows what the factors multiply to."""
        return FadeIn(self.equals, self.product, shift=0.2 * LEFT, **options)


class PathTable(VGroup):
    """The rule ∂C_0/∂a_k = Σ_j ∂z_j/∂a_k · ∂a_j/∂z_j · ∂C_0/∂a_j; before it is written, its factors are heads.

    Below these stand the numbers of each path, with decimal points in one column, and equals signs too.

    Parameters
    ----------
    left, right, top
        The box of the rule and of the rows, in frame units.
    largest, smallest
        The size of the rows' type at most and at least.

    Notes
    -----
    The parts of the rule are ``lead``, its left side, ``sum``, the sum sign, ``header``, the factors, and ``dots``
    between these; ``heads`` are the factors as heads of columns. ``rows`` are the numbers, ``size`` is their type's
    size and ``rule_size`` the rule's, ``places`` are the decimals of the products.
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
        self.sum = typesetter.formula("sum_(j=0)^(n_L - 1)")
        self.header = VGroup(*(typesetter.formula("{}", name) for name in sums.letters[1:]))
        self.dots = [typesetter.formula("dot.op") for _ in self.header[1:]]
        self._lay_rule()
        self.rule = VGroup(self.lead, self.sum, self.header, *self.dots)
        share = min(1.0, (right - left) / self.rule.width)
        self.rule_size = share * NORMAL
        self.rule.scale(share).set_x((left + right) / 2).set_y(top, direction=UP)
        heads = [typesetter.formula("{}", name, size=_COLUMN_HEAD * LABEL) for name in sums.letters[1:]]
        self.heads = VGroup(*heads)
        fitting = 0.0
        for printed in path_formats(typesetter, sums):
            self._lay_out(typesetter, sums, printed)
            fitting = (right - left) / VGroup(self.heads, *self.rows).width
            if fitting >= smallest / LABEL:
                break
        self.size = min(largest, fitting * LABEL)
        VGroup(self.heads, *self.rows).scale(self.size / LABEL).set_x((left + right) / 2)
        for head in heads:
            head.scale(min(1.0, self.rule_size / head.em)).on_baseline(self.lead.baseline)
        super().__init__(self.rule, self.heads, *self.rows)

    @property
    def tallest(self) -> float:
        """The height of the tallest number, in frame units."""
        return max(number.height for row in self.rows for number in row.cells)

    def name_factors(self) -> Animation:
        """Return an animation that shows the columns' heads one after the other."""
        return LaggedStart(*(FadeIn(name, shift=0.2 * DOWN) for name in self.heads), lag_ratio=0.3)

    def complete(self, **options) -> Animation:
        """Return an animation in which the heads come together, and the rest of the rule joins them."""
        moves = (ReplacementTransform(*pair) for pair in zip(self.heads, self.header, strict=True))
        rest = FadeIn(self.lead, self.sum, *self.dots, shift=0.2 * DOWN)
        return one_by_one(AnimationGroup(*moves), rest, **options)

    def spread(self, pitch: float) -> None:
        """Put each row on its own baseline below the rule."""
        first = self.rule.get_bottom()[1] - pitch / 2 - _RULE_GAP
        for place, row in enumerate(self.rows):
            for part in row:
                part.on_baseline(first - place * pitch - _DIGIT_MIDDLE * self.size)

    def _lay_rule(self) -> None:
        """Set the rule from left to right on the baseline 0, with its natural spaces."""
        first, *others = self.header
        factors = [part for pair in zip(self.dots, others, strict=True) for part in pair]
        end = self.lead.on_baseline(0).set_x(0).get_right()[0]
        for part in (self.sum, first, *factors):
            space = EQUALS if part is self.sum else DOT
            part.on_baseline(0).set_x(end + space * NORMAL, direction=LEFT)
            end = part.get_right()[0]

    def _lay_out(self, typesetter: Typesetter, sums: PathSum, printed: PathFormat) -> None:
        """Write the rows below the heads: columns as close as numbers and heads allow, each dot midway."""
        self.places = printed.places
        paths = enumerate(zip(sums.factors, sums.products, strict=True))
        rows = self.rows = [PathRow(typesetter, j, *path, printed) for j, path in paths]
        ends = [max(row.head.set_x(0, direction=LEFT).get_right()[0] for row in rows)] * len(rows)
        between, before = _HEAD_GAP * LABEL, -inf
        for column, head in enumerate(self.heads):
            digits = max(row.digits[column].width for row in rows)
            lefts = [row.numbers[column].get_right()[0] - row.cells[column].get_left()[0] for row in rows]
            x = max(before + (head.width + digits) / 2, *map(float, np.add(ends, lefts) + between))
            for place, row in enumerate(rows):
                cell = row.cells[column]
                cell.shift((x - row.numbers[column].get_right()[0], 0, 0))
                if column:
                    row.dots[column - 1].set_x((ends[place] + cell.get_left()[0]) / 2)
                ends[place] = cell.get_right()[0]
            before = head.set_x(x - digits / 2).get_right()[0] + _COLUMN_GAP * LABEL
            between = rows[0].dots[0].width + 2 * _DOT_GAP * LABEL
        signs = max(ends) + EQUALS * LABEL
        end = signs + max(row.equals.width + row.product.width for row in rows) + EQUALS * LABEL
        for row in rows:
            row.equals.set_x(signs, direction=LEFT)
            row.product.set_x(end, direction=RIGHT)
