"""Where everything stands when the rule is repeated layer by layer, back to the first."""

from manim import DOWN, UP, Animation, LaggedStart, VGroup

from backprop_core.lesson.load import LayersPart
from scenes.figures.layered_network.cost_diagram import LEFT_HALF, CostDiagram
from scenes.figures.layered_network.gradient_strokes import StrokeLegend
from scenes.figures.layered_network.swept_network import SweptNetwork
from scenes.kit.animations import change
from scenes.kit.grow_from import emerge
from scenes.kit.layout import kept_inside
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP
from scenes.numbers.path_sum import PathSum, letters

# In frame units: the network, the middle between the two rules above it, and where the first of them stands before
# the second comes.
_NETWORK = {"left": SAFE_LEFT, "right": SAFE_RIGHT, "y": -0.15, "height": 4.3}
_BETWEEN, _ALONE_X = 0.9, 2.2


class SweepStage:
    """The whole network with the rule for ∂C_0/∂a_k above it, which then enters that for the weights before.

    Notes
    -----
    ``start`` is the last two layers as they were left, with the paths, ``network`` the whole. ``rule`` and
    ``before`` are the two rules; the first has yet to make room. ``legend`` says what the strokes mean.
    """

    def __init__(self, pen: Pen, part: LayersPart):
        sums, L = PathSum(part), part.network.L
        self.start = CostDiagram(pen, sums, **LEFT_HALF)
        self.start.fade_others()
        VGroup(self.start, *self.start.paths).shift(self.start.rise * UP)
        self.network = SweptNetwork(pen, part, **_NETWORK)
        self.rule = pen.formula("{} = sum_(j=0)^(n_L - 1) {} thin {} thin {}", *sums.letters, size=LABEL)
        self.before = pen.formula("{} = {} thin {} thin {}", *letters(max(L - 1, 1), L, by="w"), size=LABEL)
        self._lay_rules()
        self._aside = (self.rule.get_x() - _ALONE_X, 0.0, 0.0)
        self.rule.set_x(_ALONE_X)
        self.legend = kept_inside(StrokeLegend(pen, self.network.strokes)).move_to((0, SAFE_BOTTOM, 0), DOWN)

    def widen(self, **options) -> Animation:
        """Return the move in which the whole network grows, and the rule makes room for the other one."""
        aside = change(self.rule, lambda rule: rule.shift(self._aside))
        return LaggedStart(self.network.grow_from(self.start), aside, lag_ratio=0.6, **options)

    def hand_out(self, **options) -> Animation:
        """Return the move in which the rule gives each neuron of the layer before its derivative."""
        sought = self.rule.argument(0)
        return LaggedStart(*(emerge(sought, slope) for slope in self.network.slopes), lag_ratio=0.3, **options)

    def _lay_rules(self) -> None:
        """Put both rules on one baseline, below the top, as large as there is room for."""
        rules = VGroup(self.rule, self.before)
        scale = min(1.0, (SAFE_RIGHT - SAFE_LEFT - _BETWEEN) / (self.rule.width + self.before.width))
        for rule in rules:
            rule.scale(scale).on_baseline(0)
        spare = (SAFE_RIGHT - SAFE_LEFT - _BETWEEN - self.rule.width - self.before.width) / 2
        self.rule.shift((SAFE_LEFT + spare - self.rule.get_left()[0], 0, 0))
        self.before.shift((SAFE_RIGHT - spare - self.before.get_right()[0], 0, 0))
        rules.shift((0, SAFE_TOP - rules.get_top()[1], 0))
