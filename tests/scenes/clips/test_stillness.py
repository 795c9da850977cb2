"""No clip stands still for long while it is explained; the judge of this finds moves that come too late."""

from unittest.mock import patch

import pytest

from scenes.kit.clip import Clip
from scenes.kit.flow.pacing import Pace
from tests.judges.stillness import still_spans
from tests.rigs.languages import EACH
from tests.rigs.rehearsal import clips, home, lesson, lessons, squares

# A span that counts, and the longest one, for a key line, in seconds; the share of the whole lecture, at most.
COUNTS, LONGEST, ROUNDING = 2.0, 3.2, 1e-9
SHARE = 0.08

# In the short run, a clip that is quickly played; the pace is found in the same way for all.
SHORT = "LayeredChainRule"


def board():
    for clip, name in squares():
        marks = [] if clip.__name__ == SHORT and name == "default" else [pytest.mark.long]
        yield pytest.param(clip, name, id=f"{clip.__name__}-{name}", marks=marks)


@pytest.mark.parametrize(("clip", "name"), list(board()))
def test_no_clip_stands_still_for_long(clip: type[Clip], name: str):
    spans, _ = still_spans(clip, lessons()[name], COUNTS)
    assert max((end - start for start, end in spans), default=0.0) <= LONGEST + ROUNDING, spans


@pytest.mark.long
@pytest.mark.parametrize("language", EACH)
def test_the_lecture_moves_nearly_always(language: str):
    found = [still_spans(clip, lesson(home(clip), language=language), COUNTS) for clip in clips()]
    still = sum(end - start for spans, _ in found for start, end in spans)
    assert still <= SHARE * sum(length for _, length in found)


@pytest.mark.long
def test_judge_finds_moves_that_come_too_late():
    (clip,) = (each for each in clips() if each.__name__ == SHORT)
    with patch.object(Pace, "filling", return_value=Pace(lead=LONGEST + 1)):
        spans, length = still_spans(clip, lesson(), COUNTS)
    assert max(end - start for start, end in spans) > LONGEST
    assert sum(end - start for start, end in spans) > SHARE * length
