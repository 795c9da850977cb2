"""Titles of any kind on screen: letters, never code; within their room; or refused where a shape is missing."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_core as bp
from scenes.kit.lesson import check_title, current_lesson
from scenes.kit.text.heading import Heading
from scenes.kit.theme import SAFE_LEFT, SAFE_RIGHT
from scenes.simple_network import HEADROOM, Opening
from tests.judges.rehearsals import CHECKS
from tests.readers.letters import ALONE, normal, shape_of
from tests.rigs.hostile_titles import TITLES, UNSEEN, WITHOUT_SHAPES
from tests.rigs.rehearsal import lesson, rehearse, typesetter

WIDTH = SAFE_RIGHT - SAFE_LEFT


def heading(title: str) -> Heading:
    return Heading(typesetter(), title, width=WIDTH, height=HEADROOM)


@pytest.mark.parametrize("title", TITLES)
def test_fits(title: str):
    check_title(title, None)
    drawn = heading(title)
    assert 0 < drawn.width <= WIDTH + 1e-9
    assert 0 < drawn.height <= HEADROOM + 1e-9


@pytest.mark.parametrize("title", ALONE)
def test_every_letter_stands(title: str):
    """The shapes are those of the title's letters, one by one: nothing was run, left out or put in."""
    glyphs = [glyph for line in heading(title) for glyph in line]
    letters = [shape_of(letter) for letter in title if not letter.isspace()]
    assert len(glyphs) == len(letters)
    drawn = [normal(glyph.points) for glyph in glyphs]
    if any(unicodedata.bidirectional(letter) == "R" for letter in title):  # set from right to left
        drawn, letters = (sorted(shapes, key=repr) for shapes in (drawn, letters))
    for found, expected in zip(drawn, letters, strict=True):
        assert found.shape == expected.shape
        np.testing.assert_allclose(found, expected, atol=1e-3)


@pytest.mark.parametrize("title", ["A" + "\u0323\u0301" * 39, "()[]{}|jgyqÅÇ" * 5, TITLES[1]])
def test_the_clip_has_room_for_it(title: str):
    """Above the widest network there is, without touching anything."""
    rehearsal = rehearse(Opening, lesson("wide", title=title))
    assert [complaint for check in CHECKS for complaint in check(rehearsal)] == []


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(max_codepoint=0x2FF, categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=80))
def test_latin_titles_can_be_drawn(title: str):
    if not title.isspace():
        check_title(title, None)
        assert heading(title).width <= WIDTH + 1e-9


@pytest.mark.parametrize("title", WITHOUT_SHAPES)
def test_letters_without_a_shape(title: str):
    """Viewers would see empty boxes."""
    with pytest.raises(bp.LessonError) as raised:
        check_title(title, Path("mine.toml"))
    assert str(raised.value) == (
        f'mine.toml: lesson.title: expected letters of the clips\' fonts, got text "{WITHOUT_SHAPES[title]}"'
    )


@pytest.mark.parametrize("title", UNSEEN)
def test_titles_of_nothing(title: str):
    with pytest.raises(bp.LessonError, match=r"lesson\.title: expected something to be seen, got text"):
        check_title(title, None)


@pytest.mark.long
def test_every_letter_can_be_set_or_is_refused():
    """One by one, whatever a font's outline begins with."""
    for code in range(0x21, 0x20000):
        if chr(code).isprintable() and not 0xAC00 <= code < 0xD7A4:
            try:
                check_title(chr(code), None)
            except bp.LessonError as error:
                assert str(error).isprintable()  # noqa: PT017
            else:
                assert heading(chr(code)).height <= HEADROOM + 1e-9


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        (
            "lesson.toml",
            "[lesson]\ntitle = '反'\n",
            'lesson.title: expected letters of the clips\' fonts, got text "反"',
        ),
        (
            "lesson.toml",
            "[lesson]\ntitle = '\u2800'\n",
            'lesson.title: expected something to be seen, got text "\u2800"',
        ),
        (
            "lesson.toml",
            "[lesson]\ntitle = '\u0301'\n",
            'lesson.title: expected something to be seen, got text "\u0301"',
        ),
        (
            "lesson.toml",
            "[lesson]\ntitle = '\u202ex'\n",
            "lesson.title: expected 1 to 80 printable characters, got *",
        ),
        ("lesson.toml", "[chain]\nnudge = 0\n", "chain.nudge: expected a number at least 1e-06 away from 0, got 0"),
        ("lesson.toml", None, "cannot be read: No such file or directory"),
    ],
)
def test_plain_manim_is_told(
    name: str,
    text: str | None,
    complaint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    """A clip that is to show the lesson of the working folder ends the program: one line, and status 2."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BACKPROP_LESSON", raising=False)
    if text is None:
        Path(name).symlink_to("nowhere")
    else:
        Path(name).write_text(text, "utf-8")
    with pytest.raises(SystemExit) as ended:
        current_lesson()
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{name}: {complaint.removesuffix('*')}")
    assert err.endswith("\n")
    assert err[:-1].isprintable()
