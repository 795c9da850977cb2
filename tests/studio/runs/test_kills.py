"""``kill -9`` at any moment: while clips are drawn, while files are written, while the lecture is joined."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rigs.fake_renders import contents
from tests.rigs.rehearsal import ROOT
from tests.rigs.rendered_lecture import CLIPS
from tests.rigs.small_project import (
    Files,
    KillSwitch,
    Project,
    assert_resumes,
    end_group,
    have_ended,
    members,
    wait_for,
)
from tests.studio.conftest import Start

# Of the changes of the folder that a run makes, one is chosen from each of so many equal shares.
MOMENTS = 30

NEVER = sys.maxsize


@pytest.fixture(scope="session")
def changes(built: Project, whole: Files) -> int:
    """Return how many changes of the folder an undisturbed run makes."""
    out = built.root / "counted"
    sabotage = KillSwitch(str(out), str(built.root / "count"), NEVER)
    run = built.run("render", "--out", out, "--jobs", "2", env=sabotage.environment())
    assert (run.returncode, run.stderr) == (0, "")
    assert contents(out) == whole
    assert sabotage.counted() > 2 * MOMENTS
    return sabotage.counted()


@pytest.mark.long
@pytest.mark.parametrize("place", range(MOMENTS))
def test_killed_at_thirty_moments(
    project: Project, start: Start, whole: Files, changes: int, tmp_path: Path, place: int
):
    """The command alone or all of its processes; at a change of the folder, or some time after it."""
    chance = random.Random(place)
    share = changes / MOMENTS
    moment = 1 + int(share * place + chance.uniform(0, share - 1))
    delay = chance.choice([0.0, chance.uniform(0, 0.3)])
    sabotage = KillSwitch(str(tmp_path / "out"), str(tmp_path / "count"), moment, delay, everyone=place % 2 == 0)
    process = start("--jobs", "2", env=sabotage.environment())
    process.wait(timeout=60)
    assert process.returncode == -signal.SIGKILL or delay
    wait_for(lambda: not members(process.pid), "the workers have ended", seconds=20)
    before = contents(tmp_path / "out")
    assert [name for name, data in before.items() if "unfinished" not in name and data != whole[name]] == []
    assert_resumes(project, tmp_path / "out", whole)


@pytest.mark.long
@pytest.mark.parametrize("place", range(10))
def test_a_worker_killed_at_any_moment(project: Project, start: Start, whole: Files, tmp_path: Path, place: int):
    """While it draws, or while it hands over what it drew: the run goes on, and nothing is missing."""
    chance = random.Random(place)
    victim = chance.choice(["First", "Second", "Third"])
    process = start("--jobs", "2")
    worker = project.wait_for_start(victim)
    wait_for(lambda: have_ended({worker}) or chance.random() < 0.02, "it has drawn some of it")
    if not have_ended({worker}):
        os.kill(worker, signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "failed" not in out
    assert contents(tmp_path / "out") == whole


@pytest.mark.long
@pytest.mark.parametrize("everyone", [False, True], ids=["the command", "all its processes"])
def test_real_clips_killed_again_and_again(rendered: Path, lesson_file: Path, tmp_path: Path, everyone: bool):
    """Each run goes on where the one before it was killed; the last one is left alone."""
    chance = random.Random(everyone)
    out = tmp_path / "out"
    options = ["--lesson", str(lesson_file), "--lang", "en,fr", "--out", str(out), "--jobs", "2"]

    def run(**environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "scenes", "render", *CLIPS, *options]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    for attempt in range(6):
        moment, delay = chance.randint(1, 30), chance.uniform(0, 3)
        sabotage = KillSwitch(str(out), str(tmp_path / f"count{attempt}"), moment, delay, everyone)
        killed = run(**sabotage.environment())
        try:
            killed.wait(timeout=120)
            wait_for(lambda group=killed.pid: not members(group), "the workers have ended", seconds=20)
        finally:
            end_group(killed)
    last = run()
    _, err = last.communicate(timeout=240)
    assert (last.returncode, err) == (0, "")
    assert contents(out) == contents(rendered)
