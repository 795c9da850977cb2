"""What is to be said: word by word what the clips say, each with its recording's name."""

import csv
import io
import re
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from scenes.kit.language import LANGUAGES
from scenes.studio.catalogue import catalogue
from tests.scenes.stage import ROOT, lesson, lessons, rehearse
from tests.studio.asking import asked, refused

LESSONS = ROOT / "backprop_core" / "lessons"
SOME = ("default", "relu")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def script(*arguments: object) -> str:
    answer = asked("script", *arguments)
    assert (answer.status, answer.err) == (0, "")
    return answer.out


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "name", [each if each in SOME else pytest.param(each, marks=pytest.mark.long) for each in lessons()]
)
def test_as_the_clips_say_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str):
    """In the order of the lecture, whatever lesson it is; and nothing is left in the folder."""
    monkeypatch.chdir(tmp_path)
    found = rows(script("--lesson", LESSONS / f"{name}.toml", "--lang", code, "--format", "csv"))
    expected = [
        {"file": f"{clip}/{beat.name}.wav", "clip": clip, "beat": beat.name, "narration": beat.narration}
        for clip, entry in catalogue().items()
        for beat in rehearse(entry.clip, lesson(name, language=code)).clip.played
    ]
    assert found == expected
    assert list(tmp_path.iterdir()) == []


def test_its_formats_say_the_same():
    """As a table for programs, as Markdown that is read as it was meant, and as text for a person."""
    table = rows(script("--format", "csv", "--lang", "fr"))
    tokens = MarkdownIt("commonmark").enable("table").parse(script("--format", "markdown", "--lang", "fr"))
    cells = [inline.content for kind, inline in pairwise(tokens) if kind.type == "td_open"]
    plain = [re.sub(r"\\([^\w\s])", r"\1", cell) for cell in cells]
    assert plain == [cell for row in table for cell in (f"`{row['file']}`", row["narration"])]
    headings = [inline.content for kind, inline in pairwise(tokens) if kind.type == "heading_open"]
    assert len(headings) == len(catalogue())
    blocks = script("--lang", "fr").removesuffix("\n").split("\n\n")
    said = [block.split("\n", 1) for block in blocks if ".wav\n" in block]
    assert [(file, re.sub(r"\n? {4}", " ", text).strip()) for file, text in said] == [
        (row["file"], row["narration"]) for row in table
    ]
    assert max(len(line) for block in blocks for line in block.split("\n")) <= 84


def test_some_clips():
    found = rows(script("Recap", "Opening", "--format", "csv"))
    assert list(dict.fromkeys(row["clip"] for row in found)) == ["Opening", "Recap"]


def test_what_cannot_be_said():
    assert refused(asked("script", "Nobody")).startswith("expected a clip (Opening, ")
    assert "'de'" in refused(asked("script", "--lang", "de"))
    assert "'pdf'" in refused(asked("script", "--format", "pdf"))
    assert refused(asked("script", "--lesson", "none.toml")).startswith("none.toml: cannot be read")
