"""``backprop watch`` where processes are spawned and signals cannot be held back, as on Windows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rigs.fake_renders import contents
from tests.rigs.rehearsal import ROOT
from tests.rigs.small_project import wait_for
from tests.rigs.watched_project import CHAPTER, LESSON, Watched

pytestmark = pytest.mark.long


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(tmp_path)
    watched.environment["PYTHONPATH"] = str(ROOT / "tests/rigs/no_unix")
    try:
        yield watched
    finally:
        watched.end()


def test_saves_are_followed(watched: Watched):
    """Of the lesson and of the code; what is there in the end is what ``render`` makes where processes are forked."""
    watched.start()
    watched.wait_until_said("watching")
    assert set(watched.drawn()) == {"Layers", "Target"}
    watched.save(LESSON.replace("1.0", "0.5"))
    watched.wait_until_said("watching")
    assert set(watched.drawn()) == {"Target"}
    watched.chapter.write_text(CHAPTER.read_text() + "\n# saved\n")
    watched.wait_until_said("watching")
    assert watched.interrupt() == 130
    wait_for(lambda: not watched.left_over(), "all processes have ended")
    other = watched.project.root / "other"
    run = watched.project.run(
        "render", "--lesson", watched.lesson, "--out", other, env=watched.environment | {"PYTHONPATH": ""}
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert contents(watched.out) == contents(other)


def test_a_killed_command_leaves_no_process(watched: Watched):
    watched.start()
    assert watched.process
    watched.process.kill()
    wait_for(lambda: not watched.left_over(), "all processes have ended")
