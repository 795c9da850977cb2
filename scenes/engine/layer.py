"""Pixels of shapes upon a ground, brought up to date where something changed."""

from collections.abc import Sequence
from itertools import compress

import cairo
import numpy as np

from scenes.engine.box import NONE, Boxes, reached
from scenes.engine.shape import Shape


class Layer:
    """Shapes drawn one over the other, upon a ground.

    Parameters
    ----------
    pixels
        Where they are drawn, shape (height, width, 4).
    context
        Draws there.

    Notes
    -----
    Where something changed, the ground is laid anew, with all that stands upon it there: each shape that touches a
    place laid anew is drawn from scratch, for what is drawn over itself has other edges.
    """

    # Without a __dict__, manim's cache takes a layer for a constant of the camera that has it.
    __slots__ = ("_changes", "_context", "_ground", "pixels", "shapes")

    def __init__(self, pixels: np.ndarray, context: cairo.Context):
        self.pixels = pixels
        self._context = context
        self._ground: np.ndarray | None = None
        self.shapes: list[Shape] = []
        self._changes = NONE

    def show(self, shapes: Sequence[Shape], ground: np.ndarray, stale: Boxes = NONE) -> None:
        """Show these shapes upon this ground.

        Parameters
        ----------
        shapes
            The lowest first.
        ground
            As large as the layer; its pixels may have changed where they are ``stale``, and nowhere else.
        """
        if ground is not self._ground:
            height, width = self.pixels.shape[:2]
            stale = np.array([(0, 0, width, height)])
        changed = np.concatenate([stale, _boxes(_difference(self.shapes, shapes))])
        self._ground, self.shapes = ground, list(shapes)
        if len(changed):
            boxes = _boxes(shapes)
            anew = reached(boxes, changed)
            for x0, y0, x1, y1 in {*map(tuple, changed.tolist()), *map(tuple, boxes[anew].tolist())}:
                self.pixels[y0:y1, x0:x1] = ground[y0:y1, x0:x1]
            for shape in compress(shapes, anew):
                shape.draw(self._context)
            self._changes = np.concatenate([self._changes, changed])

    def changes(self) -> Boxes:
        """Return where pixels may have changed since this was asked last."""
        changes, self._changes = self._changes, NONE
        return changes


def _difference(before: Sequence[Shape], after: Sequence[Shape]) -> list[Shape]:
    """Return the shapes that are in one of two sequences only; all, if those in both have another order."""
    old, new = set(before), set(after)
    if [shape for shape in before if shape in new] == [shape for shape in after if shape in old]:
        return list(old ^ new)
    return [*before, *after]


def _boxes(shapes: Sequence[Shape]) -> Boxes:
    return np.array([shape.box for shape in shapes]) if shapes else NONE
