"""Ctrl-C at any moment of ``backprop watch``, and real clips: nothing is left, and all is as ``render`` makes it."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rigs.fake_renders import contents
from tests.rigs.rehearsal import ROOT
from tests.rigs.rendered_lecture import CLIPS
from tests.rigs.rendered_lecture import LESSON as LESSON_OF_CLIPS
from tests.rigs.small_project import wait_for
from tests.rigs.watched_project import CHAPTER, LESSON, Watched

pytestmark = pytest.mark.long


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(tmp_path)
    try:
        yield watched
    finally:
        watched.end()


@pytest.mark.parametrize("place", range(12))
def test_ctrl_c_at_any_moment(watched: Watched, place: int):
    """While it starts, while it draws, while it begins anew after a save of the lesson or of the code."""
    chance = random.Random(place)
    watched.launch()
    if place % 3:
        watched.wait_until_said("watching")
        watched.save(LESSON.replace("1.0", "0.5"))
        if place % 3 == 2:
            watched.chapter.write_text(CHAPTER.read_text() + "\n# saved\n")
    time.sleep(chance.uniform(0.3, 3) if place % 3 == 0 else chance.uniform(0, 1))
    assert watched.interrupt() in (130, -2)
    assert watched.left_over() == set()
    assert not list(watched.out.rglob(".backprop-unfinished"))
    other = watched.project.root / "other"
    for out in (watched.out, other):
        run = watched.project.run("render", "--lesson", watched.lesson, "--out", out, env=watched.environment)
        assert (run.returncode, run.stderr) == (0, "")
    assert contents(watched.out) == contents(other)


def test_a_killed_command_leaves_no_process(watched: Watched):
    watched.start()
    assert watched.process
    watched.process.kill()
    wait_for(lambda: not watched.left_over(), "all processes have ended")


def test_real_clips_are_as_render_makes_them(watched: Watched, rendered: Path):
    """In both languages, after a save while the lesson as it was before is still being drawn."""
    watched.lesson.write_text(LESSON_OF_CLIPS + "decimals = 2\n")
    watched.launch(*CLIPS, "--lang", "en,fr", cwd=ROOT)
    watched.wait_until_said("to render: 4")
    time.sleep(1)
    watched.save(LESSON_OF_CLIPS)
    watched.wait_until_said("watching")
    assert watched.interrupt() == 130
    assert watched.left_over() == set()
    assert contents(watched.out) == contents(rendered)
