"""Runs that are undisturbed, killed, stopped or run into each other: real processes, in a project of short clips."""

import os
import random
import re
import signal
import time
from pathlib import Path

import pytest

from tests.rigs.fake_renders import contents
from tests.rigs.small_project import Files, Project, assert_resumes, have_ended, members, wait_for
from tests.studio.conftest import Start


def test_progress_is_in_lines_without_a_terminal(built: Project, undisturbed: str):
    lesson, first, *rest = undisturbed.splitlines()
    assert lesson.startswith("the default lesson: “")
    done, joint = rest[:3], rest[3:]
    assert re.fullmatch(r"3 clips to render, about 0\.\d minutes of video", first)
    assert sorted(line.partition("] ")[2] for line in done) == ["en/01-First", "en/02-Second", "en/03-Third"]
    assert [line.partition("]")[0] for line in done] == ["[1/3", "[2/3", "[3/3"]
    videos = (f"{name}{suffix}" for name in ("lecture", "chapters/1-small") for suffix in (".mp4", ".vtt"))
    assert joint == [f"{built.root}/whole/en/{name}" for name in (*videos, "explore.html", "index.html")]
    assert "\x1b" not in undisturbed


@pytest.mark.parametrize("seed", [pytest.param(each, marks=pytest.mark.long) for each in range(3)])
def test_killed_at_any_moment(project: Project, start: Start, whole: Files, tmp_path: Path, seed: int):
    """The command alone is killed, some time after it began to render; its workers end by themselves."""
    process = start("--jobs", "2")
    wait_for((tmp_path / "out").exists, "it has begun")
    time.sleep(random.Random(seed).uniform(0, 1.2))
    workers = members(process.pid) - {process.pid}
    process.kill()
    process.wait()
    wait_for(lambda: have_ended(workers), "the workers have ended", seconds=20)
    assert_resumes(project, tmp_path / "out", whole)


@pytest.mark.long
def test_killed_while_clips_are_drawn(project: Project, start: Start, whole: Files, tmp_path: Path):
    """Workers that wait for something else do not outlive the command either."""
    for clip in ("First", "Second"):
        project.disturb(clip, "wait")
    process = start("--jobs", "2", "First", "Second")
    workers = {project.wait_for_start("First"), project.wait_for_start("Second")}
    assert workers <= members(process.pid) - {process.pid}
    process.kill()
    process.wait()
    wait_for(lambda: have_ended(workers), "the workers have ended", seconds=20)
    assert members(process.pid) == set()
    project.reset()
    assert_resumes(project, tmp_path / "out", whole)


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
@pytest.mark.parametrize("whom", [pytest.param("the command", marks=pytest.mark.long), "all, as a terminal does"])
def test_stopped(project: Project, start: Start, whole: Files, tmp_path: Path, number: signal.Signals, whom: str):
    """It stops its workers, says no more than a line, and leaves what was finished, and nothing else."""
    for clip in ("First", "Third"):
        project.disturb(clip, "wait")
    process = start("--jobs", "2")
    workers = {project.wait_for_start("First"), project.wait_for_start("Third")}
    if whom == "the command":
        process.send_signal(number)
    else:
        os.killpg(process.pid, number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert re.fullmatch(r"(backprop: stopped\n)?", err)
    assert have_ended(workers)
    assert members(process.pid) == set()
    left = contents(tmp_path / "out")
    assert left.items() <= whole.items()


@pytest.mark.long
def test_stopped_when_a_worker_has_just_begun(project: Project, start: Start, tmp_path: Path):
    """Ctrl-C reaches a process that was forked this instant: it says nothing."""
    (project.root / "sitecustomize.py").write_text(
        "import os, signal\n"
        "if 'INTERRUPTED' in os.environ:\n"
        "    os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGINT))\n"
    )
    run = project.run("render", "--out", tmp_path / "out", "First", env={"INTERRUPTED": "1", "PYTHONPATH": "."})
    assert run.stderr == ""
    assert run.returncode == 0


def test_a_worker_is_killed(project: Project, start: Start, whole: Files, tmp_path: Path):
    """Its clip is tried again."""
    wait = project.disturb("Second", "wait")
    process = start()
    os.kill(project.wait_for_start("Second"), signal.SIGKILL)
    wait.unlink()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "failed" not in out
    assert contents(tmp_path / "out") == whole


@pytest.mark.long
def test_clips_that_fail(project: Project, start: Start, whole: Files, tmp_path: Path):
    """One raises, another's worker is killed twice: both are reported, the third is done, the next run goes on."""
    fail, wait = project.disturb("First", "fail"), project.disturb("Second", "wait")
    process = start("--jobs", "2")
    first = project.wait_for_start("Second")
    os.kill(first, signal.SIGKILL)
    os.kill(project.wait_for_start("Second", but=(first,)), signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, "")
    lines = out.splitlines()
    assert [line.partition("] ")[2] for line in lines if "failed" in line and "First" in line] == [
        f"en/01-First failed: ZeroDivisionError: the neuron is dead (small.py:{raising(project)})"
    ]
    assert [line.partition("] ")[2] for line in lines if "failed" in line and "Second" in line] == [
        "en/02-Second failed: its process was killed by SIGKILL, 2 times"
    ]
    left = contents(tmp_path / "out")
    assert {name for name in left if "clips/" in name} == {name for name in whole if "03-Third" in name}
    assert {
        f"en/{name}" for name in ("index.html", "explore.html", "lecture.mp4", "lecture.vtt", "lecture.json")
    } <= set(left)
    fail.unlink()
    wait.unlink()
    assert_resumes(project, tmp_path / "out", whole)


def raising(project: Project) -> int:
    """Return the number of the line that raises."""
    lines = (project.root / "scenes" / "small.py").read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if "raise" in line)


@pytest.mark.long
def test_two_runs_at_once(project: Project, start: Start, whole: Files, tmp_path: Path):
    """The second one says so, waits, and then finds nothing to do."""
    wait = project.disturb("First", "wait")
    one = start("--jobs", "2")
    project.wait_for_start("First")
    two = start()
    assert two.stdout
    busy = f"{tmp_path / 'out'}: another run is at work there; waiting for it to end"
    assert " ".join(two.stdout.readline().split()) == busy
    assert one.poll() is two.poll() is None
    wait.unlink()
    for process in (one, two):
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
    assert contents(tmp_path / "out") == whole
    assert len(list(project.disturbances.glob("First.*"))) == 1


@pytest.mark.long
def test_stopped_while_it_waits(project: Project, start: Start, tmp_path: Path):
    """It touches nothing of the run that it waits for."""
    wait = project.disturb("First", "wait")
    one = start("First")
    project.wait_for_start("First")
    before = contents(tmp_path / "out")
    two = start()
    assert two.stdout
    two.stdout.readline()
    two.send_signal(signal.SIGINT)
    _, err = two.communicate(timeout=60)
    assert two.returncode == 130
    assert re.fullmatch(r"(backprop: stopped\n)?", err)
    assert contents(tmp_path / "out").keys() >= before.keys()
    wait.unlink()
    one.communicate(timeout=60)
    assert one.returncode == 0


@pytest.mark.long
def test_killed_while_another_run_waits(project: Project, start: Start, whole: Files, tmp_path: Path):
    """The one that waits takes over, as soon as the workers of the other have ended."""
    wait = project.disturb("First", "wait")
    one = start("--jobs", "2")
    worker = project.wait_for_start("First")
    two = start("--jobs", "2")
    assert two.stdout
    assert "another run is at work there" in two.stdout.readline()
    one.kill()
    project.wait_for_start("First", but=(worker,))
    assert not members(one.pid)
    wait.unlink()
    _, err = two.communicate(timeout=60)
    assert (two.returncode, err) == (0, "")
    assert contents(tmp_path / "out") == whole


@pytest.mark.long
def test_a_crowd_at_once(project: Project, start: Start, whole: Files, tmp_path: Path):
    """Five runs that want different things: one at a time, and the last one finds the folder whole."""
    crowd = [start("First"), start("Third", "--force"), start("--jobs", "2"), start("Second"), start()]
    for each in crowd:
        _, err = each.communicate(timeout=120)
        assert (each.returncode, err) == (0, "")
    assert contents(tmp_path / "out") == whole
