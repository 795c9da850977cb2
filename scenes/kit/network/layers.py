"""Diagrams of the lesson's network of several neurons a layer."""

from manim import Animation, ReplacementTransform, VGroup

import backprop_core as bp
from backprop_core.lesson.load import LayersPart
from scenes.kit.network.chain import ChainDiagram
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.strokes import UprightArrow
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import ink_on
from scenes.numbers.scales import Unit

_CENTRE, _WIDTH, _HEIGHT, _RADIUS = (0.0, -0.4), 7.6, 5.4, 0.62

# The length of the longest nudge arrow, in radii of its neuron.
_LONGEST = 1.4


class LayersDiagram(NetworkDiagram):
    """The network of several neurons a layer, in the middle, without numbers."""

    def __init__(self, typesetter: Typesetter, layers: LayersPart):
        self._part, self._run = layers, bp.forward(layers.network, layers.x)
        super().__init__(
            typesetter, self._run, centre=_CENTRE, width=_WIDTH, height=_HEIGHT, radius=_RADIUS, values=False
        )

    def nudges(self) -> list[VGroup]:
        """Return an arrow in each neuron after the input: a group for each layer, from the last to the first.

        They show how the example wants the activations to change: their lengths are −∂C_0/∂a, all at one scale, and
        the longest fills its circle. Where the derivative is 0, there is no arrow.
        """
        grad = bp.backward(self._part.network, self._run, self._part.y)
        layers = [l for l in reversed(self.layers) if l]
        unit = Unit.of(_LONGEST * self.radius, max(abs(float(slope)) for l in layers for slope in grad.a[l]))
        return [
            VGroup(
                *(_nudge(self.neuron(l, j), unit.length(-float(slope))) for j, slope in enumerate(grad.a[l]) if slope)
            )
            for l in layers
        ]

    def turn_into(self, chain: ChainDiagram, **options) -> list[Animation]:
        """Return the animations in which the folded layers become the neurons and edges of a chain.

        If the chain has more layers or fewer, some neurons split or merge.
        """
        first, last = self.layers[-1], chain.layers[-1]
        moves = []
        for l in chain.layers:
            origin = round(l * first / last)
            if l:
                moves.insert(0, ReplacementTransform(self.edge(max(origin, 1)).copy(), chain.edge(l), **options))
            moves.append(ReplacementTransform(self.neuron(origin).circle.copy(), chain.neuron(l).circle, **options))
        return moves


def _nudge(neuron: Neuron, length: float) -> UprightArrow:
    """Return an arrow in the middle of a neuron, black or white, whichever stands out from its fill."""
    ink = ink_on(neuron.circle.get_fill_color().to_hex())
    return UprightArrow(length, ink).move_to(neuron.circle)
