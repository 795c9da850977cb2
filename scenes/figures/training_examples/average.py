"""The derivative of the average cost, as a formula with its value."""

from manim import LEFT, RIGHT, VGroup

from backprop_core.quantities import cost, partial
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import NORMAL, SAFE_LEFT
from scenes.numbers.training import TrainingSet, last_weight

_Y, _WIDTH = 2.85, 7.16
_AIR = 0.22


class Average(VGroup):
    """∂C/∂w^(L) = (1/n) Σ ∂C_k/∂w^(L), and its value, in the upper left.

    Notes
    -----
    ``formula`` and ``value`` are its parts, to be shown one by one; ``fraction`` is ∂C/∂w^(L) alone: what stands
    above the bar, the bar, and what stands below.
    """

    def __init__(self, pen: Pen, training: TrainingSet):
        w, average = last_weight(training.chain.network), training.watched
        self.formula = pen.formula("{} = frac(1, n) sum_k {}", average.symbol, partial(cost("k"), w), size=NORMAL)
        self.formula.move_to((SAFE_LEFT, _Y, 0), aligned_edge=LEFT)
        self.value = pen.formula("= {}", average, size=NORMAL)
        self.value.next_to(self.formula, RIGHT, buff=_AIR).on_baseline(self.formula.baseline)
        *glyphs, bar = self.formula.argument(0)
        top = len(self.formula.of(cost(None)))
        self.fraction = VGroup(*glyphs[:top]), bar, VGroup(*glyphs[top:])
        super().__init__(self.formula, self.value)
        self.scale(min(1.0, _WIDTH / self.width), about_edge=LEFT)
