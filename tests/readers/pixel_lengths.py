"""Lengths and places read from pixels: number lines with their dots, and bars on both sides of a zero line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import ndimage

from tests.rigs.rendered_video import Frame

# An axis is at least this long, in frame units; a pixel that differs by more than this from the background is ink.
_AXIS = 2.0
_INK = 45.0

SHORTEST_BAR = 4
"""A bar that is shorter than this, in pixels, is not told from an upright line."""

# A bar is at least so high, in frame units, and fills this part of its box at least; a line that crosses it is
# thinner than so many pixels.
_LEAST_HEIGHT, _FULL, _CROSSED = 0.2, 0.7, 9


@dataclass(frozen=True)
class PixelLine:
    """A number line as it is found on a picture, in pixels: its row and its ends, and where its dot is."""

    row: float
    left: float
    right: float
    dot: float

    def texts(self, above: Any, below: Any) -> list[tuple[float, Any]]:
        """Return where its texts are: the number above the dot, and those below the ends."""
        return [(self.dot, above), (self.left, below), (self.right, below)]

    def value(self, low: float, high: float) -> float:
        """Return where the dot stands between the numbers at the ends."""
        return low + (self.dot - self.left) / (self.right - self.left) * (high - low)


def number_lines(picture: Frame, colours: Sequence[str], *, left_of: float = np.inf) -> list[PixelLine]:
    """Return the number lines left of an x of the frame, from top to bottom; their dots have these colours.

    They are the lowest of all long level lines: the bar of a fraction stands above them.
    """
    edge = min(picture.column(left_of), picture.pixels.shape[1])
    found = [PixelLine(row, *ends, np.nan) for row, ends in _axes(picture, round(edge))][-len(colours) :]
    assert len(found) == len(colours), f"only {len(found)} lines are seen"
    return [
        PixelLine(line.row, line.left, line.right, _dot(picture, line, colour))
        for line, colour in zip(found, colours, strict=True)
    ]


def _axes(picture: Frame, edge: int) -> Iterator[tuple[float, tuple[float, float]]]:
    """Yield the row and the ends of each long level line."""
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
    """Return the middle of what has this colour close to a line, and is no part of the number above it."""
    reach = round(0.1 * picture.pixels_per_unit)
    rows = slice(round(line.row) - reach, round(line.row) + reach)
    first = max(0, round(line.left) - 2 * reach)
    shares = picture.colour_share(colour)[rows, first : round(line.right) + 2 * reach]
    # The axis and its ticks can be mixtures of the colour and the background, but they are thin.
    columns = np.clip(shares.mean(axis=0) - 0.35, 0, None)
    start, end = max(runs(columns > 0), key=lambda span: span[1] - span[0])
    assert end - start > reach, "there is no dot"
    return first + float(np.average(np.arange(start, end) + 0.5, weights=columns[start:end]))


@dataclass(frozen=True)
class PixelBar:
    """A bar as it is found on a picture, in pixels: its rows' middle, and from where to where it goes."""

    row: float
    left: float
    right: float


def bars(picture: Frame, colour: str, *, left: float) -> list[PixelBar]:
    """Return the bars of a colour right of an x of the frame, from top to bottom; glyphs are no bars."""
    first = round(picture.column(left))
    # An upright line that crosses a bar does not part it.
    full = picture.colour_share(colour)[:, first:] > 0.5
    joined = ndimage.binary_closing(full, np.ones((1, _CROSSED)))
    labels: Any = ndimage.label(ndimage.binary_opening(joined, np.ones((1, SHORTEST_BAR))))
    found = []
    for rows, columns in ndimage.find_objects(labels[0]):
        if rows.stop - rows.start > _LEAST_HEIGHT * picture.pixels_per_unit and full[rows, columns].mean() > _FULL:
            found.append(PixelBar((rows.start + rows.stop) / 2, first + columns.start, first + columns.stop))
    return found


def runs(line: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield from where to where a row of truth values is true."""
    steps = np.flatnonzero(np.diff(np.concatenate([[False], line, [False]]).astype(int)))
    yield from zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True)


def group_neighbours(places: Sequence[int], apart: int = 2) -> list[list[int]]:
    """Return ascending numbers in groups of neighbours."""
    cuts = [n + 1 for n, (one, other) in enumerate(pairwise(places)) if other - one > apart]
    return [list(places[a:b]) for a, b in pairwise([0, *cuts, len(places)])] if places else []
