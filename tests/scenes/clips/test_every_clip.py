"""Every clip with every lesson passes all checks, in English on dark or in French on light, like a chessboard.

In the long run, in every further language too, on one or the other.

The short run rehearses every third clip with one lesson. The long run has all squares. Each rehearsal is looked at by
all the ``CHECKS``, and by a judge of its pictures, once a second or at each rest; everything that they complain of is
reported at once.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, product
from typing import Any

import numpy as np
import pytest

from scenes.kit.clip import Clip
from tests.judges.geometry import GeometryJudge
from tests.judges.rehearsals import CHECKS
from tests.readers.geometry_readers import KINDS_BY_CLIP, READERS
from tests.rigs.languages import FURTHER, PAIR
from tests.rigs.rehearsal import clips, home, lessons, rehearse


def board() -> Iterator[Any]:
    """Yield each clip with each lesson: with five frames a second and, in all languages but English, with none."""
    for (row, clip), (column, name) in product(enumerate(clips()), enumerate(lessons())):
        if not clip.shows(lessons()[name]):
            continue
        themes = cycle(["dark", "light"] if column % 2 else ["light", "dark"])
        for turn, look in enumerate([("en", "dark"), ("fr", "light"), *zip(FURTHER, themes, strict=False)]):
            is_short = column == 3 * row % len(lessons()) and turn == row // 2 % len(PAIR) and row % 3 == 0
            marks = [] if is_short else [pytest.mark.long]
            yield pytest.param(clip, name, *look, id="-".join([clip.__name__, name, *look]), marks=marks)


@pytest.mark.parametrize(("clip", "name", "language", "theme"), list(board()))
def test_clip(clip: type[Clip], name: str, language: str, theme: str):
    frames = 5 if language == "en" else 0
    lesson = replace(lessons()[name], language=language, theme=theme)
    pictures = GeometryJudge(READERS, every=frames or 1)
    rehearsal = rehearse(clip, lesson, frames=frames, look=pictures.observe)
    complaints = [*(complaint for check in CHECKS for complaint in check(rehearsal)), *pictures.complaints]
    if name == home(clip) and pictures.measured.keys() != KINDS_BY_CLIP[clip.__name__]:
        complaints.append(f"this was measured on its pictures: {sorted(pictures.measured)}")
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


# It writes, grows and learns.
DRAWN_AT_ONCE = ("Recap",)


@pytest.mark.parametrize(
    "clip",
    [
        pytest.param(clip, id=clip.__name__, marks=[] if clip.__name__ in DRAWN_AT_ONCE else [pytest.mark.long])
        for clip in clips()
    ],
)
def test_drawing_makes_no_difference(clip: type[Clip]):
    """The rehearsals above draw nothing; some clips, all in the long run, are drawn here, with the same result."""
    blind, drawn = (rehearse(clip, lessons()[home(clip)], frames=2, draw=draw) for draw in (False, True))
    assert drawn.warnings == blind.warnings
    assert drawn.clip.played == blind.clip.played
    assert drawn.clip.typesetter.ledger.entries == blind.clip.typesetter.ledger.entries
    for one, other in zip(blind.rests, drawn.rests, strict=True):
        np.testing.assert_array_equal(one.boxes, other.boxes)
