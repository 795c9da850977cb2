"""Finds number lines with their dots, and bars, in the pixels of a frame, and measures them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import ndimage

from tests.rigs.rendered_video import Frame

# The least length of an axis, in frame units, and the least difference in colour of ink from the background.
_AXIS = 2.0
_INK = 45.0

# The least share of its colour in each pixel of a dot: the trail behind it is fainter.
_SOLID = 0.75

SHORTEST_BAR = 4
"""Bars shorter than this, in pixels, cannot be told from an upright line."""

# The least height of a bar, in frame units; the least share of its box that it fills; and the greatest width, in
# pixels, of a line that crosses it.
_LEAST_HEIGHT, _FULL, _CROSSED = 0.2, 0.7, 9


@dataclass(frozen=True)
class PixelLine:
    """A number line in a frame, in pixels: its row, its ends and the column of its dot."""

    row: float
    left: float
    right: float
    dot: float

    def texts(self, above: Any, below: Any) -> list[tuple[float, Any]]:
        """Return the columns and boxes of its numbers: above the dot, and below the ends."""
        return [(self.dot, above), (self.left, below), (self.right, below)]

    def value(self, low: float, high: float) -> float:
        """Return the value at the dot, given the numbers at the ends."""
        return low + (self.dot - self.left) / (self.right - self.left) * (high - low)


def number_lines(picture: Frame, colours: Sequence[str], *, left_of: float = np.inf) -> list[PixelLine]:
    """Return the number lines left of an x in frame units, from top to bottom, given the colours of their dots.

    They are the lowest of all long horizontal lines: others, such as fraction bars, stand above them.
    """
    edge = min(picture.column(left_of), picture.pixels.shape[1])
    found = [PixelLine(row, *ends, np.nan) for row, ends in _axes(picture, round(edge))][-len(colours) :]
    assert len(found) == len(colours), f"only {len(found)} lines are seen"
    return [
        PixelLine(line.row, line.left, line.right, _dot(picture, line, colour))
        for line, colour in zip(found, colours, strict=True)
    ]


def _axes(picture: Frame, edge: int) -> Iterator[tuple[float, tuple[float, float]]]:
    """Yield the row and the ends of each long horizontal line."""
    ink = np.linalg.norm(picture.pixels[:, :edge] - picture.background, axis=-1) > _INK
    longest = {}
    for row, line in enumerate(ink):
        spans = list(runs(line))
        if spans:
            start, end = max(spans, key=lambda span: span[1] - span[0])
            if end - start > _AXIS * picture.pixels_per_unit:
                longest[row] = float(start), float(end)
    for rows in group_neighbours([*longest]):
        yield float(np.mean(rows)) + 0.5, longest[rows[len(rows) // 2]]


def _dot(picture: Frame, line: PixelLine, colour: str) -> float:
    """Return the centre column of the dot: the widest run of its colour next to the line."""
    reach = round(0.1 * picture.pixels_per_unit)
    rows = slice(round(line.row) - reach, round(line.row) + reach)
    first = max(0, round(line.left) - 2 * reach)
    solid = picture.colour_share(colour)[rows, first : round(line.right) + 2 * reach] > _SOLID
    # The axis and its ticks may contain the colour, too, but they are thin.
    columns = np.clip(solid.mean(axis=0) - 0.35, 0, None)
    start, end = max(runs(columns > 0), key=lambda span: span[1] - span[0])
    assert end - start > reach, "there is no dot"
    return first + float(np.average(np.arange(start, end) + 0.5, weights=columns[start:end]))


@dataclass(frozen=True)
class PixelBar:
    """A bar in a frame, in pixels: its middle row and its ends."""

    row: float
    left: float
    right: float


def bars(picture: Frame, colour: str, *, left: float) -> list[PixelBar]:
    """Return the bars of a colour right of an x in frame units, from top to bottom, without glyphs."""
    first = round(picture.column(left))
    # An upright line that crosses a bar must not split it.
    full = picture.colour_share(colour)[:, first:] > 0.5
    joined = ndimage.binary_closing(full, np.ones((1, _CROSSED)))
    labels: Any = ndimage.label(ndimage.binary_opening(joined, np.ones((1, SHORTEST_BAR))))
    found = []
    for rows, columns in ndimage.find_objects(labels[0]):
        if rows.stop - rows.start > _LEAST_HEIGHT * picture.pixels_per_unit and full[rows, columns].mean() > _FULL:
            found.append(PixelBar((rows.start + rows.stop) / 2, first + columns.start, first + columns.stop))
    return found


def runs(line: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each run of true values."""
    steps = np.flatnonzero(np.diff(np.concatenate([[False], line, [False]]).astype(int)))
    yield from zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True)


def group_neighbours(places: Sequence[int], apart: int = 2) -> list[list[int]]:
    """Split ascending numbers into groups of neighbours."""
    cuts = [n + 1 for n, (one, other) in enumerate(pairwise(places)) if other - one > apart]
    return [list(places[a:b]) for a, b in pairwise([0, *cuts, len(places)])] if places else []
