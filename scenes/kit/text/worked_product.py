"""A derivative worked out: rows of its factors as names, as formulas and as live numbers, and their product."""

from collections.abc import Sequence
from functools import partial
from math import prod
from typing import Any, Self

import numpy as np
from manim import DOWN, Animation, FadeIn, LaggedStart

from backprop_core.quantities import Quantity
from scenes.kit.text.formula import Formula
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.product import AnyFormula, ProductTable, extent, factor_names
from scenes.kit.text.readout import Readout
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import FIRING_DECIMALS, agreeing_decimals, agreement, significant_decimals
from scenes.numbers.layers import WatchedWeight

_DROP = 0.2

# The space around the first row's dots at most, in em, in a table whose columns are as wide as long formulas.
_WIDEST_APART = 2.4

# The signs that can stand before the product of live factors.
_SIGNS = ("=", "approx", "arrow.r")


class WorkedProduct(ProductTable):
    """Rows of the factors' names, of their formulas, if given, and of their live numbers, with the product.

    Parameters
    ----------
    value, factors
        The derivative and its factors.
    between
        The factors' formulas.
    width
        The greatest width, in frame units; a wider table is scaled down.
    reached
        Further sequences of factors and their product, which the live numbers have room for; the first factor is an
        activation that is held.
    grid
        Options of the table.

    Notes
    -----
    Besides the parts of a table there are ``numbers``, the factors of the last row. They have as many decimals as it
    takes for the printed factors to multiply to the printed product.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        value: Quantity,
        factors: Sequence[Quantity],
        *,
        between: Sequence[AnyFormula] = (),
        size: float,
        width: float,
        reached: Sequence[Sequence[Quantity]] = (),
        **grid: Any,
    ):
        columns = [list(column) for column in zip((*factors, value), *reached, strict=True)]
        places, sign = product_decimals(typesetter, value, factors)
        if reached:
            places = [max(each, typesetter.decimals) for each in places]
            places[0] = min(places[0], FIRING_DECIMALS)
            sign = "approx" if sign == "=" else sign  # which is wider
        numbers = [_number(typesetter, *column, size) for column in zip(columns[:-1], places, strict=False)]
        result = LiveFormula(typesetter, f"{sign} {{}}", columns[-1], size=size, decimals=places[-1])
        rows = [row for row in (factor_names(typesetter, factors, size), between, numbers) if row]
        super().__init__(typesetter, value.symbol, rows, result=result, size=size, **grid)
        self.numbers, self._live, self._places = numbers, [*numbers, result], places
        self.result_number.shift(((self.result_space - EQUALS) * result.readouts[0].em, 0, 0))
        self._signs = {each: typesetter.formula(each, size=1.0)[0].points for each in _SIGNS}
        self.scale(min(1.0, width / (self.end - float(self.get_left()[0]))))

    @classmethod
    def of_last_layer(
        cls, typesetter: Typesetter, last: LastLayer, between: Sequence[AnyFormula], *, width: float
    ) -> Self:
        """Return the table of ∂C_0/∂w^(L), with these formulas of its factors.

        All rows stand in columns, which are as wide as their own widest factor if they can't be equally wide.
        """
        build = partial(cls, typesetter, last.derivative, last.factors(), size=LARGE, width=width)
        table = build(between=[formula.copy() for formula in between])
        return table if table.is_aligned else build(between=between, even=False, widest=_WIDEST_APART)

    @property
    def middle(self) -> float:
        """The x of the table's middle when the product has its longest number."""
        return (float(self.get_left()[0]) + self.end) / 2

    @property
    def end(self) -> float:
        """The x of the right end when the product has its longest number."""
        return max(extent(self._live[-1])[1], float(self.get_right()[0]))

    @property
    def result_number(self) -> Readout:
        """The product's number."""
        return self._live[-1].readouts[0]

    def reveal(self, run_time: float) -> Animation:
        """Return an animation in which the numbers appear one by one, then the product."""
        parts = [*self.row(-1), self.result]
        return LaggedStart(*(FadeIn(part, shift=_DROP * DOWN) for part in parts), lag_ratio=0.4, run_time=run_time)

    def show(self, *quantities: Quantity) -> Self:
        """Show these factors and their product, with the sign between them that is true of what is printed.

        The product is close to that sign even at zero, without a sign of its own.
        """
        for number, quantity in zip(self._live, quantities, strict=True):
            number.show(quantity)
        *factors, whole = (quantity.value for quantity in quantities)
        result = self._live[-1]
        (product,), equals = result.readouts, result.formula[0]
        outline = self._signs[agreement(factors, whole, prod, self._places)]
        start = np.array([equals.get_left()[0], product.baseline, 0.0])
        equals.points = (outline - [outline[:, 0].min(), 0.0, 0.0]) * product.em + start
        product.shift((equals.get_right()[0] + self.result_space * product.em - product.get_left()[0], 0, 0))
        return self


def formulas(typesetter: Typesetter, last: LastLayer | WatchedWeight, size: float) -> list[Formula]:
    """Return the formulas of the three factors, as a^(L−1), σ′(z^(L)) and 2(a^(L) − y)."""
    (_, z, a, _), (_, before, y) = last.path, last.side
    slope, inputs = last.cost_formula.derivative_as_factor(a, y)
    return [
        typesetter.formula("{}", before, size=size),
        typesetter.formula(f"{last.function.typst}'({{}})", z, size=size),
        typesetter.formula(slope, *inputs, size=size),
    ]


def product_decimals(
    typesetter: Typesetter, value: Quantity, factors: Sequence[Quantity], least: Sequence[int] = ()
) -> tuple[list[int], str]:
    """Return the decimals of the factors and of their product, and the sign between them.

    ``least`` are the decimals that the first factors have anyway, as where they were shown before.
    """
    whole = significant_decimals(value.value, least=typesetter.decimals)
    floors = [*least, *[typesetter.decimals] * (len(factors) - len(least))]
    places, sign = agreeing_decimals([f.value for f in factors], value.value, prod, whole, least=floors)
    return [*places, whole], sign


def _number(typesetter: Typesetter, live: Sequence[Quantity], decimals: int, size: float) -> LiveFormula:
    """Return a live number, in brackets if it can be negative."""
    template = "({})" if any(quantity.value < 0 for quantity in live) else "{}"
    return LiveFormula(typesetter, template, live, size=size, decimals=decimals)
