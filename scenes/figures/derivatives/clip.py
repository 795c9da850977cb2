"""Base class of chapter 3's clips: the flags that select the narration, and the animations that two clips share."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from manim import DOWN, UP, FadeIn, FadeOut, Mobject, VGroup, interpolate

from backprop_core.quantities import Quantity
from scenes.figures.derivatives.slope_panel import SlopePanel
from scenes.kit.animations import fly, one_by_one, redraw
from scenes.kit.last_layer_clip import LastLayerClip
from scenes.kit.text.worked_product import WorkedProduct
from scenes.kit.theme import MOVE, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SLOW, TITLE

# A slope of the activation function is tiny if it is less than this.
_TINY_SLOPE = 0.02

# How far a factor moves while it is exchanged, in frame units.
_SWAP_SHIFT = 0.6

# The height at which a single product stands, in frame units.
_MIDDLE_Y = 1.2

# The type's size of two products, one below the other; the width of any product at most, in frame units.
_PAIR_SIZE, _WIDTH = 0.6, SAFE_RIGHT - SAFE_LEFT - 0.6


class DerivativeClip(LastLayerClip):
    """A clip about the derivatives of the last layer; its narration may depend on its properties."""

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
    def vanished_gradient(self) -> bool:
        """Whether the derivative of the cost with respect to the first weight is zero."""
        return self.last.derivative_by("w", 1).value == 0

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers that narrations name, and the function's name."""
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
        """Return ∂C_0/∂w worked out, where one clip leaves it for the next; with room for all ``reached`` factors."""
        product = WorkedProduct.of_last_layer(self.typesetter, self.last, size=TITLE, width=_WIDTH, reached=reached)
        return product.shift((-product.middle, _MIDDLE_Y - product.get_y(), 0))

    def explain(self, panel: SlopePanel, name: Mobject) -> None:
        """Show a panel, with the derivative's name coming from ``name``, and let x slide from stop to stop."""
        self.play(FadeIn(panel.graph), run_time=MOVE)
        self.play(fly(name, panel.derivation.left), run_time=MOVE)
        self.play(FadeIn(*panel.derivation.steps, panel.reason, panel.marks), run_time=MOVE)
        self.add(panel)
        for start, end in pairwise(panel.stops):
            self.play(redraw(panel, lambda t, a=start, b=end: panel.show(interpolate(a, b, t))), run_time=SLOW)

    def two_products(self, above: str, below: str) -> tuple[WorkedProduct, WorkedProduct]:
        """Return the derivatives by two of w, b and a^(L−1), one below the other, equals signs in one column."""
        letters, L = above + below, self.last.chain.network.L
        upper, lower = WorkedProduct.together(self.typesetter, self.last, letters, L, size=_PAIR_SIZE, width=_WIDTH)
        VGroup(upper, lower).set_x(0)
        upper.align_to((0, SAFE_TOP, 0), UP)
        lower.align_to((0, SAFE_BOTTOM, 0), DOWN)
        return upper, lower

    def swap(self, old: WorkedProduct, new: WorkedProduct) -> None:
        """Write the old product's names again in the new one's place, and exchange the first factor there."""
        copy = old.copy().shift(new.cells[0][-1].get_center() - old.cells[0][-1].get_center())
        head = copy.head
        self.play(fly(old.head, head), run_time=MOVE)
        taken, put = (VGroup(each.left, each.signs[0], each.cells[0][0]) for each in (copy, new))
        swapped = FadeOut(taken, shift=_SWAP_SHIFT * UP), FadeIn(put, shift=_SWAP_SHIFT * UP)
        self.play(one_by_one(*swapped), run_time=SLOW)
        self.remove(*head.get_family())
        self.add(new.head)
