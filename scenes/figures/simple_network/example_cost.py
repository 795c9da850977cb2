"""The cost of one example, written out."""

from collections.abc import Mapping
from typing import Any

from manim import Animation, Indicate, VGroup, VMobject

from backprop_core.quantities import Name
from scenes.figures.simple_network.spelling import spell
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, SAFE_RIGHT
from scenes.numbers.chain import LastLayer

# Where the lines of the formula begin, their type's size, and the height of the first and the distance to the next
# one, in frame units.
_LEFT, _FIRST_Y, _LEADING = 0.1, -0.55, 1.05

# How much larger the example's number gets while it is spoken of.
_SWOLLEN = 1.4


class ExampleCost(VGroup):
    """The cost of the example, and below it the same in numbers and their result; equals signs are in one column.

    Notes
    -----
    The lines are ``symbols``, whose first argument is C_0, ``numbers`` and ``result``.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        (*_, a, C), (*_, y) = last.start, last.entering
        rule, self._inputs = last.cost_formula.of_one(a, y)
        names = [each.symbol for each in self._inputs]
        self.symbols = typesetter.formula(f"{{}} = {rule}", C.symbol, *names, size=LARGE)
        self.numbers = typesetter.formula(f"= {rule}", *self._inputs, size=LARGE, brackets=True)
        self.result = typesetter.formula("= {}", C, size=LARGE)
        super().__init__(self.symbols, self.numbers, self.result)
        for place, line in enumerate(self):
            line.shift((-line.rest().get_left()[0], 0, 0)).on_baseline(-place * _LEADING)
        self.scale(min(1.0, (SAFE_RIGHT - _LEFT) / self.width))
        self.shift((_LEFT - self.get_left()[0], _FIRST_Y - self.symbols.baseline, 0))

    def write(self, sources: Mapping[Name, VMobject], **options: Any) -> Animation:
        """Return an animation that writes the line in symbols, each of which flies in from its source."""
        return self._spell(self.symbols, 1, sources, **options)

    def fill_in(self, sources: Mapping[Name, VMobject], **options: Any) -> Animation:
        """Return an animation that writes the line in numbers, each of which flies in from its source."""
        return self._spell(self.numbers, 0, sources, **options)

    def _spell(self, line: Formula, first: int, sources: Mapping[Name, VMobject], **options: Any) -> Animation:
        flown = {line.argument(i): sources[each.symbol] for i, each in enumerate(self._inputs, first)}
        return spell(line, flown, **options)

    def point_out_example(self, colour: str) -> Animation:
        """Return an animation in which the example's number in C_0 swells, in this colour."""
        _, example = self.symbols.argument(0)
        return Indicate(example, _SWOLLEN, colour)
