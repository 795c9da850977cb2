"""The last two layers with the names of all their neurons, the desired outputs, and the watched weight."""

from collections.abc import Collection, Sequence
from functools import partial
from itertools import product

import numpy as np
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    Polygon,
    ReplacementTransform,
    Succession,
    SurroundingRectangle,
    Transform,
    VGroup,
    VMobject,
    angle_of_vector,
    interpolate,
    smooth,
    squish_rate_func,
)

from backprop_core.quantities import Name, Quantity, Symbol
from scenes.figures.layered_network.cost_diagram import BESIDE, CLEAR_OF_RING, FAINT, CostDiagram
from scenes.figures.layered_network.error_squares import ErrorSquares, TermBars
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import change, one_by_one, turn_over
from scenes.kit.network.column_heads import ColumnHead
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron, NumberStyle
from scenes.kit.network.stage import LEFT_HALF
from scenes.kit.text.formula import Formula
from scenes.kit.text.readout import fitting_decimals
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, SAFE_TOP, SMALL, SMALLEST, THICK, THIN
from scenes.numbers.format import exact_decimals
from scenes.numbers.layers import PathSum, WatchedWeight

# The gap around names, in frame units; the number of neurons in a layer above which names are smaller.
_NAME_GAP, _CROWD = 0.08, 4

# How far right of the last layer the desired outputs stand, and how far the network moves left to make room for them
# and for the cost beside them, in frame units.
_TARGET_DISTANCE, _SLIDE = 3.3, 1.0

# How long the layers take that leave, in seconds; the angle of the arc on which the others move.
_LEAVING, _RISE = 0.3, PI / 3

BESIDE_NAMES, BESIDE_TARGETS, BESIDE_COST = -0.75, 1.2, -0.25
"""The left ends of the room for formulas beside the last layer's names, the desired outputs and the cost."""

# After which share of the time names have gone that stand where the network moves to.
_CLEARED = 0.4

# The places along its edge, from 0 to 1, where the watched weight's name may stand.
_EDGE_PLACES = np.linspace(0.3, 0.7, 9)

# The width of the watched weight's edge alone, in manim's pixels at 1080p; the length of its arrowhead, and how far
# the ground of its name reaches beyond it, in frame units.
_ALONE, _HEAD, _GROUND = 8.0, 0.3, 0.1


class NamedLayers(CostDiagram):
    """The last two layers of the network, left of the middle, with names.

    Notes
    -----
    ``before`` and ``last`` are the names of the two layers' neurons, with numbers as indices; ``a_k`` and ``a_j`` are
    those of the watched neurons, with letters; ``y_j`` tells what is desired of the latter, below the cost; ``w_jk``
    is the name of the weight between them, beside its edge, with an ``arrowhead``; ``heads`` are the bands behind
    the two layers, headed k and j; ``terms`` are those of the cost, as squares or bars; ``targets`` are pairs of a
    desired output and its name. None of these is part of the
    diagram from the start, nor is the cost. ``last_edges`` are the edges by (j, k); ``into_j`` and ``out_of_k`` are
    the keys of those that meet a watched neuron.
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
        self.heads = ColumnHead(typesetter, self.column(L - 1), "k"), ColumnHead(typesetter, self.column(L), "j")
        self.before = self._names_beside(self.sources, watched.before, LEFT)
        self.last = self._names_beside(self.outputs, watched.outputs, RIGHT)
        self.a_k, self.a_j = self._beside(self.source, a_before, LEFT), self._beside(self.output, a, RIGHT)
        y_j, desired = watched.side[-1], watched.targets[self.j]
        room = (BESIDE_COST - self.box.get_left()[0]) / SMALLEST
        room -= typesetter.formula("{} =", y_j, size=1.0).width + EQUALS
        places = fitting_decimals(
            lambda n: typesetter.printed(desired.value, decimals=n), exact_decimals(desired.value), room
        )
        self.y_j = typesetter.formula("{} = {}", y_j, desired, size=LABEL, decimals=places)
        self.y_j.next_to(self.box, DOWN, BESIDE, aligned_edge=LEFT)
        kept_inside(self.y_j, self.box.get_left()[0], BESIDE_COST)
        self._a_j_clear_of_spokes = self._clear_of_spokes(self.a_j.copy())
        self._framed = [self._a_j_clear_of_spokes]
        self.paths = [self._path(j) for j in range(len(self.outputs))]
        name = self._on_edge(w)
        ground = SurroundingRectangle(name, buff=_GROUND, stroke_width=0, fill_opacity=1)
        self.w_jk, self.arrowhead = VGroup(ground.set_fill(typesetter.theme.background), name), self._arrowhead()
        circles = self._desired(watched)
        self.targets = [*zip(circles, self._names_beside(circles, watched.targets, RIGHT), strict=True)]
        errors = [a.value - y.value for a, y in zip(watched.outputs, watched.targets, strict=True)]
        ends = max(name.get_right()[0] for name in self.last), min(circle.get_left()[0] for circle in circles)
        share = watched.cost_formula.square_share
        self.terms = (
            ErrorSquares(typesetter, errors, self.outputs, *ends, share=share)
            if share
            else TermBars(typesetter, watched.cost_terms, self.outputs, *ends)
        )
        for part in (*circles, *(name for _, name in self.targets), self.terms):
            part.shift(_SLIDE * LEFT)

    @property
    def error_sources(self) -> list[dict[str, VMobject]]:
        """Where the numbers of each term of the cost are seen: a neuron, by z and a, and a desired output, by y."""
        return [
            {"z": neuron, "a": neuron, "y": circle}
            for neuron, (circle, _) in zip(self.outputs, self.targets, strict=True)
        ]

    @property
    def sum_sources(self) -> list[tuple[VMobject, ...]]:
        """Where the numbers of each term of z_j are seen: an edge and a neuron, and for the bias neuron j."""
        products = [(self.last_edges[self.j, k], neuron) for k, neuron in enumerate(self.sources)]
        return [*products, (self.output,)]

    def transform_from(self, whole: NetworkDiagram, **options) -> Animation:
        """Return an animation in which the last two layers of the whole network become this diagram.

        The other layers leave before; these two move over what stands below them on the right.
        """
        kept: list[tuple[VMobject, VMobject]] = [(whole.edge(self.L, *at), e) for at, e in self.last_edges.items()]
        neurons = [(whole.neuron(l, i), self.neuron(l, i)) for l in self.layers for i in range(len(self.column(l)))]
        kept += [(old.circle, new.circle) for old, new in neurons]
        moved = {id(old) for old, _ in kept}
        gone = [edge for edge in whole.edges if id(edge) not in moved]
        gone += [n.circle for l in whole.layers if l not in self.layers for n in whole.neurons_of(l)]
        moves = [ReplacementTransform(old, new, path_arc=_RISE) for old, new in kept]
        leaving = [FadeOut(*gone, run_time=_LEAVING)] if gone else []
        numbers = [FadeIn(new.number) for _, new in neurons]
        return Succession(*leaving, one_by_one(AnimationGroup(*moves), AnimationGroup(*numbers)), **options)

    def highlight_edges(self, wanted: Collection[tuple[int, int]], width: float = THICK, **options) -> Animation:
        """Return an animation that makes the ``wanted`` edges (j, k) thick and opaque, the others thin and faint."""
        styles = {at: (width, 1.0) if at in wanted else (THIN, FAINT) for at in self.last_edges}
        moves = [change(e, partial(_restyle, *styles[at])) for at, e in self.last_edges.items()]
        return AnimationGroup(*moves, **options)

    def single_out(self, **options) -> Animation:
        """Return an animation that dims all but the watched weight's edge, and names its ends by letters."""
        edges = self.highlight_edges(self.into_j & self.out_of_k, width=_ALONE)
        return AnimationGroup(edges, FadeIn(self.arrowhead), self.name_ends(), **options)

    def name_ends(self) -> Animation:
        """Return an animation that names the watched weight's ends by letters, and dims the other names."""
        moves = [change(name, _dim) for name in self._other_names]
        for names, at, letter in ((self.before, self.k, self.a_k), (self.last, self.j, self.a_j)):
            shown, names[at] = names[at], names[at].copy()
            moves.append(_turn_index(shown, letter, len(letter) - 1))
        return AnimationGroup(*moves)

    def number_all(self) -> Animation:
        """Return an animation that names all neurons by their numbers again."""
        moves = [change(name, lambda name: name.set_opacity(1)) for name in self._other_names]
        letters, self.a_k, self.a_j = (self.a_k, self.a_j), self.a_k.copy(), self.a_j.copy()
        for letter, number in zip(letters, (self.before[self.k], self.last[self.j]), strict=True):
            moves.append(_turn_index(letter, number, len(letter) - 1))
        return AnimationGroup(*moves)

    @property
    def _other_names(self) -> list[Formula]:
        """The names of the neurons that are not watched."""
        columns = (self.before, self.k), (self.last, self.j)
        return [name for names, at in columns for i, name in enumerate(names) if i != at]

    def light_watched_weight(self, run_time: float) -> Animation:
        """Return an animation of a light along the watched weight's edge."""
        return self.light([(self.L - 1, self.k), (self.L, self.j)], run_time)

    def show_targets(self, **options) -> Animation:
        """Return an animation that shows the desired outputs one after the other."""
        return LaggedStart(*(FadeIn(*pair, shift=0.2 * LEFT) for pair in self.targets), lag_ratio=0.3, **options)

    def make_room(self, **options) -> Animation:
        """Return an animation in which the network moves left, while the layer before the last loses its names.

        That layer is dimmed, and so are all edges, even more.
        """
        left = _SLIDE * LEFT
        dimmed = (change(neuron, lambda neuron: neuron.recede().shift(left)) for neuron in self.sources)
        kept = (change(part, lambda part: part.shift(left)) for part in (*self.outputs, *self.last))
        faint = (change(edge, lambda edge: _restyle(THIN, FAINT, edge.shift(left))) for edge in self.edges)
        gone = FadeOut(*self.before, rate_func=squish_rate_func(smooth, 0, _CLEARED))
        return AnimationGroup(gone, *dimmed, *kept, *faint, **options)

    def connect_to_cost(self, **options) -> Animation:
        """Return an animation that shows the cost, and dims all but the path to it from the watched weight."""
        clear = self._a_j_clear_of_spokes
        around = angle_of_vector(clear.get_center() - self.output.get_center())
        name = Transform(self.a_j, clear, path_arc=around)
        watched = self.source, self.output
        others = (change(n, Neuron.recede) for n in (*self.sources, *self.outputs) if n not in watched)
        cost = FadeIn(*self.spokes, self.box)
        return AnimationGroup(self.highlight_edges(self.into_j & self.out_of_k), *others, name, cost, **options)

    def _names_beside(
        self, neurons: Sequence[Neuron], numbers: Sequence[Quantity], side: np.ndarray
    ) -> list[Formula]:
        return [self._beside(neuron, q.symbol, side) for neuron, q in zip(neurons, numbers, strict=True)]

    def _beside(self, neuron: Neuron, symbol: Name, side: np.ndarray) -> Formula:
        crowded = max(len(self.sources), len(self.outputs)) > _CROWD
        return self._typesetter.formula("{}", symbol, size=SMALL if crowded else LABEL).next_to(
            neuron.circle, side, BESIDE
        )

    def _clear_of_spokes(self, name: Formula) -> Formula:
        """Put the name of the watched neuron above it or left of it, clear of the lines to the cost."""
        above = self.outputs[self.j - 1].circle.get_bottom()[1] if self.j else SAFE_TOP
        name.next_to(self.output.circle, UP, CLEAR_OF_RING)
        if name.get_top()[1] + _NAME_GAP < above:
            return name
        start, end = self.last_edges[self.j, self.k].get_start_and_end()
        side = UP if start[1] <= end[1] else DOWN
        middle = self.output.get_center() + _NAME_GAP * side
        return name.next_to(self.output.circle, LEFT, CLEAR_OF_RING).set_y(middle[1], direction=-side)

    def _on_edge(self, symbol: Symbol) -> Formula:
        """Return the watched weight's name beside its edge, as far from all neurons as possible."""
        name = self._typesetter.formula("{}", symbol, size=LABEL)
        half = np.array([name.width, name.height, 0]) / 2
        start, end = self.last_edges[self.j, self.k].get_start_and_end()
        along = (end - start) / np.linalg.norm(end - start)
        up = np.array([-along[1], along[0], 0])
        beside = (np.abs(up) @ half + _NAME_GAP + _GROUND) * up
        circles = [neuron.get_center() for l in self.layers for neuron in self.column(l)]

        def distance(place: np.ndarray) -> float:
            return min(float(np.linalg.norm(np.maximum(np.abs(circle - place) - half, 0))) for circle in circles)

        places = [interpolate(start, end, t) + side * beside for t in _EDGE_PLACES for side in (1, -1)]
        return name.move_to(max(places, key=distance))

    def _arrowhead(self) -> Polygon:
        """Return the head that makes an arrow of the watched weight's edge."""
        start, end = self.last_edges[self.j, self.k].get_start_and_end()
        along = (end - start) / np.linalg.norm(end - start)
        across = np.array([-along[1], along[0], 0])
        back = end - _HEAD * along
        corners = end, back + _HEAD / 2 * across, back - _HEAD / 2 * across
        return Polygon(*corners, color=self._typesetter.theme.w, fill_opacity=1, stroke_width=0)

    def _desired(self, watched: WatchedWeight) -> list[Neuron]:
        """Return the desired outputs as circles beside their neurons."""
        values, brightness = [q.value for q in watched.targets], self.brightness[self.L]
        printed = NumberStyle.inside(self._typesetter, values, self.radius, signs=min(values) < 0)
        circles = [
            Neuron(self._typesetter, q, brightness, radius=self.radius, printed=printed) for q in watched.targets
        ]
        for circle, neuron in zip(circles, self.outputs, strict=True):
            circle.move_to(neuron.get_center() + _TARGET_DISTANCE * RIGHT)
        return circles


def _restyle(width: float, opacity: float, edge: VMobject) -> None:
    edge.set_stroke(width=width, opacity=opacity)


def _dim(part: VMobject) -> None:
    part.set_opacity(DIM)


def _turn_index(old: Formula, new: Formula, kept: int) -> Animation:
    """Return an animation in which a name's first glyphs stay, and what follows these, the index, is replaced."""
    moves = map(ReplacementTransform, old[:kept], new[:kept])
    return AnimationGroup(*moves, turn_over([*old[kept:]], [*new[kept:]]))
