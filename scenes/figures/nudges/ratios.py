"""Ratios of measured changes, read off pairs of lenses, and their product."""

from collections.abc import Sequence
from itertools import pairwise
from math import isnan, prod

from manim import (
    DL,
    LEFT,
    RIGHT,
    UR,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    Line,
    Succession,
    VGroup,
)

from backprop_core.quantities import Product, Quantity
from scenes.figures.nudges.lens import Lens
from scenes.kit.animations import assemble, fly, one_by_one
from scenes.kit.text.bracket import Bracket
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import ProductTable, factor_names
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import agreeing_decimals, significant_decimals

# A bracket's distance from its lenses, its depth and how far inside of their middles it ends; the gap between
# formulas; all in frame units. How far the middle of a line of mathematics is above its baseline, in em.
_BRACKET_GAP, _BRACKET_DEPTH, _INSET, _GAP = 0.12, 0.24, 0.3, 0.16
_MATH_AXIS = 0.25


class MeasuredRatio(VGroup):
    """A bracket that joins two lenses, and the ratio read off them: Δz/Δw = 0.00802/0.01 = 0.802.

    Parameters
    ----------
    pair
        The lenses: the change in the second is divided by that in the first, which stands above it.
    ratio
        The ratio of the two; if it is 0/0, not a number, no value is shown.
    decimals
        The decimals of the ratio; the changes have digits enough to agree with it.

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
        x = above.panel.get_right()[0] + _BRACKET_GAP + _BRACKET_DEPTH
        high, low = above.panel.get_y() - _INSET, below.panel.get_y() + _INSET
        self.bracket = Bracket(x, -_BRACKET_DEPTH, high, low, typesetter.theme.muted)
        super().__init__(self.bracket, self.label, self.fraction, self.value)

    def read_off(self, **options) -> Animation:
        """Return an animation that reads off the ratio: the changes fly up from their lenses and are divided."""
        flights = [fly(lens.readout, self.fraction.argument(i)) for i, lens in enumerate(self._lenses)]
        steps = [
            AnimationGroup(Create(self.bracket), FadeIn(self.label)),
            AnimationGroup(one_by_one(*flights), FadeIn(self.fraction.rest()), run_time=1.5),
            FadeIn(self.value, shift=0.2 * RIGHT),
        ]
        return Succession(*steps if self.value else steps[:2], **options)


class MeasuredRatios(VGroup):
    """Measured ratios in rows, with their first equals signs in one column.

    Parameters
    ----------
    each
        The ratios.
    right
        The right end of the room, in frame units; formulas that need more are made smaller.
    """

    def __init__(self, each: Sequence[MeasuredRatio], right: float):
        super().__init__(*each)
        self.each = list(each)
        x, gap = max(ratio.bracket.get_right()[0] for ratio in each) + 2 * _GAP, EQUALS * LABEL
        room = right - x - 2 * gap
        labels = max(ratio.label.width for ratio in each)
        shrink = min(1.0, room / (labels + max(ratio.fraction.width + ratio.value.width for ratio in each)))
        for ratio in each:
            end, baseline = x + labels * shrink, ratio.bracket.get_y() - _MATH_AXIS * LABEL * shrink
            for part, side in ((ratio.label, RIGHT), (ratio.fraction, LEFT), (ratio.value, LEFT)):
                if isinstance(part, Formula):
                    part.scale(shrink).on_baseline(baseline).set_x(end, direction=side)
                    end = part.get_right()[0] + gap * shrink


class MeasuredProduct(ProductTable):
    """ΔC_0/Δw = Δz/Δw · Δa/Δz · ΔC_0/Δa, with its numbers below.

    If one of the ratios is 0/0 there is no product: the factors stand alone, and the numbers show 0/0.

    Parameters
    ----------
    by
        The nudge.

    Notes
    -----
    Besides the parts of a ``ProductTable`` there are ``value``, the product below ``left``, and ``strikes``, pairs of
    lines through the changes that cancel. ``decimals`` are those of each ratio, ``whole_decimals`` those of the
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
        below = self.sizes[1]
        self.signs[1] = typesetter.formula(sign, size=below).match_x(equals).on_baseline(equals.baseline)
        self.value = typesetter.formula("{}", product, size=below, decimals=self.whole_decimals)
        end = self.signs[1].get_left()[0] - EQUALS * below
        self.value.set_x(end, direction=RIGHT).on_baseline(equals.baseline)
        self._ends = last.path[0], last.path[-1]
        self.strikes = [
            VGroup(*(_strike(cell.of(symbol), typesetter.theme.text) for cell in pair))
            for symbol, pair in zip(last.path[1:], pairwise(self.cells[0]), strict=False)
        ]
        if any(isnan(ratio.value) for ratio in ratios):
            self.remove(self.left, self.signs[0])
        else:
            self.add(self.signs[1], self.value, *self.strikes)

    def gather(self, measured: Sequence[MeasuredRatio], **options) -> Animation:
        """Return an animation in which the ratios fly, one after the other, from the lenses to their factors."""
        names, numbers = self.cells
        dots = [[], *zip(*self.dots, strict=True)]
        return Succession(
            *(
                AnimationGroup(
                    one_by_one(fly(ratio.label, name), fly(ratio.value or ratio.fraction, number)),
                    *map(FadeIn, dot),
                )
                for ratio, name, number, dot in zip(measured, names, numbers, dots, strict=True)
            ),
            **options,
        )

    def cancel(self, **options) -> Animation:
        """Return an animation that strikes out the changes in between; then ΔC_0/Δw and the product appear."""
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
