"""The network during a descent, its edges as wide as its weights are large, and the legend of its edges."""

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import Self

import numpy as np
from manim import RIGHT, UP, ManimColor, VGroup, VMobject, interpolate

import backprop_core as bp
from backprop_core.quantities import Change, Quantity, Symbol, cost, target
from scenes.kit.motion.lights import Glow
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron, NumberStyle
from scenes.kit.network.stage import disc_radius
from scenes.kit.network.strokes import SignedEdges, legend_stroke
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, SMALL
from scenes.numbers.descent import Learning

# Between a sample of an edge and its meaning, and between the entries of a legend, in frame units.
_SAMPLE_GAP, _ENTRY_GAP = 0.14, 0.56

# How many times wider than in its place the network is when it is spread over the frame.
_SPREAD = 2.2

# Between an output and the desired output beside it, in frame units; the radius of a desired output's ring around its
# output, in radii of that; from the discs up to their name, in frame units.
_DESIRED_GAP, _AROUND, _NAME_GAP = 0.6, 1.3, 0.14

# The radius of such a ring at most, as a share of the distance of two outputs; from it to the desired output's number
# beside it, in frame units.
_CLOSEST, _NUMBER_GAP = 0.48, 0.2

# After which shares of the time in which discs become rings around their outputs the numbers inside have gone, and
# begin to come back beside the rings.
_GONE, _BACK = 0.3, 0.7

# How many times wider than weights the moves are, which lie over them.
_MOVE_WIDTH = 1.8


class LearningDiagram(NetworkDiagram):
    """A network whose edges are as wide as its weights are large, and dashed where they are negative.

    Parameters
    ----------
    learning
        The descent; the network is shown before its first step.
    centre, width, height
        The box that the network fills, in frame units.

    Notes
    -----
    ``weights`` are the strokes along the edges. ``moves``, strokes over them as wide as the first step moves each
    weight, up or down, ``halo``, the glow around the weight that changes most, and ``desired``, the ``rings`` of the
    desired outputs, discs at first, with their ``name``, are not part of the diagram until they are added.
    """

    def __init__(
        self, typesetter: Typesetter, learning: Learning, *, centre: tuple[float, float], width: float, height: float
    ):
        self._learning, self._network, self._around = learning, learning.runs[0].network, 0.0
        radius = disc_radius(self._network.sizes)
        super().__init__(typesetter, learning.runs[0], centre=centre, width=width, height=height, radius=radius)
        self._homes = [(neuron, neuron.get_center()) for l in self.layers for neuron in self._columns[l]]
        self._centre = np.array([centre[0], 0, 0])
        self.edges.set_stroke(width=0)
        self.weights = SignedEdges(self, learning.widest, typesetter.theme.w).show(self._network.w)
        self.add_to_back(self.weights)
        sizes = [abs(learning.descent.rate * slopes) for slopes in learning.gradient.w]
        self.moves = SignedEdges(self, max(size.max() for size in sizes), typesetter.theme.C).show(sizes)
        for stroke in self.moves:
            stroke.set_stroke(width=_MOVE_WIDTH * stroke.get_stroke_width())
        changing = learning.most_changed
        self.halo = Glow(typesetter, self.edge(changing.l, *changing.index))
        rows = [output.get_y() for output in self.outputs]
        self._wide = min(_AROUND * self.radius, _CLOSEST * (rows[0] - rows[1] if len(rows) > 1 else inf))
        self.rings = self._desired_discs()
        self._inks = [[number.get_fill_color() for number in disc.number] for disc in self.rings]
        self.name = typesetter.formula("{}", target(), size=LABEL)
        self.desired = VGroup(*self.rings, self.name)
        self.bring_desired(0.0)

    def follow(self) -> Self:
        """Lay each edge and its weight's stroke between its neurons, wherever these are now."""
        self.join().weights.show(self._network.w)
        return self

    def tell_moves(self, t: float) -> Self:
        """Show the weights (0), the moves over the weights, which are dimmed (1), or something in between."""
        self.weights.set_stroke(opacity=interpolate(1.0, DIM, t))
        self.moves.set_stroke(opacity=t)
        return self

    def spread(self, t: float, shift: Sequence[float] = (0.0, 0.0, 0.0)) -> Self:
        """Show the network in its own place (0), spread over the frame and shifted (1), or in between."""
        for neuron, home in self._homes:
            x, y, z = home - self._centre
            neuron.move_to(interpolate(home, np.array([_SPREAD * x, y, z]) + shift, t))
        return self.follow().bring_desired(self._around)

    def bring_desired(self, t: float) -> Self:
        """Show the rings of the desired outputs beside their outputs (0), around them (1), or on the way.

        First the discs become rings, and their numbers go, so that no outline crosses them; when the rings are around
        their outputs, the numbers come back beside them.
        """
        self._around, colour = t, ManimColor(self._typesetter.theme.y)
        phases = pairwise((0.0, _GONE, _BACK, 1.0))
        gone, moved, back = (min(1.0, max(0.0, (t - start) / (end - start))) for start, end in phases)
        for output, ring, inks in zip(self.outputs, self.rings, self._inks, strict=True):
            middle, radius = output.circle.get_center(), interpolate(self.radius, self._wide, moved)
            beside = (2 * self.radius + _DESIRED_GAP) * RIGHT
            close = (self._wide + _NUMBER_GAP + ring.number.width / 2) * RIGHT
            ring.circle.set_fill(opacity=1 - gone).set(width=2 * radius).move_to(middle + (1 - moved) * beside)
            ring.number.move_to(middle + (close if back else beside))
            for number, ink in zip(ring.number, inks, strict=True):
                number.set_fill(colour if back else ink, opacity=back or 1 - gone, family=False)
        circle, number = self.rings[0].circle, self.rings[0].number
        self.name.next_to(circle, UP, buff=_NAME_GAP)
        if len(number):
            rise = (self.name.get_bottom()[1], number.get_top()[1] + 2 * _NAME_GAP)
            aside = moved * (self._wide + _NUMBER_GAP + number.width / 2)
            self.name.shift((aside, interpolate(*rise, moved) - rise[0], 0))
        return self

    @property
    def outputs(self) -> list[Neuron]:
        """The neurons of the last layer."""
        L = self._learning.layers.network.L
        return [self.neuron(L, j) for j in range(len(self.column(L)))]

    def show(self, run: bp.ForwardPass, *given: Quantity) -> Self:
        """Show the network and the activations of this forward pass."""
        self._network = run.network
        self.weights.show(run.network.w)
        return super().show(run, *given)

    def show_step(self, step: int) -> Self:
        """Show the network after so many steps."""
        return self.show(self._learning.runs[step], *self._learning.given(step))

    def _desired_discs(self) -> list[Neuron]:
        """Return a disc for each desired output, as bright as an output with its value."""
        targets, brightness = self._learning.targets, self.brightness[self.layers[-1]]
        values = [y.value for y in targets]
        printed = NumberStyle.inside(self._typesetter, values, self.radius, signs=min(values) < 0)
        return [Neuron(self._typesetter, y, brightness, radius=self.radius, printed=printed) for y in targets]

    def _print(self, _runs: Sequence[bp.ForwardPass], l: int) -> NumberStyle | None:
        """Return how numbers are printed in this layer: with room for its activations after every step."""
        values = np.array([later.a[l] for later in self._learning.runs])
        ends = [float(values.min()), float(values.max())]
        return NumberStyle.inside(self._typesetter, ends, self.radius, signs=self.brightness[l].black < 0)


class EdgeLegend(VGroup):
    """Samples of the edges of positive and negative weights, each with its meaning."""

    def __init__(self, typesetter: Typesetter):
        super().__init__()
        for sign in (">", "<"):
            meaning = typesetter.formula(f"{{}} {sign} 0", Symbol("w"), size=SMALL)
            self.add(_sample(legend_stroke(typesetter.theme.w, dashed=sign == "<"), meaning))
        self.arrange(RIGHT, buff=_ENTRY_GAP)


class MoveLegend(VGroup):
    """A sample of the strokes over edges that are to move, with its meaning, right of the edges' legend."""

    def __init__(self, typesetter: Typesetter, edges: EdgeLegend):
        stroke = legend_stroke(typesetter.theme.C, dashed=False)
        stroke.set_stroke(width=_MOVE_WIDTH * stroke.get_stroke_width())
        names = Change(cost(None), "∂"), Change(Symbol("w"), "∂")
        super().__init__(*_sample(stroke, typesetter.formula("abs({} slash {})", *names, size=SMALL)))
        self.next_to(edges, RIGHT, buff=_ENTRY_GAP)


def _sample(stroke: VMobject, meaning: VMobject) -> VGroup:
    return VGroup(stroke, meaning).arrange(RIGHT, buff=_SAMPLE_GAP)
