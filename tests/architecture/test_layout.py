"""Folders stay small, packages have docstrings, and class names are unique."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from tests.architecture.source import imported, sources
from tests.rigs.rehearsal import ROOT

# The most modules in a folder that can be taken in at a glance.
MOST = 12

# The chapters stand beside their kit, and a chapter has as many figures as it needs.
LONG = ("scenes", "scenes/figures")


def folders() -> list[Path]:
    """Return the project's source folders, without caches."""
    tops = [ROOT / "backprop_core", ROOT / "scenes"]
    found = [*tops, *(path for top in tops for path in top.rglob("*") if path.is_dir())]
    return sorted(path for path in found if path.name != "__pycache__")


def entries(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name not in ("__pycache__", "__init__.py")]


def test_folders_are_small():
    names = {folder.relative_to(ROOT).as_posix(): len(entries(folder)) for folder in folders()}
    long = {name: n for name, n in names.items() if n > MOST and name not in LONG and not name.startswith(LONG[1])}
    assert long == {}


def test_a_package_says_what_it_may_import():
    packages = [folder for folder in folders() if list(folder.glob("*.py"))]
    assert len(packages) > 20
    assert [folder for folder in packages if not (folder / "__init__.py").is_file()] == []
    said = {folder: ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) for folder in packages}
    assert [str(folder.relative_to(ROOT)) for folder, text in said.items() if "ay import" not in (text or "")] == []


def test_a_class_name_means_one_thing():
    modules = defaultdict(list)
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef):
                modules[node.name].append(source.name)
    assert {name: found for name, found in modules.items() if len(found) > 1} == {}


def test_nothing_is_imported_from_tests():
    """Helpers that several tests share are in judges, readers and rigs."""
    found = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        names = imported(ast.parse(path.read_text("utf-8")))
        found += [f"{path.relative_to(ROOT)} imports {name}" for name in names if taken_from_a_test(name)]
    assert found == []


def taken_from_a_test(name: str) -> bool:
    return name.startswith("tests.") and any(part.startswith("test_") for part in name.split("."))


@pytest.mark.parametrize("name", ["tests.core.test_report", "tests.core.test_report.LESSONS"])
def test_what_is_taken_from_a_test_is_caught(name: str):
    assert taken_from_a_test(name)
    assert not taken_from_a_test(name.replace("test_report", "reports"))
