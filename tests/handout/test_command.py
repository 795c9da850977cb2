"""``backprop handout``: which files it writes, and its answers to bad input."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenes.handout import compose
from scenes.kit.flow.catalogue import lecture
from scenes.studio.build import folder as folders
from scenes.studio.cli import handout
from tests.readers.tagged_pdf import read
from tests.rigs.cli import KNOWN, complaint_of, run_cli
from tests.rigs.fake_renders import contents
from tests.rigs.handouts import POSTER
from tests.rigs.rehearsal import ROOT, lesson


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a small lesson only, with rectangles as posters."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BACKPROP_LESSON", raising=False)
    monkeypatch.setattr(handout, "posters", lambda clips, _document, _jobs: dict.fromkeys(clips, POSTER))
    (tmp_path / "lesson.toml").write_bytes((ROOT / "backprop_core" / "lessons" / "tiny.toml").read_bytes())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the clips' formulas out: the files' places do not depend on them."""
    monkeypatch.setattr(compose, "CLIP_SECTIONS", ())


def written_pdfs() -> set[str]:
    return {name for name, data in contents(Path()).items() if data is not None and name.endswith(".pdf")}


@pytest.mark.usefixtures("quick")
def test_where_it_goes():
    answer = run_cli("handout", "--lang", "en,fr", "--out", "out")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines() == ["out/en/handout.pdf", "out/fr/handout.pdf"]
    assert written_pdfs() == {"out/en/handout.pdf", "out/fr/handout.pdf"}
    assert run_cli("handout", "--solutions", "--out", "out").out == "out/en/handout-solutions.pdf\n"
    assert run_cli("handout", "--out", "mine.PDF", "--paper", "us-letter", "--lang", "fr").out == "mine.PDF\n"
    pages = read(Path("mine.PDF").read_bytes()).reader
    assert pages.root_object["/Lang"] == "fr"
    assert float(pages.pages[0].mediabox.width) == pytest.approx(612)
    assert {path.name for path in Path().iterdir()} == {"out", "mine.PDF", "lesson.toml"}  # and nothing unfinished
    Path("folder.pdf").mkdir()
    assert run_cli("handout", "--out", "folder.pdf").out == "folder.pdf/en/handout.pdf\n"


def test_the_exercises_alone_follow_their_networks():
    for more, name in (([], "exercises"), (["--solutions"], "exercises-solutions")):
        assert run_cli("handout", "--exercises", *more, "--out", "out").out == f"out/en/{name}.pdf\n"
        chapters = list(
            dict.fromkeys(chapter for chapter, *_ in read(Path(f"out/en/{name}.pdf").read_bytes()).sections())
        )
        assert [chapter for chapter in chapters if chapter] == ["The networks of this lesson", "Exercises"]


def test_variants_are_so_many_sheets_of_exercises():
    answer = run_cli("handout", "--variants", "2", "--solutions", "--out", "out")
    assert answer.out.splitlines() == ["out/en/exercises-1-solutions.pdf", "out/en/exercises-2-solutions.pdf"]
    one, other = (Path(path).read_bytes() for path in answer.out.splitlines())
    assert one != other


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--lang", "en,de"], f"expected a language ({KNOWN}), got 'de'"),
        (["--lang", ""], f"expected a language ({KNOWN}), got ''"),
        (["--lang", "en,fr", "--out", "mine.pdf"], "--out: expected a folder for 2 languages, got 'mine.pdf'"),
        (["--variants", "2", "--out", "mine.pdf"], "--out: expected a folder for 2 variants, got 'mine.pdf'"),
        (["--variants", "0"], "--variants"),
        (["--paper", "a5"], "'a5' is not one of 'a4', 'us-letter'"),
        (["--jobs", "0"], "--jobs"),
        (["--lesson", "none.toml"], "none.toml: cannot be read: No such file or directory"),
        (["--solution"], "No such option: --solution"),
        (["Recap"], "unexpected extra argument"),
    ],
)
def test_what_cannot_be_asked_for(arguments: list[str], complaint: str):
    before = contents(Path())
    assert complaint in complaint_of(run_cli("handout", *arguments))
    assert contents(Path()) == before


def test_a_lesson_that_cannot_be_drawn():
    Path("lesson.toml").write_text("[lesson]\ntitle = '反'\n", "utf-8")
    assert complaint_of(run_cli("handout")).startswith(
        "lesson.toml: lesson.title: expected letters of the clips' fonts"
    )
    Path("lesson.toml").write_text("[chain]\nnudge = 0\n")
    assert complaint_of(run_cli("handout")).startswith("lesson.toml: chain.nudge: ")
    assert set(contents(Path())) == {"lesson.toml"}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("out", ["mine.pdf", "out"])
def test_what_was_there_is_kept(out: str, monkeypatch: pytest.MonkeyPatch):
    """The disk is full just before the new handout is whole."""
    assert run_cli("handout", "--out", out).status == 0
    before = contents(Path())

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(folders.os, "fsync", full)
    line = complaint_of(run_cli("handout", "--lang", "en", "--paper", "us-letter", "--out", out), status=1)
    assert line.endswith(".pdf: cannot be written: No space left on device")
    assert contents(Path()) == before


@pytest.mark.usefixtures("quick")
def test_where_no_file_can_be():
    Path("file").write_text("mine")
    for out in ("file", "file/mine.pdf"):
        assert complaint_of(run_cli("handout", "--out", out), status=1).startswith("file")
    assert contents(Path())["file"] == b"mine"


@pytest.mark.long
def test_for_real(tmp_path: Path):
    """With the posters, in a process of its own, twice: the bytes are the same."""
    command = [sys.executable, "-m", "scenes", "handout", "--lesson", tmp_path / "lesson.toml", "--out"]
    for name in ("one.pdf", "two.pdf"):
        run = subprocess.run([*command, tmp_path / name], cwd=ROOT, capture_output=True, text=True)
        assert (run.returncode, run.stdout, run.stderr) == (0, f"{tmp_path / name}\n", "")
    one, two = ((tmp_path / name).read_bytes() for name in ("one.pdf", "two.pdf"))
    assert one == two
    assert len([each for each in read(one).elements if each.role == "Figure"]) == len(lecture(lesson()))
