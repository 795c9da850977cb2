"""Captions: how a narration is split, and how long each caption stays."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scenes.kit.flow.beats import SHORTEST
from scenes.kit.flow.captions import split, timed
from scenes.locale.languages import all_languages
from scenes.numbers.language import Language
from tests.rigs.rehearsal import clips

# The highest reading speed of a lesson, in characters a second.
FASTEST = 17

words = st.text("abcdefghijklé’\u00a0:", min_size=1, max_size=20)
narrations = st.lists(words, min_size=1, max_size=40).map(" ".join)


@given(narrations)
@example("x" * 42 + " " + "y" * 42 + " " + "z" * 42)
def test_split_keeps_every_word_and_fits(narration: str):
    captions = split(narration)
    assert " ".join(captions).replace("\n", " ") == narration
    for caption in captions:
        assert caption
        lines = caption.split("\n")
        assert len(lines) <= 2
        assert all(0 < len(line) <= 42 for line in lines)


@given(narrations, st.floats(0, 100), st.floats(3, 60))
def test_captions_share_the_whole_time(narration: str, start: float, seconds: float):
    captions = timed(narration, start, start + seconds)
    assert [caption.text for caption in captions] == split(narration)
    assert captions[0].start == pytest.approx(start)
    assert captions[-1].end == pytest.approx(start + seconds)
    for before, after in pairwise(captions):
        assert before.end == after.start
    rates = [len(caption.text) / (caption.end - caption.start) for caption in captions]
    assert max(rates) == pytest.approx(min(rates), rel=1e-6), "a long caption stays longer"


def test_captions_break_where_a_speaker_breathes():
    one = "Move the last weight, and the weighted sum moves."
    two = "The network is computed again for every picture."
    assert [caption.replace("\n", " ") for caption in split(f"{one} {two}")] == [one, two]


def test_a_short_narration_is_one_caption_of_even_lines():
    (caption,) = split("What we want is the ratio: the change of the cost.")
    first, second = caption.split("\n")
    assert abs(len(first) - len(second)) <= 8


@pytest.mark.parametrize("number", [pytest.param("0.5", marks=pytest.mark.long), "−1.00×10^−123"])
@pytest.mark.parametrize("code", all_languages())
def test_every_sentence_can_be_read_at_the_highest_speed(code: str, number: str):
    """However long its numbers are, no caption is too short for 1.2 seconds, unless it is the only one."""
    for beat in (beat for clip in clips() for beat in clip.beats()):
        for english in (beat.narration, *beat.variants.values()):
            narration = re.sub(r"\{\w+\}", number, Language(code).text(english))
            captions = timed(narration, 0.0, max(SHORTEST, len(narration) / FASTEST))
            short = [each.text for each in captions if each.end - each.start < 1.2]
            assert not short, narration


@pytest.mark.parametrize("code", all_languages())
def test_captions_break_at_marks_but_not_before_numbers(code: str):
    for beat in (beat for clip in clips() for beat in clip.beats()):
        for english in (beat.narration, *beat.variants.values()):
            *ends, _ = captions = split(re.sub(r"\{\w+\}", "0.219", Language(code).text(english)))
            assert all(re.search("[.:;,?!][”»\u00a0]*$", end) for end in ends), captions
            assert not any(re.match("−?[0-9]", begin) for begin in captions[1:]), captions


def test_a_word_too_long_for_a_line_is_refused():
    with pytest.raises(ValueError, match="at most 42 letters"):
        split("a " + "x" * 43)


def test_captions_do_not_break_at_a_no_break_space():
    narration = (
        "Prenons des coups de pouce de plus en plus petits, et le rapport se fixe sur un nombre\u00a0: la dérivée"
    )
    assert all(not line.startswith(":") for caption in split(narration) for line in caption.split("\n"))


@pytest.mark.parametrize(
    ("narration", "lines"),
    [
        (
            "Rien n’est dessiné à la main\u00a0: le réseau est recalculé à chaque image.",
            ["Rien n’est dessiné à la main\u00a0:", "le réseau est recalculé à chaque image."],
        ),
        (
            "In this lesson the nudge is so small, that only a lens shows it.",
            ["In this lesson the nudge is", "so small, that only a lens shows it."],
        ),
    ],
)
def test_no_word_hangs_on_the_line_of_another_clause(narration: str, lines: list[str]):
    assert split(narration) == ["\n".join(lines)]
