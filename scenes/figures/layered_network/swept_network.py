"""The way back through a network with several neurons a layer: from the cost to the first layer."""

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
from scenes.figures.layered_network.cost_diagram import CostDiagram, NetworkWithCost
from scenes.figures.layered_network.gradient_strokes import GradientStrokes
from scenes.kit.light import Light
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import DIM, LABEL, MEDIUM, SMALL, THICK
from scenes.numbers.language import decimals_for

# Neurons are small, so that numbers have room above them: their radius as a share of a row, and at most.
_OF_ROW, _RADIUS = 0.25, 0.45
_AIR, _BELOW = 0.06, 0.15

# From so many edges between two layers on, light along them is thinner.
_CROWD = 13


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
    ``strokes`` are the derivatives by weights and biases, ``slopes`` the numbers of those by the activations of the
    layer before the last, with one name below them. Neither is part of the diagram until it is added.
    """

    def __init__(self, pen: Pen, part: LayersPart, *, left: float, right: float, y: float, height: float):
        run = bp.forward(part.network, part.x)
        self.grad = bp.backward(part.network, run, part.y)
        radius = min(_RADIUS, _OF_ROW * height / max(part.network.sizes))
        super().__init__(pen, run, left=left, right=right, y=y, height=height, radius=radius, values=False)
        self.edges.set_stroke(pen.theme.muted, opacity=DIM)
        self.strokes = GradientStrokes(pen, self, self.grad)
        places = max(pen.decimals, decimals_for(*self.grad.a[self.L - 1], significant=2))
        slopes = (self._slope(self.L - 1, k, places) for k in range(part.network.sizes[self.L - 1]))
        self.slopes = VGroup(*slopes, self._name_below(self.L - 1))

    def grow_from(self, start: CostDiagram, **options) -> Animation:
        """Return the move by which the last two layers become part of the whole network."""
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
        """Return a light that runs backwards into one layer after the other; for L + 1, from the cost."""
        steps = [self._way_back(l) for l in layers]
        crowded = max(map(len, steps)) >= _CROWD
        return Light(steps, self._pen.theme.highlight).set_stroke(width=MEDIUM if crowded else THICK)

    def sweep(self, l: int, **options) -> Animation:
        """Return the move in which the light passes layer ``l`` and its derivatives are drawn."""
        edges, rings = self.strokes.edges[l], self.strokes.rings[l]
        drawn = AnimationGroup(FadeIn(rings, self.strokes.signs[l]), *(Create(edge) for edge in edges))
        return LaggedStart(self.light_back(l).run(), drawn, lag_ratio=0.3, **options)

    def _way_back(self, l: int) -> list[Line]:
        if l > self.L:
            return [Line(spoke.get_end(), spoke.get_start()) for spoke in self.spokes]
        return [self._between((l, j), (l - 1, k)) for m, j, k in self._edges if m == l]

    def _slope(self, l: int, k: int, places: int) -> Formula:
        """Write ∂C_0/∂a_k of a neuron above it."""
        name = bp.Parameter("a", l, k).symbol(self.grad.network)
        slope = Quantity(partial(cost(), name), float(self.grad.a[l][k]))
        number = self._pen.formula("{}", slope, size=SMALL, decimals=places)
        return self._inside(number.next_to(self.neuron(l, k), UP, buff=_AIR))

    def _name_below(self, l: int) -> Formula:
        """Write ∂C_0/∂a_k below a layer, lower than all edges."""
        name = partial(cost(), activation(l, "k", L=self.L))
        written = self._pen.formula("{} slash {}", name.top, name.bottom, size=LABEL)
        return self._inside(written.next_to((self.column(l).get_x(), self.get_bottom()[1], 0), DOWN, buff=_BELOW))

    def _inside(self, text: Formula) -> Formula:
        """Shift a text to the right, if it begins further left than the network."""
        return text.shift((max(0.0, self.get_left()[0] - text.get_left()[0]), 0, 0))
