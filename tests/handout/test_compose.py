"""The clips of a handout: each has its section, and its formulas are found by its name."""

import pytest

from scenes.handout.compose import CLIP_SECTIONS, ClipSummary, compose_handout
from scenes.handout.context import Context
from scenes.handout.document import ClipSection, Sentence
from scenes.handout.sections import training
from scenes.kit.flow.catalogue import catalogue
from scenes.kit.theme import LIGHT
from tests.rigs.handouts import summaries
from tests.rigs.rehearsal import lesson

NEW = ClipSummary(21, "BatchAndSGDNoise", 7, "Exercises", "All numbers", "Name:", "21-BatchAndSGDNoise.svg")
WITH_SOFTMAX = "classifier"


def composed(*clips: ClipSummary, name: str = "tiny") -> list[tuple[str, list[ClipSection]]]:
    chapters = compose_handout(lesson(name, language="fr"), clips, "a4", LIGHT, solved=False).chapters
    return [(chapter.title, list(chapter.clips)) for chapter in chapters]


def test_a_new_clip_without_formulas():
    """It has its headline, its docstring and its poster, after the clips of the chapters before."""
    *_, (title, clips) = composed(*summaries(lesson("tiny")), NEW)
    assert title == "7 · Exercices"
    assert clips == [ClipSection(21, "Tous les nombres", "Nom\u00a0:", NEW.poster, ())]


def batch_and_sgd_noise(context: Context) -> list[Sentence]:
    return [Sentence([context.lesson.title])]


def test_a_new_clip_with_formulas(monkeypatch: pytest.MonkeyPatch):
    """A function that is named as the clip is found where it is written; imported ones are none of the module's."""
    monkeypatch.setattr(training, "batch_and_sgd_noise", batch_and_sgd_noise, raising=False)
    ((_, (clip,)),) = composed(NEW)
    assert clip.items == ()
    monkeypatch.setattr(batch_and_sgd_noise, "__module__", training.__name__)
    ((_, (clip,)),) = composed(NEW)
    assert clip.items == [Sentence([lesson("tiny").title])]


def test_every_clip_has_formulas():
    """And every function of the sections belongs to a clip."""
    every = summaries(lesson(WITH_SOFTMAX))
    assert len(every) == len(catalogue())
    assert all(clip.items for _, clips in composed(*every, name=WITH_SOFTMAX) for clip in clips)
    public = [
        name
        for module in CLIP_SECTIONS
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
    ]
    assert sorted(name.replace("_", "") for name in public) == sorted(each.name.lower() for each in every)
