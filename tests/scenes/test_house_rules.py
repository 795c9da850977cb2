"""Who may import whom, and how long a chapter may be."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenes.stage import CHAPTERS, ROOT

CORE = sorted((ROOT / "backprop_core").rglob("*.py"))
KIT = sorted((ROOT / "scenes" / "kit").rglob("*.py"))
STUDIO = sorted((ROOT / "scenes" / "studio").rglob("*.py"))
EVERYTHING = [*CORE, *CHAPTERS, *KIT, *STUDIO]

CHAPTER_MODULES = {f"scenes.{path.stem}" for path in CHAPTERS}


def imported(path: Path) -> Iterator[str]:
    """Yield each module, and each name in one, that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def offences(paths: list[Path], *banned: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imported(path)
        if any(name == module or name.startswith(f"{module}.") for module in banned)
    ]


def test_the_core_knows_nothing_of_pictures():
    assert offences(CORE, "manim", "scenes", "tests") == []


def test_the_kit_knows_no_clip():
    assert offences(KIT, *CHAPTER_MODULES, "scenes.studio", "tests") == []


def test_chapters_know_kit_and_core_but_not_each_other():
    assert offences(CHAPTERS, *CHAPTER_MODULES, "scenes.studio", "tests") == []


def test_the_studio_names_no_clip():
    assert offences(STUDIO, *CHAPTER_MODULES, "tests") == []


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_are_explicit(path: Path):
    assert not [name for name in imported(path) if name.endswith(".*")], "star import"
    assert "sys.path" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_is_short(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= 320


def test_importing_the_core_is_quick():
    script = "import sys, backprop_core; print([m for m in ('manim', 'scipy', 'pandas') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
