"""The whole network with each layer folded into one neuron, above formulas; and the chain that it grows out of."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from manim import (
    Animation,
    AnimationGroup,
    FadeIn,
    Line,
    Succession,
    Transform,
    VGroup,
    VMobject,
    interpolate,
    smooth,
)

import backprop_core as bp
from backprop_core.lesson.load import ChainPart, LayersPart
from scenes.kit.motion.animations import redraw
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.stage import CHAIN_ABOVE, FULL_WIDTH, disc_radius
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MOVE, QUICK

# Where the layers open, above formulas, in frame units.
_PLACE = {
    "centre": (0.0, 1.7),
    "width": FULL_WIDTH["right"] - FULL_WIDTH["left"],
    "height": FULL_WIDTH["height"],
}


def chain_above(typesetter: Typesetter, chain: ChainPart) -> NetworkDiagram:
    """Return the chain where it turns into the layers."""
    place = {**CHAIN_ABOVE, "centre": _PLACE["centre"]}
    return NetworkDiagram(typesetter, bp.forward(chain.network, chain.x), **place, values=False)


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

        If the chain has more, those after the first one slide along the edge into the next one that stays, before the
        others spread; if fewer, the missing ones appear after that, where they stand.
        """
        circles = [chain.neuron(l).circle for l in chain.layers]
        folded = [self.neurons_of(l)[-1].circle for l in self.layers]
        lines = [chain.edge(l) for l in chain.layers[1:]]
        back = 1 - min(len(circles), len(folded))
        kept, places = ([each[0], *each[back:]] for each in (circles, folded))
        spread = redraw(VGroup(*lines[back:]), lambda _: _link_all(lines[back:], kept))
        moves = AnimationGroup(*map(Transform, kept, places), spread, run_time=MOVE)
        merge = [_merge(circles, lines, back, run_time=QUICK)] if circles[1:back] else []
        appear = [FadeIn(*folded[1:back], run_time=QUICK)] if folded[1:back] else []
        return Succession(*merge, moves, *appear, **options)


def _merge(circles: Sequence[VMobject], lines: Sequence[Line], back: int, **options) -> Animation:
    """Return an animation in which the neurons after the first one slide into the first of those from ``back`` on."""
    starts, goal = [circle.get_center() for circle in circles], circles[back].get_center()
    sliding = range(1, len(circles) + back)

    def show(t: float) -> None:
        for place in sliding:
            circles[place].move_to(interpolate(starts[place], goal, t))
        _link_all(lines, circles)
        if t == 1:
            VGroup(*circles[1:back], *lines[:back]).set_opacity(0)

    return redraw(VGroup(*lines, *circles), show, **options)


def _link_all(lines: Iterable[Line], circles: Iterable[VMobject]) -> None:
    """Draw the lines between neighbours."""
    for line, (left, right) in zip(lines, pairwise(circles), strict=True):
        _link(line, left, right)


def _link(line: Line, left: VMobject, right: VMobject) -> None:
    """Draw the line between two neurons, unless they touch."""
    start, end = left.get_right(), right.get_left()
    line.set_points_as_corners([start, end]) if start[0] < end[0] else line.clear_points()
