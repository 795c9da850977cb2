"""Finds a way for something that flies across the frame: an arc that meets nothing that stands there."""

from dataclasses import dataclass

import numpy as np

# How far the arcs that are tried leave the straight line, as shares of its length: slight ones first.
_BENDS = (0.15, -0.15, 0.0, 0.3, -0.3, 0.45, -0.45, 0.6, -0.6, 0.8, -0.8, 1.0, -1.0)

# The share of the way that may lead out of what stands around its start, unseen.
_HIDDEN = 0.5

# Places along an arc at which it is looked whether it is free, and the air around what flies, in frame units.
_PLACES = 41
_AIR = 0.03


@dataclass(frozen=True)
class Lane:
    """An arc from one point to another.

    Parameters
    ----------
    start, knee, end
        The points of its quadratic Bézier curve.
    clear
        The share of the way after which it has left what stands around its start.
    """

    start: np.ndarray
    knee: np.ndarray
    end: np.ndarray
    clear: float = 0.0

    def at(self, share: float | np.ndarray) -> np.ndarray:
        """Return the point after this share of the way; for several shares, one row each."""
        t = np.asarray(share)[..., None]
        return (1 - t) ** 2 * self.start + 2 * t * (1 - t) * self.knee + t**2 * self.end


def free_lane(start: np.ndarray, end: np.ndarray, standing: np.ndarray, frame: np.ndarray) -> Lane | None:
    """Return the arc with the least bend on which nothing is met, or None if there is none.

    Parameters
    ----------
    start, end
        The boxes of what flies: lower left and upper right corner, shape (2, 2); it grows or shrinks evenly.
    standing
        The boxes of what stands, shape (n, 2, 2).
    frame
        The box that must not be left.
    """
    shares = np.linspace(0, 1, _PLACES)
    reach = (start[1] - start[0] + shares[:, None] * (end[1] - end[0] - start[1] + start[0])) / 2
    first, last = start.mean(axis=0), end.mean(axis=0)
    way = last - first
    for bend in _BENDS:
        lane = Lane(first, (first + last) / 2 + 2 * bend * np.array([-way[1], way[0]]), last)
        middles = lane.at(shares)
        low, high = middles - reach, middles + reach
        met = _meets(low - _AIR, high + _AIR, standing)
        free_from = int(np.argmin(met))
        outside = (low < np.minimum(frame[0], low[0])) | (high > np.maximum(frame[1], high[0]))
        if not met[free_from:].any() and shares[free_from] <= _HIDDEN and not outside[:-1].any():
            return Lane(lane.start, lane.knee, lane.end, float(shares[free_from]))
    return None


def _meets(low: np.ndarray, high: np.ndarray, standing: np.ndarray) -> np.ndarray:
    """Return for each of some boxes whether it meets any that stands."""
    apart = (low[:, None] >= standing[None, :, 1]) | (high[:, None] <= standing[None, :, 0])
    return (~apart.any(axis=-1)).any(axis=-1)
