"""A table of the paths: below the factors' names each path's factors and product; and how these are printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from manim import DOWN, LEFT, RIGHT, Animation, FadeIn, LaggedStart, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, NORMAL
from scenes.numbers.format import as_printed, decimals_for_smallest, significant_decimals
from scenes.numbers.layers import PathSum

# The numbers of digits that are tried for factors, and the fewest that they may have. The decimals of products at
# most, and all their digits at most.
_DIGITS, _FEWEST_DIGITS = range(3, 7), 2
_MOST_DECIMALS, _MOST_DIGITS = 6, 8

# The room between numbers where they are set close, as a share of the usual.
_CLOSE = 0.65


@dataclass(frozen=True)
class PathFormat:
    """How the numbers of all paths are printed.

    Parameters
    ----------
    decimals
        The decimals of the three columns of factors.
    places
        The decimals of the products and of their sum.
    spacing
        The room between numbers, as a share of the usual.
    with_products
        Whether the products stand in the table too, or only at their bars.
    """

    decimals: tuple[int, ...]
    places: int
    spacing: float = 1.0
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
            for spacing in (1.0, _CLOSE):
                yield PathFormat(_decimals(sums, fewer), places, spacing, with_products)


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


# The room for a dot and for an equals sign, after a row's head, and around the sum sign, in em; below the rule, in
# frame units. How far the middle of a digit is above the baseline, in em.
_DOT_ROOM, _EQUALS_ROOM, _HEAD_GAP, _SUM_GAP = 1.0, 1.4, 0.55, 0.3
_RULE_GAP = 0.08
_DIGIT_MIDDLE = 0.325


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
    The parts of the rule are ``lead``, its left side, ``sum``, the sum sign, and ``header``, the factors.
    ``question`` is a question mark where the right side will be. ``rows`` are the numbers, ``size`` is the type's
    size, ``places`` are the decimals of the products. Products are left out where numbers are too long for them.
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
        self.sum, self.question = (typesetter.formula(sign, size=LABEL) for sign in ("sum_(j=0)^(n_L - 1)", "?"))
        self.header = VGroup(*(typesetter.formula("{}", name, size=LABEL) for name in sums.letters[1:]))
        super().__init__(self.lead, self.sum, self.question, self.header)
        reach = fitting = 0.0
        for printed in path_formats(typesetter, sums):
            reach = self._lay_out(typesetter, sums, printed)
            fitting = min((right - left) / reach, (right - rule_left) / (reach - self.lead.get_left()[0]))
            if fitting >= smallest / LABEL:
                break
        self.add(*self.rows)
        scale = max(min(fitting, largest / LABEL, NORMAL / LABEL), smallest / LABEL)
        self.scale(scale, about_point=(0, 0, 0))
        self.size = LABEL * scale
        spare = (right - left - reach * scale) / 2
        self.shift((left + max(spare, 0.0), top - self.rule.get_top()[1], 0))

    @property
    def tallest(self) -> float:
        """The height of the tallest number, in frame units."""
        return max(number.height for row in self.rows for number in row.numbers)

    @property
    def rule(self) -> VGroup:
        """The whole rule."""
        return VGroup(self.lead, self.sum, self.header)

    def name_factors(self) -> Animation:
        """Return an animation that shows the factors' names one after the other."""
        return LaggedStart(*(FadeIn(name, shift=0.2 * DOWN) for name in self.header), lag_ratio=0.3)

    def spread(self, pitch: float) -> None:
        """Put each row on its own baseline below the rule."""
        first = self.rule.get_bottom()[1] - pitch / 2 - _RULE_GAP
        for place, row in enumerate(self.rows):
            for part in (row.head, *row.numbers, *row.links):
                part.on_baseline(first - place * pitch - _DIGIT_MIDDLE * self.size)

    def _lay_out(self, typesetter: Typesetter, sums: PathSum, printed: PathFormat) -> float:
        """Write the rows, and place everything; return the x at which the rows end."""
        pairs = enumerate(zip(sums.factors, sums.products, strict=True))
        self.rows = [PathRow(typesetter, j, *pair, printed) for j, pair in pairs]
        self.places = printed.places
        return self._lay_columns(printed.spacing * LABEL)

    def _lay_columns(self, em: float) -> float:
        """Place everything from left to right, the rows' heads at 0, with gaps in this ``em``; return the end's x."""
        x = 0.0
        for row in self.rows:
            row.head.shift((-row.head.get_left()[0], 0, 0))
            x = max(x, row.head.width)
        for place, air in zip(
            range(len(self.rows[0].numbers)), (_HEAD_GAP, _DOT_ROOM, _DOT_ROOM, _EQUALS_ROOM), strict=False
        ):
            start = x + air * em
            x = self._lay_numbers(place, start)
            if place < len(self.header):
                name = self.header[place].on_baseline(0)
                x = max(x, start + name.width)
                spare = (x - start - name.width) / 2, (x - self._lay_numbers(place, start)) / 2
                name.shift((start + spare[0] - name.get_left()[0], 0, 0))
                self._lay_numbers(place, start + spare[1])
        for place in range(len(self.rows[0].numbers) - 1):
            left = max(row.numbers[place].get_right()[0] for row in self.rows)
            right = min(row.numbers[place + 1].get_left()[0] for row in self.rows)
            for row in self.rows:
                row.links[place].set_x((left + right) / 2)
        end = self.header.get_left()[0]
        for part in (self.sum, self.lead):
            end = part.on_baseline(0).set_x(end - _SUM_GAP * LABEL, direction=RIGHT).get_left()[0]
        self.question.on_baseline(0).set_x(self.sum.get_left()[0], direction=LEFT)
        return x

    def _lay_numbers(self, place: int, left: float) -> float:
        """Align the numbers of one column at their points, from ``left`` on; return the x at which they end."""
        numbers, ends = [row.numbers[place] for row in self.rows], [row.end(place) for row in self.rows]
        point = left + max(end - number.get_left()[0] for number, end in zip(numbers, ends, strict=True))
        for number, end in zip(numbers, ends, strict=True):
            number.shift((point - end, 0, 0))
        return max(number.get_right()[0] for number in numbers)
