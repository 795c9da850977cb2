"""The product of measured ratios, which becomes the chain rule."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import isnan, prod
from typing import Self

from manim import (
    DL,
    DOWN,
    LEFT,
    UR,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    ManimColor,
    ReplacementTransform,
    Succession,
    SurroundingRectangle,
    VGroup,
    interpolate,
    there_and_back,
)

from backprop_core.quantities import Product, Quantity
from scenes.figures.nudges.ratios import MeasuredRatio
from scenes.kit.motion.animations import change, fly, one_by_one, redraw, turn_over
from scenes.kit.text.formula import Formula
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.product import ProductTable, extent, factor_names
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, MEDIUM, QUICK
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import agreeing_decimals, as_printed, significant_decimals

# How far a number on its way to the product keeps from the ends of rows that it passes, in frame units.
_ROW_AIR = 0.6

# The opacity of what is cancelled.
_CANCELLED = 0.5

# How large numbers below the names are, as a share of these.
_BELOW = 0.9

# How small nudges become, as shares of the lesson's, while ratios of changes become derivatives.
_SMALLER = (0.1, 0.01)

# After which share of the time in which Δ becomes ∂ the numbers are those of the derivatives; after which share of
# one ratio's turn the next one's begins.
_TURN, _LAG = 0.5, 0.4


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
    ``value``, the product, as far from its sign as the first number; and ``strikes``, pairs of lines through the
    changes that cancel. ``decimals`` are those of each ratio, ``whole_decimals`` those of the product; ``nudges`` are
    ever smaller ones for which ``show`` has room.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, by: float, *, size: float = LABEL):
        self._last, self._theme, self._aside = last, typesetter.theme, 0.0
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
        names = factor_names(typesetter, ratios, size)
        super().__init__(typesetter, whole.symbol, [names, numbers], size=size, gap=EQUALS, below=_BELOW)
        stops = [*map(last.ratios, self.nudges), last.factors()]
        products = [_product(stop) for stop in stops] if self._is_defined else [replace(whole, value=0.0)]
        if not all(self._agrees(*each) for each in zip(stops, products, strict=False)):
            sign = "approx"
        equals = self.signs[1]
        self.remove(equals)
        below = self.sizes[1]
        self.signs[1] = typesetter.formula(sign, size=below).match_x(equals).on_baseline(equals.baseline)
        self.value = LiveFormula(typesetter, "{}", products, size=below, decimals=self.whole_decimals)
        beside = extent(numbers[0])[0] - self.signs[1].get_right()[0]
        end = self.signs[1].get_left()[0] - beside
        self.value.shift((end - self.value.extent[1], 0, 0)).on_baseline(equals.baseline)
        self.strikes = [
            VGroup(*(_strike(cell.of(symbol), typesetter.theme.colour_of(symbol)) for cell in pair))
            for symbol, pair in zip(last.path[1:], pairwise(self.cells[0]), strict=False)
        ]
        self.factors = VGroup(*(part for row in (*self.cells, *self.dots) for part in row))
        self.add(self.signs[1], self.value, *self.strikes)

    def gather(self, measured: Sequence[MeasuredRatio], **options) -> Animation:
        """Return an animation in which the ratios fly, one after the other, from the lenses to their factors.

        What they will make, if anything, is there first, dimmed. No number comes near another row, in which it would
        be read.
        """
        names, numbers = self.cells
        dots = [[], *zip(*self.dots, strict=True)]
        whole = VGroup(self.left, self.signs[0]).set_opacity(DIM) if self._is_defined else VGroup()
        rows = [SurroundingRectangle(ratio.equation, buff=(_ROW_AIR, 0.0)) for ratio in measured]
        return Succession(
            *([FadeIn(whole, run_time=QUICK)] if len(whole) else []),
            *(
                AnimationGroup(
                    one_by_one(
                        fly(ratio.label, name),
                        fly(ratio.value or ratio.fraction, number, panels=[*rows[:place], *rows[place + 1 :]]),
                    ),
                    *map(FadeIn, dot),
                )
                for place, (ratio, name, number, dot) in enumerate(zip(measured, names, numbers, dots, strict=True))
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
                    cell.of(symbol).set_opacity(interpolate(1.0, _CANCELLED, share))

        strokes = Succession(*(AnimationGroup(*map(Create, pair)) for pair in self.strikes), **options)
        return AnimationGroup(redraw(self.factors, show, **options), strokes)

    def conclude(self, **options) -> Animation:
        """Return an animation in which ΔC_0/Δw lights up with the changes that are left; then its number."""
        (first, *_, last), (cause, *_, effect) = self.cells[0], self._last.path
        whole = change(VGroup(self.left, self.signs[0]), lambda each: each.set_opacity(1))
        amber = ManimColor(self._theme.highlight)

        def light(t: float) -> None:
            for cell, symbol in ((first, cause), (last, effect)):
                own = ManimColor(self._theme.colour_of(symbol))
                cell.of(symbol).set_color(own.interpolate(amber, there_and_back(t)))

        lit = AnimationGroup(whole, redraw(VGroup(first, last), light))
        return Succession(lit, FadeIn(self.value, self.signs[1]), **options)

    def shrink(self, size: float, **options) -> Animation:
        """Return an animation in which what is shown gets smaller, towards its right end; the rest follows."""
        shown, unseen = self._shown
        corner = shown.get_corner(UR)
        unseen.scale(size, about_point=corner)
        return change(shown, lambda each: each.scale(size, about_point=corner), **options)

    def go_down(self, by: float, **options) -> Animation:
        """Return an animation in which what is shown moves down; the rest follows.

        If there is no product, the factors' names come into the middle of its room.
        """
        shown, unseen = self._shown
        self._aside = 0.0 if self._is_defined else self.get_x() - shown.get_x()
        unseen.shift(by * DOWN)
        return change(shown, lambda each: each.shift((self._aside, -by, 0)), **options)

    def make_room(self, **options) -> Animation:
        """Return an animation in which names that came into the middle leave it, for what stands left of them."""
        shown, _ = self._shown
        return change(shown, lambda each: each.shift(self._aside * LEFT), **options)

    @property
    def _shown(self) -> tuple[VGroup, VGroup]:
        """The names, with the numbers of a product; and all other parts."""
        whole = [self.left, self.signs[0], *self.numbers] if self._is_defined else []
        shown = [*self.cells[0], *self.dots[0], *whole]
        return VGroup(*shown), VGroup(*(part for part in self if not any(part is each for each in shown)))

    def light(self) -> Animation:
        """Return an animation in which the strokes leave, and what was cancelled is lit again.

        If one of the ratios is 0/0, the numbers leave instead.
        """
        if not self._is_defined:
            return FadeOut(self.numbers)
        lit = (change(cell, lambda cell: cell.set_opacity(1)) for cell in self.cells[0])
        return AnimationGroup(FadeOut(*self.strikes), *lit)

    @property
    def numbers(self) -> VGroup:
        """The numbers, with the signs and dots between them; if there is a product, with its number."""
        conclusion = (self.signs[1], self.value) if self._is_defined else ()
        return VGroup(*self.cells[1], *self.dots[1], *conclusion)

    def show(self, by: float) -> Self:
        """Show the ratios for another nudge, if there is a product."""
        if self._is_defined:
            self._show(self._last.ratios(by))
        return self

    def become_rule(self, rule: ProductTable, **options) -> Animation:
        """Return an animation in which one Δ after the other becomes ∂ at its place; the numbers follow.

        The rule is laid over the ratios.
        """
        own, other = (
            [(first, *left), *map(list, zip(dots, others, strict=True))]
            for (first, *others), dots, left in (
                (self.cells[0], self.dots[0], (self.signs[0], self.left)),
                (rule.cells[0], rule.dots[0], (rule.signs[0], rule.left)),
            )
        )
        rise = self.signs[0].get_y() - rule.signs[0].get_y()
        steps = []
        for old_parts, new_parts in zip(own, other, strict=True):
            turned = []
            for old, new in zip(old_parts, new_parts, strict=True):
                new.shift((old.get_x() - new.get_x(), rise, 0))
                known = self._is_defined or old not in (self.left, self.signs[0])
                turned.append(_turn(old, new) if known else FadeIn(new))
            steps.append(AnimationGroup(*turned))
        numbers = redraw(self.numbers, lambda t: self._show(self._last.factors()) if t > _TURN else None)
        turning = LaggedStart(*steps, lag_ratio=_LAG, **options)
        return AnimationGroup(turning, numbers, **options) if self._is_defined else turning

    def _agrees(self, factors: Sequence[Quantity], product: Quantity) -> bool:
        """Whether the printed factors multiply to the printed product."""
        printed = prod(as_printed(q.value, places) for q, places in zip(factors, self.decimals, strict=True))
        return as_printed(printed, self.whole_decimals) == as_printed(product.value, self.whole_decimals)

    def _show(self, factors: Sequence[Quantity]) -> None:
        for number, quantity in zip((*self.cells[1], self.value), (*factors, _product(factors)), strict=True):
            assert isinstance(number, LiveFormula)
            number.show(quantity)
            number.set_color(self._theme.colour_of(quantity.symbol))


def _product(factors: Sequence[Quantity]) -> Quantity:
    """Return the product of quantities of one nudge, or of none."""
    return replace(factors[0], symbol=Product(tuple(q.symbol for q in factors)), value=prod(q.value for q in factors))


def _turn(old: Formula, new: Formula) -> Animation:
    """Return an animation of a formula into one of the same structure: other signs take over at their places."""
    return AnimationGroup(
        *(
            ReplacementTransform(here, there) if len(here.points) == len(there.points) else turn_over([here], [there])
            for here, there in zip(old, new, strict=True)
        )
    )


def _live(typesetter: Typesetter, ratios: Sequence[Quantity], decimals: int, size: float) -> LiveFormula:
    """Return a ratio's live number, in brackets if it can be negative."""
    template = "({})" if any(ratio.value < 0 for ratio in ratios) else "{}"
    return LiveFormula(typesetter, template, ratios, size=size, decimals=decimals)


def _strike(part: VGroup, colour: str) -> Line:
    return Line(part.get_corner(DL), part.get_corner(UR), color=colour, stroke_width=MEDIUM)
