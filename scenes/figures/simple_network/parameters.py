"""What is written beside the last two neurons, their weight and bias, and the neuron before them."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    Transform,
    VGroup,
    VMobject,
    angle_of_vector,
    interpolate,
    rotate_vector,
)

import backprop_core as bp
from backprop_core.quantities import Quantity, activation, bias, weight, weighted_sum
from scenes.figures.simple_network.turns import following, leaving
from scenes.kit.network.chain import LastTwoDiagram
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE, SAFE_LEFT, SMALLEST
from scenes.numbers.chain import LastLayer

# The gaps between the edge and its weight's name and number, and between the last neuron and its bias; the height of
# a row of neurons, in which there is room for them; how wide three neurons are at most; the gap between a bias below
# its neuron and its number.
_ABOVE, _BELOW, _BESIDE = 0.16, 0.2, 0.2
_HEIGHT, _THREE, _VALUE_GAP = 3.0, 6.5, 0.1

# The way on which the neuron before the last two comes, in frame units.
_ENTRY = 0.3 * LEFT


class LastParameters(VGroup):
    """The weight on its edge, and the bias right of the last neuron: each a name above its number.

    Notes
    -----
    ``weight`` and ``bias`` are the two, each a pair of name and number.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, pair: LastTwoDiagram):
        edge, neuron = pair.edge(last.chain.network.L), pair.neurons[-1]
        self.weight, self.bias = (
            VGroup(typesetter.formula("{}", each.symbol, size=LARGE), typesetter.formula("{}", each, size=LABEL))
            for each in (last.start[0], last.entering[0])
        )
        self.weight[0].next_to(edge, UP, buff=_ABOVE)
        self.weight[1].next_to(edge, DOWN, buff=_BELOW)
        for mine, other in zip(self.bias, self.weight, strict=True):
            mine.match_y(other)
        self.bias[0].match_x(self.bias[1])
        self.bias.shift((neuron.get_right()[0] + _BESIDE - self.bias.get_left()[0]) * RIGHT)
        super().__init__(self.weight, self.bias)


class NeuronBefore(VGroup):
    """The neuron of layer L − 2, left of the last two, with its edge to them, and weight and bias of layer L − 1.

    Notes
    -----
    ``sources`` are what stands for each of z, w, b of layer L − 1 and a of layer L − 2.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, pair: LastTwoDiagram):
        chain, L, (here, there) = last.chain, last.chain.network.L, pair.neurons
        x, y, _ = middle = here.circle.get_center()
        scale = here.circle.width / (2 * pair.radius)
        whole = NetworkDiagram(
            typesetter,
            bp.forward(chain.network, chain.x),
            centre=(x, y),
            width=2 * ((there.get_x() - x) / scale + pair.radius),
            height=_HEIGHT,
            radius=pair.radius,
            first=L - 2,
            targets=chain.y.tolist(),
        ).scale(scale, about_point=middle)
        neuron, edge = whole.neuron(L - 2), whole.edge(L - 1)
        symbols = weight(L - 1, L=L), bias(L - 1, L=L), activation(L - 2, L=L)
        w, b, a = (typesetter.formula("{}", symbol, size=pair.names[0].em) for symbol in symbols)
        values = (
            Quantity(symbols[0], chain.network.w[L - 1].item()),
            Quantity(symbols[1], chain.network.b[L - 1].item()),
        )
        w_value, b_value = (typesetter.formula("{}", value, size=LABEL * scale) for value in values)
        w.next_to(edge, UP, buff=_ABOVE * scale)
        w_value.next_to(edge, DOWN, buff=_BELOW * scale)
        b.next_to(here.circle, DOWN, buff=_BELOW * scale)
        b_value.next_to(b, DOWN, buff=_VALUE_GAP)
        a.match_x(neuron).on_baseline(pair.names[0].baseline)
        self._bias = b
        self.sources = {weighted_sum(L - 1, L=L): here, **dict(zip(symbols, (w, b, neuron), strict=True))}
        super().__init__(edge, neuron, w, w_value, b, b_value, a)

    def enter(self, pair: LastTwoDiagram, bias: VMobject, **options: Any) -> Animation:
        """Return an animation in which the pair makes room for it, and it appears there.

        The last neuron's bias moves around that neuron, and below it, as high as that of the one before.
        """
        there = VGroup(pair, self, bias).copy()
        name, value = there[-1]
        name.match_x(pair.neurons[-1]).match_y(self._bias)
        value.next_to(name, DOWN, buff=_VALUE_GAP)
        there.scale(min(1.0, _THREE / there.width)).move_to(pair, UP).set_x(SAFE_LEFT, LEFT)
        aside: Any = there[0]
        earlier: Any = there[1]
        for neuron in (*aside.neurons, earlier[1]):
            for number in neuron.number:
                number.scale(max(1.0, SMALLEST / number.em))
        self.become(earlier)
        around = _around((pair.neurons[-1], bias), (aside.neurons[-1], there[-1]))
        return AnimationGroup(
            Transform(pair, aside, rate_func=leaving),
            Transform(bias, there[-1], path_func=around, rate_func=leaving),
            FadeIn(self, shift=_ENTRY, rate_func=following),
            **options,
        )


def _around(
    start: tuple[VMobject, VMobject], end: tuple[VMobject, VMobject]
) -> Callable[[np.ndarray, np.ndarray, float], np.ndarray]:
    """Return the path of a part that turns around a neuron which moves straight; each pair is the neuron and it."""
    (before, part_before), (after, part_after) = ([each.get_center() for each in pair] for pair in (start, end))
    first, last = part_before - before, part_after - after
    turn, growth = angle_of_vector(last) - angle_of_vector(first), float(np.linalg.norm(last) / np.linalg.norm(first))

    def path(here: np.ndarray, there: np.ndarray, t: float) -> np.ndarray:
        turned = rotate_vector(first, t * turn) * interpolate(1.0, growth, t)
        beside = interpolate(before, after, t) + turned - interpolate(part_before, part_after, t)
        return interpolate(here, there, t) + beside

    return path
