"""Every clip is legible at every rest with any valid lesson.

``hard`` holds lessons that could once not be read, each with the clips that it broke in its first line. The short run
has one of them for every eighth clip, and draws two lessons for another eighth, the same ones each time; the long run
draws many for each clip, others each time, and has every size of two layers.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import Phase, given, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

import backprop_core as bp
from backprop_core.lesson.load import make_lesson
from backprop_core.lesson.toml import Document, default_document
from scenes.kit.clip import Clip
from tests.judges.legibility import LEGIBILITY_CHECKS
from tests.judges.narration import NARRATION_CHECKS
from tests.rigs.random_lessons import SLOW, all_documents, documents, of_classes
from tests.rigs.rehearsal import clips, rehearse

HARD = sorted((Path(__file__).parent / "hard").glob("*.toml"))

EACH = pytest.mark.parametrize("clip", clips(), ids=lambda clip: clip.__name__)

# In the short run, every eighth clip has a lesson that was once hard, and every eighth has those that are drawn.
WITH_HARD = {clip.__name__ for clip in clips()[3::8]}
WITH_DRAWN = {clip.__name__ for clip in clips()[2::8]}


def hard() -> Iterator[Any]:
    """Yield each lesson in ``hard`` with each clip that was illegible with it; some are short, each clip once."""
    waiting = set(WITH_HARD)
    for path in HARD:
        first, *_ = path.read_text("utf-8").splitlines()
        for name in first.removeprefix("# ").split():
            marks = [] if name in waiting else [pytest.mark.long]
            waiting.discard(name)
            yield pytest.param(path, name, id=f"{path.stem}-{name}", marks=marks)


@pytest.mark.parametrize(("path", "name"), list(hard()))
def test_once_hard(path: Path, name: str):
    (clip,) = (clip for clip in clips() if clip.__name__ == name)
    judge(clip, bp.load_lesson(path))


@pytest.fixture
def same_draws() -> Iterator[None]:
    """Keep hypothesis from drawing constants of our code, so that the lessons do not change with it."""
    nothing = patch.object(providers.HypothesisProvider, "_local_constants", Constants())
    with nothing, patch.object(providers, "CONSTANTS_CACHE", {}):
        yield


@pytest.mark.parametrize(
    "clip",
    [
        pytest.param(clip, id=clip.__name__, marks=[] if clip.__name__ in WITH_DRAWN else [pytest.mark.long])
        for clip in clips()
    ],
)
@pytest.mark.usefixtures("same_draws")
@settings(max_examples=1, derandomize=True, phases=[Phase.generate], **SLOW)
@given(document=documents(own=True))
def test_a_few_lessons(clip: type[Clip], document: Document):
    """The simplest lesson that can be drawn, and another one."""
    judge(clip, shown_lesson(clip, document))


@pytest.mark.long
@EACH
@settings(max_examples=300, **SLOW)
@given(document=all_documents())
def test_many_lessons(clip: type[Clip], document: Document):
    judge(clip, shown_lesson(clip, document))


@pytest.mark.long
@pytest.mark.parametrize("clip", [each for each in clips() if "layers" in each.reads], ids=lambda clip: clip.__name__)
@pytest.mark.parametrize("before", range(1, 7))
@pytest.mark.parametrize("outputs", range(1, 7))
def test_every_size(clip: type[Clip], outputs: int, before: int):
    """A neuron in the middle is watched, which shows the most neurons."""
    a, y = [0.3] * before, [j % 2 for j in range(outputs)]
    network = {
        "input": a,
        "target": y,
        "weights": [[[0.4 * j - 0.3 * k - 0.5 for k in range(before)] for j in range(outputs)]],
        "biases": [[0.1] * outputs],
        "watch": {"j": outputs // 2, "k": before // 2},
    }
    document = default_document() | {"descent": {"rate": 1.0, "steps": 2, "examples": [{"input": a, "target": y}]}}
    judge(clip, shown_lesson(clip, document | {"layers": document["layers"] | network}))


def shown_lesson(clip: type[Clip], document: Document) -> bp.Lesson:
    """Return the lesson, or one of classes if the clip can only show that."""
    lesson = make_lesson(document)
    return lesson if clip.shows(lesson) else make_lesson(of_classes(document))


def judge(clip: type[Clip], lesson: bp.Lesson) -> None:
    rehearsal = rehearse(clip, lesson)
    complaints = [complaint for check in (*LEGIBILITY_CHECKS, *NARRATION_CHECKS) for complaint in check(rehearsal)]
    complaints += [f"manim warned: {message}" for message in rehearsal.warnings]
    for entry in dict.fromkeys(rehearsal.clip.typesetter.ledger.entries):
        if "×" in entry.text and 0.01 <= abs(entry.quantity.value) < 1e6:
            complaints.append(f"{entry.beat}: {entry.text} needs no power of ten")
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)
