"""How the numbers of the paths may be printed: so that they agree with each other, and more shortly if need be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from backprop_core.quantities import Quantity
from scenes.kit.text.typesetter import Pen
from scenes.numbers.format import as_printed, decimals_of
from scenes.numbers.language import decimals_for
from scenes.numbers.path_sum import PathSum

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


def ways(pen: Pen, sums: PathSum) -> Iterator[PathPrint]:
    """Yield the ways to print the paths of a lesson, the most telling ones first, the shortest last.

    With the first ones, the printed products add up to the printed sum; with most, the printed factors multiply to
    the printed products.
    """
    total = sums.total.value
    long = max(len(f"{abs(quantity.value):.0f}") for quantity in (*sums.products, sums.total))
    places = min(max(pen.decimals, decimals_for(total)), max(0, _LONGEST - long))
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
    return tuple(max(decimals_of(factor.value, digits) for factor in column) for column in columns)
