"""Folders whose names mean something to a library underneath: what is made there is what is made anywhere."""

import json
from pathlib import Path

import pytest

from tests.rigs.audio import make_sweep, save_recording
from tests.rigs.fake_renders import contents
from tests.rigs.small_project import Files, Project

# A list's quote, a format string, a pattern of numbered pictures, an escape, a line break, a byte that is no text.
ALL = 'concat:l\'été {y}{0} %05d "x" #1?v=[*]|\\\n\udcff '

NAMES = {
    "apostrophe": "cours d'été",
    "quote": 'a "b"',
    "braces": "{y}",
    "empty braces": "{}",
    "one brace": "{",
    "format": "%05d %s",
    "pattern": "[a-z]*?",
    "list": "a,b;c|d",
    "concat": "concat:a",
    "file": "file:a",
    "pipe": "pipe:",
    "address": "http:",
    "line break": "two\nlines",
    "no text": "no utf-8 \udcff",
    "option": "-y",
    "before": " a",
    "after": "a ",
    "home": "~",
    "variable": "$HOME `id`",
    "long": "é" * 127,
}

FORMS = {"manim-slides": "lecture.json", "html": "lecture-html/index.html", "pptx": "lecture.pptx"}


@pytest.mark.long
@pytest.mark.parametrize("name", [ALL, *NAMES.values()], ids=["all", *NAMES])
def test_the_project_and_the_lecture_are_there(tmp_path: Path, whole: Files, name: str):
    """Both are in folders of this name, and so are a lesson and the system's temporary files."""
    root = tmp_path / name
    root.mkdir()
    project = Project(root)
    (root / f"{name}.toml").write_text("[chain]\n")
    options = [f"--lesson={name}.toml", f"--out={name}"]
    (root / "temporary").mkdir()
    run = project.run("render", *options, env={"TMPDIR": str(root / "temporary")})
    assert (run.returncode, run.stderr) == (0, "")
    assert contents(root / name) == whole
    for form, file in FORMS.items():
        run = project.run("slides", "--to", form, *options)
        assert (run.returncode, run.stderr) == (0, "")
        assert (root / name / "en/slides" / file).is_file()
    (slides,) = root.rglob("slides/lecture.json")
    told = json.loads(slides.read_text())["slides"]
    assert all((root / name / "en" / slide[kind]).is_file() for slide in told for kind in ("file", "rev_file"))


@pytest.mark.long
@pytest.mark.parametrize("name", [ALL, *NAMES.values()], ids=["all", *NAMES])
def test_a_voice(project: Project, tmp_path: Path, name: str):
    save_recording(tmp_path / name / "First" / "only.wav", make_sweep(0))
    run = project.run("render", f"--voice={name}", "--out=out", cwd=tmp_path, env={"PYTHONPATH": str(project.root)})
    assert (run.returncode, run.stderr) == (0, "")
    assert "en: 1 of 4 beats have a recording" in run.stdout


@pytest.mark.long
def test_beyond_all_lengths(project: Project, tmp_path: Path):
    """One line says that a name is too long, before anything is drawn."""
    for out in ("x" * 256, "x/" * 2500):
        run = project.run("render", "--out", tmp_path / out)
        assert run.returncode in (1, 2)
        assert run.stderr.startswith("backprop: ")
        assert run.stderr.endswith(": cannot be used: File name too long\n")
        assert (run.stdout, run.stderr.count("\n")) == ("", 1)
    assert contents(tmp_path) == {}


@pytest.mark.long
@pytest.mark.parametrize("room", range(10, 70, 10))
def test_nearly_as_long_as_can_be(project: Project, whole: Files, tmp_path: Path, room: int):
    """The folder can be, but perhaps not what is to be in it: that ends the run, not each of its clips."""
    out, limit = tmp_path, 4095 - room
    while (left := limit - len(str(out))) > 1:
        out /= "x" * min(250, left - 1)
    run = project.run("render", "--out", out, "--jobs", "1")
    assert "failed" not in run.stdout
    if run.returncode == 0:
        assert (run.stderr, contents(out)) == ("", whole)
    else:
        (line,) = run.stderr.splitlines()
        assert (run.returncode, line.endswith(": File name too long")) == (1, True)


@pytest.mark.long
def test_what_an_extra_is_called_outside_of_a_checkout(built: Project):
    """There is no project there that could be installed again."""
    program = "import sys; sys.modules['manim_slides'] = None; from scenes.studio.cli.main import main; main()"
    run = built.run("slides", "--to", "html", program=("-c", program))
    assert run.returncode == 2
    assert run.stderr.endswith(": python -m pip install 'backprop-calculus[slides]'\n")
