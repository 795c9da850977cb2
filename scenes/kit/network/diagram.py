"""Diagram of a network: a circle for each neuron, as bright as its activation, and an edge for each weight."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import Animation, AnimationGroup, Line, VGroup, interpolate

import backprop_core as bp
from backprop_core.model.neurons import layer_quantities
from backprop_core.quantities import Quantity
from scenes.kit.motion.animations import redraw
from scenes.kit.motion.lights import Light
from scenes.kit.network.neuron import Neuron, NumberStyle
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, THIN
from scenes.numbers.scales import Brightness

RADIUS = 0.5

# The largest radius, as a part of the distance between rows and between columns.
_OF_ROW, _OF_COLUMN = 0.42, 0.26


class NetworkDiagram(VGroup):
    """A network, layers from left to right, with the activations of one forward pass.

    Parameters
    ----------
    run
        The forward pass that it shows first.
    centre, width, height
        The box that it fills, in frame units.
    first
        The first layer to draw.
    radius
        The neurons' radius; it is smaller where rows or columns are close to each other.
    values
        Whether each neuron shows its activation's number.
    others
        Forward passes that it will show later; brightness and type size fit them, too.
    targets
        Desired outputs that stand beside it; the brightness of the last layer fits them, too.

    Notes
    -----
    ``neuron`` and ``edge`` return its parts, to be coloured, labelled or widened; ``brightness`` has an entry for
    each layer.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        run: bp.ForwardPass,
        *,
        centre: Sequence[float] = (0.0, 0.0),
        width: float,
        height: float,
        first: int = 0,
        radius: float = RADIUS,
        values: bool = True,
        others: Sequence[bp.ForwardPass] = (),
        targets: Sequence[float] = (),
    ):
        self._typesetter = typesetter
        self.layers = range(first, run.network.L + 1)
        sizes = [run.network.sizes[l] for l in self.layers]
        row, column = height / max(sizes), width / (len(sizes) - 1)
        self.radius = min(radius, _OF_ROW * row, _OF_COLUMN * column)
        runs = [run, *others]
        self.brightness = {l: Brightness.of_layer(runs, l, targets) for l in self.layers}
        prints = {l: self._print(runs, l) if values else None for l in self.layers}
        self._columns = {
            l: [
                Neuron(typesetter, quantity, self.brightness[l], radius=self.radius, printed=prints[l])
                for quantity in layer_quantities("a", l, run.a[l])
            ]
            for l in self.layers
        }
        colour, stroke = typesetter.theme.w, MEDIUM if max(sizes) == 1 else THIN
        self._edges = {
            (l, j, k): Line(color=colour, stroke_width=stroke)
            for l in self.layers[1:]
            for j, k in np.ndindex(run.network.w[l].shape)
        }
        super().__init__(*self._edges.values(), *(neuron for l in self.layers for neuron in self._columns[l]))
        self._arrange(centre, width - 2 * self.radius, row)

    def neuron(self, l: int, j: int = 0) -> Neuron:
        """Return neuron ``j`` of layer ``l``."""
        return self._columns[l][j]

    def edge(self, l: int, j: int = 0, k: int = 0) -> Line:
        """Return the edge of the weight w_jk^(l), which runs from neuron ``k`` to neuron ``j``."""
        return self._edges[l, j, k]

    def neurons_of(self, l: int) -> list[Neuron]:
        """Return the neurons of layer ``l``, from top to bottom."""
        return [*self._columns[l]]

    def column(self, l: int) -> VGroup:
        """Return the neurons of layer ``l``."""
        return VGroup(*self._columns[l])

    @property
    def edges(self) -> VGroup:
        """All edges."""
        return VGroup(*self._edges.values())

    def show(self, run: bp.ForwardPass, *given: Quantity) -> Self:
        """Show the activations of another forward pass; ``given`` is what differs from the lesson in it."""
        for l, neurons in self._columns.items():
            for neuron, quantity in zip(neurons, layer_quantities("a", l, run.a[l], given), strict=True):
                neuron.show(quantity)
        return self

    def join(self) -> Self:
        """Lay each edge between its neurons, wherever these are now."""
        for (l, j, k), edge in self._edges.items():
            source, goal = self.neuron(l - 1, k).circle, self.neuron(l, j).circle
            start, end = source.get_center(), goal.get_center()
            along = (end - start) / np.linalg.norm(end - start) / 2
            first, last = source.width * along, goal.width * along
            edge.put_start_and_end_on(start + first, end - last)
        return self

    def follow(self) -> Self:
        """Lay what runs between neurons where these are now."""
        return self.join()

    def followed(self, move: Animation) -> Animation:
        """Return a move of the neurons in which the edges between them follow on each frame."""
        return AnimationGroup(move, redraw(self, lambda _: self.follow(), run_time=move.run_time))

    def fold(self, l: int, **options) -> Animation:
        """Return an animation in which all neurons of layer ``l`` move on top of each other, to their middle."""
        starts = [neuron.get_center() for neuron in self._columns[l]]
        middle = np.mean(starts, axis=0)

        def show(t: float) -> None:
            for neuron, start in zip(self._columns[l], starts, strict=True):
                neuron.move_to(interpolate(start, middle, t))
            self.join()

        return redraw(self, show, **options)

    def light(self, path: Sequence[tuple[int, int]], run_time: float) -> Animation:
        """Return an animation of a light along a ``path`` of neurons (l, j), forwards or backwards."""
        steps = [[self._between(start, end)] for start, end in pairwise(path)]
        return Light(steps, self._typesetter.theme.highlight).run(run_time=run_time)

    def forward_light(self) -> Light:
        """Return a light that runs along all edges from the first layer to the last."""
        steps = [[edge for (m, *_), edge in self._edges.items() if m == l] for l in self.layers[1:]]
        return Light(steps, self._typesetter.theme.highlight)

    def backward_light(self) -> Light:
        """Return a light that runs along all edges from the last layer to the first."""
        steps = [
            [self._between((l, j), (l - 1, k)) for m, j, k in self._edges if m == l]
            for l in reversed(self.layers[1:])
        ]
        return Light(steps, self._typesetter.theme.highlight)

    def _print(self, runs: Sequence[bp.ForwardPass], l: int) -> NumberStyle | None:
        return self._print_in(self.radius, runs, l)

    def _print_in(self, radius: float, runs: Sequence[bp.ForwardPass], l: int) -> NumberStyle | None:
        values = [float(a) for run in runs for a in run.a[l]]
        return NumberStyle.inside(self._typesetter, values, radius, signs=self.brightness[l].black < 0)

    def _between(self, start: tuple[int, int], end: tuple[int, int]) -> Line:
        (l, j), (m, k) = start, end
        if l < m:
            return self._edges[m, k, j]
        start_point, end_point = self._edges[l, j, k].get_start_and_end()
        return Line(end_point, start_point)

    def _arrange(self, centre: Sequence[float], width: float, row: float) -> None:
        x, y = centre[0], centre[1]
        for l, at in zip(self.layers, np.linspace(x - width / 2, x + width / 2, len(self.layers)), strict=True):
            neurons = self._columns[l]
            for j, neuron in enumerate(neurons):
                neuron.move_to((at, y + ((len(neurons) - 1) / 2 - j) * row, 0))
        self.join()
