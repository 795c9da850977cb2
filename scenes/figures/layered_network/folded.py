"""The whole network with each layer folded into one neuron, beside formulas; and the chain that it grows out of."""

from manim import Animation, AnimationGroup, FadeIn, FadeOut, LaggedStart, ReplacementTransform, VGroup, smooth

import backprop_core as bp
from backprop_core.lesson.load import ChainPart, LayersPart
from scenes.figures.layered_network.cost_diagram import LAYERS_ENDS, LEFT_HALF, disc_radius
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.text.typesetter import Typesetter

_PLACE = {
    "centre": (sum(LAYERS_ENDS) / 2, LEFT_HALF["y"]),
    "width": LAYERS_ENDS[1] - LAYERS_ENDS[0],
    "height": LEFT_HALF["height"],
}


def chain_beside_formulas(typesetter: Typesetter, chain: ChainPart, layers: LayersPart) -> NetworkDiagram:
    """Return the chain where the layers will be, with their radius."""
    radius = disc_radius(layers.network.sizes)
    return NetworkDiagram(typesetter, bp.forward(chain.network, chain.x), **_PLACE, radius=radius, values=False)


class FoldedNetwork(NetworkDiagram):
    """The network of several neurons a layer, with the neurons of each layer on top of each other.

    Notes
    -----
    ``openings`` are the animations in which the layers unfold, by layer; one of a single neuron has none.
    """

    def __init__(self, typesetter: Typesetter, layers: LayersPart):
        run = bp.forward(layers.network, layers.x)
        super().__init__(typesetter, run, **_PLACE, radius=disc_radius(layers.network.sizes), values=False)
        several = [l for l in self.layers if len(self.column(l)) > 1]
        self.openings = {l: self.fold(l, rate_func=lambda t: 1 - smooth(t)) for l in several}
        for opening in self.openings.values():
            opening.interpolate(0)

    def grow_from(self, chain: NetworkDiagram, **options) -> Animation:
        """Return an animation in which the neurons of a chain become the folded layers; those left over leave."""
        last, of_chain = self.layers[-1], chain.layers[-1]
        origins = {l: round(l * of_chain / last) for l in self.layers}
        kept, moves = set(origins.values()), []
        for l, origin in origins.items():
            moves.append(ReplacementTransform(chain.neuron(origin).circle.copy(), self.neurons_of(l)[-1].circle))
            if l:
                moves.append(ReplacementTransform(chain.edge(max(origin, 1)).copy(), self.edge(l)))
        left_over = [chain.neuron(l) for l in chain.layers if l not in kept]
        phases = ([FadeOut(*left_over, scale=0.5)] if left_over else []) + [AnimationGroup(*moves)]
        hidden = VGroup(*(neuron.circle for l in self.layers for neuron in self.neurons_of(l)[:-1]))
        phases += [FadeIn(hidden)] if len(hidden) else []
        return LaggedStart(*phases, lag_ratio=0.8, **options)
