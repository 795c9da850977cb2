"""The cost of one example, written out."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

import numpy as np
from manim import Animation, Indicate, VGroup, VMobject

from backprop_core.quantities import Name, Quantity
from scenes.figures.simple_network.spelling import spell
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, SAFE_RIGHT
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import agreeing_decimals, agreement, exact_decimals

# The height of the first line and the distance to the next one; between lines with fractions: in frame units.
_FIRST_Y, _LEADING, _APART = -0.55, 1.05, 0.1

# How much larger the example's number gets while it is spoken of.
_SWOLLEN = 1.4


class ExampleCost(VGroup):
    """The cost of the example, and below it the same in numbers and their result; equals signs are in one column.

    Parameters
    ----------
    left
        Where the lines begin, in frame units.

    Notes
    -----
    The lines are ``symbols``, whose first argument is C_0, ``numbers`` and ``result``.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, left: float):
        (*_, a, C), (*_, y) = last.start, last.entering
        formula = last.cost_formula
        (rule, names), (filled, numbers) = formula.of_one(a.symbol, y.symbol), formula.in_numbers(a, y)
        places, sign = _decimals(typesetter, last, a, C)
        self.symbols = typesetter.formula(f"{{}} = {rule}", C.symbol, *names, size=LARGE)
        self.numbers = typesetter.formula(
            f"= {filled}", *numbers, size=LARGE, brackets=True, decimals=[places[each.symbol] for each in numbers]
        )
        self._names, self._numbers = names, [each.symbol for each in numbers]
        self.result = typesetter.formula(f"{sign} {{}}", C, size=LARGE)
        super().__init__(self.symbols, self.numbers, self.result)
        baseline, bottom = _LEADING, inf
        for line in (self.symbols, self.numbers, self.result):
            line.shift((-line.rest().get_left()[0], 0, 0)).on_baseline(0)
            baseline = min(baseline - _LEADING, bottom - _APART - line.get_top()[1])
            bottom = line.on_baseline(baseline).get_bottom()[1]
        self.scale(min(1.0, (SAFE_RIGHT - left) / self.width))
        self.shift((left - self.get_left()[0], _FIRST_Y - self.symbols.baseline, 0))

    def write(self, sources: Mapping[Name, VMobject], **options: Any) -> Animation:
        """Return an animation that writes the line in symbols, each of which flies in from its source."""
        flown = {self.symbols.argument(i): sources[name] for i, name in enumerate(self._names, 1)}
        return spell(self.symbols, flown, **options)

    def fill_in(self, sources: Mapping[Name, VMobject], **options: Any) -> Animation:
        """Return an animation that writes the line in numbers, each of which flies in from its source."""
        flown = {self.numbers.argument(i): sources[name] for i, name in enumerate(self._numbers)}
        return spell(self.numbers, flown, **options)

    def point_out_example(self, colour: str) -> Animation:
        """Return an animation in which the example's number in C_0 swells, in this colour."""
        _, example = self.symbols.argument(0)
        return Indicate(example, _SWOLLEN, colour)


def _decimals(typesetter: Typesetter, last: LastLayer, a: Quantity, C: Quantity) -> tuple[dict[Name, int], str]:
    """Return the decimals of the activation, and of the target, which is printed as it was chosen.

    The activation has those of its neuron, or so many that it has the printed cost if it misses more than the last
    digit. Also return the sign before the cost: equals only if the printed activation has the printed cost.
    """
    chain, least = last.chain, typesetter.decimals

    def cost_of(printed: Sequence[float]) -> float:
        return chain.cost.f(np.array(printed), chain.y).item()

    near = agreement([a.value], C.value, cost_of, [least, least - 1]) == "="
    (most,), _ = agreeing_decimals([a.value], C.value, cost_of, least, least)
    places = least if near else most
    sign = agreement([a.value], C.value, cost_of, [places, least])
    return {a.symbol: places, last.side[-1]: min(least, exact_decimals(chain.y.item()))}, sign
