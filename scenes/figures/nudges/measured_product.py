"""The measured ratios of one nudge multiplied: what cancels, and numbers that agree as printed."""

from collections.abc import Sequence
from itertools import pairwise
from math import isnan, prod

from manim import DL, PI, UR, Animation, AnimationGroup, Create, FadeIn, Line, Succession, VGroup

from backprop_core.quantities import Product, Quantity
from scenes.figures.nudges.ratios import Reading
from scenes.kit.animations import assemble, fly
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import ProductTable, names
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, MEDIUM
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import agreeing_decimals, decimals_of

# The angle of the arc in which names of ratios fly to their factors, around what stands above them.
_ARC = PI / 3


class MeasuredProduct(ProductTable):
    """ΔC_0/Δw = Δz/Δw · Δa/Δz · ΔC_0/Δa, with its numbers below.

    Where a ratio is of nothing to nothing there is no product: the factors stand alone, and such a ratio is
    shown as 0/0.

    Parameters
    ----------
    by
        The nudge.

    Notes
    -----
    Besides a table's parts there are ``value``, the product below ``left``, and ``strikes``, pairs of lines
    through the changes that cancel. ``decimals`` are those of each ratio, ``whole_decimals`` those of the
    product.
    """

    def __init__(self, pen: Pen, last: LastLayer, by: float, *, size: float = LABEL):
        ratios, whole = last.ratios(by), last.ratio(by)
        values = [0.0 if isnan(ratio.value) else ratio.value for ratio in ratios]
        self.whole_decimals = decimals_of(whole.value, least=pen.decimals)
        self.decimals, sign = agreeing_decimals(values, whole.value, prod, self.whole_decimals, least=pen.decimals)
        changes = last.changes(by)
        numbers = [
            pen.formula("{} \\/ {}", to, from_, size=size)
            if isnan(ratio.value)
            else pen.formula("{}", ratio, size=size, decimals=places, brackets=True)
            for ratio, places, from_, to in zip(ratios, self.decimals, changes, changes[1:], strict=False)
        ]
        super().__init__(pen, whole.symbol, [names(pen, ratios, size), numbers], size=size)

        product = Quantity(Product(tuple(ratio.symbol for ratio in ratios)), prod(values), whole.given)
        equals = self.signs[1]
        self.remove(equals)
        self.signs[1] = pen.formula(sign, size=size).match_x(equals).on_baseline(equals.baseline)
        self.value = pen.formula("{}", product, size=size, decimals=self.whole_decimals)
        over = max(0.0, self.value.width - self.left.width) / 2
        self.value.set_x(self.left.get_x() - over).on_baseline(equals.baseline)
        self._ends = last.path[0], last.path[-1]
        self.strikes = [
            VGroup(*(_strike(cell.of(symbol), pen.theme.highlight) for cell in pair))
            for symbol, pair in zip(last.path[1:], pairwise(self.cells[0]), strict=False)
        ]
        if any(isnan(ratio.value) for ratio in ratios):
            self.remove(self.left, self.signs[0])
        else:
            self.add(self.signs[1], self.value, *self.strikes)

    def gather(self, readings: Sequence[Reading], **options) -> Animation:
        """Return the move of the ratios, one after the other, from where they were read to their factors."""
        names, numbers = self.cells
        dots = [[], *zip(*self.dots, strict=True)]
        return Succession(
            *(
                AnimationGroup(
                    fly(reading.label, name, path_arc=_ARC),
                    fly(reading.value or reading.fraction, number),
                    *map(FadeIn, dot),
                )
                for reading, name, number, dot in zip(readings, names, numbers, dots, strict=True)
            ),
            **options,
        )

    def cancel(self, **options) -> Animation:
        """Return an animation that strikes out the changes in between; ΔC_0/Δw remains, and the product below."""
        first, *_, last = self.cells[0]
        cause, effect = self._ends
        assert isinstance(self.left, Formula)
        return Succession(
            *(AnimationGroup(*map(Create, pair)) for pair in self.strikes),
            AnimationGroup(
                assemble(self.left, {cause: first.of(cause), effect: last.of(effect)}),
                FadeIn(self.signs[0]),
                run_time=1.5,
            ),
            FadeIn(self.value, self.signs[1]),
            **options,
        )


def _strike(part: VGroup, colour: str) -> Line:
    return Line(part.get_corner(DL), part.get_corner(UR), color=colour, stroke_width=MEDIUM)
