"""The whole network with each layer folded into one neuron, beside formulas; and the chain that it grows out of."""

from itertools import pairwise

from manim import Animation, AnimationGroup, Line, Transform, VGroup, VMobject, smooth

import backprop_core as bp
from backprop_core.lesson.load import ChainPart, LayersPart
from scenes.kit.motion.animations import redraw
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.stage import LAYERS_ENDS, LEFT_HALF, disc_radius
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
        """Return an animation in which the neurons of a chain become the folded layers.

        Those left over slide into their neighbours; if the chain has fewer, they split. It is the chain that moves.
        """
        last, of_chain = self.layers[-1], chain.layers[-1]
        origins = {l: round(l * of_chain / last) for l in self.layers}
        nearest = {c: min(origins, key=lambda l, c=c: abs(origins[l] - c)) for c in chain.layers}
        steps = sorted({*nearest.items(), *((c, l) for l, c in origins.items())})
        circles, lines = [], []
        for place, (c, _) in enumerate(steps):
            split = bool(place) and steps[place - 1][0] == c
            circle = chain.neuron(c).circle
            circles.append(circle.copy() if split else circle)
            if place:
                lines.append(chain.edge(max(c, 1)).copy() if split else chain.edge(c))
            if split:
                chain.add(lines[-1], circles[-1])
        goals = (self.neurons_of(l)[-1].circle for _, l in steps)
        moves = [Transform(*pair) for pair in zip(circles, goals, strict=True)]
        linked = redraw(VGroup(*lines), lambda _: [*map(_link, lines, *zip(*pairwise(circles), strict=True))])
        return AnimationGroup(*moves, linked, **options)


def _link(line: Line, left: VMobject, right: VMobject) -> None:
    """Draw the line between two neurons, unless they touch."""
    start, end = left.get_right(), right.get_left()
    line.set_points_as_corners([start, end]) if start[0] < end[0] else line.clear_points()
