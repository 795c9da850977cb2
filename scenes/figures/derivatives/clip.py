"""A clip about the factors of the last layer's derivatives: products worked out, and the slopes that they are."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from manim import DOWN, LEFT, RIGHT, UP, FadeIn, FadeOut, Mobject, VGroup, interpolate

from backprop_core.quantities import Quantity
from scenes.figures.derivatives.slope_panel import SlopePanel
from scenes.kit.animations import fly, redraw
from scenes.kit.last_layer_clip import LastLayerClip
from scenes.kit.layout import kept_inside
from scenes.kit.text.worked_product import WorkedProduct
from scenes.kit.theme import MOVE, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SLOW
from scenes.numbers.format import significant_decimals
from scenes.numbers.language import N_

# Up to which slope an activation function counts as nearly level.
_NEARLY_LEVEL = 0.02

# How far a factor moves while it is exchanged, in frame units.
_ASIDE = 0.6

# Where a single product stands, and how far from its words a formula is, in frame units.
_MIDDLE_Y, _APART = 1.2, 0.4

# Two products, one below the other: how large they are; and how wide any is at most.
_SIZE, _WIDTH = 0.56, SAFE_RIGHT - SAFE_LEFT - 0.6


class DerivativeClip(LastLayerClip):
    """A clip of chapter 3; its narration may depend on its properties."""

    @property
    def silent(self) -> bool:
        """Whether the neuron before does not fire at all."""
        return self.last.entering[1].value == 0

    @property
    def cornered(self) -> bool:
        """Whether z stands on a corner of the activation function."""
        return self.last.start[1].value in self.last.function.kinks

    @property
    def level(self) -> bool:
        """Whether the activation does not answer to z at all."""
        return self.last.factors()[1].value == 0

    @property
    def nearly_level(self) -> bool:
        """Whether the activation hardly answers to z."""
        return abs(self.last.factors()[1].value) < _NEARLY_LEVEL

    @property
    def forgotten(self) -> bool:
        """Whether the cost does not answer to the first weight at all."""
        return self.last.derivative_by("w", 1).value == 0

    def spoken(self) -> Mapping[str, Quantity]:
        """Return the numbers that narrations name."""
        return {
            **super().spoken(),
            "slope": self.last.factors()[1],
            "before": self.last.entering[1],
            "by_b": self.last.derivative_by("b"),
            "by_a": self.last.derivative_by("a"),
            "w": self.last.start[0],
            "first": self.last.derivative_by("w", 1),
        }

    def product_in_the_middle(self, reached: Sequence[Sequence[Quantity]] = ()) -> WorkedProduct:
        """Return ∂C_0/∂w worked out, large, where clips hand it to one another."""
        product = WorkedProduct.of_last_layer(self.typesetter, self.last, width=_WIDTH, reached=reached)
        return product.shift((-product.middle, _MIDDLE_Y - product.get_y(), 0))

    def measured_ratio(self, right: float, y: float) -> VGroup:
        """Return what the lesson's nudge gave; its number ends at ``right``, below that of the product."""
        by = self.lesson.chain.nudge
        ratio, (dw, *_) = self.last.ratio(by), self.last.changes(by)
        decimals = significant_decimals(ratio.value, least=self.typesetter.decimals)
        formula = self.typesetter.formula("{} = {}", ratio.symbol, ratio, decimals=decimals).move_to(
            (right, y, 0), RIGHT
        )
        words = self.typesetter.words(N_("measured with a nudge of {dw}:"), colour=self.typesetter.theme.muted, dw=dw)
        row = VGroup(words.next_to(formula, LEFT, _APART).on_baseline(formula.baseline), formula)
        return kept_inside(row)

    def explain(self, panel: SlopePanel, name: Mobject) -> None:
        """Show a panel, where the name of the derivative comes from ``name``, and let its x slide."""
        self.play(FadeIn(panel.graph), run_time=MOVE)
        self.play(fly(name, panel.derivation.left), run_time=MOVE)
        self.play(FadeIn(*panel.derivation.steps, panel.reason, panel.marks), run_time=MOVE)
        self.add(panel)
        for start, end in pairwise(panel.stops):
            self.play(redraw(panel, lambda t, a=start, b=end: panel.show(interpolate(a, b, t))), run_time=SLOW)

    def two_products(self, above: str, below: str) -> tuple[WorkedProduct, WorkedProduct]:
        """Return the derivatives by two of w, b and a^(L−1), one below the other in common columns."""
        letters, L = above + below, self.last.chain.network.L
        upper, lower = WorkedProduct.together(self.typesetter, self.last, letters, L, size=_SIZE, width=_WIDTH)
        VGroup(upper, lower).set_x(0)
        upper.align_to((0, SAFE_TOP, 0), UP)
        lower.align_to((0, SAFE_BOTTOM, 0), DOWN)
        return upper, lower

    def swap(self, old: WorkedProduct, new: WorkedProduct) -> None:
        """Let a copy of the old product's names move to the new one's place, and exchange the first factor."""
        copy = old.copy()
        head = copy.head
        self.play(head.animate.shift(new.cells[0][-1].get_center() - old.cells[0][-1].get_center()), run_time=MOVE)
        taken, put = VGroup(copy.left, copy.cells[0][0]), VGroup(new.left, new.cells[0][0])
        self.play(FadeOut(taken, shift=_ASIDE * UP), FadeIn(put, shift=_ASIDE * UP), run_time=SLOW)
        self.remove(*head.get_family())
        self.add(new.head)
