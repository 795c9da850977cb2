"""Two real clips in both languages, rendered once for all tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scenes.stage import ROOT

# The shortest ones, read as fast as can be.
CLIPS = ("LayeredChainRule", "BackwardSweep")
LESSON = """\
[lesson]
title = "#emph[$x$] <b>& 'titles'</b>"
reading_speed = 17
"""


@pytest.fixture(scope="session")
def lesson_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lesson") / "mine.toml"
    path.write_text(LESSON)
    return path


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory, lesson_file: Path) -> Path:
    """Return a folder that may be looked at, but not changed."""
    base = tmp_path_factory.getbasetemp()
    # pytest's processes share one: while one renders, the others wait, and then find nothing to do.
    out = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "lecture"
    options = ["--lesson", lesson_file, "--lang", "en,fr", "--out", out]
    command = [sys.executable, "-m", "scenes", "render", *CLIPS, *options]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    return out
