"""Finds out how long a clip stands still: the spans in which nothing that can be seen moves or changes its look."""

from zlib import crc32

import numpy as np

import backprop_core as bp
from scenes.kit.clip import Clip
from tests.rigs.rehearsal import Shape, rehearse, rest_of

# Frames a second at which a clip is looked at; what moves by less than this from one to the next, in frame units,
# stands still: a pixel at 480p.
RATE = 5
_PIXEL = 8 / 480


class StillnessJudge:
    """Watches a clip, and notes when its picture has changed."""

    def __init__(self) -> None:
        self.changes = [0.0]
        self._picture = 0
        self._play, self._frame = -1.0, 0

    def observe(self, clip: Clip, *, at_rest: bool) -> None:
        """Look at the clip: on each frame, and after each move."""
        if clip.time != self._play:
            self._play, self._frame = clip.time, 0
        now = self._play + self._frame / RATE
        self._frame += not at_rest
        picture = _picture(rest_of(clip).shapes)
        if picture != self._picture:
            self.changes.append(now)
            self._picture = picture

    def spans(self, end: float) -> list[tuple[float, float]]:
        """Return the spans between changes, up to the end of the clip, in seconds."""
        return list(zip(self.changes, [*self.changes[1:], end], strict=True))


def still_spans(clip: type[Clip], lesson: bp.Lesson, over: float) -> tuple[list[tuple[float, float]], float]:
    """Return the spans of more than ``over`` seconds in which a clip stands still, and its length."""
    judge = StillnessJudge()
    length = rehearse(clip, lesson, frames=RATE, look=judge.observe, alone=False).clip.time
    return [(start, end) for start, end in judge.spans(length) if end - start > over], length


def _picture(shapes: tuple[Shape, ...]) -> int:
    """Return a checksum of what can be seen, to the pixel and to a hundredth of a colour."""
    found = 0
    for shape in shapes:
        found = crc32(np.rint(shape.curves / _PIXEL).astype(int).tobytes(), found)
        found = crc32(np.rint(100 * np.concatenate([shape.fill, shape.stroke])).astype(int).tobytes(), found)
    return found
