"""The last two layers with the names of all their neurons, the desired outputs, and the watched weight."""

from collections.abc import Collection, Sequence
from itertools import product

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    VMobject,
    interpolate,
)

from backprop_core.quantities import Name, Quantity, Symbol
from scenes.figures.layered_network.cost_diagram import FAINT, LEFT_HALF, CostDiagram
from scenes.kit.animations import change
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron, NumberStyle
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, SAFE_TOP, SMALL
from scenes.numbers.layers import PathSum, WatchedWeight

# Air around names, and how far right of the last layer the desired outputs stand, in frame units; of more neurons in
# a layer than these, the names are smaller.
_AIR, _TARGET, _CROWD = 0.08, 2.15, 4

BESIDE_NAMES, BESIDE_TARGETS, BESIDE_COST = -1.2, 0.75, -0.3
"""Where the room for formulas begins, right of the last layer's names, of the desired outputs and of the cost."""

# How far along its edge the watched weight's name may stand.
_ALONG = np.linspace(0.3, 0.7, 9)


class NamedLayers(CostDiagram):
    """The last two layers of the network, left of the middle.

    Notes
    -----
    ``before`` and ``last`` are the names of the neurons of the two layers, with their numbers; ``a_k`` and ``a_j``
    those of the watched ones, in letters; ``w_jk`` is that of the weight between them, beside its edge; ``targets``
    are the desired outputs with their names. They are not part of the diagram from the start, nor is the cost.
    ``last_edges`` are the edges by their (j, k), ``into_j`` and ``out_of_k`` which of them meet a watched neuron.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight):
        super().__init__(typesetter, PathSum(watched.part), **LEFT_HALF)
        self.remove(*self.spokes, self.box, self.names)
        for j, spoke in enumerate(self.spokes):
            spoke.set_stroke(opacity=1.0 if j == watched.part.watch.j else DIM)
        self.j, self.k = watched.part.watch.j, watched.part.watch.k
        L, (w, _, a, _), (_, a_before, _) = self.L, watched.path, watched.side
        self.sources = [self.neuron(L - 1, k) for k in range(len(watched.before))]
        self.outputs = [self.neuron(L, j) for j in range(len(watched.outputs))]
        self.source, self.output = self.sources[self.k], self.outputs[self.j]
        self.last_edges = {
            at: self.edge(L, *at) for at in product(range(len(self.outputs)), range(len(self.sources)))
        }
        self.into_j, self.out_of_k = (
            {at for at in self.last_edges if at[i] == n} for i, n in enumerate((self.j, self.k))
        )
        self.before = self._names_beside(self.sources, watched.before, LEFT)
        self.last = self._names_beside(self.outputs, watched.outputs, RIGHT)
        self.a_k, self.a_j = self._beside(self.source, a_before, LEFT), self._beside(self.output, a, RIGHT)
        self._a_j_aside = self._out_of_the_way(typesetter.formula("{}", a, size=SMALL))
        self.w_jk = self._on_edge(w)
        circles = self._desired(watched)
        self.targets = [*zip(circles, self._names_beside(circles, watched.targets, RIGHT), strict=True)]

    @property
    def errors(self) -> list[tuple[VMobject, ...]]:
        """Where the numbers in the cost are seen: a neuron and a desired output for each j."""
        return [(neuron, circle) for neuron, (circle, _) in zip(self.outputs, self.targets, strict=True)]

    @property
    def inputs(self) -> list[tuple[VMobject, ...]]:
        """Where the numbers in the watched neuron's sum are seen: an edge and a neuron for each k, and the neuron."""
        products = [(self.last_edges[self.j, k], neuron) for k, neuron in enumerate(self.sources)]
        return [*products, (self.output,)]

    def grow_from(self, whole: NetworkDiagram, **options) -> Animation:
        """Return the move by which the last two layers of the whole network become this diagram."""
        kept: list[tuple[VMobject, VMobject]] = [(whole.edge(self.L, *at), e) for at, e in self.last_edges.items()]
        neurons = [(whole.neuron(l, i), self.neuron(l, i)) for l in self.layers for i in range(len(self.column(l)))]
        kept += [(old.circle, new.circle) for old, new in neurons]
        moved = {id(old) for old, _ in kept}
        gone = [edge for edge in whole.edges if id(edge) not in moved]
        gone += [neuron for l in whole.layers if l not in self.layers for neuron in whole.column(l)]
        moves = [ReplacementTransform(old, new) for old, new in kept]
        numbers = [FadeIn(new.number) for _, new in neurons]
        phases = [AnimationGroup(*each) for each in ([*map(FadeOut, gone)], moves, numbers) if each]
        return LaggedStart(*phases, lag_ratio=0.8, **options)

    def bring_out(self, wanted: Collection[tuple[int, int]], **options) -> Animation:
        """Return the move after which the edges (j, k) that are ``wanted`` stand out, and the others are faint."""
        shades = {at: 1.0 if at in wanted else FAINT for at in self.last_edges}
        moves = [change(e, lambda e, at=at: e.set_stroke(opacity=shades[at])) for at, e in self.last_edges.items()]
        return AnimationGroup(*moves, **options)

    def single_out(self, **options) -> Animation:
        """Return the move after which only the watched weight's edge stands out, its ends named by letters."""
        letters = {id(self.before[self.k]): self.a_k, id(self.last[self.j]): self.a_j}
        names = [*self.before, *self.last]
        moves = [
            ReplacementTransform(name, letters[id(name)]) if id(name) in letters else change(name, _dim)
            for name in names
        ]
        return AnimationGroup(self.bring_out(self.into_j & self.out_of_k), *moves, **options)

    def light_weight(self, run_time: float) -> Animation:
        """Return an animation of a light along the watched weight's edge."""
        return self.light([(self.L - 1, self.k), (self.L, self.j)], run_time)

    def desire(self, **options) -> Animation:
        """Return the move in which the desired outputs come, one after the other."""
        return LaggedStart(*(FadeIn(*pair, shift=0.4 * LEFT) for pair in self.targets), lag_ratio=0.3, **options)

    def set_inputs_aside(self, **options) -> Animation:
        """Return the move after which only the last layer stands out: the one before it is dimmed, and all edges."""
        dimmed = (change(part, _dim) for part in (*self.sources, *self.before))
        return AnimationGroup(self.bring_out(()), *dimmed, **options)

    def lead_to_cost(self, **options) -> Animation:
        """Return the move in which the cost appears, and the way to it from the watched weight stands out."""
        name = ReplacementTransform(self.a_j, self._a_j_aside)
        others = (change(n, _dim) for n in (*self.sources, *self.outputs) if n not in (self.source, self.output))
        cost = FadeIn(*self.spokes, self.box)
        return AnimationGroup(self.bring_out(self.into_j & self.out_of_k), *others, name, cost, **options)

    def _names_beside(
        self, neurons: Sequence[Neuron], numbers: Sequence[Quantity], side: np.ndarray
    ) -> list[Formula]:
        return [self._beside(neuron, q.symbol, side) for neuron, q in zip(neurons, numbers, strict=True)]

    def _beside(self, neuron: Neuron, symbol: Name, side: np.ndarray) -> Formula:
        crowded = max(len(self.sources), len(self.outputs)) > _CROWD
        return self._typesetter.formula("{}", symbol, size=SMALL if crowded else LABEL).next_to(
            neuron.circle, side, _AIR
        )

    def _out_of_the_way(self, name: Formula) -> Formula:
        """Put the name of the watched neuron where it leaves room for the way to the cost: above it, or before it."""
        above = self.outputs[self.j - 1].circle.get_bottom()[1] if self.j else SAFE_TOP
        name.next_to(self.output.circle, UP, _AIR)
        if name.get_top()[1] + _AIR < above:
            return name
        start, end = self.last_edges[self.j, self.k].get_start_and_end()
        side = UP if start[1] <= end[1] else DOWN
        middle = self.output.get_center() + _AIR * side
        return name.next_to(self.output.circle, LEFT, _AIR).set_y(middle[1], direction=-side)

    def _on_edge(self, symbol: Symbol) -> Formula:
        """Write the watched weight's name beside its edge, where it is farthest from all neurons."""
        name = self._typesetter.formula("{}", symbol, size=SMALL)
        half = np.array([name.width, name.height, 0]) / 2
        start, end = self.last_edges[self.j, self.k].get_start_and_end()
        along = (end - start) / np.linalg.norm(end - start)
        up = np.array([-along[1], along[0], 0])
        beside = (np.abs(up) @ half + _AIR) * up
        circles = [neuron.get_center() for l in self.layers for neuron in self.column(l)]

        def air(place: np.ndarray) -> float:
            return min(float(np.linalg.norm(np.maximum(np.abs(circle - place) - half, 0))) for circle in circles)

        places = [interpolate(start, end, t) + side * beside for t in _ALONG for side in (1, -1)]
        return name.move_to(max(places, key=air))

    def _desired(self, watched: WatchedWeight) -> list[Neuron]:
        """Return the desired outputs as circles, each level with its neuron."""
        values, brightness = [q.value for q in watched.targets], self.brightness[self.L]
        printed = NumberStyle.inside(self._typesetter, values, self.radius, signs=min(values) < 0)
        circles = [
            Neuron(self._typesetter, q, brightness, radius=self.radius, printed=printed) for q in watched.targets
        ]
        for circle, neuron in zip(circles, self.outputs, strict=True):
            circle.move_to(neuron.get_center() + _TARGET * RIGHT)
        return circles


def _dim(part: VMobject) -> None:
    part.set_opacity(DIM)
