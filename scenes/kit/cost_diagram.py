"""A network with the cost behind its last layer, and the paths from one neuron to the cost."""

from itertools import pairwise

from manim import LEFT, RIGHT, UP, Animation, Circle, Line, RoundedRectangle, VGroup, interpolate

import backprop_core as bp
from backprop_core.symbols import activation, cost
from scenes.kit.formula import Formula
from scenes.kit.light import Light
from scenes.kit.motion import follow
from scenes.kit.network_diagram import NetworkDiagram
from scenes.kit.path_sum import PathSum
from scenes.kit.pen import Pen
from scenes.kit.theme import DIM, LABEL, MEDIUM, NORMAL, SAFE_LEFT, SAFE_TOP, SMALL, THICK, THIN

# The room of a name left of the neurons, and of the cost with the way to it; the cost’s box, in frame units.
_NAME, _COST = 1.25, 1.75
_BOX, _CORNER = (0.95, 0.8), 0.2
_AIR, _RADIUS = 0.06, 0.5

# From this distance of two neurons on, there is room for a name between them.
_NAMED = 0.55

LEFT_HALF = {"left": SAFE_LEFT, "right": -0.75, "y": 0.3, "height": 4.7}
"""Where the last two layers stand beside formulas, in frame units."""

# How far they move up from there, to make room below.
_RISE = 0.9


class NetworkWithCost(NetworkDiagram):
    """A network, or its last layers, with the cost to the right.

    Parameters
    ----------
    left, right, y, height
        The box that it fills, in frame units.
    first, radius, values
        As for a network's diagram.

    Notes
    -----
    ``box`` is the cost, ``spokes`` lead there from the last layer, whose number is ``L``.
    """

    def __init__(
        self,
        pen: Pen,
        run: bp.ForwardPass,
        *,
        left: float,
        right: float,
        y: float,
        height: float,
        first: int = 0,
        radius: float = _RADIUS,
        values: bool = True,
    ):
        end = right - _COST
        place = {"centre": ((left + end) / 2, y), "width": end - left, "height": height}
        super().__init__(pen, run, **place, first=first, radius=radius, values=values)
        self.L = self.layers[-1]
        frame = RoundedRectangle(width=_BOX[0], height=_BOX[1], corner_radius=_CORNER, stroke_width=MEDIUM)
        frame.set_stroke(pen.theme.C).move_to((right, y, 0), aligned_edge=RIGHT)
        self.box = VGroup(frame, pen.formula("{}", cost(), size=NORMAL).move_to(frame))
        door, style = frame.get_left(), {"color": pen.theme.muted, "stroke_width": THIN}
        last = (self.neuron(self.L, j).circle for j in range(run.network.sizes[-1]))
        self.spokes = [Line(circle.get_right(), door, **style) for circle in last]
        self.add(*self.spokes, self.box)


class CostDiagram(NetworkWithCost):
    """The last two layers and the cost, with the watched neuron named.

    Parameters
    ----------
    sums
        Whose neuron and paths it shows.
    left, right, y, height
        The box that it fills, in frame units.

    Notes
    -----
    ``names`` are the watched neuron's name and those of the last layer's neurons, or where they are too many for
    that, one for all. ``paths`` are the ways to the cost, each in its own colour; they are not part of the diagram
    until they are added.
    """

    def __init__(self, pen: Pen, sums: PathSum, *, left: float, right: float, y: float, height: float):
        self._k = sums.part.watch.k
        first = sums.part.network.L - 1
        super().__init__(pen, sums.run, left=left + _NAME, right=right, y=y, height=height, first=first)
        n = len(self.spokes)
        self.names = VGroup(*self._names(n))
        self.add(self.names)
        self.paths = [self._path(j) for j in range(n)]

    def run_along(self, j: int, run_time: float) -> Animation:
        """Return an animation of a light from the watched neuron through neuron ``j`` to the cost."""
        return Light([[self._edge(j)], [self.spokes[j]]], self._pen.theme.paths[j]).run(run_time=run_time)

    def light_only(self, j: int | None = None, **options) -> Animation:
        """Return the move that dims all paths but one, or without one, lights them all."""
        ends = [(path[0].get_stroke_opacity(), 1.0 if j in (i, None) else DIM) for i, path in enumerate(self.paths)]

        def show(t: float) -> None:
            for path, opacities in zip(self.paths, ends, strict=True):
                path.set_stroke(opacity=interpolate(*opacities, t))

        return follow(VGroup(*self.paths), show, **options)

    @property
    def rise(self) -> float:
        """How far it moves up to make room below: not out of the safe area."""
        return min(_RISE, SAFE_TOP - self.get_top()[1])

    def others(self) -> VGroup:
        """Return what is on no path: the other neurons of the layer before, with their edges."""
        idle = [k for k in range(len(self.column(self.L - 1))) if k != self._k]
        edges = [self.edge(self.L, j, k) for k in idle for j in range(len(self.spokes))]
        return VGroup(*edges, *(self.neuron(self.L - 1, k) for k in idle))

    def _names(self, n: int) -> list[Formula]:
        """Write the watched neuron's name, and above the last layer its neurons' names."""
        L, watched = self.L, self.neuron(self.L - 1, self._k).circle
        name = self._pen.formula("{}", activation(L - 1, "k", L=L), size=LABEL)
        name.next_to(watched, LEFT, buff=_AIR)
        circles = [self.neuron(L, j).circle for j in range(n)]
        room = min((upper.get_bottom() - lower.get_top())[1] for upper, lower in pairwise(circles)) if n > 1 else 1.0
        indices = range(n) if room > _NAMED else ["j"]
        above = [
            self._pen.formula("{}", activation(L, index, L=L), size=SMALL).next_to(circle, UP, buff=_AIR)
            for index, circle in zip(indices, circles, strict=False)
        ]
        return [name, *above]

    def _edge(self, j: int) -> Line:
        return self.edge(self.L, j, self._k)

    def _path(self, j: int) -> VGroup:
        """Return the way through neuron ``j``: its edge, a ring around the neuron, and on to the cost."""
        colour = self._pen.theme.paths[j]
        lines = [line.copy().set_stroke(colour, THICK, 1.0) for line in (self._edge(j), self.spokes[j])]
        neuron = self.neuron(self.L, j).circle
        ring = Circle(neuron.width / 2, color=colour, stroke_width=THICK).move_to(neuron)
        return VGroup(lines[0], ring, lines[1])
