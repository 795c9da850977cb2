"""Ratios of measured changes, each read off its own two lenses."""

from collections.abc import Sequence
from itertools import pairwise
from math import isnan, prod

from manim import (
    DL,
    LEFT,
    PI,
    RIGHT,
    UR,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    Line,
    Succession,
    VGroup,
    VMobject,
)

from backprop_core.quantities import Product, Quantity
from scenes.figures.nudges.lens import Lens
from scenes.kit.animations import assemble, fly
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import ProductTable, factor_names
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import agreeing_decimals, significant_decimals

# A bracket's distance from its lenses, its depth and how far inside of their middles it ends; the air between
# formulas; all in frame units. How far a line of mathematics' middle is above its baseline, in em.
_AWAY, _DEPTH, _INSET, _AIR = 0.12, 0.24, 0.3, 0.16
_AXIS = 0.25


class MeasuredRatio(VGroup):
    """A bracket that joins two lenses, and what is read off them: Δz/Δw = 0.00802/0.01 = 0.802.

    Parameters
    ----------
    pair
        The lenses: the change in the second is divided by that in the first, which stands above it.
    ratio
        The ratio of the two; where it is of nothing to nothing, and not a number, it has no value to show.
    decimals
        How the ratio is printed; the changes have digits enough to agree with it.

    Notes
    -----
    ``bracket``, ``label``, ``fraction`` and ``value`` are its parts, to be shown one by one.
    """

    def __init__(self, typesetter: Typesetter, pair: tuple[Lens, Lens], ratio: Quantity, decimals: int):
        above, below = pair
        self._lenses = below, above
        changes = [lens.readout.quantity for lens in self._lenses]
        self.label = typesetter.formula("{}", ratio.symbol, size=LABEL)
        self.value: Formula | VGroup = VGroup()
        places: Sequence[int | None] = (None, None)
        if not isnan(ratio.value):
            sizes = [change.value for change in changes]
            places, sign = agreeing_decimals(sizes, ratio.value, lambda ab: ab[0] / ab[1], decimals)
            self.value = typesetter.formula(f"{sign} {{}}", ratio, size=LABEL, decimals=decimals)
        self.fraction = typesetter.formula("= frac({}, {})", *changes, size=LABEL, decimals=places)
        edge = above.panel.get_right()[0] + _AWAY
        high, low = above.panel.get_y() - _INSET, below.panel.get_y() + _INSET
        self.bracket = VMobject(color=typesetter.theme.muted, stroke_width=MEDIUM).set_points_as_corners(
            [(edge, high, 0), (edge + _DEPTH, high, 0), (edge + _DEPTH, low, 0), (edge, low, 0)]
        )
        super().__init__(self.bracket, self.label, self.fraction, self.value)

    def take(self, **options) -> Animation:
        """Return an animation in which the ratio is read off: the changes come from their lenses, and are divided."""
        flights = [fly(lens.readout, self.fraction.argument(i)) for i, lens in enumerate(self._lenses)]
        steps = [
            AnimationGroup(Create(self.bracket), FadeIn(self.label)),
            AnimationGroup(*flights, FadeIn(self.fraction.rest()), run_time=1.5),
            FadeIn(self.value, shift=0.2 * RIGHT),
        ]
        return Succession(*steps if self.value else steps[:2], **options)


class MeasuredRatios(VGroup):
    """MeasuredRatios below each other, their labels, fractions and values in columns.

    Parameters
    ----------
    each
        The readings.
    right
        How far to the right there is room, in frame units; formulas that need more are made smaller.
    """

    def __init__(self, each: Sequence[MeasuredRatio], right: float):
        super().__init__(*each)
        self.each = list(each)
        columns = [[getattr(reading, part) for reading in each] for part in ("label", "fraction", "value")]
        x = max(reading.bracket.get_right()[0] for reading in each) + 2 * _AIR
        room = right - x - 2 * _AIR
        shrink = min(1.0, room / sum(_width(column) for column in columns))
        for column, edge in zip(columns, (RIGHT, LEFT, LEFT), strict=True):
            width = _width(column) * shrink
            for part, reading in zip(column, each, strict=True):
                if isinstance(part, Formula):
                    part.scale(shrink).on_baseline(reading.bracket.get_y() - _AXIS * LABEL * shrink)
                    part.set_x(x + width if edge is RIGHT else x, direction=edge)
            x += width + _AIR


def _width(column: Sequence[VGroup]) -> float:
    return max(part.width for part in column)


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

    def __init__(self, typesetter: Typesetter, last: LastLayer, by: float, *, size: float = LABEL):
        ratios, whole = last.ratios(by), last.ratio(by)
        values = [0.0 if isnan(ratio.value) else ratio.value for ratio in ratios]
        self.whole_decimals = significant_decimals(whole.value, least=typesetter.decimals)
        self.decimals, sign = agreeing_decimals(
            values, whole.value, prod, self.whole_decimals, least=typesetter.decimals
        )
        changes = last.changes(by)
        numbers = [
            typesetter.formula("{} \\/ {}", to, from_, size=size)
            if isnan(ratio.value)
            else typesetter.formula("{}", ratio, size=size, decimals=places, brackets=True)
            for ratio, places, from_, to in zip(ratios, self.decimals, changes, changes[1:], strict=False)
        ]
        super().__init__(typesetter, whole.symbol, [factor_names(typesetter, ratios, size), numbers], size=size)

        product = Quantity(Product(tuple(ratio.symbol for ratio in ratios)), prod(values), whole.given)
        equals = self.signs[1]
        self.remove(equals)
        self.signs[1] = typesetter.formula(sign, size=size).match_x(equals).on_baseline(equals.baseline)
        self.value = typesetter.formula("{}", product, size=size, decimals=self.whole_decimals)
        over = max(0.0, self.value.width - self.left.width) / 2
        self.value.set_x(self.left.get_x() - over).on_baseline(equals.baseline)
        self._ends = last.path[0], last.path[-1]
        self.strikes = [
            VGroup(*(_strike(cell.of(symbol), typesetter.theme.highlight) for cell in pair))
            for symbol, pair in zip(last.path[1:], pairwise(self.cells[0]), strict=False)
        ]
        if any(isnan(ratio.value) for ratio in ratios):
            self.remove(self.left, self.signs[0])
        else:
            self.add(self.signs[1], self.value, *self.strikes)

    def gather(self, readings: Sequence[MeasuredRatio], **options) -> Animation:
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
