"""A clip's source hash covers its chapter and every module of the project that it imports, directly or not."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenes.kit.flow.catalogue import catalogue
from scenes.studio.build import fingerprint, job
from tests.rigs.hashed_modules import hashed_modules
from tests.rigs.rehearsal import ROOT

CHAPTERS = sorted({entry.clip.__module__ for entry in catalogue().values()})

# The modules that Python itself imports: manim once, then each chapter in a process of its own.
IMPORTED = """
import os, sys
from importlib import import_module
import manim
for chapter in sys.argv[1:]:
    if not os.fork():
        import_module(chapter)
        names = [name for name in sys.modules if name.split(".")[0] in ("scenes", "backprop_core")]
        print(chapter, *names, flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Clear the caches between tests."""
    cached = [
        fingerprint.source_hash,
        fingerprint._file,
        fingerprint._root,
        fingerprint._content_hash,
        fingerprint._imported,
    ]
    yield
    monkeypatch.undo()
    for each in cached:
        each.cache_clear()


def test_every_module_that_python_imports_is_hashed():
    run = subprocess.run(
        [sys.executable, "-c", IMPORTED, *CHAPTERS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = [line.split() for line in run.stdout.splitlines()]
    assert sorted(chapter for chapter, *_ in lines) == CHAPTERS
    for chapter, *imported in lines:
        assert hashed_modules(chapter) == set(imported)
        assert set(imported) & set(CHAPTERS) == {chapter}


Change = Callable[[str, str], bool]


@pytest.fixture
def change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Change:
    """Write a small project; return a function that changes a file and tells whether ``scenes.one`` changed."""
    monkeypatch.setattr(fingerprint, "_root", lambda package: tmp_path / package)
    files = {
        "scenes/__init__.py": "",
        "scenes/one.py": "from scenes.kit.near import x\nimport numpy\ndef f():\n    import scenes.late as late\n",
        "scenes/two.py": "",
        "scenes/late.py": "",
        "scenes/kit/__init__.py": "",
        "scenes/kit/near.py": "from scenes.kit import far\nif True:\n    from backprop_core import number\n",
        "scenes/kit/far.py": "from scenes.kit.near import thing\nfrom scenes.kit.deep.x import y\n",  # a cycle
        "scenes/kit/deep/__init__.py": "",
        "scenes/kit/deep/x.py": "y = 1\n",
        "scenes/kit/other.py": "",
        "backprop_core/__init__.py": (
            "from backprop_core.inner import number\n"
            "def __getattr__(name):\n    from backprop_core.reports.numbers import report\n"
        ),
        "backprop_core/notebook/__init__.py": "",
        "backprop_core/notebook/tables.py": "",
        "backprop_core/reports/__init__.py": "",
        "backprop_core/reports/numbers.py": "",
        "backprop_core/inner.py": "number = 1\ndef show():\n    import backprop_core.notebook.tables\n",
        "backprop_core/other.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    def hashed() -> str:
        for each in (fingerprint.source_hash, fingerprint._file, fingerprint._content_hash, fingerprint._imported):
            each.cache_clear()
        return fingerprint.source_hash("scenes.one")

    def change(name: str, text: str) -> bool:
        before = hashed()
        (tmp_path / name).write_text(text)
        return hashed() != before

    return change


@pytest.mark.parametrize(
    "name",
    [
        "scenes/one.py",
        "scenes/__init__.py",
        "scenes/late.py",
        "scenes/kit/__init__.py",
        "scenes/kit/near.py",
        "scenes/kit/far.py",
        "scenes/kit/deep/__init__.py",
        "scenes/kit/deep/x.py",
        "backprop_core/__init__.py",
        "backprop_core/inner.py",
    ],
)
def test_a_change_of_an_imported_module_changes_the_hash(change: Change, name: str):
    assert change(name, "# changed\n")


@pytest.mark.parametrize("name", ["scenes/two.py", "scenes/kit/other.py", "backprop_core/other.py", "scenes/new.py"])
def test_a_change_of_another_module_leaves_the_hash(change: Change, name: str):
    assert not change(name, "# changed\n")


@pytest.mark.parametrize("name", ["notebook/__init__", "notebook/tables", "reports/__init__", "reports/numbers"])
def test_how_notebooks_and_reports_look_is_in_no_clip(change: Change, name: str):
    """Though the core imports it, inside functions."""
    assert not change(f"backprop_core/{name}.py", "# changed\n")


def test_a_new_module_with_the_name_of_an_import_changes_the_hash(change: Change):
    """``from scenes.kit.near import thing`` imports a module as soon as one of that name exists."""
    assert not change("scenes/kit/thing.py", "")
    assert change("scenes/kit/near.py", "from scenes.kit import thing")
    assert change("scenes/kit/thing.py", "# changed\n")


def test_the_modules_that_draw_and_write_are_hashed_for_every_clip(monkeypatch: pytest.MonkeyPatch):
    """This includes the modules of the studio that write a clip's files."""
    real = fingerprint._content_hash
    before = job.code_versions(catalogue()["Opening"])
    monkeypatch.setattr(
        fingerprint, "_content_hash", lambda name: "x" if name == "scenes.studio.render.assemble" else real(name)
    )
    monkeypatch.setattr(job, "source_hash", fingerprint.source_hash.__wrapped__)
    assert job.code_versions(catalogue()["Opening"]) != before
