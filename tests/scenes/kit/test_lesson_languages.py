"""A lesson names only languages that the lecture has, or that are being translated."""

from pathlib import Path

import pytest

import backprop_core as bp
from scenes.kit.lesson import findings
from scenes.locale.languages import all_languages
from tests.rigs.cli import KNOWN, complaint_of, run_cli

WRONG = {
    '[lesson]\nlanguage = "xx"': "lesson.language: expected a language (KNOWN), got 'xx'",
    "[lesson]\ntitles.xx = 'Mein'": "lesson.titles.xx: expected a language (KNOWN), got 'xx'",
    "[lesson]\ntitles.EN = 'Mine'": "lesson.titles.EN: expected a language (KNOWN), got 'EN' (did you mean 'en'?)",
    '[lesson]\ncourse = { xx = "Mathematik" }': "lesson.course.xx: expected a language (KNOWN), got 'xx'",
    '[narration]\nRecap.end = { xx = "Hallo." }': "narration.Recap.end.xx: expected a language (KNOWN), got 'xx'",
    '[narration]\nRecap.end = { "" = "Hello." }': "narration.Recap.end.\"\": expected a language (KNOWN), got ''",
    '[lesson]\ndate = { "a\\nb" = "Mai" }': "lesson.date.\"a\\nb\": expected a language (KNOWN), got 'a\\nb'",
}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


@pytest.mark.parametrize("content", WRONG)
def test_a_language_that_is_none_is_refused(mine: Path, content: str):
    mine.write_text(content, "utf-8")
    with pytest.raises(bp.LessonError) as raised:
        findings(mine)
    assert str(raised.value) == f"{mine}: {WRONG[content]}".replace("KNOWN", KNOWN).replace("a\nb", "a\\nb")
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("code", all_languages())
def test_every_language_of_the_lecture_may_be_a_lessons(mine: Path, code: str):
    mine.write_text(f"[lesson]\nlanguage = '{code}'\ntitles.{code} = 'Mine'\nauthor.{code} = 'Ada'", "utf-8")
    assert findings(mine)[0].startswith("“Mine” can be drawn")


def test_a_language_that_is_not_ready_is_no_lessons(mine: Path, monkeypatch: pytest.MonkeyPatch):
    """Until then, it may have a title."""
    from scenes.kit import lesson
    from scenes.locale import languages

    monkeypatch.setattr(languages, "folders", lambda: (*all_languages(), "xx"))
    monkeypatch.setattr(lesson, "folders", languages.folders)
    mine.write_text("[lesson]\ntitles.xx = 'Mine'", "utf-8")
    assert findings(mine)
    said = complaint_of(run_cli("script", "--lang", "xx"))
    assert said == f"expected a language ({KNOWN}), got 'xx', which is not ready: backprop language check xx"
