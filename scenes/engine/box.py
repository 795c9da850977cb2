"""Rectangles of pixels: arrays of x₀, y₀, x₁, y₁, where x₁ and y₁ are the first column and row outside."""

import numpy as np

Boxes = np.ndarray
"""Shape (n, 4), integers. A box without pixels has x₁ ≤ x₀ or y₁ ≤ y₀."""

NO_BOXES: Boxes = np.empty((0, 4), int)


def touching(boxes: Boxes, others: Boxes) -> np.ndarray:
    """Return which boxes share a pixel with one of the others: booleans, shape (n,)."""
    x0, y0, x1, y1 = boxes[:, :, None].swapaxes(0, 1)
    left, top, right, bottom = others.T
    shared = (np.maximum(x0, left) < np.minimum(x1, right)) & (np.maximum(y0, top) < np.minimum(y1, bottom))
    return shared.any(axis=1)


def connected(boxes: Boxes, start: Boxes) -> np.ndarray:
    """Return which boxes are joined to ``start`` by a chain of boxes that share pixels: booleans, shape (n,)."""
    found = np.zeros(len(boxes), bool)
    while len(start):
        new = touching(boxes, start) & ~found
        found |= new
        start = boxes[new]
    return found
