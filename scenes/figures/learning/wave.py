"""A wave of light that crosses a network: edges and neurons light up softly where it is."""

from typing import Self

import numpy as np
from manim import RIGHT, Animation, ManimColor, VGroup, linear

from scenes.kit.motion.animations import redraw
from scenes.kit.motion.lights import Glow
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.text.typesetter import Typesetter

# How far from its crest the wave reaches to either side, in frame units.
_REACH = 2.4

# The light along an edge: its strokes' widths, in manim's pixels at 1080p, their opacity at the crest, and their
# z-index: all but the last lie behind the network.
_STROKES = ((26.0, 0.09, -1), (19.0, 0.11, -1), (12.0, 0.16, -1), (6.0, 0.9, 0))

# At so many places along an edge, the light's strength is calculated; between them, it is a gradient.
_PLACES = 25


class Wave(VGroup):
    """The light of a wave whose crest is upright and moves to the right.

    Parameters
    ----------
    diagram
        The network that it crosses, which stays where it is.
    colour
        ``#RRGGBB``.
    """

    def __init__(self, typesetter: Typesetter, diagram: NetworkDiagram, colour: str):
        super().__init__()
        self._colour = ManimColor(colour).to_rgb()
        self._beams = [
            (edge.copy().set_stroke(colour, width=width).set_sheen_direction(RIGHT).set_z_index(z), opacity)
            for edge in diagram.edges
            for width, opacity, z in _STROKES
        ]
        self._glows = [
            (glow.set_stroke(colour), glow.get_stroke_opacity())
            for l in diagram.layers
            for neuron in diagram.neurons_of(l)
            for glow in [Glow(typesetter, neuron.circle)]
        ]
        self._ends = diagram.get_left()[0] - _REACH, diagram.get_right()[0] + _REACH
        self.add(*(beam for beam, _ in self._beams), *(glow for glow, _ in self._glows))
        self.show(0)

    def show(self, t: float) -> Self:
        """Draw the wave at the time ``t``, from 0 (still left of the network) to 1 (right of it)."""
        crest = np.interp(t, (0, 1), self._ends)
        for beam, opacity in self._beams:
            places = np.linspace(beam.get_left()[0], beam.get_right()[0], _PLACES)
            alphas = opacity * _strength(places - crest)
            beam.stroke_rgbas = np.column_stack([np.tile(self._colour, (_PLACES, 1)), alphas])
        for glow, opacity in self._glows:
            glow.set_stroke(opacity=opacity * float(_strength(np.array(glow.get_x() - crest))))
        return self

    def run(self, *, backwards: bool = False, **options) -> Animation:
        """Return an animation in which the wave crosses the network, to the right or backwards."""
        return redraw(self, lambda t: self.show(1 - t if backwards else t), remover=True, rate_func=linear, **options)


def _strength(distance: np.ndarray) -> np.ndarray:
    """Return how strong the light is at a distance from the crest: 1 at the crest, 0 out of its reach."""
    return np.cos(np.pi / 2 * np.clip(distance / _REACH, -1, 1)) ** 2
