"""Clips depend on nothing but the parts of the lesson and the sentences that they declare."""

from dataclasses import fields

import pytest

import backprop_core as bp
from scenes.kit.clip import Clip
from scenes.numbers.language import Language
from tests.rigs.rehearsal import clips, home, lesson, rehearse

PARTS = {"title", "chain", "layers", "descent"}


class Guarded(bp.Lesson):
    """A lesson that fails when a forbidden part is read."""

    def __getattribute__(self, name: str) -> object:
        if name in PARTS and name not in object.__getattribute__(self, "__dict__")["allowed"]:
            raise AssertionError(f"the lesson's {name} was touched")
        return super().__getattribute__(name)


def guarded(given: bp.Lesson, allowed: set[str]) -> bp.Lesson:
    """Return a lesson that allows access to some parts and the settings only."""
    made = object.__new__(Guarded)
    vars(made)["allowed"] = allowed
    for field in fields(bp.Lesson):
        object.__setattr__(made, field.name, getattr(given, field.name))
    return made


def test_the_guard_hides_the_other_parts():
    made = guarded(lesson(), {"chain"})
    assert made.chain is lesson().chain
    with pytest.raises(AssertionError, match="title"):
        _ = made.title


@pytest.mark.parametrize("clip", clips(), ids=lambda clip: clip.__name__)
def test_a_clip_reads_only_what_it_declares(clip: type[Clip], monkeypatch: pytest.MonkeyPatch):
    """Each clip is played with only the parts that it declares; its ledger has every sentence that it says."""
    reads = set(clip.reads.split())
    assert reads
    assert reads <= PARTS
    asked: dict[str, str] = {}
    text = Language.text
    monkeypatch.setattr(Language, "text", lambda self, english: asked.setdefault(english, text(self, english)))
    played = rehearse(clip, guarded(lesson(home(clip), language="fr"), reads)).clip
    assert asked
    assert dict(played.typesetter.ledger.sentences) == asked
