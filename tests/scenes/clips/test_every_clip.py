"""Every clip with every lesson passes all checks, in English with the dark theme and in French with the light one.

Each rehearsal is checked by all ``CHECKS``, and once a second by the geometry judge; all complaints are reported
together.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import backprop_core as bp
from scenes.kit.clip import Clip
from scenes.kit.text.ledger import ShownNumber
from tests.judges.geometry import GeometryJudge
from tests.judges.legibility import LEGIBILITY_CHECKS
from tests.judges.narration import NARRATION_CHECKS
from tests.judges.numbers import print_error, true_value, unexplained_values
from tests.readers.geometry_readers import KINDS_BY_CLIP, READERS
from tests.rigs.rehearsal import Rehearsal, clips, lessons, rehearse


@pytest.mark.parametrize("frames", [pytest.param(5, id="en-dark"), pytest.param(0, id="fr-light")])
@pytest.mark.parametrize("name", lessons())
@pytest.mark.parametrize("clip", clips(), ids=lambda clip: clip.__name__)
def test_clip(clip: type[Clip], name: str, frames: int):
    language, colours = ("en", "dark") if frames else ("fr", "light")
    lesson = replace(lessons()[name], language=language, theme=colours)
    pictures = GeometryJudge(READERS, every=frames or 1)
    rehearsal = rehearse(clip, lesson, frames=frames, look=pictures.observe)
    complaints = [*(complaint for check in CHECKS for complaint in check(rehearsal)), *pictures.complaints]
    if frames and name == "default" and pictures.measured.keys() != KINDS_BY_CLIP[clip.__name__]:
        complaints.append(f"this was measured on its pictures: {sorted(pictures.measured)}")
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.mark.parametrize("clip", clips(), ids=lambda clip: clip.__name__)
def test_drawing_makes_no_difference(clip: type[Clip]):
    """The rehearsals above draw nothing; here each clip is drawn once, with the same result."""
    blind, drawn = (rehearse(clip, lessons()["default"], frames=2, draw=draw) for draw in (False, True))
    assert drawn.warnings == blind.warnings
    assert drawn.clip.played == blind.clip.played
    assert drawn.clip.typesetter.ledger.entries == blind.clip.typesetter.ledger.entries
    for one, other in zip(blind.rests, drawn.rests, strict=True):
        np.testing.assert_array_equal(one.boxes, other.boxes)


def silence(rehearsal: Rehearsal) -> Iterator[str]:
    yield from (f"manim warned: {message}" for message in rehearsal.warnings)


def beats_in_order(rehearsal: Rehearsal) -> Iterator[str]:
    clip = rehearsal.clip
    written = sorted(clip.beats(), key=lambda beat: beat.play.__code__.co_firstlineno)
    played = [beat.name for beat in clip.played]
    if not written or played != [beat.name for beat in written]:
        yield f"the beats were {played}, not as they are written: {[beat.name for beat in written]}"
    for before, after in pairwise(clip.played):
        if before.end != after.start:
            yield f"{after.name} begins at {after.start:.2f} s, but {before.name} ends at {before.end:.2f} s"


def numbers(rehearsal: Rehearsal) -> Iterator[str]:
    clip = rehearsal.clip
    for entry in dict.fromkeys(clip.typesetter.ledger.entries):
        complaints = [complaint(entry, clip.lesson, part) for part in clip.reads.split()]
        if all(complaints):
            causes = ", ".join(map(str, entry.quantity.given)) or "nothing"
            yield f"{entry.beat}: {entry.quantity.symbol.plain} given {causes}: {complaints}"


def homes(rehearsal: Rehearsal) -> Iterator[str]:
    yield from unexplained_values(
        (entry.quantity for entry in rehearsal.clip.typesetter.ledger.entries), rehearsal.clip.lesson
    )


def complaint(entry: ShownNumber, lesson: bp.Lesson, part: str) -> str | None:
    """Return what is wrong with a number of a part of the lesson; None if it is right."""
    try:
        return print_error(entry.text, true_value(entry.quantity, lesson, part), lesson.language)
    except (AssertionError, KeyError, ZeroDivisionError) as error:
        return f"nobody can judge it: {error!r}"


def dots(rehearsal: Rehearsal) -> Iterator[str]:
    """On every frame, the dot of a value line is at its value, between the line's ends."""
    for each in rehearsal.pointed:
        low, high, value = each.scale.low, each.scale.high, each.quantity.value
        if abs(each.share - (value - low) / (high - low)) > 1e-9:
            yield f"{each.beat}: the dot for {each.quantity} is {each.share:.3f} along from {low} to {high}"
        if not -1e-3 < each.share < 1 + 1e-3:
            yield f"{each.beat}: {each.quantity} has no room between {low} and {high}"


CHECKS: list[Callable[[Rehearsal], Iterator[str]]] = [
    silence,
    beats_in_order,
    numbers,
    homes,
    dots,
    *NARRATION_CHECKS,
    *LEGIBILITY_CHECKS,
]
