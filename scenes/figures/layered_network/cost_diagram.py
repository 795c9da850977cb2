"""A network with the cost behind its last layer, and the paths from one neuron to the cost."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Self

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    Circle,
    FadeIn,
    LaggedStart,
    Line,
    ManimColor,
    RoundedRectangle,
    VGroup,
    VMobject,
)

import backprop_core as bp
from backprop_core.model.neurons import layer_quantities
from backprop_core.quantities import Quantity, activation, cost
from scenes.kit.motion.animations import change
from scenes.kit.motion.lights import Light
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.stage import COST_ROOM, disc_radius
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, NORMAL, SLOW, SMALL, THICK, THIN
from scenes.numbers.layers import PathSum

# In frame units: the room for a name left of the neurons; the size of the cost's box and the radius of its corners.
_NAME_ROOM = 1.15
_BOX, _CORNER = (0.9, 0.8), 0.2

BESIDE = 0.17
"""The gap between a neuron and the name beside it, which is clear of the layer's band, in frame units."""

FAINT = 0.13
"""The opacity of edges that are not talked about."""

# How far the ring of a path is from the neuron that it surrounds, and a frame from all of them, in frame units.
_RING_GAP, _FRAME_GAP = 0.03, 0.12

# How far a lit ring reaches beyond its neuron, and how far a name is from it, usually and at least, in frame units.
_RING = _RING_GAP + THICK / 200
_NAME_GAP, _LEAST_GAP = 0.12, 0.05

CLEAR_OF_RING = _RING + _NAME_GAP
"""The gap between a neuron and a name above it, which is clear of a lit ring, in frame units."""

# How much of their colours paths have that are not looked at. They are opaque: edges in other colours are below them.
_PASSED = 0.7

# How long the lights along all paths take at most, in seconds.
_LIGHTS_TIME = 9.0


class NetworkWithCost(NetworkDiagram):
    """A network, or its last layers, with the cost in a box on the right.

    Parameters
    ----------
    left, right, y, height
        The box that it fills, in frame units.
    first, values
        As for ``NetworkDiagram``.

    Notes
    -----
    ``box`` is the cost; ``spokes`` are the lines to it from the neurons of the last layer, ``L``.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        run: bp.ForwardPass,
        *,
        left: float,
        right: float,
        y: float,
        height: float,
        first: int = 0,
        values: bool = True,
    ):
        end = right - COST_ROOM
        place = {"centre": ((left + end) / 2, y), "width": end - left, "height": height}
        radius = disc_radius(run.network.sizes)
        super().__init__(typesetter, run, **place, first=first, radius=radius, values=values)
        self.L = self.layers[-1]
        frame = RoundedRectangle(width=_BOX[0], height=_BOX[1], corner_radius=_CORNER, stroke_width=MEDIUM)
        frame.set_stroke(typesetter.theme.C).move_to((right, y, 0), aligned_edge=RIGHT)
        self.box = VGroup(frame, typesetter.formula("{}", cost(), size=NORMAL).move_to(frame))
        door, style = frame.get_left(), {"color": typesetter.theme.muted, "stroke_width": THIN}
        last = (self.neuron(self.L, j).circle for j in range(run.network.sizes[-1]))
        self.spokes = [Line(circle.get_right(), door, **style) for circle in last]
        self.add(*self.spokes, self.box)


class CostDiagram(NetworkWithCost):
    """The last two layers and the cost, with the watched neuron named.

    Parameters
    ----------
    sums
        The sum whose neuron and paths are shown.
    left, right, y, height
        The box that it fills, in frame units.

    Notes
    -----
    ``names`` are the watched neuron's name and those of the last layer's neurons or, where these are too many, one
    for all of them. ``paths`` are the paths to the cost, dimmed until one of them is lit; they are not part of the
    diagram until they are added.
    """

    def __init__(self, typesetter: Typesetter, sums: PathSum, *, left: float, right: float, y: float, height: float):
        self._k, self._whole_layer = sums.part.watch.k, sums.whole_layer
        first = sums.part.network.L - 1
        super().__init__(typesetter, sums.run, left=left + _NAME_ROOM, right=right, y=y, height=height, first=first)
        n = len(self.spokes)
        self.names = VGroup(*self._names(n))
        self.add(self.names)
        self._framed: list[VMobject] = [*self.names[1:]]
        self.paths = [self._path(j) for j in range(n)]

    @property
    def watched(self) -> Neuron:
        """The neuron at which all paths begin."""
        return self.neuron(self.L - 1, self._k)

    def clear_below(self, left: float) -> float:
        """Return the height below which there is nothing right of ``left``: no cost, no line to it, no last layer.

        The latter is with its names and, with softmax, its frame.
        """
        frame = [self._frame()] if self._whole_layer else []
        around = *self.column(self.L), *self.names[1:], *self.spokes, *frame
        ends = (part.get_bottom()[1] for part in (*around, self.box) if part.get_right()[0] > left)
        return float(min(ends))

    def lights(self) -> Iterator[Animation]:
        """Yield an animation for each path: a light runs along it to the cost, which stays lit until the next one."""
        seconds = min(SLOW, _LIGHTS_TIME / len(self.paths))
        for j in range(len(self.paths)):
            light = Light([[self._edge(j)], self._from(j)], self._typesetter.theme.highlight)
            lit = LaggedStart(light.run(run_time=seconds), FadeIn(self.lit_path(j)), lag_ratio=0.4)
            yield AnimationGroup(lit, change(self.paths[j - 1], self._paint)) if j else lit

    def light_all(self, **options) -> Animation:
        """Return an animation that lights all paths."""
        return AnimationGroup(*(change(path, partial(self._paint, lit=True)) for path in self.paths), **options)

    def light_every_way(self) -> Light:
        """Return a light that runs along all paths at once."""
        edges = [self._edge(j) for j in range(len(self.paths))]
        return Light([edges, self.spokes], self._typesetter.theme.highlight)

    def lit_path(self, j: int) -> VGroup:
        """Return path ``j``, lit, to be shown."""
        return self._paint(self.paths[j], lit=True)

    def lit_factors(self, j: int) -> list[VMobject]:
        """Return path ``j``, lit, in a piece for each factor of the chain rule."""
        edge, *others = self.lit_path(j)
        return [edge, VGroup(*others)] if self._whole_layer else [edge, *others]

    def lit_ring(self, j: int) -> VGroup:
        """Return a lit ring around output ``j``."""
        return self._paint(VGroup(self._ring(j)), lit=True)

    def light_only(self, j: int | None = None, **options) -> Animation:
        """Return an animation that lights path ``j`` alone, or none."""
        paints = [partial(self._paint, lit=i == j) for i in range(len(self.paths))]
        return AnimationGroup(*map(change, self.paths, paints), **options)

    def follow(self, run: bp.ForwardPass, *given: Quantity) -> None:
        """Show the activations of another forward pass in the last layer alone."""
        for neuron, quantity in zip(
            self.neurons_of(self.L), layer_quantities("a", self.L, run.a[self.L], given), strict=True
        ):
            neuron.show(quantity)

    def fade_others(self) -> Self:
        """Dim the other neurons of the layer before, and their edges even more: they are on no path."""
        for k, neuron in enumerate(self.column(self.L - 1)):
            if k != self._k:
                neuron.recede()
                for j in range(len(self.spokes)):
                    self.edge(self.L, j, k).set_stroke(opacity=FAINT)
        return self

    def _names(self, n: int) -> list[Formula]:
        """Write the names of the watched neuron and, above its neurons, of the last layer; of two, that of one below.

        With softmax, a frame is around them, which is not to be higher than need be.
        """
        L, watched = self.L, self.neuron(self.L - 1, self._k).circle
        name = self._typesetter.formula("{}", activation(L - 1, "k", L=L), size=LABEL)
        name.next_to(watched, LEFT, buff=BESIDE)
        circles = [self.neuron(L, j).circle for j in range(n)]
        size = SMALL if n > 2 else LABEL
        names = [self._typesetter.formula("{}", activation(L, j, L=L), size=size) for j in range(n)]
        gap = _NAME_GAP
        if n > 2:
            between = min((upper.get_bottom() - lower.get_top())[1] for upper, lower in pairwise(circles))
            gap = min(gap, (between - names[0].height) / 2 - _RING)
        if gap < _LEAST_GAP:
            gap, names = _NAME_GAP, [self._typesetter.formula("{}", activation(L, "j", L=L), size=size)]
        for place, (written, circle) in enumerate(zip(names, circles, strict=False)):
            below = n == 2 and place and not self._whole_layer
            written.next_to(circle, DOWN if below else UP, buff=_RING + gap)
        return [name, *names]

    def _edge(self, j: int) -> Line:
        return self.edge(self.L, j, self._k)

    def _path(self, j: int) -> VGroup:
        """Return the path through neuron ``j``: an edge, a ring around the neuron, and the line to the cost.

        With softmax, the sum of neuron j acts on all outputs: a frame around them, and all lines to the cost.
        """
        edge, lines = self._edge(j).copy(), [line.copy() for line in self._from(j)]
        if self._whole_layer:
            return self._paint(VGroup(edge, self._frame(), VGroup(*lines)))
        return self._paint(VGroup(edge, self._ring(j), *lines))

    def _from(self, j: int) -> list[Line]:
        """Return the lines to the cost from the outputs that depend on the sum of neuron ``j``."""
        return self.spokes if self._whole_layer else [self.spokes[j]]

    def _ring(self, j: int) -> Circle:
        neuron = self.neuron(self.L, j).circle
        return Circle(neuron.width / 2 + _RING_GAP, fill_color=self._typesetter.theme.text).move_to(neuron)

    def _frame(self) -> RoundedRectangle:
        """Return a frame around the outputs and what is to be clear of it."""
        around = VGroup(self.column(self.L), *self._framed)
        width, height = (size + 2 * _FRAME_GAP for size in (around.width, around.height))
        frame = RoundedRectangle(width=width, height=height, corner_radius=_CORNER)
        return frame.set_fill(self._typesetter.theme.text, opacity=0).move_to(around)

    def _paint(self, path: VGroup, *, lit: bool = False) -> VGroup:
        """Draw a path as the one that is looked at, or as one of the others, and return it."""
        theme = self._typesetter.theme
        if lit:
            return path.set_stroke(theme.highlight, THICK, opacity=1.0)
        for part, colour in zip(path, (theme.w, theme.text, theme.text), strict=True):
            part.set_stroke(
                ManimColor(theme.background).interpolate(ManimColor(colour), _PASSED), MEDIUM, opacity=1.0
            )
        return path
