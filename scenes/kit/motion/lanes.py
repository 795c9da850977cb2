"""Finds a way for something that flies across the frame: an arc that meets nothing that stands there."""

from dataclasses import dataclass
from itertools import product

import numpy as np

# The arcs that are tried leave and arrive in one of so many directions, and bend by these shares of the straight way.
_DIRECTIONS, _BENDS = 8, (0.3, 0.7)

# The share of the way that may lead out of what stands around its start, unseen; how much longer a way may be to be
# seen for more of it; how much longer than the straight way it may be at all.
_HIDDEN, _SEEN, _DETOUR = 0.5, 1.0, 1.7

# Places along an arc at which it is looked whether it is free, and the air around what flies where it lands, in frame
# units: less than none, since neighbours in a formula touch.
_PLACES, _LANDED = 41, -0.04

AIR = 0.03
"""The air around what flies, on its way, in frame units."""

_NO_BOXES = np.empty((0, 2, 2))


@dataclass(frozen=True)
class Lane:
    """An arc from one point to another.

    Parameters
    ----------
    knots
        The points of its cubic Bézier curve, shape (4, 2).
    clear
        The share of the way after which it has left what stands around its start.
    """

    knots: np.ndarray
    clear: float

    def at(self, share: float) -> np.ndarray:
        """Return the point after this share of the way."""
        return _bernstein(np.array([share]))[0] @ self.knots


def free_lane(
    start: np.ndarray,
    end: np.ndarray,
    standing: np.ndarray,
    frame: np.ndarray,
    walls: np.ndarray = _NO_BOXES,
    air: float = AIR,
) -> Lane | None:
    """Return an arc on which nothing is met, short and soon clear of its start, or None if there is none.

    Parameters
    ----------
    start, end
        The boxes of what flies: lower left and upper right corner, shape (2, 2); it grows or shrinks evenly.
    standing
        The boxes of what stands, shape (n, 2, 2).
    frame
        The box that must not be left.
    walls
        The boxes of what must not even be met unseen, shape (m, 2, 2).
    air
        The air around what flies, in frame units.
    """
    shares = np.linspace(0, 1, _PLACES)
    knots = _arcs(start.mean(axis=0), end.mean(axis=0))
    middles = _bernstein(shares) @ knots
    reach = (np.diff(start, axis=0) + shares[:, None] * (np.diff(end, axis=0) - np.diff(start, axis=0))) / 2
    low, high = middles - reach, middles + reach
    around = np.interp(shares, [0, 0.8, 1], [air, air, _LANDED])[:, None]
    met = _meets(low - around, high + around, standing)
    outside = ((low < np.minimum(frame[0], end[0])) | (high > np.maximum(frame[1], end[1]))).any(axis=-1)
    clear = np.argmin(met, axis=1)
    before = np.arange(_PLACES) < clear[:, None]
    free = ~((met | outside) & ~before).any(axis=1) & (shares[clear] <= _HIDDEN)
    free &= ~_meets(low, high, walls).any(axis=1)
    lengths = np.linalg.norm(np.diff(middles, axis=1), axis=-1).sum(axis=1)
    free &= lengths <= _DETOUR * np.linalg.norm(middles[0, -1] - middles[0, 0])
    if not free.any():
        return None
    best = int(np.argmin(np.where(free, lengths * (1 + _SEEN * shares[clear]), np.inf)))
    return Lane(knots[best], float(shares[clear[best]]))


def _arcs(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return the knots of the arcs that are tried, shape (m, 4, 2)."""
    turns = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
    ways = np.linalg.norm(last - first) * np.stack([np.cos(turns), np.sin(turns)], axis=-1)
    knees = [bend * way for bend, way in product(_BENDS, ways)]
    return np.array([(first, first + leaving, last - arriving, last) for leaving, arriving in product(knees, knees)])


def _bernstein(t: np.ndarray) -> np.ndarray:
    """Return the weights of a cubic curve's knots at some shares of it, shape (n, 4)."""
    return np.stack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3], axis=-1)


def _meets(low: np.ndarray, high: np.ndarray, standing: np.ndarray) -> np.ndarray:
    """Return for each of some boxes, shape (m, p, 2), whether it meets any that stands."""
    met = np.zeros(low.shape[:2], dtype=bool)
    for below, above in standing:
        met |= ((low < above) & (high > below)).all(axis=-1)
    return met
