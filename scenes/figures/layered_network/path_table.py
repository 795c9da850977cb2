"""Each path's three factors and their product as numbers, below the factors' names, points below each other."""

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

# Digits of factors that are tried, and the fewest that they may have. Decimals of products at most, and their
# digits before and after the point.
_DIGITS, _FEWEST = range(3, 7), 2
_MOST, _LONGEST = 6, 8

_TIGHT = 0.65


@dataclass(frozen=True)
class PathPrint:
    """One way to print the paths.

    Parameters
    ----------
    decimals
        Of the three columns of factors.
    places
        Decimals of the products, and of their sum.
    spacing
        The room between numbers, as a share of the usual.
    with_products
        Whether the products stand in the table, and not only at their bars.
    """

    decimals: tuple[int, ...]
    places: int
    spacing: float = 1.0
    with_products: bool = True

    def agrees(self, factors: Sequence[Quantity], product: Quantity) -> bool:
        """Return whether a viewer who multiplies the printed factors gets the printed product."""
        shown = prod(as_printed(factor.value, n) for factor, n in zip(factors, self.decimals, strict=True))
        return as_printed(shown, self.places) == as_printed(product.value, self.places)


def ways(typesetter: Typesetter, sums: PathSum) -> Iterator[PathPrint]:
    """Yield the ways to print the paths of a lesson, the most telling ones first, the shortest last.

    With the first ones, the printed products add up to the printed sum; with most, the printed factors multiply to
    the printed products.
    """
    total = sums.total.value
    long = max(len(f"{abs(quantity.value):.0f}") for quantity in (*sums.products, sums.total))
    places = min(max(typesetter.decimals, decimals_for_smallest(total)), max(0, _LONGEST - long))
    for more in range(places, min(places + 1, _MOST) + 1):
        added = sum(as_printed(product.value, more) for product in sums.products)
        if as_printed(added, more) == as_printed(total, more):
            yield PathPrint(_decimals(sums, _digits(sums, more)), more)
    digits = _digits(sums, places)
    for with_products in (True, False):
        for fewer in range(digits, _FEWEST - 1, -1):
            for spacing in (1.0, _TIGHT):
                yield PathPrint(_decimals(sums, fewer), places, spacing, with_products)


def _digits(sums: PathSum, places: int) -> int:
    """Return how many digits the factors need so that their products are the printed ones."""
    rows = list(zip(sums.factors, sums.products, strict=True))
    for digits in _DIGITS:
        printed = PathPrint(_decimals(sums, digits), places)
        if all(printed.agrees(*row) for row in rows):
            return digits
    return _DIGITS[0]


def _decimals(sums: PathSum, digits: int) -> tuple[int, ...]:
    columns = zip(*sums.factors, strict=True)
    return tuple(max(significant_decimals(factor.value, digits) for factor in column) for column in columns)


# Room for a dot and for an equals sign, after a row's head, and around the rule's sum, in em; room below the rule, in
# frame units.
_DOT, _EQUALS, _HEAD, _FACTOR = 1.0, 1.4, 0.55, 0.3
_AIR = 0.08


class PathRow(VGroup):
    """One path: its ``head``, which says j, three ``cells``, ``links`` between and after them, the ``product``."""

    def __init__(
        self, typesetter: Typesetter, j: int, factors: Sequence[Quantity], product: Quantity, printed: PathPrint
    ):
        self._factors = factors
        colour = typesetter.theme.paths[j]
        self.head = typesetter.formula(f"j = {j}", size=LABEL, colour=colour)
        self.cells = [
            typesetter.formula("{}", factor, size=LABEL, decimals=n, brackets=place > 0)
            for place, (factor, n) in enumerate(zip(factors, printed.decimals, strict=True))
        ]
        self.links = [typesetter.formula("dot.op", size=LABEL) for _ in factors[1:]]
        self.product: Formula | None = None
        super().__init__(self.head, *self.cells, *self.links)
        if printed.with_products:
            self.links.append(typesetter.formula("=" if printed.agrees(factors, product) else "approx", size=LABEL))
            self.product = typesetter.formula(
                "{}", product, size=LABEL, decimals=printed.places, signed=True, colour=colour
            )
            self.add(self.links[-1], self.product)

    @property
    def numbers(self) -> list[Formula]:
        """The factors and the product."""
        return [*self.cells, self.product] if self.product else self.cells

    def end(self, place: int) -> float:
        """Return where the last digit of a number ends: before the bracket, if there is one."""
        in_brackets = place in (1, 2) and self._factors[place].value < 0
        return self.numbers[place][-2 if in_brackets else -1].get_right()[0]


class PathTable(VGroup):
    """The rule ∂C_0/∂a_k = Σ_j ∂z_j/∂a_k · ∂a_j/∂z_j · ∂C_0/∂a_j, and below it a row of numbers for each j.

    Parameters
    ----------
    left, right, top
        Where the rows begin and end, and how high the rule reaches, in frame units.
    rule_left
        How far left the rule may begin.
    largest
        The type's size at most.
    smallest
        The type's size at least.

    Notes
    -----
    ``lead``, ``sum`` and ``header`` are the parts of the rule: what is sought, the sign that answers the ``question``
    mark in its place, and the factors. ``rows`` are the numbers; ``size`` is the type's, ``places`` are the decimals
    of the products. Where numbers are so long that the products have no room, they are left out.
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
        for printed in ways(typesetter, sums):
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
        """The height of the highest number, in frame units."""
        return max(number.height for row in self.rows for number in row.numbers)

    @property
    def rule(self) -> VGroup:
        """The whole rule."""
        return VGroup(self.lead, self.sum, self.header)

    def name_factors(self) -> Animation:
        """Return the move in which the factors' names come one after the other."""
        return LaggedStart(*(FadeIn(name, shift=0.2 * DOWN) for name in self.header), lag_ratio=0.3)

    def spread(self, pitch: float) -> None:
        """Put each row on its own baseline below the rule."""
        first = self.rule.get_bottom()[1] - pitch / 2 - _AIR
        for place, row in enumerate(self.rows):
            for part in (row.head, *row.numbers, *row.links):
                part.on_baseline(first - place * pitch - 0.325 * self.size)

    def _lay_out(self, typesetter: Typesetter, sums: PathSum, printed: PathPrint) -> float:
        """Write the rows, and place everything; return where the rows end."""
        pairs = enumerate(zip(sums.factors, sums.products, strict=True))
        self.rows = [PathRow(typesetter, j, *pair, printed) for j, pair in pairs]
        self.places = printed.places
        return self._lay_columns(printed.spacing * LABEL)

    def _lay_columns(self, em: float) -> float:
        """Place everything from left to right, the rows' heads at 0, with room of so many em; return the end."""
        x = 0.0
        for row in self.rows:
            row.head.shift((-row.head.get_left()[0], 0, 0))
            x = max(x, row.head.width)
        for place, air in zip(range(len(self.rows[0].numbers)), (_HEAD, _DOT, _DOT, _EQUALS), strict=False):
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
            end = part.on_baseline(0).set_x(end - _FACTOR * LABEL, direction=RIGHT).get_left()[0]
        self.question.on_baseline(0).set_x(self.sum.get_left()[0], direction=LEFT)
        return x

    def _lay_numbers(self, place: int, left: float) -> float:
        """Put the numbers of one column below each other, from ``left`` on; return where they end."""
        numbers, ends = [row.numbers[place] for row in self.rows], [row.end(place) for row in self.rows]
        point = left + max(end - number.get_left()[0] for number, end in zip(numbers, ends, strict=True))
        for number, end in zip(numbers, ends, strict=True):
            number.shift((point - end, 0, 0))
        return max(number.get_right()[0] for number in numbers)
