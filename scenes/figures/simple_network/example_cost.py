"""The cost of one example: its formula, and the gap between activation and desired output, squared."""

from collections.abc import Mapping
from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, ORIGIN, RIGHT, Animation, Indicate, Line, Rectangle, VGroup, VMobject

from backprop_core.quantities import Quantity, Symbol
from scenes.figures.simple_network.grey_scale import GreyScale
from scenes.figures.simple_network.spelling import spell
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE, MEDIUM, SAFE_LEFT, SAFE_RIGHT, THICK
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

    def write(self, sources: Mapping[Symbol, VMobject], **options: Any) -> Animation:
        """Return an animation that writes the line in symbols, each of which flies in from its source."""
        return self._spell(self.symbols, 1, sources, **options)

    def fill_in(self, sources: Mapping[Symbol, VMobject], **options: Any) -> Animation:
        """Return an animation that writes the line in numbers, each of which flies in from its source."""
        return self._spell(self.numbers, 0, sources, **options)

    def _spell(self, line: Formula, first: int, sources: Mapping[Symbol, VMobject], **options: Any) -> Animation:
        flown = {line.argument(i): sources[each.symbol] for i, each in enumerate(self._inputs, first)}
        return spell(line, flown, **options)

    def point_out_example(self, colour: str) -> Animation:
        """Return an animation in which the example's number in C_0 swells, in this colour."""
        _, example = self.symbols.argument(0)
        return Indicate(example, _SWOLLEN, colour)


# The gap below the strip, and the name below the gap, or below its square where it has no room inside; the space
# beside a name or number in the square, or a number next to it; the least distance of a and y at which both names
# stand above their pointers, in frame units. The height of the strip when the square is shown, clear of the neurons;
# the square's greatest side, and the greatest width of the strip; how opaque the square is.
_DROP, _NAME_GAP, _SPACE, _CROWDED = 0.16, 0.1, 0.16, 0.8
_STRIP_Y, _MOST_SIDE, _MOST_WIDTH = -0.37, 2.35, 4.8
_FILL = 0.35


class SquaredGap(VGroup):
    """The gap between the activation and the desired output, below a strip of greys, and the square of that side.

    The square's area is C_0, in squares whose side is 1 on the strip.

    Parameters
    ----------
    greys
        The strip.
    a, y, C
        The activation, the desired output and the cost.

    Notes
    -----
    ``gap``, ``label``, ``square`` and ``number`` are its parts; the last two are not shown before the gap is squared.
    """

    def __init__(self, typesetter: Typesetter, greys: GreyScale, a: Quantity, y: Quantity, C: Quantity):
        self._greys, self._values = greys, (a.value, y.value)
        colour = typesetter.theme.colour_of(C.symbol)
        self.gap = Line(color=typesetter.theme.colour_of(y.symbol), stroke_width=THICK)
        self.label = typesetter.formula("abs({} - {})", a.symbol, y.symbol, size=LABEL)
        self.square = Rectangle(color=colour, stroke_width=MEDIUM, fill_opacity=_FILL).set_z_index(-0.5)
        self.number = typesetter.formula("{}", C, size=LABEL)
        self._inside = max(self.label.width, self.number.width) + 2 * _SPACE < self._side(self.strip_width)
        if self._inside:
            self.number.set_fill(typesetter.theme.text)
        super().__init__(self.gap, self.label)
        self.show()

    @property
    def away(self) -> np.ndarray:
        """To which side the name of the activation leans, away from that of y; zeros where there is room for both."""
        a, y = self._values
        crowded = self._side(self.strip_width) < _CROWDED
        return (LEFT if a <= y else RIGHT) if crowded else ORIGIN

    @property
    def strip_width(self) -> float:
        """The width of the strip at which there is room for the square."""
        return min(_MOST_WIDTH, _MOST_WIDTH * _MOST_SIDE / max(self._side(_MOST_WIDTH), 1e-9))

    def make_room(self, t: float) -> Self:
        """Move the strip to the place where there is room for the square; t is the share of the way."""
        (_, black, _), width = self._greys, self.strip_width
        x = SAFE_LEFT + black.width + _SPACE + width / 2
        self._greys.stand(t, np.array([x, _STRIP_Y, 0.0]), width)
        return self.show()

    def show(self, t: float = 0.0) -> Self:
        """Draw the gap below the strip, and this share of the square's height below the gap."""
        ends = [self._greys.point(value) + _DROP * DOWN for value in self._values]
        self.gap.set_points_as_corners(ends)
        left, right = sorted(ends, key=lambda end: end[0])
        bottom = (right - left)[0] * t * DOWN
        self.square.set_points_as_corners([left, right, right + bottom, left + bottom, left])
        self.label.next_to((left + right) / 2 + (ORIGIN if self._inside else bottom), DOWN, buff=_NAME_GAP)
        if self._inside:
            self.label.set_fill(opacity=self._clear(-bottom[1]))
            self.number.move_to(self.square)
        else:
            self.number.next_to(right + bottom / 2, RIGHT, buff=_SPACE)
        return self

    def _clear(self, depth: float) -> float:
        """Return how visible the label is: it is gone while the lower edge of a square so deep passes it."""
        above, below = 1 - depth / _NAME_GAP, (depth - self.label.height - 2 * _NAME_GAP) / _SPACE
        return float(np.clip(max(above, below), 0, 1))

    def _side(self, width: float) -> float:
        """Return the length of the gap on a strip of this width."""
        a, y = map(self._greys.level, self._values)
        return abs(a - y) * width
