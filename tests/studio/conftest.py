"""Fixtures: two real clips in both languages, a project of short clips, and a browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.rigs.fake_renders import contents
from tests.rigs.rehearsal import ROOT
from tests.rigs.rendered_lecture import CLIPS, LESSON
from tests.rigs.small_project import Files, Project, end_group

CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def lesson_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lesson") / "mine.toml"
    path.write_text(LESSON)
    return path


@pytest.fixture(scope="session")
def languages(request: pytest.FixtureRequest) -> str:
    """Return the languages of the rendered clips: the short run, without tests of the French ones, has no French."""
    return "en,fr" if any(test.get_closest_marker("long") for test in request.session.items) else "en"


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory, lesson_file: Path, languages: str) -> Path:
    """Return a folder with both clips rendered, which tests must not change."""
    base = tmp_path_factory.getbasetemp()
    # pytest's workers share the folder: while one renders, the others wait, and then find nothing to do.
    out = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "lecture"
    options = ["--lesson", lesson_file, "--lang", languages, "--out", out]
    command = [sys.executable, "-m", "scenes", "render", *CLIPS, *options]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    return out


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Make the project of short clips, once for each worker of pytest."""
    return Project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def undisturbed(built: Project) -> str:
    """Run the project into its folder ``whole``, and return what it says."""
    run = built.run("render", "--out", built.root / "whole", "--jobs", "2")
    assert (run.returncode, run.stderr) == (0, "")
    built.reset()
    return run.stdout


@pytest.fixture(scope="session")
def whole(built: Project, undisturbed: str) -> Files:
    """Return the files that an undisturbed run of the project leaves."""
    assert undisturbed
    files = contents(built.root / "whole")
    clips = ("01-First", "02-Second", "03-Third")
    assert set(files) == {"en", "en/chapters", "en/clips"} | {
        *(f"en/clips/{clip}{suffix}" for clip in clips for suffix in (".mp4", ".srt", ".vtt", ".png", ".json")),
        *(
            f"en/{joined}{suffix}"
            for joined in ("lecture", "chapters/1-small")
            for suffix in (".json", ".mp4", ".vtt")
        ),
        "en/explore.html",
        "en/index.html",
    }
    return files


@pytest.fixture
def project(built: Project) -> Iterator[Project]:
    """Return the project of short clips; a test's disturbances are removed after it."""
    yield built
    built.reset()


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(project: Project, tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts ``render`` into this test's folder; processes left running are killed."""
    started = []

    def start(*arguments: str, **options: Any) -> "subprocess.Popen[str]":
        started.append(project.start("render", "--out", tmp_path / "out", *arguments, **options))
        return started[-1]

    yield start
    for process in started:
        end_group(process)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        pytest.fail(f"pages are tested in Chromium, and there is none: looked for {', '.join(CHROMIUMS)}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET, chromium_sandbox=False)
        yield chromium
        chromium.close()
