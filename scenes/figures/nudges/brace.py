"""A curly brace exactly as wide as the segment that it measures, however narrow that is."""

import numpy as np
from manim import VMobject

from scenes.kit.theme import THIN


class NarrowBrace(VMobject):
    """A brace below the segment between two points of one height.

    manim's own ``Brace`` has a minimum width; here the width shows a measured change and must be true. The curls
    shrink where there is no room for them.

    Parameters
    ----------
    height
        From its ends to its tip, in frame units; a narrow brace is lower.
    """

    def __init__(self, start, end, *, colour: str, height: float = 0.16, stroke_width: float = THIN * 1.5):
        super().__init__(color=colour, stroke_width=stroke_width)
        self._full_height = height
        self.span(start, end)

    def span(self, start, end) -> "NarrowBrace":
        """Put the brace below the segment from ``start`` to ``end``; draw nothing if that has no length."""
        (left, y, _), (right, *_) = sorted((tuple(map(float, start)), tuple(map(float, end))))
        width = right - left
        self.clear_points()
        if width < 1e-6:
            return self
        curl = min(self._full_height / 2, width / 4)
        middle = (left + right) / 2
        corners = [
            ((left, y), (left, y - curl), (left + curl, y - curl)),
            ((middle - curl, y - curl), (middle, y - curl), (middle, y - 2 * curl)),
            ((middle, y - 2 * curl), (middle, y - curl), (middle + curl, y - curl)),
            ((right - curl, y - curl), (right, y - curl), (right, y)),
        ]
        self.start_new_path(_at(corners[0][0]))
        for first, elbow, last in corners:
            self.add_line_to(_at(first))
            self.add_quadratic_bezier_curve_to(_at(elbow), _at(last))
        return self


def _at(point: tuple[float, float]) -> np.ndarray:
    return np.array([*point, 0.0])
