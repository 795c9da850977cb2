"""The trail of a dot: the way that it went a moment ago, tapering and fading."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import Line, VGroup

# The points of a trail, and the opacity and the width of its head, as a share of the dot's that it follows.
MARKS = 32
_OPACITY, _WIDTH = 0.6, 0.9

# manim's strokes are so many times as wide in its pixels as in frame units.
_PIXELS = 100.0


class Trail(VGroup):
    """A tail behind a dot, ever narrower and fainter; at first there is none.

    Parameters
    ----------
    radius, colour
        Those of the dot, in frame units and as ``#RRGGBB``.
    """

    def __init__(self, radius: float, colour: str):
        self._shares = np.linspace(1, 0, MARKS - 1, endpoint=False)
        width = 2 * _WIDTH * radius * _PIXELS
        super().__init__(*(Line(color=colour, stroke_width=share * width) for share in self._shares))
        self.vanish()

    def show(self, points: Sequence[np.ndarray]) -> Self:
        """Draw the trail through these points, the latest first."""
        for stroke, ends, share in zip(self, pairwise(points), self._shares, strict=True):
            stroke.set_points_as_corners(ends).stroke_rgbas[:, 3] = _OPACITY * share  # faster than set_stroke
        return self

    def vanish(self) -> Self:
        """Hide the trail."""
        return self.set_stroke(opacity=0)
