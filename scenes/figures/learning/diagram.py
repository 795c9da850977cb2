"""The network during a descent, its edges as wide as its weights are large, and the legend of its edges."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import RIGHT, VGroup, interpolate

import backprop_core as bp
from backprop_core.quantities import Quantity, Symbol
from scenes.kit.animations import Glow
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron, NumberStyle
from scenes.kit.network.strokes import SignedEdges, legend_stroke
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import SMALL
from scenes.numbers.descent import Learning

# A weight has the widest stroke if it is at least this many times as large as the largest one at the start.
_OUTGROWN = 4.0

# Between a sample of an edge and its meaning, in frame units.
_SAMPLE_GAP = 0.14

# How many times wider the network is before it contracts into its place.
_SPREAD = 2.2


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
    ``weights`` are the strokes along the edges. ``moves``, strokes for how far the first step moves each weight, and
    ``halo``, the glow around the watched weight, are not part of the diagram until they are added.
    """

    def __init__(
        self, typesetter: Typesetter, learning: Learning, *, centre: tuple[float, float], width: float, height: float
    ):
        self._learning = learning
        super().__init__(typesetter, learning.runs[0], centre=centre, width=width, height=height)
        self._homes = [(neuron, neuron.get_center()) for l in self.layers for neuron in self._columns[l]]
        self._centre = np.array([centre[0], 0, 0])
        self.edges.set_stroke(width=0)
        networks, rate = learning.trajectory.networks, learning.descent.rate
        largest = min(max(map(_largest, networks)), _OUTGROWN * _largest(networks[0]))
        self.weights = SignedEdges(self, largest, typesetter.theme.w).show(networks[0].w)
        self.add_to_back(self.weights)
        steps = [-rate * slopes for slopes in learning.gradient.w]
        self.moves = SignedEdges(self, max(abs(step).max() for step in steps), typesetter.theme.highlight).show(steps)
        watched = learning.layers.watched_weight
        self.halo = Glow(typesetter, self.edge(watched.l, *watched.index))

    def contract(self, t: float) -> Self:
        """Show the network before its first step, spread over the frame (0), in its own place (1), or in between."""
        for neuron, home in self._homes:
            x, y, z = home - self._centre
            neuron.move_to(interpolate(np.array([_SPREAD * x, y, z]), home, t))
        self.join().weights.show(self._learning.trajectory.networks[0].w)
        return self

    @property
    def outputs(self) -> list[Neuron]:
        """The neurons of the last layer."""
        L = self._learning.layers.network.L
        return [self.neuron(L, j) for j in range(len(self.column(L)))]

    def show(self, run: bp.ForwardPass, *given: Quantity) -> Self:
        """Show the network and the activations of this forward pass."""
        self.weights.show(run.network.w)
        return super().show(run, *given)

    def show_step(self, step: int) -> Self:
        """Show the network after so many steps."""
        return self.show(self._learning.runs[step], *self._learning.given(step))

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
            self.add(
                VGroup(legend_stroke(typesetter.theme.w, dashed=sign == "<"), meaning).arrange(
                    RIGHT, buff=_SAMPLE_GAP
                )
            )
        self.arrange(RIGHT, buff=4 * _SAMPLE_GAP)


def _largest(net: bp.Network) -> float:
    return max(float(abs(w).max()) for w in net.w)
