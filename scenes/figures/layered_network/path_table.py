"""A table of the paths: below the factors' names each path's factors and product; and how these are printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from manim import DOWN, LEFT, Animation, FadeIn, LaggedStart, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import LEAST_SHARE, fit_columns
from scenes.kit.text.spacing import DOT, EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, NORMAL, SMALLEST
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
    with_products
        Whether the products stand in the table too, or only at their bars.
    """

    decimals: tuple[int, ...]
    places: int
    with_products: bool = True

    def agrees(self, factors: Sequence[Quantity], product: Quantity) -> bool:
        """Return whether the printed factors multiply to the printed product."""
        shown = prod(as_printed(factor.value, n) for factor, n in zip(factors, self.decimals, strict=True))
        return as_printed(shown, self.places) == as_printed(product.value, self.places)


def path_formats(typesetter: Typesetter, sums: PathSum) -> Iterator[PathFormat]:
    """Yield formats for the paths of a lesson, the most exact ones first, the shortest last.

    In the first ones the printed products add up to the printed sum; in most the printed factors multiply to the
    printed products.
    """
    total = sums.total.value
    long = max(len(f"{abs(quantity.value):.0f}") for quantity in (*sums.products, sums.total))
    places = min(max(typesetter.decimals, decimals_for_smallest(total)), max(0, _MOST_DIGITS - long))
    for more in range(places, min(places + 1, _MOST_DECIMALS) + 1):
        added = sum(as_printed(product.value, more) for product in sums.products)
        if as_printed(added, more) == as_printed(total, more):
            yield PathFormat(_decimals(sums, _digits(sums, more)), more)
    digits = _digits(sums, places)
    for with_products in (True, False):
        for fewer in range(digits, _FEWEST_DIGITS - 1, -1):
            yield PathFormat(_decimals(sums, fewer), places, with_products)


def _digits(sums: PathSum, places: int) -> int:
    """Return the fewest digits with which the printed factors multiply to the printed products."""
    rows = list(zip(sums.factors, sums.products, strict=True))
    for digits in _DIGITS:
        printed = PathFormat(_decimals(sums, digits), places)
        if all(printed.agrees(*row) for row in rows):
            return digits
    return _DIGITS[0]


def _decimals(sums: PathSum, digits: int) -> tuple[int, ...]:
    columns = zip(*sums.factors, strict=True)
    return tuple(max(significant_decimals(factor.value, digits) for factor in column) for column in columns)


# The gap after a row's head, in em, and below the rule, in frame units. How far the middle of a digit is above the
# baseline, in em.
_HEAD_GAP, _RULE_GAP = 0.55, 0.08
_DIGIT_MIDDLE = 0.325

# The type's size of the question mark where the sum sign will be, in sizes of the rule.
_QUESTION = 1.7


class PathRow(VGroup):
    """One path: its ``head``, j = …, its factors as ``cells``, its ``product``, and ``links``, the signs between."""

    def __init__(
        self, typesetter: Typesetter, j: int, factors: Sequence[Quantity], product: Quantity, printed: PathFormat
    ):
        self._factors = factors
        self.head = typesetter.formula(f"j = {j}", size=LABEL)
        self.cells = [
            typesetter.formula("{}", factor, size=LABEL, decimals=n, brackets=place > 0)
            for place, (factor, n) in enumerate(zip(factors, printed.decimals, strict=True))
        ]
        self.links = [typesetter.formula("dot.op", size=LABEL) for _ in factors[1:]]
        self.product: Formula | None = None
        super().__init__(self.head, *self.cells, *self.links)
        if printed.with_products:
            self.links.append(typesetter.formula("=" if printed.agrees(factors, product) else "approx", size=LABEL))
            self.product = typesetter.formula("{}", product, size=LABEL, decimals=printed.places, signed=True)
            self.add(self.links[-1], self.product)

    @property
    def numbers(self) -> list[Formula]:
        """The factors and the product."""
        return [*self.cells, self.product] if self.product else self.cells

    def end(self, place: int) -> float:
        """Return the x at which the last digit of a number ends: before the bracket, if there is one."""
        in_brackets = place in (1, 2) and self._factors[place].value < 0
        return self.numbers[place][-2 if in_brackets else -1].get_right()[0]


class PathTable(VGroup):
    """The rule ∂C_0/∂a_k = Σ_j ∂z_j/∂a_k · ∂a_j/∂z_j · ∂C_0/∂a_j, and below it a row of numbers for each j.

    The numbers stand below their names, which are far enough apart for that, and if need be a little smaller; where
    they are too wide for that, they have columns of their own.

    Parameters
    ----------
    left, right, top
        The ends of the rows, and the top of the rule, in frame units.
    rule_left
        The leftmost place where the rule may begin.
    largest, smallest
        The type's size at most and at least; numbers that stand below their names may be a little smaller.

    Notes
    -----
    The parts of the rule are ``lead``, its left side, ``sum``, the sum sign, ``header``, the factors, and ``dots``
    between these. ``question`` is a question mark where the right side will be. ``rows`` are the numbers, ``size`` is
    the type's size in the rule, ``places`` are the decimals of the products. Products are left out where numbers are
    too long for them.
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
        self.question = typesetter.formula("?", size=_QUESTION * LABEL)
        self.header = VGroup(*(typesetter.formula("{}", name, size=LABEL) for name in sums.letters[1:]))
        self.dots = [typesetter.formula("dot.op", size=LABEL) for _ in self.header[1:]]
        super().__init__(self.lead, self.sum, self.question, self.header, *self.dots)
        reach = fitting = least = 0.0
        for printed, below in product(path_formats(typesetter, sums), (True, False)):
            reach = self._lay_out(typesetter, sums, printed, below=below)
            fitting = min((right - left) / reach, (right - rule_left) / (reach - self.lead.get_left()[0]))
            least = (max(SMALLEST, LEAST_SHARE * smallest) if below else smallest) / LABEL
            if self._share >= LEAST_SHARE and fitting * self._share >= least:
                break
        self.add(*self.rows)
        scale = max(min(fitting, NORMAL / LABEL, largest / LABEL / self._share), least)
        self.scale(scale, about_point=(0, 0, 0))
        self.size = LABEL * scale
        spare = max(right - left - reach * scale, 0.0) / 2
        start = max(left + spare, rule_left - self.lead.get_left()[0])
        self.shift((start, top - self.rule.get_top()[1], 0))

    @property
    def tallest(self) -> float:
        """The height of the tallest number, in frame units."""
        return max(number.height for row in self.rows for number in row.numbers)

    @property
    def rule(self) -> VGroup:
        """The whole rule."""
        return VGroup(self.lead, self.sum, self.header, *self.dots)

    def name_factors(self) -> Animation:
        """Return an animation that shows the factors' names one after the other, each with the dot before it."""
        names = zip(self.header, ([], *([dot] for dot in self.dots)), strict=True)
        return LaggedStart(*(FadeIn(name, *dot, shift=0.2 * DOWN) for name, dot in names), lag_ratio=0.3)

    def spread(self, pitch: float) -> None:
        """Put each row on its own baseline below the rule."""
        first = self.rule.get_bottom()[1] - pitch / 2 - _RULE_GAP
        for place, row in enumerate(self.rows):
            for part in (row.head, *row.numbers, *row.links):
                part.on_baseline(first - place * pitch - _DIGIT_MIDDLE * self.size * self._share)

    def _lay_rule(self, gap: float = DOT) -> None:
        """Set the rule from left to right on the baseline 0, with this space around its dots, in em."""
        first, *others = self.header
        factors = [part for pair in zip(self.dots, others, strict=True) for part in pair]
        end = self.lead.on_baseline(0).set_x(0).get_right()[0]
        for part, space in zip((self.sum, first, *factors), (EQUALS, DOT, *[gap] * len(factors)), strict=True):
            part.on_baseline(0).set_x(end + space * LABEL, direction=LEFT)
            end = part.get_right()[0]
        self.question.match_y(self.lead.rest()).set_x(self.sum.get_left()[0], direction=LEFT)

    def _lay_out(self, typesetter: Typesetter, sums: PathSum, printed: PathFormat, *, below: bool) -> float:
        """Write the rows, ``below`` the rule's factors or by themselves, from 0 on; return the x of their end."""
        pairs = enumerate(zip(sums.factors, sums.products, strict=True))
        self.rows = [PathRow(typesetter, j, *pair, printed) for j, pair in pairs]
        self.places = printed.places
        self._share = 1.0
        self._lay_rule()
        end = max(row.head.width for row in self.rows) + _HEAD_GAP * LABEL
        for place in range(len(self.header)):
            end = self._lay_numbers(place, end) + 2 * DOT * LABEL + self.dots[0].width
        if below:
            self._share, gaps = fit_columns(self._sides())
            self._lay_rule(max(DOT, *gaps))
            for row in self.rows:
                row.scale(self._share, about_point=(0, 0, 0))
            for place, name in enumerate(self.header):
                left, right = self._ends(place)
                for row in self.rows:
                    row.numbers[place].shift((name.get_x() - (left + right) / 2, 0, 0))
        em = LABEL * self._share
        for place in range(len(self.dots)):
            middle = (self._ends(place)[1] + self._ends(place + 1)[0]) / 2
            for row in self.rows:
                row.links[place].set_x(self.dots[place].get_x() if below else middle)
        first, last = self._ends(0)[0], self._ends(len(self.header) - 1)[1]
        if printed.with_products:
            signs = [row.links[-1].set_x(last + EQUALS * em, direction=LEFT) for row in self.rows]
            last = self._lay_numbers(-1, max(sign.get_right()[0] for sign in signs) + EQUALS * em)
        heads = max(row.head.width for row in self.rows)
        for row in self.rows:
            row.head.set_x(first - _HEAD_GAP * em - heads, direction=LEFT)
        start = self.rows[0].head.get_left()[0]
        for row in self.rows:
            row.shift((-start, 0, 0))
        self.rule.shift((first - start - self.header.get_left()[0] if not below else -start, 0, 0))
        self.question.set_x(self.sum.get_left()[0], direction=LEFT)
        return max(last - start, self.header.get_right()[0])

    def _sides(self) -> Iterator[tuple[float, float]]:
        """Yield, for each dot beside a column of numbers, what ``fit_columns`` takes."""
        for place, name in enumerate(self.header):
            left, right = self._ends(place)
            for dot in self.dots[max(0, place - 1) : place + 1]:
                half, needed = ((width + dot.width) / 2 / LABEL for width in (name.width, right - left))
                yield half, needed + DOT

    def _ends(self, place: int) -> tuple[float, float]:
        """Return the left and the right end of a column of numbers."""
        column = VGroup(*(row.numbers[place] for row in self.rows))
        return float(column.get_left()[0]), float(column.get_right()[0])

    def _lay_numbers(self, place: int, left: float) -> float:
        """Align the numbers of one column at their points, from ``left`` on; return the x at which they end."""
        numbers, ends = [row.numbers[place] for row in self.rows], [row.end(place) for row in self.rows]
        point = left + max(end - number.get_left()[0] for number, end in zip(numbers, ends, strict=True))
        for number, end in zip(numbers, ends, strict=True):
            number.shift((point - end, 0, 0))
        return max(number.get_right()[0] for number in numbers)
