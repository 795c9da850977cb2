"""Ratios of measured changes, read off pairs of lenses, and their product."""

from collections.abc import Sequence
from itertools import pairwise
from math import isnan, prod
from typing import Self

from manim import (
    DL,
    LEFT,
    RIGHT,
    UR,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    Line,
    ReplacementTransform,
    Succession,
    VGroup,
    interpolate,
)

from backprop_core.quantities import Product, Quantity
from scenes.figures.nudges.lens import Lens
from scenes.kit.animations import assemble, change, fly, one_by_one, redraw
from scenes.kit.text.bracket import Bracket
from scenes.kit.text.formula import Formula
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.product import ProductTable, factor_names, middle
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, MEDIUM
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import agreeing_decimals, significant_decimals

# A bracket's distance from its lenses, its depth and how far inside of their middles it ends; the gap between
# formulas; all in frame units. How far the middle of a line of mathematics is above its baseline, in em.
_BRACKET_GAP, _BRACKET_DEPTH, _INSET, _GAP = 0.12, 0.24, 0.3, 0.16
_MATH_AXIS = 0.25

# How small nudges become, as shares of the lesson's, while ratios of changes become derivatives.
_SMALLER = (0.1, 0.01)

# After which share of the time in which Δ becomes ∂ the numbers are those of the derivatives.
_TURN = 0.5


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
    ``bracket``, ``label``, ``equals``, ``fraction`` and ``value`` are its parts, to be shown one by one.
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
        self.equals = typesetter.formula("=", size=LABEL)
        self.fraction = typesetter.formula("frac({}, {})", *changes, size=LABEL, decimals=places)
        x = above.panel.get_right()[0] + _BRACKET_GAP + _BRACKET_DEPTH
        high, low = above.panel.get_y() - _INSET, below.panel.get_y() + _INSET
        self.bracket = Bracket(x, -_BRACKET_DEPTH, high, low, typesetter.theme.muted)
        super().__init__(self.bracket, self.label, self.equals, self.fraction, self.value)

    def read_off(self, bracket: Animation | None = None, **options) -> Animation:
        """Return an animation that reads off the ratio: the changes fly up from their lenses and are divided.

        ``bracket`` is the animation in which the bracket appears, if it is not just drawn.
        """
        flights = [fly(lens.readout, self.fraction.argument(i)) for i, lens in enumerate(self._lenses)]
        steps = [
            AnimationGroup(bracket or Create(self.bracket), FadeIn(self.label)),
            AnimationGroup(one_by_one(*flights), FadeIn(self.equals, self.fraction.rest()), run_time=1.5),
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
        labels = max(ratio.label.width for ratio in each)
        rows = [(ratio.equals, ratio.fraction, ratio.value) for ratio in each]
        longest = max(sum(part.width for part in row) for row in rows) + len(rows[0]) * gap
        shrink = min(1.0, (right - x) / (labels + longest))
        for ratio, row in zip(each, rows, strict=True):
            end, baseline = x + labels * shrink, ratio.bracket.get_y() - _MATH_AXIS * LABEL * shrink
            for part, side in ((ratio.label, RIGHT), *((part, LEFT) for part in row)):
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
    Besides the parts of a ``ProductTable`` there are ``factors``, their names and numbers with the dots between them;
    ``value``, the product below ``left``; and ``strikes``, pairs of lines through the changes that cancel.
    ``decimals`` are those of each ratio, ``whole_decimals`` those of the product; ``nudges`` are ever smaller ones
    for which ``show`` has room.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, by: float, *, size: float = LABEL):
        self._last, self._theme = last, typesetter.theme
        ratios, whole = last.ratios(by), last.ratio(by)
        values = [0.0 if isnan(ratio.value) else ratio.value for ratio in ratios]
        self.whole_decimals = significant_decimals(whole.value, least=typesetter.decimals)
        self.decimals, sign = agreeing_decimals(
            values, whole.value, prod, self.whole_decimals, least=typesetter.decimals
        )
        self._is_defined = not any(isnan(ratio.value) for ratio in ratios)
        self.nudges = [by, *(by * size for size in _SMALLER if self._is_defined)]
        reached = zip(*map(last.ratios, self.nudges), strict=True)
        changes = last.changes(by)
        numbers = [
            _live(typesetter, live, places, size)
            if self._is_defined
            else typesetter.formula("{} \\/ {}", to, from_, size=size)
            if isnan(live[0].value)
            else typesetter.formula("{}", live[0], size=size, decimals=places, brackets=True)
            for live, places, from_, to in zip(reached, self.decimals, changes, changes[1:], strict=False)
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
        self.strikes = [
            VGroup(*(_strike(cell.of(symbol), typesetter.theme.text) for cell in pair))
            for symbol, pair in zip(last.path[1:], pairwise(self.cells[0]), strict=False)
        ]
        self._conclusion = VGroup(self.left, self.signs[0], self.signs[1], self.value)
        self.factors = VGroup(*(part for row in (*self.cells, *self.dots) for part in row))
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
        """Return an animation that strikes out the changes in between, pair by pair, and dims them."""
        pairs = list(zip(self._last.path[1:], pairwise(self.cells[0]), strict=False))

        def show(t: float) -> None:
            for place, (symbol, pair) in enumerate(pairs):
                share = min(max(len(pairs) * t - place, 0.0), 1.0)
                for cell in pair:
                    cell.of(symbol).set_opacity(interpolate(1.0, DIM, share))

        strokes = Succession(*(AnimationGroup(*map(Create, pair)) for pair in self.strikes), **options)
        return AnimationGroup(redraw(self.factors, show, **options), strokes)

    def conclude(self, **options) -> Animation:
        """Return an animation in which ΔC_0/Δw comes from the changes that are left; then the product's number."""
        (first, *_, last), (cause, *_, effect) = self.cells[0], self._last.path
        assert isinstance(self.left, Formula)
        return Succession(
            AnimationGroup(
                assemble(self.left, {cause: first.of(cause), effect: last.of(effect)}), FadeIn(self.signs[0])
            ),
            FadeIn(self.value, self.signs[1]),
            **options,
        )

    def lower(self, y: float) -> Animation:
        """Return an animation in which the factors, and with them the places of all else, move to this height."""
        shift = (0, y - self.get_y(), 0)
        self._conclusion.shift(shift)
        shown = VGroup(self.factors, *(self.strikes if self._is_defined else ()))
        return change(shown, lambda parts: parts.shift(shift))

    def forget_value(self) -> Animation:
        """Return an animation in which all leaves that is no longer true for other nudges.

        That is the product's number, with the strokes through what cancels; or the factors' numbers if one is 0/0.
        """
        return FadeOut(*self.strikes, self.signs[1], self.value) if self._is_defined else FadeOut(self.numbers)

    @property
    def numbers(self) -> VGroup:
        """The numbers, with the dots between them."""
        return VGroup(*self.cells[1], *self.dots[1])

    def show(self, by: float) -> Self:
        """Show the ratios for another nudge, if there is a product."""
        if self._is_defined:
            self._show(self._last.ratios(by))
        return self

    def become_rule(self, rule: ProductTable, **options) -> Animation:
        """Return an animation in which each ratio of changes becomes, at its place, the derivative in the rule.

        The numbers become those of the derivatives, and stand below these.
        """
        pairs = [*zip((*self.cells[0], *self.dots[0]), (*rule.cells[0], *rule.dots[0]), strict=True)]
        if not self._is_defined:
            new = FadeIn(rule.left, rule.signs[0])
        else:
            pairs += [(self.left, rule.left), (self.signs[0], rule.signs[0])]
            below = zip((*self.cells[1], *self.dots[1]), (*rule.cells[0], *rule.dots[0]), strict=True)
            ways = [(part, middle(part), middle(above)) for part, above in below]

            def show(t: float) -> None:
                for part, start, end in ways:
                    part.shift((interpolate(start, end, t) - middle(part), 0, 0))
                if t > _TURN:
                    self._show(self._last.factors())

            new = redraw(self.numbers, show)
        return AnimationGroup(*(ReplacementTransform(*pair) for pair in pairs), new, **options)

    def _show(self, quantities: Sequence[Quantity]) -> None:
        for number, quantity in zip(self.cells[1], quantities, strict=True):
            assert isinstance(number, LiveFormula)
            number.show(quantity)
            number.readouts[0].set_color(self._theme.colour_of(quantity.symbol))


def _live(typesetter: Typesetter, ratios: Sequence[Quantity], decimals: int, size: float) -> LiveFormula:
    """Return a ratio's live number, in brackets if it can be negative."""
    template = "({})" if any(ratio.value < 0 for ratio in ratios) else "{}"
    return LiveFormula(typesetter, template, ratios, size=size, decimals=decimals)


def _strike(part: VGroup, colour: str) -> Line:
    return Line(part.get_corner(DL), part.get_corner(UR), color=colour, stroke_width=MEDIUM)
