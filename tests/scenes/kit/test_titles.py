"""Titles on screen are drawn letter by letter, never run as code, and fit; those without glyphs are refused."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_core as bp
from scenes.kit.clip import Clip
from scenes.kit.lesson import check_title, current_lesson
from scenes.kit.text.heading import Heading
from scenes.kit.theme import SAFE_LEFT, SAFE_RIGHT
from scenes.simple_network import TITLE_HEIGHT, Opening
from tests.judges.rehearsals import CHECKS
from tests.readers.letters import ALONE, normal, shape_of
from tests.rigs.hostile_titles import EACH_TITLE, INVISIBLE, TITLES, UNJOINED, WITHOUT_GLYPHS
from tests.rigs.rehearsal import lesson, rehearse, typesetter

WIDTH = SAFE_RIGHT - SAFE_LEFT

# How the names of letters begin whose words are drawn as they are written, letter by letter, or that are symbols.
LETTERS = (
    *("LATIN", "GREEK", "CYRILLIC", "COPTIC", "ARMENIAN", "GEORGIAN", "HEBREW", "CHEROKEE", "MODIFIER", "TURNED"),
    *("MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER", "SUPERSCRIPT", "PLANCK", "EULER", "ROMAN"),
    *("OHM", "KELVIN", "ANGSTROM", "ALEF", "BET", "GIMEL", "DALET", "INFORMATION"),
    *("FEMININE", "MASCULINE", "MICRO"),
)


def heading(title: str) -> Heading:
    return Heading(typesetter(), title, width=WIDTH, height=TITLE_HEIGHT)


@pytest.mark.parametrize("title", EACH_TITLE)
def test_a_title_fits_its_room(title: str):
    check_title(title, None)
    drawn = heading(title)
    assert 0 < drawn.width <= WIDTH + 1e-9
    assert 0 < drawn.height <= TITLE_HEIGHT + 1e-9


@pytest.mark.parametrize("title", ALONE)
def test_every_letter_of_a_title_is_drawn(title: str):
    """The outlines are those of the title's letters, one by one: nothing was run, left out or added."""
    glyphs = [glyph for line in heading(title) for glyph in line]
    letters = [shape_of(letter) for letter in title if not letter.isspace()]
    assert len(glyphs) == len(letters)
    drawn = [normal(glyph.points) for glyph in glyphs]
    if any(unicodedata.bidirectional(letter) == "R" for letter in title):  # set from right to left
        drawn, letters = (sorted(shapes, key=repr) for shapes in (drawn, letters))
    for found, expected in zip(drawn, letters, strict=True):
        assert found.shape == expected.shape
        np.testing.assert_allclose(found, expected, atol=1e-3)


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("A" + "\u0323\u0301" * 39, marks=pytest.mark.long),
        "()[]{}|jgyqÅÇ" * 5,
        pytest.param(TITLES[1], marks=pytest.mark.long),
    ],
)
def test_a_title_overlaps_nothing_in_a_clip(title: str):
    """A title stands above the widest network without touching anything."""
    rehearsal = rehearse(Opening, lesson("wide", title=title))
    assert [complaint for check in CHECKS for complaint in check(rehearsal)] == []


@settings(max_examples=30)
@given(st.text(st.characters(max_codepoint=0x2FF, categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=80))
def test_latin_titles_can_be_drawn(title: str):
    if not title.isspace():
        check_title(title, None)
        assert heading(title).width <= WIDTH + 1e-9


@pytest.mark.parametrize("title", WITHOUT_GLYPHS)
def test_letters_without_a_glyph_are_refused(title: str):
    """Viewers would see empty boxes."""
    with pytest.raises(bp.LessonError) as raised:
        check_title(title, Path("mine.toml"))
    assert str(raised.value) == (
        f'mine.toml: lesson.title: expected letters of the clips\' fonts, got text "{WITHOUT_GLYPHS[title]}"'
    )


@pytest.mark.parametrize("title", UNJOINED)
def test_letters_that_are_not_joined_are_refused(title: str):
    """Viewers would see Hindi without ligatures, and gaps within Arabic words."""
    with pytest.raises(bp.LessonError) as raised:
        check_title(title, None)
    assert str(raised.value) == (
        "the default lesson: lesson.title: expected letters that the clips' fonts can join, "
        f'got text "{UNJOINED[title]}"'
    )


@pytest.mark.parametrize("title", INVISIBLE)
def test_titles_with_nothing_visible_are_refused(title: str):
    with pytest.raises(bp.LessonError, match=r"lesson\.title: expected something to be seen, got text"):
        check_title(title, None)


@pytest.mark.long
def test_every_letter_is_typeset_or_refused():
    """Each letter of the fonts is tried on its own."""
    for code in range(0x21, 0x20000):
        if chr(code).isprintable() and not 0xAC00 <= code < 0xD7A4:
            try:
                check_title(chr(code), None)
            except bp.LessonError as error:
                assert str(error).isprintable()  # noqa: PT017
            else:
                assert heading(chr(code)).height <= TITLE_HEIGHT + 1e-9
                if unicodedata.category(chr(code)).startswith("L"):
                    assert unicodedata.name(chr(code)).split()[0] in LETTERS


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
def test_plain_manim_refuses_an_undrawable_title(
    name: str,
    text: str | None,
    complaint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    """A clip with such a lesson in the working folder ends the program with one line and status 2."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BACKPROP_LESSON", raising=False)
    if text is None:
        Path(name).symlink_to("nowhere")
    else:
        Path(name).write_text(text, "utf-8")
    with pytest.raises(SystemExit) as ended:
        current_lesson(Clip)
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{name}: {complaint.removesuffix('*')}")
    assert err.endswith("\n")
    assert err[:-1].isprintable()
