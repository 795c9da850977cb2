"""The outlines of single letters, to compare with those in a title."""

import unicodedata

import numpy as np

from tests.rigs.hostile_titles import TITLES
from tests.rigs.rehearsal import typesetter

# Titles whose letters look the same when they stand alone.
ALONE = [title for title in TITLES if not any(unicodedata.combining(c) or c in "مرحبا" or c == "»" for c in title)]


def shape_of(letter: str) -> np.ndarray:
    (glyph,) = typesetter().plain(letter)
    return normal(glyph.points)


def normal(points: np.ndarray) -> np.ndarray:
    """Return an outline moved to the origin and scaled to unit size."""
    low, high = points.min(axis=0), points.max(axis=0)
    return ((points - low) / max(high - low))[:, :2]
