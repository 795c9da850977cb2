"""The whole network of the backward pass, with the cost, lights that run back, and the derivatives that it shows."""

from itertools import chain, starmap
from typing import Any

from manim import (
    RIGHT,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Rectangle,
    ReplacementTransform,
    VGroup,
)

import backprop_core as bp
from backprop_core.lesson.load import LayersPart
from backprop_core.quantities import Quantity, cost
from backprop_core.quantities import partial as derivative
from scenes.figures.layered_network.cost_diagram import FAINT, CostDiagram, NetworkWithCost
from scenes.figures.layered_network.gradient_strokes import GradientStrokes
from scenes.kit.motion.animations import change
from scenes.kit.motion.lights import Light
from scenes.kit.network.column_heads import SIDE
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL
from scenes.numbers.format import decimals_for_smallest

# Between a neuron and the number beside it, which is clear of the layer's band, around a number on its ground, and
# between a ring and a line from it, in frame units.
_NUMBER_GAP, _GROUND, _SPOKE_GAP = 0.26, 0.1, 0.12


class SweptNetwork(NetworkWithCost):
    """The whole network and the cost, with the derivatives of the lesson's example.

    Parameters
    ----------
    part
        The network and its example.
    decimals
        The fewest decimals of ``slopes``.
    box
        The box that it fills: left, right, y and height, in frame units.

    Notes
    -----
    ``strokes`` are the derivatives for weights and biases, ``slopes`` the numbers of those for the activations of the
    layer before the last. Neither is part of the diagram until it is added.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        part: LayersPart,
        decimals: int,
        **box: Any,
    ):
        run = bp.forward(part.network, part.x)
        self.grad = bp.backward(part.network, run, part.y, part.cost)
        super().__init__(typesetter, run, **box)
        self.edges.set_stroke(typesetter.theme.muted, opacity=DIM)
        self.strokes = GradientStrokes(typesetter, self, self.grad)
        places = max(decimals, decimals_for_smallest(*self.grad.a[self.L - 1], digits=2))
        slopes = (self._slope(self.L - 1, k, places) for k in range(part.network.sizes[self.L - 1]))
        self.slopes = VGroup(*slopes)

    def transform_from(self, start: CostDiagram, **options) -> Animation:
        """Return an animation in which the last two layers become part of the whole network."""
        known = range(self.L - 1, self.L + 1)
        neurons = [(old, new) for l in known for old, new in zip(start.column(l), self.column(l), strict=True)]
        edges = [(start.edge(*at), self.edge(*at)) for at in self._edges if at[0] == self.L]
        others = [*zip(start.spokes, self.spokes, strict=True), (start.box, self.box)]
        parts = [(old.circle, new.circle) for old, new in neurons]
        numbers = [(old.number, new.number) for old, new in neurons if old.number and new.number]
        new = [*(self.column(l) for l in range(known[0])), *(self.edge(*at) for at in self._edges if at[0] < self.L)]
        moves = list(starmap(ReplacementTransform, chain(edges, others, parts, numbers)))
        gone = [*start.names, *start.paths]
        phases = [AnimationGroup(*each) for each in ([*map(FadeOut, gone)], moves, [*map(FadeIn, new)]) if each]
        return LaggedStart(*phases, lag_ratio=0.6, **options)

    def light_back(self, *layers: int) -> Light:
        """Return a light that runs backwards along the edges into one layer after the other; L + 1 is the cost."""
        return Light([self._backward_edges(l) for l in layers], self._typesetter.theme.highlight)

    def light_into(self, k: int) -> Light:
        """Return a light that runs from the cost back to neuron ``k`` of the layer before the last."""
        edges = [self._between((self.L, j), (self.L - 1, k)) for j in range(len(self.spokes))]
        return Light([self._backward_edges(self.L + 1), edges], self._typesetter.theme.highlight)

    def draw_edges(self, l: int, **options) -> Animation:
        """Return an animation in which light passes layer ``l`` backwards and the weights' derivatives are drawn.

        The edges become faint, so that the gaps between dashes are seen.
        """
        edges = VGroup(*(self.edge(*at) for at in self._edges if at[0] == l))
        faint = change(edges, lambda edges: edges.set_stroke(opacity=FAINT))
        drawn = AnimationGroup(faint, *map(Create, self.strokes.edges[l]))
        return LaggedStart(self.light_back(l).run(), drawn, lag_ratio=0.3, **options)

    def draw_rings(self, l: int, **options) -> Animation:
        """Return an animation in which the derivatives for the biases of layer ``l`` appear, with its factor.

        Around the last layer, the lines to the cost make room for them.
        """
        back = [change(spoke, _begin_later) for spoke in self.spokes] if l == self.L else []
        return AnimationGroup(*back, FadeIn(self.strokes.rings[l], self.strokes.signs[l]), **options)

    def _backward_edges(self, l: int) -> list[Line]:
        if l > self.L:
            return [Line(spoke.get_end(), spoke.get_start()) for spoke in self.spokes]
        return [self._between((l, j), (l - 1, k)) for m, j, k in self._edges if m == l]

    def _slope(self, l: int, k: int, places: int) -> VGroup:
        """Return the number of ∂C_0/∂a_k beside a neuron, on the side from which light comes.

        Its own ground, over the edges, begins at the layer's band: a piece of an edge would look like a minus sign.
        """
        name = bp.Parameter("a", l, k).symbol(self.grad.network.sizes)
        slope = Quantity(derivative(cost(), name), float(self.grad.a[l][k]))
        number = self._typesetter.formula("{}", slope, size=LABEL, decimals=places, signed=True)
        number.next_to(self.neuron(l, k), RIGHT, buff=_NUMBER_GAP)
        left, right = self.neuron(l, k).circle.get_right()[0] + SIDE, number.get_right()[0] + _GROUND
        ground = Rectangle(width=right - left, height=number.height + 2 * _GROUND, stroke_width=0)
        ground.set_fill(self._typesetter.theme.background, opacity=1)
        ground.move_to(((left + right) / 2, number.get_y(), 0))
        return VGroup(ground.set_z_index(1), number.set_z_index(2))


def _begin_later(spoke: Line) -> None:
    spoke.put_start_and_end_on(spoke.get_start() + _SPOKE_GAP * RIGHT, spoke.get_end())
