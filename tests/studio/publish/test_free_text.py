"""A lesson's free text stays text wherever it appears: page, video, terminal and reports."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

import av
import pytest
import typst
from markdown_it import MarkdownIt
from pylatexenc.latexwalker import LatexCharsNode, LatexGroupNode, LatexMacroNode, LatexNode, LatexWalker

import backprop_core as bp
from backprop_core.reports.formats import Report
from scenes.studio.build.manifest import ClipRecord, decoded
from scenes.studio.media import lecture
from scenes.studio.media.lecture import LecturePart
from scenes.studio.publish import player_page
from tests.readers.html_tags import Tags
from tests.rigs.cli import complaint_of, run_cli
from tests.rigs.fake_renders import contents, request, update_folder
from tests.rigs.hostile_titles import EACH_TITLE, INVISIBLE, REFUSED, WITHOUT_GLYPHS
from tests.rigs.malformed_lessons import STRANGE_NAMES
from tests.rigs.rehearsal import ROOT
from tests.rigs.small_lecture import lecture_data

MARKED = "Marked </title>\"' \\ # $ title"


def lesson(title: str) -> str:
    return f"[lesson]\ntitle = {json.dumps(title, ensure_ascii=False)}\n".replace("\x7f", "\\u007f")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BACKPROP_LESSON", raising=False)
    return tmp_path


# ---- where it goes


def test_the_title_appears_in_the_page_and_the_video_only(here: Path):
    """Captions, chapter marks, data and file names contain none of it."""
    Path("mine.toml").write_text(lesson(MARKED), "utf-8")
    update_folder(here / "out", request(bp.load_document("mine.toml"), "Opening", "Recap", languages=("en",)))
    files = {name: data for name, data in contents(here / "out").items() if data is not None}
    assert [name for name, data in files.items() if b"Marked" in data] == [
        *("en/chapters/1-simple_network.mp4", "en/chapters/6-learning.mp4"),
        *("en/explore.html", "en/index.html", "en/lecture.mp4"),
    ]
    assert not any("Marked" in name for name in files)
    assert {path.name for path in here.iterdir()} == {"mine.toml", "out"}
    with av.open(str(here / "out" / "en" / "lecture.mp4")) as video:
        assert video.metadata["title"] == MARKED
        assert video.chapters()
        assert not any("Marked" in str(mark) for mark in video.chapters())


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[LecturePart]:
    folder = tmp_path_factory.mktemp("parts")
    update_folder(folder, request(None, "Recap", languages=("en",)))
    (record,) = (folder / "en" / "clips").glob("*.json")
    known = decoded(record.read_bytes(), ClipRecord)
    assert known
    return [LecturePart(1, known, record.with_suffix(".mp4"))]


@pytest.mark.parametrize("title", EACH_TITLE)
def test_the_video_has_the_title_as_text(title: str, parts: list[LecturePart], tmp_path: Path):
    lecture.join_clips(parts, "en", title, tmp_path / "x.mp4")
    with av.open(str(tmp_path / "x.mp4")) as video:
        assert video.metadata["title"] == title


# ---- the page


def page(title: str) -> Tags:
    data = lecture_data("en")
    data["title"] = title
    return Tags(player_page.render_page(data))


PLAIN = page("plain")


@pytest.mark.parametrize("title", EACH_TITLE)
def test_no_title_adds_an_element_to_the_page(title: str):
    read = page(title)
    assert read.elements == PLAIN.elements
    assert (read.texts["title"], read.texts["h1"]) == (title, title)
    assert json.loads(read.texts["data"])["title"] == title
    assert read.texts["script"] == PLAIN.texts["script"]


def test_course_and_author_stand_on_the_page_as_text():
    data = lecture_data("en")
    html = player_page.render_page(data)
    assert f'<p class="credits">{" · ".join(map(escape, data["credits"]))}</p>' in html
    data["credits"] = []
    assert 'class="credits"' not in player_page.render_page(data)


# ---- the reports


SECTIONS = bp.report(bp.default_lesson()).sections[:1]


def report(title: str, format_: str) -> str:
    return Report(title, 3, SECTIONS, title).to(format_)


@pytest.mark.parametrize("title", EACH_TITLE)
def test_reports_show_the_title_as_text(title: str):
    assert json.loads(report(title, "json"))["title"] == title
    assert report(title, "table").split("\n")[:2] == [title, title], "its name and its cost"
    assert report(title, "csv") == report("plain", "csv"), "it has no title"
    assert markdown(report(title, "markdown")) == title
    source = report(title, "typst")
    (heading, _) = json.loads(typst.query(source.encode(), "heading", field="body"))
    assert heading == {"func": "text", "text": title}
    assert source.count("\n") == report("plain", "typst").count("\n")
    assert latex(report(title, "latex")) == title


def markdown(source: str) -> str:
    """Return the text of the first heading, asserting that it is plain text."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    assert [token.type for token in tokens[:3]] == ["heading_open", "inline", "heading_close"]
    parts = tokens[1].children or []
    assert {part.type for part in parts} <= {"text", "text_special"}
    assert sum(token.type == "table_open" for token in tokens) == 1
    return "".join(part.content for part in parts)


# The commands that the report writes for special characters of LaTeX.
LETTERS = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^"} | {each: each for each in "#$%&_{}"}


def latex(source: str) -> str:
    """Return the text of the first section, asserting that its only commands are those for characters."""
    nodes, _, _ = LatexWalker(source, tolerant_parsing=False).get_latex_nodes()
    (document,) = (node for node in nodes if getattr(node, "environmentname", "") == "document")
    sections = [node for node in document.nodelist if getattr(node, "macroname", "") == "section"]
    assert len(sections) == 1
    return "".join(letters(sections[0].nodeargd.argnlist[-1]))


def letters(node: LatexNode) -> Iterator[str]:
    match node:
        case LatexGroupNode():
            for each in node.nodelist:
                yield from letters(each)
        case LatexCharsNode():
            assert not set(node.chars) & set("#$%&_{}~^\\")
            yield node.chars
        case LatexMacroNode():
            yield LETTERS[node.macroname]
            assert not node.macro_post_space
        case _:
            yield node.latex_verbatim()  # such as ligatures, which the parser knows
            assert re.fullmatch(r"[-'`<>,?!]+", node.latex_verbatim())


def test_no_cell_is_a_spreadsheet_formula():
    """A spreadsheet runs cells that begin with certain signs; only numbers may do so."""
    for row in csv.reader(io.StringIO(bp.report(bp.default_lesson()).to("csv"))):
        assert not [cell for cell in row[:2] if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert row[2] == "value" or float(row[2]) is not None


# ---- the terminal


@pytest.mark.parametrize("title", REFUSED)
def test_titles_with_control_characters_are_refused(here: Path, title: str):
    Path("mine.toml").write_text(lesson(title), "utf-8", newline="")
    said = complaint_of(run_cli("lesson", "check", "mine.toml"))
    assert said.startswith("mine.toml: ")
    assert "lesson.title: expected 1 to 80 printable characters, got text" in said or "not valid TOML" in said


@pytest.mark.parametrize(
    "title",
    [
        pytest.param(title, marks=[pytest.mark.long] if place % 4 else [])
        for place, title in enumerate((*WITHOUT_GLYPHS, *INVISIBLE))
    ],
)
def test_invisible_titles_are_refused_where_they_are_drawn(here: Path, title: str):
    """They are refused by every command, also by those that draw nothing."""
    Path("mine.toml").write_text(lesson(title), "utf-8")
    drawn = (["render"], ["handout"], ["slides", "--to", "pptx"])
    for command in (
        ["lesson", "check"],
        *([name, "--lesson"] for name in ("script", "numbers", "check")),
        *([*each, "--out=out", "--lesson"] for each in drawn),
    ):
        assert complaint_of(run_cli(*command, "mine.toml")).startswith("mine.toml: lesson.title: expected ")
    assert set(contents(here)) == {"mine.toml"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.long] if place % 3 else []) for place, name in enumerate(STRANGE_NAMES)],
)
def test_file_and_folder_names_are_shown_escaped(here: Path, name: str):
    """Wherever a name is shown, it stays on one line and contains no control character."""
    said = [run_cli("lesson", "new", "--", name), run_cli("lesson", "check", "--", name)]
    assert Path(name).is_file()
    update_folder(here / "out" / name, request(bp.load_document(name), "Recap", languages=("en",)))
    (here / "out" / name / "en" / "lecture.vtt").write_text("damaged")
    said.append(run_cli("render", "Recap", f"--lesson={name}", f"--out=out/{name}"))
    said.append(run_cli("render", "Recap", "--dry-run", f"--out=out/{name}"))
    said.append(run_cli("clips", f"--out=out/{name}"))
    for answer in said:
        assert (answer.status, answer.err) == (0, "")
        assert all(line.isprintable() for line in answer.out.split("\n"))
    for answer in said[:2]:
        assert answer.out.count("\n") == 1
        assert answer.out.startswith(shown(name) + ": ")
    assert said[2].out.split("\n")[2] == f"out/{escaped(name)}/en/lecture.mp4"
    Path(name).write_text("x = 1")
    assert complaint_of(run_cli("lesson", "check", "--", name)).startswith(f"{shown(name)}: ")


def shown(name: str) -> str:
    """Return a name with escapes, and in quotes if it begins or ends with a space."""
    return f"'{escaped(name)}'" if " " in (name[0], name[-1]) else escaped(name)


def escaped(name: str) -> str:
    r"""Return a name with unprintable characters as Python escapes."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in name)


# ---- as a process


def run(*arguments: str | bytes | Path, **env: str) -> "subprocess.CompletedProcess[bytes]":
    surroundings = {key: value for key, value in os.environ.items() if key != "BACKPROP_LESSON"}
    command = [sys.executable, "-m", "scenes", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=surroundings | env, stdin=subprocess.DEVNULL, capture_output=True, timeout=120
    )


def complained(run: "subprocess.CompletedProcess[bytes]", status: int = 2) -> str:
    assert (run.returncode, run.stdout) == (status, b"")
    (line,) = run.stderr.decode().splitlines()
    assert line.isprintable()
    return line.removeprefix("backprop: ")


def test_file_names_that_are_not_utf8_are_shown_escaped(tmp_path: Path):
    name = os.fsencode(tmp_path) + b"/\xff\x1b[31m.toml"
    assert complained(run("lesson", "check", name)) == (
        rf"{tmp_path}/\udcff\x1b[31m.toml: cannot be read: No such file or directory"
    )
    done = run("lesson", "new", name)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith(rf"{tmp_path}/\udcff\x1b[31m.toml: change what you like")


def test_a_lesson_that_is_a_pipe_is_refused(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    for arguments, env in (
        (["--lesson", str(tmp_path / "pipe")], {}),
        ([], {"BACKPROP_LESSON": str(tmp_path / "pipe")}),
    ):
        said = complained(run("numbers", *arguments, **env))
        assert said == f"{tmp_path}/pipe: cannot be read: expected a file, got a device or a pipe"


def test_a_terminal_without_unicode_gets_escapes():
    """Characters that its encoding lacks are written as escapes."""
    done = run("numbers", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"\u2202C0/\u2202w3" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["numbers"], ["--help"]])
def test_an_output_that_cannot_be_written_is_reported(arguments: list[str]):
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "scenes", *arguments]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (1, "backprop: standard output: No space left on device\n")


def test_closed_streams_do_no_harm():
    for closed, status in ((">&-", 0), ("--format x 2>&-", 2)):
        command = f"{sys.executable} -m scenes numbers {closed}"
        assert subprocess.run(["sh", "-c", command], cwd=ROOT, stdin=subprocess.DEVNULL).returncode == status
