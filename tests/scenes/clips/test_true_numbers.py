"""Every number that a clip shows, as read off the screen during and after each move, is true, and in its colour.

The short run watches every tenth clip with one lesson, in one language or the other; the long run has all clips,
lessons and languages. What is looked for is seen to be found by putting faults in: ``test_mutants`` has those of the
core, and here are those of what writes numbers down, of which the short run has a few.
"""

from dataclasses import replace
from pathlib import Path

import pytest

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.kit.clip import Clip
from scenes.locale.languages import all_languages
from tests.judges.colours import ink_errors
from tests.judges.screen_text import ReadText, WatchedClip, screen_errors, watch_clip
from tests.judges.spoken_numbers import spoken_errors
from tests.rigs.languages import PAIR
from tests.rigs.mutant import Mutant
from tests.rigs.mutant_runs import all_lessons
from tests.rigs.number_faults import KIT
from tests.rigs.rehearsal import clips, rehearse

NAMES = list(all_lessons())
SQUARES = [(clip, name) for clip in clips() for name in NAMES if clip.shows(all_lessons()[name])]
FAST = [
    (*[square for square in SQUARES if square[0] is clip][place % count], PAIR[place // 2 % 2])
    for place, clip in enumerate(clips())
    if (count := [each for each, _ in SQUARES].count(clip))
][5::10]
ALL = [(*square, language) for square in SQUARES for language in all_languages()]


def cases(of: list[tuple[type[Clip], str, str]]):
    return pytest.mark.parametrize(
        ("clip", "name", "language"), [pytest.param(*each, id="-".join([each[0].__name__, *each[1:]])) for each in of]
    )


@cases(FAST)
def test_all_that_is_read_is_true(clip: type[Clip], name: str, language: str):
    watched = watch_clip(clip, replace(all_lessons()[name], language=language))
    found = [*screen_errors(watched), *ink_errors(watched)]
    if found:
        pytest.fail("\n".join(found), pytrace=False)
    assert numbers_read(watched) or not watched.clip.typesetter.ledger.entries, "no number was ever seen"


@pytest.mark.long
@cases([each for each in ALL if each not in FAST])
def test_all_that_is_read_is_true_with_every_lesson(clip: type[Clip], name: str, language: str):
    test_all_that_is_read_is_true(clip, name, language)


def numbers_read(watched: WatchedClip) -> list[tuple[ReadText, Quantity]]:
    return [(each, each.meaning) for each in watched.texts if isinstance(each.meaning, Quantity)]


def test_a_power_of_ten_is_understood_among_words():
    """In a sentence the exponent consists of superscript digits; on screen it is a smaller, raised number."""
    (clip,) = (clip for clip in clips() if clip.__name__ == "ChainRule")
    spoken = rehearse(clip, bp.load_lesson(Path(__file__).parent / "hard" / "tiny_chain.toml")).clip
    assert any("×10⁻" in played.narration for played in spoken.played)
    assert not list(spoken_errors(spoken))


def test_a_power_of_ten_is_read_in_brackets(tmp_path: Path):
    """Around an exponent, the brackets are larger and have another shape."""
    lesson = tmp_path / "lesson.toml"
    lesson.write_text("[chain]\nactivation = 'identity'\nweights = [1.0, -1e-8]\nbiases = [0.0, 0.5]\n")
    (clip,) = (clip for clip in clips() if clip.__name__ == "PreviousActivation")
    watched = watch_clip(clip, bp.load_lesson(lesson))
    assert "(−1.00×10^−8)" in {each.text for each, _ in numbers_read(watched)}
    assert not list(screen_errors(watched))


def test_moves_are_watched_on_the_way():
    """A swinging weight is read during its swing, not only at its ends."""
    (swing,) = (clip for clip in clips() if clip.__name__ == "NudgePropagation")
    found = numbers_read(watch_clip(swing, all_lessons()["default"]))
    weights = {each.text for each, of in found if each.moving and each.beat == "swing" and of.symbol.plain == "w3"}
    assert len(weights) >= 5


@pytest.mark.parametrize(
    ("clip", "name", "fault"),
    [
        pytest.param(*case, fault, id=str(fault), marks=[] if place == 0 and row % 6 == 0 else [pytest.mark.long])
        for row, (case, faults) in enumerate(KIT.items())
        for place, fault in enumerate(faults)
    ],
)
def test_a_false_print_is_read(clip: str, name: str, fault: Mutant):
    """A fault in the code that prints numbers and names leads to errors on the screen."""
    (watched,) = (each for each in clips() if each.__name__ == clip)
    with fault.applied():
        assert list(screen_errors(watch_clip(watched, all_lessons()[name])))
