"""Strokes along a network's edges, as wide as a number is large and dashed if it is negative, and upright arrows."""

from collections.abc import Iterable
from math import sqrt
from typing import Self

import numpy as np
from manim import Line, Polygon, VGroup, VMobject

from backprop_core.frozen import Array
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.theme import MEDIUM

WIDEST, FINEST = 9.0, 0.8
"""The strokes' widths for the largest number and for zero, in manim's pixels at 1080p."""

_DASH, _GAP = 0.17, 0.13

# An arrow's shaft width, head length and head width at full size, in frame units.
_SHAFT, _HEAD, _HEAD_WIDTH = 0.07, 0.2, 0.24


class Stroke(VMobject):
    """A line, or dashes, along an edge."""


class SignedEdges(VGroup):
    """A stroke along each edge of a diagram, for one number each.

    Parameters
    ----------
    diagram
        The diagram with the edges.
    largest
        The absolute value that has the widest stroke; no number is larger.
    colour
        ``#RRGGBB``.
    """

    def __init__(self, diagram: NetworkDiagram, largest: float, colour: str):
        self._largest = largest
        sizes = {l: len(diagram.column(l)) for l in diagram.layers}
        self._lines = [
            {(j, k): diagram.edge(l, j, k) for j, k in np.ndindex(sizes[l], sizes[l - 1])} for l in diagram.layers[1:]
        ]
        self._strokes = [{at: Stroke(color=colour) for at in lines} for lines in self._lines]
        super().__init__(*(stroke for strokes in self._strokes for stroke in strokes.values()))

    def show(self, numbers: Iterable[Array]) -> Self:
        """Show these numbers: for each layer an array [j, k] with the shape of its weights."""
        for lines, strokes, of_layer in zip(self._lines, self._strokes, numbers, strict=True):
            for (j, k), number in np.ndenumerate(of_layer):
                part = min(1.0, abs(number) / self._largest) if self._largest else 0.0
                strokes[j, k].set_stroke(width=max(FINEST, WIDEST * part))
                draw_dashes(strokes[j, k], lines[j, k], dashed=bool(number < 0))
        return self


def draw_dashes(stroke: VMobject, line: Line, *, dashed: bool) -> None:
    """Draw a stroke along a line, in one piece or in dashes."""
    start, end = line.get_start_and_end()
    length = float(np.linalg.norm(end - start))
    count = max(1, round((length + _GAP) / (_DASH + _GAP))) if dashed else 1
    period = (length + _GAP) / count
    starts = np.arange(count)[:, None] * period + np.linspace(0, period - _GAP, 4)
    stroke.points = start + starts.reshape(-1, 1) / length * (end - start)


def legend_stroke(colour: str, *, dashed: bool, length: float = 0.47) -> Stroke:
    """Return a short stroke, solid or dashed, for a legend."""
    stroke = Stroke(color=colour, stroke_width=MEDIUM)
    draw_dashes(stroke, Line((0, 0, 0), (length, 0, 0)), dashed=dashed)
    return stroke


class UprightArrow(Polygon):
    """An arrow that points up or down, centred on the origin.

    Parameters
    ----------
    length
        The length in frame units, negative for an arrow that points down. A short arrow has a shorter head, and is a
        little narrower.
    colour
        ``#RRGGBB``.
    thickness
        The factor by which shaft and head are thicker than usual.
    """

    def __init__(self, length: float, colour: str, thickness: float = 1.0):
        self.length = length
        shrink = min(1.0, abs(length) / 2 / (thickness * _HEAD))
        width = thickness * sqrt(shrink)
        shaft, wing, tip = _SHAFT * width / 2, _HEAD_WIDTH * width / 2, length / 2
        neck = tip - (_HEAD if length > 0 else -_HEAD) * thickness * shrink
        right = [(shaft, -tip), (shaft, neck), (wing, neck)]
        left = [(-x, y) for x, y in reversed(right)]
        corners = [(x, y, 0) for x, y in [*right, (0, tip), *left]]
        super().__init__(*corners, color=colour, fill_opacity=1, stroke_width=0)
