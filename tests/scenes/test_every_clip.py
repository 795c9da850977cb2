"""Every clip, with every lesson, rehearsed once in English on dark and once in French on light.

Each rehearsal is looked at by all the ``CHECKS``, and once a second by a judge of its pictures; everything that they
complain of is reported at once.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from babel.messages.pofile import read_po

import backprop_core as bp
from scenes.kit import theme
from scenes.kit.clip import Clip
from scenes.kit.ledger import Entry
from tests.scenes.numbers import misprint, verdict
from tests.scenes.pictures import Pictures
from tests.scenes.readers import DRAWN, READERS
from tests.scenes.stage import ROOT, Rehearsal, Text, clips, lessons, rehearse

# How close to each other two texts may come, in frame units.
AIR = 0.02


@pytest.mark.parametrize("frames", [pytest.param(5, id="en-dark"), pytest.param(0, id="fr-light")])
@pytest.mark.parametrize("name", lessons())
@pytest.mark.parametrize("clip", clips(), ids=lambda clip: clip.__name__)
def test_clip(clip: type[Clip], name: str, frames: int):
    language, colours = ("en", "dark") if frames else ("fr", "light")
    lesson = replace(lessons()[name], language=language, theme=colours)
    pictures = Pictures(READERS, every=frames or 1)
    rehearsal = rehearse(clip, lesson, frames=frames, look=pictures.look)
    complaints = [*(complaint for check in CHECKS for complaint in check(rehearsal)), *pictures.complaints]
    if frames and name == "default" and pictures.measured.keys() != DRAWN[clip.__name__]:
        complaints.append(f"this was measured on its pictures: {sorted(pictures.measured)}")
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.mark.parametrize("clip", clips(), ids=lambda clip: clip.__name__)
def test_drawing_makes_no_difference(clip: type[Clip]):
    """The rehearsals above are blind: once, each clip is drawn too."""
    blind, drawn = (rehearse(clip, lessons()["default"], frames=2, draw=draw) for draw in (False, True))
    assert drawn.warnings == blind.warnings
    assert drawn.clip.played == blind.clip.played
    assert drawn.clip.pen.ledger.entries == blind.clip.pen.ledger.entries
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


def narration(rehearsal: Rehearsal) -> Iterator[str]:
    """What is said is one of the beat's sentences, in the lesson's language, with numbers that are in the ledger."""
    clip, language = rehearsal.clip, rehearsal.clip.lesson.language
    for beat, played in zip(clip.beats(), clip.played, strict=True):
        english = [beat.narration, *beat.variants.values()]
        sentences = english if language == "en" else [translations(language)[text] for text in english]
        found = [match for text in sentences if (match := pattern(text).fullmatch(played.narration))]
        if not found:
            yield f"{beat.name}: said {played.narration!r}, which is none of its sentences in {language}"
            continue
        shown = {entry.text for entry in clip.pen.ledger.entries if entry.beat == beat.name}
        for number in found[0].groups():
            if number not in shown:
                yield f"{beat.name}: says {number!r}, which is not in the ledger"


def lengths(rehearsal: Rehearsal) -> Iterator[str]:
    for played in rehearsal.clip.played:
        seconds = played.end - played.start
        if not 3 <= seconds <= 25:
            yield f"{played.name} lasts {seconds:.1f} s"


def captions(rehearsal: Rehearsal) -> Iterator[str]:
    shown = rehearsal.clip.renderer.file_writer.subcaptions
    said = " ".join(caption.content.replace("\n", " ") for caption in shown)
    if said != " ".join(played.narration for played in rehearsal.clip.played):
        yield f"the captions are not what is said: {said!r}"
    for caption in shown:
        lines, seconds = caption.content.split("\n"), (caption.end - caption.start).total_seconds()
        if len(lines) > 2 or max(map(len, lines)) > 42:
            yield f"a caption does not fit on two lines of 42 characters: {caption.content!r}"
        if seconds < 1.2 - 1e-6:
            yield f"a caption is shown for {seconds:.2f} s: {caption.content!r}"
        if len(caption.content) > 17 * seconds + 1e-3:
            rate = len(caption.content) / seconds
            yield f"a caption is to be read at {rate:.1f} characters a second: {caption.content!r}"
    for before, after in pairwise(shown):
        if not before.start < before.end <= after.start:
            yield f"captions overlap: {before.content!r}, {after.content!r}"


def numbers(rehearsal: Rehearsal) -> Iterator[str]:
    clip = rehearsal.clip
    for entry in dict.fromkeys(clip.pen.ledger.entries):
        complaints = [complaint(entry, clip.lesson, part) for part in clip.reads.split()]
        if all(complaints):
            causes = ", ".join(map(str, entry.quantity.given)) or "nothing"
            yield f"{entry.beat}: {entry.quantity.symbol.plain} given {causes}: {complaints}"


def complaint(entry: Entry, lesson: bp.Lesson, part: str) -> str | None:
    """Say what is wrong with a number as one of this part of the lesson; None if nothing is."""
    try:
        return misprint(entry.text, verdict(entry.quantity, lesson, part), lesson.language)
    except (AssertionError, KeyError, ZeroDivisionError) as error:
        return f"nobody can judge it: {error!r}"


def dots(rehearsal: Rehearsal) -> Iterator[str]:
    """On every frame, the dot of a value line is where its value is, and that is between the line's ends."""
    for each in rehearsal.pointed:
        low, high, value = each.scale.low, each.scale.high, each.quantity.value
        if abs(each.part - (value - low) / (high - low)) > 1e-9:
            yield f"{each.beat}: the dot for {each.quantity} is {each.part:.3f} along from {low} to {high}"
        if not -1e-3 < each.part < 1 + 1e-3:
            yield f"{each.beat}: {each.quantity} has no room between {low} and {high}"


def safe_area(rehearsal: Rehearsal) -> Iterator[str]:
    low, high = (theme.SAFE_LEFT, theme.SAFE_BOTTOM), (theme.SAFE_RIGHT, theme.SAFE_TOP)
    for rest in rehearsal.rests:
        if not rest.kinds:
            yield f"{rest.beat}, {rest.time:.1f} s: the screen is empty"
        beyond = np.maximum(low - rest.boxes[:, 0], rest.boxes[:, 1] - high) > 1e-3
        for shape in np.flatnonzero(beyond.any(axis=1)):
            where = rest.boxes[shape].round(2).tolist()
            yield f"{rest.beat}, {rest.time:.1f} s: a {rest.kinds[shape]} leaves the safe area: {where}"


def overlaps(rehearsal: Rehearsal) -> Iterator[str]:
    for rest in rehearsal.rests:
        boxes = np.array([text.box for text in rest.texts]).reshape(-1, 2, 2)
        for i, j in np.argwhere(np.triu(close(boxes, boxes), 1)):
            one, other = rest.texts[i], rest.texts[j]
            if collide(one, other):
                places = " and ".join(str(text.box.round(2).tolist()) for text in (one, other))
                yield f"{rest.beat}, {rest.time:.1f} s: texts overlap: {places}"


CHECKS: list[Callable[[Rehearsal], Iterator[str]]] = [
    silence,
    beats_in_order,
    narration,
    lengths,
    captions,
    numbers,
    dots,
    safe_area,
    overlaps,
]


def collide(one: Text, other: Text) -> bool:
    """Whether glyphs of two texts come too close; those of one formula that was taken apart are neighbours anyway."""
    if one.loose and other.loose:
        shared = area(np.minimum(one.box[1], other.box[1]) - np.maximum(one.box[0], other.box[0]))
        return shared > min(area(text.box[1] - text.box[0]) for text in (one, other)) / 2
    return bool(close(one.ink, other.ink).any())


def close(some: np.ndarray, others: np.ndarray) -> Any:
    """Return for each pair of boxes, shape (n, m), whether there is too little air between them."""
    low = np.maximum(some[:, None, 0], others[None, :, 0])
    high = np.minimum(some[:, None, 1], others[None, :, 1])
    return np.all(high - low > -AIR, axis=-1)


def area(sides: np.ndarray) -> float:
    return float(np.prod(np.maximum(sides, 0)))


def pattern(sentence: str) -> re.Pattern[str]:
    """Return what matches a sentence with numbers in place of its ``{names}``."""
    return re.compile(re.sub(r"\\\{\w+\\\}", "(.+?)", re.escape(sentence)))


@cache
def translations(language: str) -> dict[str, str]:
    catalogues = sorted((ROOT / "scenes" / "locale" / language / "LC_MESSAGES").glob("*.po"))
    return {
        str(message.id): str(message.string)
        for path in catalogues
        for message in read_po(BytesIO(path.read_bytes()), locale=language)
        if message.id
    }
