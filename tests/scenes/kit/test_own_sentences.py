"""A lesson's own sentences: what is said, and how long, where a beat has one."""

from functools import cache
from itertools import pairwise
from math import exp
from typing import Any

import pytest

import backprop_core as bp
from scenes.kit.clip import Clip
from scenes.kit.flow.catalogue import catalogue
from scenes.numbers.language import Language
from tests.rigs.languages import PAIR
from tests.rigs.rehearsal import lesson, rehearse

TEXTS = {
    "en": (
        "Set {{C}} aside for a moment, and look at the four lines one after the other, from the top to the bottom. "
        "The cost moves by {dC}, after a nudge of {dw}; it has come all the way from the weight."
    ),
    "fr": (
        "Laissez {{C}} de côté un instant, et regardez les quatre axes l’un après l’autre, de haut en bas. "
        "Le coût bouge de {dC}, après une impulsion de {dw}\u00a0; tout cela est venu du poids."
    ),
}


@cache
def played(name: str, beat: str, code: str) -> Clip:
    """Return a clip that was played with the sentence of ``TEXTS`` or, where it is another beat, with one word."""
    said = TEXTS if beat == "nudge" else "Pause."
    own = bp.make_lesson({"narration": {name: {beat: said}}}).narration
    return rehearse(catalogue()[name].clip, lesson(language=code, narration=own), alone=False).clip


def _cost(chain: dict[str, Any], nudge: float = 0.0) -> float:
    """Return the cost of a chain of sigmoids whose last weight is nudged."""
    *weights, last = chain["weights"]
    a = chain["input"]
    for w, b in zip([*weights, last + nudge], chain["biases"], strict=True):
        a = 1 / (1 + exp(-w * a - b))
    return (a - chain["target"]) ** 2


@pytest.mark.parametrize(("code", "point"), [pytest.param("en", ".", marks=pytest.mark.long), ("fr", ",")])
def test_it_is_said_with_its_numbers(code: str, point: str):
    """The nudge is the lesson's, and the change is that of the costs of two networks."""
    beats = {beat.name: beat.narration for beat in played("NudgePropagation", "nudge", code).played}
    chain = bp.load_document()["chain"]
    dC = _cost(chain, nudge=chain["nudge"]) - _cost(chain)
    written = {"dC": f"{dC:.5f}".replace("-", "−"), "dw": str(chain["nudge"])}
    expected = TEXTS[code].format(**{name: number.replace(".", point) for name, number in written.items()})
    assert beats["nudge"] == expected
    (other,) = [beat for beat in catalogue()["NudgePropagation"].clip.beats() if beat.name == "ratio"]
    assert beats["ratio"].startswith(Language(code).text(other.narration).partition("{")[0])


@pytest.mark.long
@pytest.mark.parametrize("code", PAIR)
def test_the_beat_has_the_length_of_its_own_sentence(code: str):
    """Its captions are its words, in the time of the beat, and can be read."""
    clip = played("NudgePropagation", "nudge", code)
    (beat,) = [beat for beat in clip.played if beat.name == "nudge"]
    assert beat.end - beat.start == pytest.approx(len(beat.narration) / clip.lesson.reading_speed, abs=0.5)
    captions = [
        caption
        for caption in clip.renderer.file_writer.subcaptions
        if beat.start - 0.01 <= caption.start.total_seconds() < beat.end - 0.01
    ]
    assert " ".join(caption.content.replace("\n", " ") for caption in captions) == beat.narration
    for caption in captions:
        seconds = (caption.end - caption.start).total_seconds()
        assert len(caption.content) / seconds <= 17
        assert len(caption.content.split("\n")) <= 2
        assert max(map(len, caption.content.split("\n"))) <= 42
    assert all(one.end <= two.start for one, two in pairwise(captions))


def test_a_sentence_with_fewer_clauses_than_the_beat_waits_for():
    """The moves of this beat last until the first clauses are said; of them, the sentence has one only."""
    beats = {beat.name: beat for beat in played("Opening", "pause_and_ponder", "en").played}
    assert beats["pause_and_ponder"].narration == "Pause."
    assert beats["pause_and_ponder"].end - beats["pause_and_ponder"].start < 10
