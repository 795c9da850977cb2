"""Watches a clip while it moves, and complains of texts that run into each other."""

from collections.abc import Iterator

import numpy as np

from scenes.kit.clip import Clip
from tests.rigs.rehearsal import boxes, opacity, pieces

# How long two texts may overlap, in seconds.
LONGEST_OVERLAP = 0.15

# The least opacity of a glyph that counts, and the least share of the smaller glyph that another one covers.
LEAST_OPACITY, LEAST_SHARE = 0.25, 0.3

Pair = tuple[int, int]


class FlightJudge:
    """An observer of a rehearsal with ``frames`` a second; it has one complaint for each move.

    Two glyphs of one text may overlap: they were set so. A loose glyph is a text of its own.
    """

    def __init__(self, frames: int):
        self._frames = frames
        self._start = 0.0
        self._running: dict[Pair, int] = {}
        self._longest: tuple[int, str] = (0, "")
        self.complaints: list[str] = []

    def observe(self, clip: Clip, *, at_rest: bool) -> None:
        if not at_rest:
            self._look(clip)
            return
        frames, where = self._longest
        if frames / self._frames > LONGEST_OVERLAP:
            self.complaints.append(
                f"{clip.typesetter.ledger.beat}, move from {self._start:.1f} to {clip.time:.1f} s: "
                f"texts overlap for {frames / self._frames:.2f} s at {where}"
            )
        self._start, self._running, self._longest = clip.time, {}, (0, "")

    def _look(self, clip: Clip) -> None:
        glyphs, owners = [], []
        for parts, text in pieces(clip.mobjects):
            legible = [part for part in parts if opacity(part) > LEAST_OPACITY] if text is not None else []
            glyphs += legible
            owners += [id(text)] * len(legible)
        places = boxes(glyphs)
        running: dict[Pair, int] = {}
        for i, j in covering(places, np.array(owners)):
            pair = owners[i], owners[j]
            running[pair] = self._running.get(pair, 0) + 1
            if running[pair] > self._longest[0]:
                self._longest = running[pair], str(places[i].round(2).tolist())
        self._running = running


def covering(places: np.ndarray, owners: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield the pairs of glyphs of different texts of which one covers much of the other."""
    low = np.maximum(places[:, None, 0], places[None, :, 0])
    high = np.minimum(places[:, None, 1], places[None, :, 1])
    shared = np.prod(np.maximum(high - low, 0), axis=-1)
    area = np.prod(places[:, 1] - places[:, 0], axis=-1)
    much = shared > LEAST_SHARE * np.minimum(area[:, None], area[None, :])
    other = owners[:, None] != owners[None, :]
    yield from ((int(i), int(j)) for i, j in np.argwhere(np.triu(much & other, 1)))
