"""Base class of chapter 3's clips: the flags that select the narration, and the animations that two clips share."""

from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from math import isinf

import numpy as np
from manim import RIGHT, AnimationGroup, Create, FadeIn, Indicate, LaggedStart, VGroup, interpolate

from backprop_core.quantities import Quantity
from scenes.figures.derivatives.cancelled_slope import (
    IN_FRACTION,
    CancelledSlope,
    cancelling_formulas,
    glow,
    slope_in,
)
from scenes.figures.derivatives.firing import FiringPair
from scenes.figures.derivatives.slope_panel import SlopePanel
from scenes.kit.last_layer_clip import LastLayerClip
from scenes.kit.motion.animations import redraw
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import ProductTable, product_of
from scenes.kit.text.worked_product import WorkedProduct, formulas, product_decimals
from scenes.kit.theme import LABEL, LARGE, MOVE, QUICK, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SLOW
from scenes.numbers.format import as_printed, significant_decimals
from scenes.numbers.functions import ChainStep
from scenes.numbers.language import N_
from scenes.numbers.what_if import Firing

# A slope of the activation function is tiny if it is less than this.
_TINY_SLOPE = 0.02

# The width of a single product at most, and the type size of the one with live numbers, in frame units.
_WIDTH, _HEAD_SIZE = SAFE_RIGHT - SAFE_LEFT - 0.6, 0.66

# The last two neurons below a formula, and how far beside them the desired output stands, in frame units; the
# activations of the first one while it fires.
PAIR, _DESIRED_GAP = {"centre": (0.0, -0.65), "width": 8.6, "radius": 0.85}, 0.3
_FIRING = np.linspace(0, 1, 33)


# The clauses at which moves begin: where it is said that the cost's derivative divides by a(1 − a); that this cancels
# only in letters; and from there, or else from the start on, what is left, its numbers, and the squared error.
_DIVIDES, _IN_LETTERS, _LEFT_OVER, _NUMBERS, _SQUARED = -1, 2, 2, (4, 5, 6), 7


class DerivativeClip(LastLayerClip):
    """A clip about the derivatives of the last layer; its narration may depend on its properties.

    Notes
    -----
    ``product`` is ∂C_0/∂w with live numbers, and ``wired`` the last two neurons, in the clips that set them.
    """

    product: WorkedProduct
    wired: FiringPair

    @property
    def zero_activation(self) -> bool:
        """Whether the previous activation is zero."""
        return self.last.entering[1].value == 0

    @property
    def at_kink(self) -> bool:
        """Whether z is at a kink of the activation function."""
        return self.last.start[1].value in self.last.function.kinks

    @property
    def zero_slope(self) -> bool:
        """Whether ∂a/∂z is zero."""
        return self.last.factors()[1].value == 0

    @property
    def tiny_slope(self) -> bool:
        """Whether ∂a/∂z is nearly zero."""
        return abs(self.last.factors()[1].value) < _TINY_SLOPE

    @property
    def alike(self) -> bool:
        """Whether ∂C_0/∂w and the ratio that the lesson's nudge causes have the same digits on screen."""
        values = self.last.derivative.value, self.last.ratio(self.lesson.chain.nudge).value
        places = max(significant_decimals(value, least=self.typesetter.decimals) for value in values)
        exact, measured = (as_printed(value, places) for value in values)
        return exact == measured

    @property
    def steep(self) -> bool:
        """Whether the cost rises without bound at an edge of its domain."""
        return ChainStep.of_cost(self.lesson.chain).x_limits != (None, None)

    @property
    def infinite_slope(self) -> bool:
        """Whether ∂C_0/∂a is infinite, as a rounds to an edge of the cost's domain."""
        return isinf(self.last.factors()[2].value)

    @property
    def cancels(self) -> bool:
        """Whether the slope of the activation function cancels against the cost's."""
        return self.last.cancels

    @property
    def cancelled(self) -> bool:
        """Whether it does, and something is left."""
        return self.cancels and not self.zero_derivative

    @property
    def vanished_gradient(self) -> bool:
        """Whether the derivative of the cost with respect to the first weight is zero."""
        return self.last.derivative_by("w", 1).value == 0

    @property
    def reached(self) -> list[float]:
        """∂C_0/∂w however strongly the previous neuron fires."""
        return [each.factors[-1].value for each in self.sweep]

    @property
    def always_zero(self) -> bool:
        """Whether ∂C_0/∂w is zero however strongly the previous neuron fires."""
        return not any(self.reached)

    @property
    def weight_falls(self) -> bool:
        """Whether ∂C_0/∂w is never negative, so that learning makes the weight smaller."""
        return min(self.reached) >= 0

    @property
    def either_way(self) -> bool:
        """Whether the sign of ∂C_0/∂w depends on how strongly the previous neuron fires."""
        return min(self.reached) < 0 < max(self.reached)

    @property
    def moral(self) -> str:
        """The sentence in the end."""
        if self.always_zero or self.either_way:
            return N_("A neuron that doesn’t fire doesn’t wire.")
        if self.weight_falls:
            return N_("Fire at the wrong time, and the weight falls.")
        return N_("Neurons that fire together wire together.")

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers that narrations name, and the function's name."""
        return {
            **super().spoken(),
            "slope": self.last.factors()[1],
            "steepness": self.last.factors()[2],
            "activation": self.last.start[2],
            "cost_slope": self.last.cost_formula.slope_words,
            "error": self.last.by_sum,
            "before": self.last.entering[1],
            "by_b": self.last.derivative_by("b"),
            "by_a": self.last.derivative_by("a"),
            "w": self.last.start[0],
            "first": self.last.derivative_by("w", 1),
        }

    def product_on_top(self, width: float) -> WorkedProduct:
        """Return ∂C_0/∂w worked out, at the top of the stage, no wider than this, with a(1 − a) if that cancels."""
        between = (cancelling_formulas if self.cancelled else formulas)(self.typesetter, self.last, LARGE)
        product = WorkedProduct.of_last_layer(self.typesetter, self.last, between, width=width)
        return product.shift((-product.middle, SAFE_TOP - product.get_top()[1], 0))

    def swept_product(self) -> WorkedProduct:
        """Return ∂C_0/∂w with live numbers, in the middle at the top, where two clips show it."""
        product = WorkedProduct(
            self.typesetter,
            self.last.derivative,
            self.last.factors(),
            size=_HEAD_SIZE,
            width=_WIDTH,
            reached=[each.factors for each in self.sweep],
        )
        product.shift((-product.middle, SAFE_TOP - product.get_top()[1], 0))
        return product.show(*self.sweep[0].factors)

    def names_alone(self, letter: str) -> ProductTable:
        """Return ∂C_0 by this parameter as a product of names alone, in the middle, as high as ``product``."""
        first = self.product.signs[0]
        names = product_of(self.typesetter, self.last.derivative_by(letter), self.last.factors(letter), size=first.em)
        return names.shift((-names.get_x(), first.baseline - names.signs[0].baseline, 0))

    def explain(self, panel: SlopePanel) -> None:
        """Write what a panel derives and draw its underlines, if any, while their sources light up; then let x slide.

        Symbols that mean what a bar shows flash while it moves.
        """
        amber = self.typesetter.theme.highlight
        underlined = [AnimationGroup(Indicate(bar, 1.0, amber), Create(line)) for bar, line in panel.underlines]
        written = [FadeIn(*steps) for steps in panel.written]
        self.play(LaggedStart(*written, *underlined, lag_ratio=0.5), run_time=len(written) * MOVE)
        self.add(panel)
        for start, end in pairwise(panel.stops):
            slid = redraw(panel, lambda t, a=start, b=end: panel.show(interpolate(a, b, t)))
            self.play(slid, *(Indicate(part, 1.0, self.typesetter.theme.y) for part in panel.alike), run_time=SLOW)
        if panel.triangle:
            self.play(panel.triangle.draw(), run_time=SLOW)
            panel.add(panel.triangle)
        self.add(panel)

    def light_divisor(self, slope: Formula, by_output: Formula) -> None:
        """Let a(1 − a) light up in the slope and below the bar of ∂C_0/∂a, when it is said that it stands there."""
        self.wait(self.until_said(_DIVIDES))
        same = slope_in(slope), slope_in(by_output, IN_FRACTION)
        self.play(*(glow(each, self.typesetter.theme.highlight) for each in same), run_time=2 * MOVE)

    def cancel(self, product: WorkedProduct, below: CancelledSlope, flat: VGroup) -> None:
        """Strike a(1 − a) out, and write what is left as it is said; then light up σ′(z) and its ``flat`` curve."""
        first = _IN_LETTERS if self.infinite_slope else 0
        if self.infinite_slope:
            self.wait(self.until_said(first))
        self.play(below.cancel(), run_time=MOVE)
        self.add(product, below.strokes)
        self.wait(self.until_said(first + _LEFT_OVER))
        self.play(below.leave_error(), run_time=MOVE)
        for clause, number in zip(_NUMBERS, below.numbers, strict=True):
            self.wait(self.until_said(first + clause))
            self.play(FadeIn(number), run_time=QUICK)
        self.add(below)
        if not self.infinite_slope:
            self.wait(self.until_said(_SQUARED))
            self.play(below.light_slope(flat), run_time=2 * SLOW)

    @cached_property
    def sweep(self) -> list[Firing]:
        """The last layer while the previous neuron fires as in the lesson, and from 0 to 1."""
        return [Firing(self.last, self.last.entering[1].value), *(Firing(self.last, float(a)) for a in _FIRING)]

    def wired_pair(self) -> FiringPair:
        """Return the last two neurons with an edge as wide as ∂C_0/∂w is large, where two clips show them.

        Their numbers have the decimals of a^(L−1) in the product above them.
        """
        widest = max(abs(each.factors[-1].value) for each in self.sweep)
        (decimals, *_), _ = product_decimals(self.typesetter, self.last.derivative, self.last.factors())
        decimals = max(decimals, self.typesetter.decimals)
        return FiringPair(self.typesetter, self.last, **PAIR, widest=widest, decimals=decimals)

    def fire(self, before: float, after: float, t: float) -> None:
        """Show the product and the neurons while the previous one fires between two activations."""
        firing = Firing.between(self.last, before, after, t)
        self.product.show(*firing.factors)
        self.wired.show(firing)

    def desired_output(self) -> Formula:
        """Return the desired output, beside the last of the two neurons."""
        *_, y = self.last.entering
        decimals = significant_decimals(y.value, least=0)
        name = self.typesetter.formula("{} = {}", y.symbol, y, size=LABEL, decimals=decimals)
        return name.next_to(self.wired.neurons[-1], RIGHT, _DESIRED_GAP)
