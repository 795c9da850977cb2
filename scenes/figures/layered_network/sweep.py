"""The picture of the backward pass: the whole network with its derivatives, the two rules and a legend."""

from manim import (
    DOWN,
    UP,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    ReplacementTransform,
    VGroup,
)

import backprop_core as bp
from backprop_core.lesson.load import LayersPart
from backprop_core.quantities import Quantity, activation, cost, partial
from scenes.figures.layered_network.cost_diagram import FAINT, LEFT_HALF, CostDiagram, NetworkWithCost
from scenes.figures.layered_network.gradient_strokes import GradientStrokes, StrokeLegend
from scenes.kit.animations import Light, change, fly
from scenes.kit.layout import kept_inside
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SMALL
from scenes.numbers.format import decimals_for_smallest
from scenes.numbers.layers import PathSum, ratio_names

# Neurons are small, to leave room for numbers above them: their radius as a share of a row's height, and at most, in
# frame units. The gaps from a neuron up to its number, and from the network down to the name, in frame units.
_RADIUS_SHARE, _MOST_RADIUS = 0.25, 0.45
_NUMBER_GAP, _NAME_GAP = 0.06, 0.15


class SweptNetwork(NetworkWithCost):
    """The whole network and the cost, with the derivatives of the lesson's example.

    Parameters
    ----------
    part
        The network and its example.
    left, right, y, height
        The box that it fills, in frame units.

    Notes
    -----
    ``strokes`` are the derivatives for weights and biases, ``slopes`` the numbers of those for the activations of the
    layer before the last, with one name below them. Neither is part of the diagram until it is added.
    """

    def __init__(
        self, typesetter: Typesetter, part: LayersPart, *, left: float, right: float, y: float, height: float
    ):
        run = bp.forward(part.network, part.x)
        self.grad = bp.backward(part.network, run, part.y)
        radius = min(_MOST_RADIUS, _RADIUS_SHARE * height / max(part.network.sizes))
        super().__init__(typesetter, run, left=left, right=right, y=y, height=height, radius=radius, values=False)
        self.edges.set_stroke(typesetter.theme.muted, opacity=DIM)
        self.strokes = GradientStrokes(typesetter, self, self.grad)
        places = max(typesetter.decimals, decimals_for_smallest(*self.grad.a[self.L - 1], digits=2))
        slopes = (self._slope(self.L - 1, k, places) for k in range(part.network.sizes[self.L - 1]))
        self.slopes = VGroup(*slopes, self._name_below(self.L - 1))

    def transform_from(self, start: CostDiagram, **options) -> Animation:
        """Return an animation in which the last two layers become part of the whole network."""
        known = range(self.L - 1, self.L + 1)
        neurons = [(old, new) for l in known for old, new in zip(start.column(l), self.column(l), strict=True)]
        edges = [(start.edge(*at), self.edge(*at)) for at in self._edges if at[0] == self.L]
        others = [*zip(start.spokes, self.spokes, strict=True), (start.box, self.box)]
        pairs = [*((old.circle, new.circle) for old, new in neurons), *edges, *others]
        new = [*(self.column(l) for l in range(known[0])), *(self.edge(*at) for at in self._edges if at[0] < self.L)]
        gone = [*start.names, *start.paths, *(old.number for old, _ in neurons if old.number)]
        moves = [ReplacementTransform(*pair) for pair in pairs]
        phases = [AnimationGroup(*each) for each in ([*map(FadeOut, gone)], moves, [*map(FadeIn, new)]) if each]
        return LaggedStart(*phases, lag_ratio=0.6, **options)

    def light_back(self, *layers: int) -> Light:
        """Return a light that runs backwards along the edges into one layer after the other; L + 1 is the cost."""
        return Light([self._backward_edges(l) for l in layers], self._typesetter.theme.highlight)

    def sweep(self, l: int, **options) -> Animation:
        """Return an animation in which light passes layer ``l`` backwards and its derivatives are drawn.

        The edges become faint, so that the gaps between dashes are seen.
        """
        strokes, rings = self.strokes.edges[l], self.strokes.rings[l]
        edges = VGroup(*(self.edge(*at) for at in self._edges if at[0] == l))
        faint = change(edges, lambda edges: edges.set_stroke(opacity=FAINT))
        drawn = AnimationGroup(FadeIn(rings, self.strokes.signs[l]), faint, *map(Create, strokes))
        return LaggedStart(self.light_back(l).run(), drawn, lag_ratio=0.3, **options)

    def _backward_edges(self, l: int) -> list[Line]:
        if l > self.L:
            return [Line(spoke.get_end(), spoke.get_start()) for spoke in self.spokes]
        return [self._between((l, j), (l - 1, k)) for m, j, k in self._edges if m == l]

    def _slope(self, l: int, k: int, places: int) -> Formula:
        """Return the number of ∂C_0/∂a_k above a neuron."""
        name = bp.Parameter("a", l, k).symbol(self.grad.network.sizes)
        slope = Quantity(partial(cost(), name), float(self.grad.a[l][k]))
        number = self._typesetter.formula("{}", slope, size=SMALL, decimals=places)
        return self._inside(number.next_to(self.neuron(l, k), UP, buff=_NUMBER_GAP))

    def _name_below(self, l: int) -> Formula:
        """Return the name ∂C_0/∂a_k below a layer and all edges."""
        name = partial(cost(), activation(l, "k", L=self.L))
        written = self._typesetter.formula("{} slash {}", name.top, name.bottom, size=LABEL)
        return self._inside(written.next_to((self.column(l).get_x(), self.get_bottom()[1], 0), DOWN, buff=_NAME_GAP))

    def _inside(self, text: Formula) -> Formula:
        """Shift a text that begins left of the network to the right, and return it."""
        return text.shift((max(0.0, self.get_left()[0] - text.get_left()[0]), 0, 0))


# In frame units: the room for the network; the gap between the two rules above it, and the x of the first of them
# while it is alone.
_NETWORK_ROOM = {"left": SAFE_LEFT, "right": SAFE_RIGHT, "y": -0.15, "height": 4.3}
_RULE_GAP, _ALONE_X = 0.9, 2.2


class SweepStage:
    """The whole network, and above it the rule for ∂C_0/∂a_k and that for the weights before, which needs it.

    Notes
    -----
    ``start`` is the last two layers as the clip before leaves them, with the paths; ``network`` is the whole network.
    ``rule`` and ``before`` are the two rules; the first is in the middle until ``show_whole_network``. ``legend``
    explains the strokes.
    """

    def __init__(self, typesetter: Typesetter, part: LayersPart):
        sums, L = PathSum(part), part.network.L
        self.start = CostDiagram(typesetter, sums, **LEFT_HALF)
        self.start.fade_others()
        VGroup(self.start, *self.start.paths).shift(self.start.rise * UP)
        self.network = SweptNetwork(typesetter, part, **_NETWORK_ROOM)
        self.rule = typesetter.formula("{} = sum_(j=0)^(n_L - 1) {} dot.op {} dot.op {}", *sums.letters, size=LABEL)
        self.before = typesetter.formula(
            "{} = {} dot.op {} dot.op {}", *ratio_names(max(L - 1, 1), L, by="w"), size=LABEL
        )
        self._lay_rules()
        self._aside = (self.rule.get_x() - _ALONE_X, 0.0, 0.0)
        self.rule.set_x(_ALONE_X)
        self.legend = kept_inside(StrokeLegend(typesetter, self.network.strokes)).move_to((0, SAFE_BOTTOM, 0), DOWN)

    def show_whole_network(self, **options) -> Animation:
        """Return an animation in which the whole network appears, and the rule makes room for the other one."""
        aside = change(self.rule, lambda rule: rule.shift(self._aside))
        return LaggedStart(self.network.transform_from(self.start), aside, lag_ratio=0.6, **options)

    def show_slopes(self, **options) -> Animation:
        """Return an animation in which the derivative by each neuron of the layer before comes out of the rule."""
        sought = self.rule.argument(0)
        return LaggedStart(*(fly(sought, slope) for slope in self.network.slopes), lag_ratio=0.3, **options)

    def _lay_rules(self) -> None:
        """Put both rules side by side at the top, as large as there is room for."""
        rules = VGroup(self.rule, self.before)
        scale = min(1.0, (SAFE_RIGHT - SAFE_LEFT - _RULE_GAP) / (self.rule.width + self.before.width))
        for rule in rules:
            rule.scale(scale).on_baseline(0)
        spare = (SAFE_RIGHT - SAFE_LEFT - _RULE_GAP - self.rule.width - self.before.width) / 2
        self.rule.shift((SAFE_LEFT + spare - self.rule.get_left()[0], 0, 0))
        self.before.shift((SAFE_RIGHT - spare - self.before.get_right()[0], 0, 0))
        rules.shift((0, SAFE_TOP - rules.get_top()[1], 0))
