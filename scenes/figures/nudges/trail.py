"""The trail of a dot: where it was a moment ago, fading."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import Dot, VGroup

# The dots of a trail, and the opacity and the size of the first of them, as a share of the dot's that they follow.
MARKS = 14
_OPACITY, _SIZE = 0.5, 0.9


class Trail(VGroup):
    """Ever smaller and fainter dots behind a dot; at first there are none.

    Parameters
    ----------
    radius, colour
        Those of the dot, in frame units and as ``#RRGGBB``.
    """

    def __init__(self, radius: float, colour: str):
        self._shares = np.linspace(1, 0, MARKS, endpoint=False)
        super().__init__(*(Dot(radius=_SIZE * share * radius, color=colour) for share in self._shares))
        self.vanish()

    def show(self, points: Sequence[np.ndarray]) -> Self:
        """Draw the trail through these points, the latest first."""
        for mark, point, share in zip(self, points, self._shares, strict=True):
            mark.move_to(point).set_opacity(_OPACITY * share)
        return self

    def vanish(self) -> Self:
        """Hide the trail."""
        return self.set_opacity(0)
