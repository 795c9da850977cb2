"""The README and the pages are followed as by a reader: their commands are run in order, in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.rigs.rehearsal import ROOT
from tooling.manual.blocks import Block, blocks

pytestmark = pytest.mark.long

TITLE = re.compile(r'title="(.+)"')


def copied(folder: Path) -> Path:
    """Return a copy of the project, with the same packages."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def environment(project: Path) -> dict[str, str]:
    """Return the environment of a reader who has activated .venv, whose project is the copy."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "BACKPROP_"))}
    path = os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]])
    return kept | {"PATH": path, "PYTHONPATH": str(project), "PYTHONWARNINGS": "ignore"}


def follow(block: Block, project: Path) -> str:
    """Do what a block says; return what went wrong."""
    if title := TITLE.search(block.note):
        file = project / title[1]
        apart = "\n\n" if file.suffix == ".py" else "\n"
        before = file.read_text("utf-8") + apart if file.is_file() else ""
        file.write_text(before + block.text, "utf-8")
        return ""
    if block.language != "sh":
        return ""
    command = ["bash", "-euo", "pipefail", "-c", block.text]
    done = subprocess.run(command, cwd=project, env=environment(project), capture_output=True, text=True)
    return f"{block.text}{done.stdout[-1000:]}{done.stderr[-2000:]}" if done.returncode else ""


def trouble(pages: list[Path], project: Path) -> Iterator[str]:
    """Yield what went wrong on some pages, which are followed one after the other."""
    for page in pages:
        for block in blocks(page.read_text("utf-8")):
            if wrong := follow(block, project):
                yield f"{page.relative_to(ROOT)}: {wrong}"


def navigation(entry: object) -> Iterator[str]:
    """Yield the pages of a part of the navigation."""
    match entry:
        case str():
            yield entry
        case list():
            yield from (page for each in entry for page in navigation(each))
        case dict():
            yield from navigation(list(entry.values()))


def test_the_readme_can_be_followed(tmp_path: Path):
    assert list(trouble([ROOT / "README.md"], copied(tmp_path))) == []


def test_the_pages_can_be_followed(tmp_path: Path):
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    pages = [page for name in navigation(nav) if (page := ROOT / "docs" / name).is_file()]
    found = [block for page in pages for block in blocks(page.read_text("utf-8"))]
    assert len([block for block in found if block.language == "sh"]) > 20
    project = copied(tmp_path)
    assert list(trouble(pages, project)) == []
    assert (project / "media/lecture/en/lecture.mp4").is_file()
    assert (project / "media/lecture/fr/clips/07-HalfTheNudge.mp4").is_file()


def test_a_command_that_fails_is_found(tmp_path: Path):
    assert "no such lesson" in follow(Block("sh", "", "cat 'no such lesson'\n"), tmp_path)
    assert follow(Block("bash", "", "false\n"), tmp_path) == ""
