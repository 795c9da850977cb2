"""The wheel and the source distribution: what is in them, and a lecture by the wheel where there is no checkout."""

import os
import subprocess
import sys
import tarfile
import venv
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.readers.video_decoder import decode_frames
from tests.rigs.rehearsal import ROOT

pytestmark = pytest.mark.long

PACKAGES = ("backprop_core", "scenes")

# What the source distribution leaves out: pictures of the README, and what only the repository's host reads.
LEFT_OUT = ("media/", ".ci/", ".github/", ".pre-commit-config.yaml")


def build(source: Path, folder: Path, *kinds: str) -> list[Path]:
    """Build distributions of a source tree; return the files."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), *kinds]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Return the two distributions by the ends of their names."""
    return {path.suffix: path for path in build(ROOT, tmp_path_factory.mktemp("built"))}


def tracked(*folders: str) -> set[str]:
    """Return the names of files that git tracks, or would if they were added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return set(listed.stdout.decode().split("\0")) - {""}


def test_the_wheel_is_the_packages_and_no_more(built: Mapping[str, Path]):
    with ZipFile(built[".whl"]) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
        assert names == tracked(*PACKAGES)
        assert [name for name in names if wheel.read(name) != (ROOT / name).read_bytes()] == []


def test_the_source_is_enough_for_the_wheel(built: Mapping[str, Path], tmp_path: Path):
    with tarfile.open(built[".gz"]) as source:
        source.extractall(tmp_path, filter="data")
    (root,) = tmp_path.iterdir()
    names = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert names - {"PKG-INFO"} == {name for name in tracked() if not name.startswith(LEFT_OUT)}
    (wheel,) = build(root, tmp_path / "again", "-t", "wheel")
    assert wheel.read_bytes() == built[".whl"].read_bytes()


@pytest.fixture(scope="module")
def installed(built: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of commands of a fresh environment with the wheel, at a path with letters of all kinds."""
    root = tmp_path_factory.mktemp("elsewhere") / "Zoë’s ∂-lessons"
    venv.create(root, with_pip=True)
    commands = root / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([commands / "python", "-m", "pip", "install", "--quiet", built[".whl"]], env=outside(), check=True)
    return commands


def outside() -> dict[str, str]:
    """Return an environment that does not lead to the checkout."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "BACKPROP_", "VIRTUAL"))}


def test_the_wheel_makes_a_lecture(installed: Path, tmp_path: Path):
    """All that is read from a file: the lesson, translations, pages, formulas, the handout's letters."""
    folder = tmp_path / "été"
    folder.mkdir()

    def backprop(*arguments: str) -> str:
        command = [installed / "backprop", *arguments]
        done = subprocess.run(command, cwd=folder, env=outside(), capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode(errors="replace")

    backprop("lesson", "new", "leçon.toml")
    backprop("render", "Opening", "--lesson", "leçon.toml", "--lang", "en,fr", "--out", "cours")
    backprop("handout", "--lesson", "leçon.toml", "--lang", "fr", "--out", "cours")
    backprop("explore", "--lesson", "leçon.toml", "--no-browser")
    for code, word in (("en", "backpropagation"), ("fr", "dérivation")):
        lecture = folder / "cours" / code
        assert len(list(decode_frames(lecture / "clips/01-Opening.mp4"))) > 100
        assert word in (lecture / "clips/01-Opening.srt").read_text("utf-8")
        assert "01-Opening.mp4" in (lecture / "index.html").read_text("utf-8")
    assert list((folder / "cours").rglob("*.pdf"))
    assert "<script" in (folder / "explore.html").read_text("utf-8")
