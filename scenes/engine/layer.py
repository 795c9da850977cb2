"""Shapes drawn over a background, redrawn only where something changed."""

from collections.abc import Sequence
from itertools import compress

import cairo
import numpy as np

from scenes.engine.box import NO_BOXES, Boxes, connected
from scenes.engine.shape import Shape


class Layer:
    """Shapes drawn one over the other, on a background.

    Parameters
    ----------
    pixels
        The picture that they are drawn to, shape (height, width, 4).
    context
        The cairo context that draws to these pixels.

    Notes
    -----
    Where something changed, the background is restored, and each shape that touches such a place is drawn again as a
    whole: drawn over itself, a shape would have other antialiased edges.
    """

    # An object without a __dict__ does not change the hash that manim's cache computes of its camera.
    __slots__ = ("_changes", "_context", "_ground", "pixels", "shapes")

    def __init__(self, pixels: np.ndarray, context: cairo.Context):
        self.pixels = pixels
        self._context = context
        self._ground: np.ndarray | None = None
        self.shapes: list[Shape] = []
        self._changes = NO_BOXES

    def show(self, shapes: Sequence[Shape], ground: np.ndarray, stale: Boxes = NO_BOXES) -> None:
        """Draw these shapes on this background.

        Parameters
        ----------
        shapes
            The shapes, the lowest first.
        ground
            The background's pixels, as large as the layer.
        stale
            Where the background's pixels may have changed since the last call.
        """
        if ground is not self._ground:
            height, width = self.pixels.shape[:2]
            stale = np.array([(0, 0, width, height)])
        changed = np.concatenate([stale, _boxes(_difference(self.shapes, shapes))])
        self._ground, self.shapes = ground, list(shapes)
        if len(changed):
            boxes = _boxes(shapes)
            anew = connected(boxes, changed)
            for x0, y0, x1, y1 in {*map(tuple, changed.tolist()), *map(tuple, boxes[anew].tolist())}:
                self.pixels[y0:y1, x0:x1] = ground[y0:y1, x0:x1]
            for shape in compress(shapes, anew):
                shape.draw(self._context)
            self._changes = np.concatenate([self._changes, changed])

    def changes(self) -> Boxes:
        """Return where pixels may have changed since the last call."""
        changes, self._changes = self._changes, NO_BOXES
        return changes


def _difference(before: Sequence[Shape], after: Sequence[Shape]) -> list[Shape]:
    """Return the shapes that are in only one of two sequences; all, if the common ones are in another order."""
    old, new = set(before), set(after)
    if [shape for shape in before if shape in new] == [shape for shape in after if shape in old]:
        return list(old ^ new)
    return [*before, *after]


def _boxes(shapes: Sequence[Shape]) -> Boxes:
    return np.array([shape.box for shape in shapes]) if shapes else NO_BOXES
