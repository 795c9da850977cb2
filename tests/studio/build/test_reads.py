"""What a clip says that it depends on is all that it depends on: its parts of the lesson, and its sentences."""

from dataclasses import fields

import pytest

import backprop_core as bp
from scenes.kit.clip import Clip
from scenes.numbers.language import Language
from tests.rigs.rehearsal import clips, lesson, rehearse

PARTS = {"title", "chain", "layers", "descent"}


class Guarded(bp.Lesson):
    """A lesson of which some parts may not be touched."""

    def __getattribute__(self, name: str) -> object:
        if name in PARTS and name not in object.__getattribute__(self, "__dict__")["allowed"]:
            raise AssertionError(f"the lesson's {name} was touched")
        return super().__getattribute__(name)


def guarded(given: bp.Lesson, allowed: set[str]) -> bp.Lesson:
    """Return a lesson that has nothing but the parts that are allowed, and its settings."""
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
    """Each clip is played with nothing but what it reads; all that is said is in its ledger, as it was said."""
    reads = set(clip.reads.split())
    assert reads
    assert reads <= PARTS
    asked: dict[str, str] = {}
    text = Language.text
    monkeypatch.setattr(Language, "text", lambda self, english: asked.setdefault(english, text(self, english)))
    played = rehearse(clip, guarded(lesson(language="fr"), reads)).clip
    assert asked
    assert dict(played.typesetter.ledger.sentences) == asked
