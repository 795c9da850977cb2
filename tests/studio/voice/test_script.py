"""The script has, word by word, what the clips say, with the name of each recording."""

import csv
import io
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from scenes.kit.flow.catalogue import catalogue, lecture
from tests.rigs.cli import KNOWN, complaint_of, run_cli
from tests.rigs.languages import EACH, PAIR
from tests.rigs.rehearsal import ROOT, lesson, lessons, rehearse

LESSONS = ROOT / "backprop_core" / "lessons"

# The narration of these depends on the lesson and on its layout.
VARIED = ("ThreeDerivatives", "FireTogether", "AverageOverExamples", "GradientDescent")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change to an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def script(*arguments: object) -> str:
    answer = run_cli("script", *arguments)
    assert (answer.status, answer.err) == (0, "")
    return answer.out


def as_the_clips_say_it(names: Sequence[str], lesson_name: str, code: str) -> None:
    """Assert that the script is, word by word, the narration of played clips, and that no file is left."""
    options = ("--lesson", LESSONS / f"{lesson_name}.toml", "--lang", code, "--format", "csv")
    expected = [
        {"file": f"{name}/{beat.name}.wav", "clip": name, "beat": beat.name, "narration": beat.narration}
        for name in names
        for beat in rehearse(catalogue()[name].clip, lesson(lesson_name, language=code)).clip.played
    ]
    assert rows(script(*names, *options)) == expected
    assert list(Path().iterdir()) == []


@pytest.mark.long
@pytest.mark.parametrize(("name", "code"), [("relu", "en"), ("wide", "fr")])
def test_the_script_is_what_the_clips_say(here: Path, name: str, code: str):
    as_the_clips_say_it(VARIED, name, code)


def test_the_script_has_the_lessons_own_sentences(here: Path):
    """Where a language is left out, it keeps the project's."""
    file = here / "mine.toml"
    file.write_text('[narration]\nNudgePropagation.ratio.fr = "Rapport {{r}}\u00a0: {ratio}."', "utf-8")
    for code in PAIR:
        mine, usual = (
            {row["beat"]: row["narration"] for row in rows(script("NudgePropagation", *options, "--format", "csv"))}
            for options in (("--lang", code, "--lesson", file), ("--lang", code))
        )
        changed = {beat: text for beat, text in mine.items() if text != usual[beat]}
        assert changed == ({"ratio": "Rapport {r}\u00a0: −0,219."} if code == "fr" else {})


@pytest.mark.long
@pytest.mark.parametrize("code", EACH)
@pytest.mark.parametrize("name", lessons())
def test_the_script_is_what_all_clips_say(here: Path, name: str, code: str):
    as_the_clips_say_it(list(lecture(lesson(name))), name, code)


@pytest.mark.long
def test_all_formats_have_the_same_text():
    """CSV, Markdown and text are read back."""
    table = rows(script(*VARIED, "--format", "csv", "--lang", "fr"))
    tokens = MarkdownIt("commonmark").parse(script(*VARIED, "--format", "markdown", "--lang", "fr"))
    inlines = [(before.type, inline.content) for before, inline in pairwise(tokens) if inline.type == "inline"]
    headings = [text for kind, text in inlines if kind == "heading_open"]
    plain = [re.sub(r"\\([^\w\s])", r"\1", text) for kind, text in inlines if kind == "paragraph_open"]
    assert plain == [text for row in table for text in (f"`{row['file']}`", row["narration"])]
    assert len(headings) == len(VARIED)
    blocks = script(*VARIED, "--lang", "fr").removesuffix("\n").split("\n\n")
    said = [block.split("\n", 1) for block in blocks if ".wav\n" in block]
    assert [(file, re.sub(r"\n? {4}", " ", text).strip()) for file, text in said] == [
        (row["file"], row["narration"]) for row in table
    ]
    assert max(len(line) for block in blocks for line in block.split("\n")) <= 84


def test_the_script_of_some_clips_can_be_requested():
    found = rows(script("Recap", "Opening", "--format", "csv"))
    assert list(dict.fromkeys(row["clip"] for row in found)) == ["Opening", "Recap"]


def test_an_impossible_request_is_refused():
    assert complaint_of(run_cli("script", "Nobody")).startswith("expected a clip (Opening, ")
    assert complaint_of(run_cli("script", "--lang", "de")) == f"expected a language ({KNOWN}), got 'de'"
    assert "'pdf'" in complaint_of(run_cli("script", "--format", "pdf"))
    assert complaint_of(run_cli("script", "--lesson", "none.toml")).startswith("none.toml: cannot be read")
