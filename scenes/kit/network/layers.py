"""Diagrams of the lesson's network of several neurons a layer."""

from collections.abc import Sequence

import numpy as np
from manim import (
    Animation,
    AnimationGroup,
    FadeOut,
    LaggedStart,
    Line,
    ReplacementTransform,
    Transform,
    VGroup,
    interpolate,
)

import backprop_core as bp
from backprop_core.lesson.load import LayersPart
from scenes.kit.motion.animations import redraw
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

# After which share of a layer's folding the next one begins.
_FOLDED = 0.7


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
        the longest fills its circle. Outputs that are made for their cost have −∂C_0/∂z instead: with softmax, none
        moves alone, and those of which 0 is desired may have no part in the cost; with a sigmoid, the −∂C_0/∂a of one
        that is sure and wrong would be so long that no other could be seen. Where the derivative is 0, there is no
        arrow; an infinite one is drawn as the largest number, beside which no other has a length.
        """
        network, cost, L = self._part.network, self._part.cost, self.layers[-1]
        grad = bp.backward(network, self._run, self._part.y, cost)
        by = {l: grad.a[l] for l in range(L, 0, -1)}
        if network.activation[L].whole_layer or cost.by_z(network.activation[L]):
            by[L] = grad.z[L]
        slopes = {l: np.nan_to_num(each).tolist() for l, each in by.items()}
        unit = Unit.of(_LONGEST * self.radius, max(abs(slope) for each in slopes.values() for slope in each))
        return [
            VGroup(*(_nudge(self.neuron(l, j), unit.length(-slope)) for j, slope in enumerate(each) if slope))
            for l, each in slopes.items()
        ]

    def fold_along(self, chain: ChainDiagram, **options) -> Animation:
        """Return an animation in which the neurons of each layer move on top of each other, where a chain will be.

        One layer after the other, they spread over its length, and their neurons get as large as its own.
        """
        first, last = (chain.neuron(l).get_center() for l in (chain.layers[0], chain.layers[-1]))
        places, width = np.linspace(first, last, len(self.layers)), chain.neuron(0).circle.width
        folding = (self._fold_at(places[l], width, l) for l in self.layers)
        return LaggedStart(*folding, lag_ratio=_FOLDED, **options)

    def _fold_at(self, place: np.ndarray, width: float, l: int) -> Animation:
        """Return an animation in which the neurons of a layer move to one place, and get this wide."""
        starts = [(neuron, neuron.get_center(), neuron.circle.width) for neuron in self.neurons_of(l)]

        def show(t: float) -> None:
            for neuron, start, small in starts:
                neuron.scale_to_fit_width(interpolate(small, width, t)).move_to(interpolate(start, place, t))
            self.join()

        return redraw(self, show)

    def turn_into(self, chain: ChainDiagram, **options) -> Animation:
        """Return an animation in which the folded layers become the neurons and edges of a chain.

        Each begins as the neuron that lies on top, and gets as bright as the chain's.
        Where the chain has more layers, they split from their neighbours; where it has fewer, neighbours become one.
        """
        places, edges, circles = self._places_in(chain), [], []
        for l, place in places.items():
            circle, become = self.neurons_of(l)[-1].circle.copy(), chain.neuron(place).circle
            new = range(places[l - 1] + 1, place) if l else ()
            if l and place == places[l - 1]:
                edges.append(FadeOut(self.edge(l)))
                circles.append(Transform(circle, become, remover=True))
            else:
                circles.append(ReplacementTransform(circle, become))
                edges += self._split(l, [*new, place], chain) if l else []
            circles += [ReplacementTransform(circle.copy(), chain.neuron(m).circle) for m in new]
        return AnimationGroup(*edges, *circles, **options)

    def _split(self, l: int, layers: Sequence[int], chain: ChainDiagram) -> list[Animation]:
        """Return the animations in which a folded layer becomes some of a chain, and its edge those into them."""
        first, *others = (chain.edge(m) for m in layers)
        middle = self.neurons_of(l)[-1].get_center()
        within = (ReplacementTransform(Line(middle, middle).match_style(each), each) for each in others)
        return [ReplacementTransform(self.edge(l).copy().match_style(first), first), *within]

    def _places_in(self, chain: ChainDiagram) -> dict[int, int]:
        """Return which layer of the chain each layer becomes."""
        return {l: round(l * chain.layers[-1] / self.layers[-1]) for l in self.layers}


def _nudge(neuron: Neuron, length: float) -> UprightArrow:
    """Return an arrow in the middle of a neuron, black or white, whichever stands out from its fill."""
    ink = ink_on(neuron.circle.get_fill_color().to_hex())
    return UprightArrow(length, ink).move_to(neuron.circle)
