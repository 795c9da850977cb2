"""Clips rendered by a real scheduler and real workers on the loopback interface."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import psutil
import pytest

import backprop_core as bp
from scenes.studio.build.job import Job, localized
from scenes.studio.cluster.cluster import Cluster
from scenes.studio.cluster.job_process import differences
from scenes.studio.render.executor import Done, Failed, Notice, Progressed, Started
from scenes.studio.render.processes import Processes
from tests.rigs.dask_cluster import DaskCluster, wait_for
from tests.rigs.rehearsal import ROOT
from tests.rigs.small_project import accept_ctrl_c

# The shortest clips, at the highest reading speed.
CLIPS = ("LayeredChainRule", "BackwardSweep")
LESSON = "[lesson]\nreading_speed = 17\n"


def drawing(worker: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Wait until a worker draws a clip, and return its child processes."""
    children = psutil.Process(worker.pid).children(recursive=True)
    processes = [child for child in children if "scenes.studio.cluster.job_process" in " ".join(child.cmdline())]
    return processes if len(processes) > 1 else []


def job(clip: str, language: str = "en") -> Job:
    document = bp.load_document(None)
    document["lesson"]["reading_speed"] = 17.0
    return Job.of(clip, localized(document, language, "dark"), "l")


def rendered_here(*clips: str) -> dict[str, dict[str, bytes]]:
    """Return the clips' files as rendered by local processes."""
    events = Processes(2).run([job(clip) for clip in clips])
    return {event.job.clip: dict(event.files) for event in events if isinstance(event, Done)}


@pytest.fixture
def network(tmp_path: Path) -> Iterator[DaskCluster]:
    network = DaskCluster(tmp_path)
    try:
        yield network
    finally:
        network.end()


def render(*options: str, **given: Any) -> subprocess.Popen[str]:
    """Return a function that starts ``backprop render``."""
    environment = {key: value for key, value in os.environ.items() if key != "BACKPROP_LESSON"}
    return subprocess.Popen(
        [sys.executable, "-m", "scenes", "render", *options],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=accept_ctrl_c,
        **given,
    )


@pytest.mark.long
def test_a_clip_is_rendered_elsewhere_when_its_worker_is_killed(network: DaskCluster):
    """The clip is begun again, and has the same bytes as on this machine."""
    clip, _ = CLIPS
    victim = network.worker("--no-nanny", "--nthreads", "1")
    lesson, out = network.folder / "lesson.toml", network.folder / "out"
    lesson.write_text(LESSON)
    run = render(clip, "--lesson", str(lesson), "--out", str(out), "--cluster", network.address)
    processes = wait_for(lambda: drawing(victim))
    network.worker("--no-nanny", "--nthreads", "1")
    victim.kill()
    said, complaints = run.communicate(timeout=120)
    assert (run.returncode, complaints) == (0, "")
    assert "is begun again: its worker is gone (tcp://127.0.0.1:" in said
    for name, data in rendered_here(clip)[clip].items():
        assert (out / "en" / "clips" / name).read_bytes() == data, name
    assert psutil.wait_procs(processes, timeout=20)[1] == [], "what a dead worker began goes on"


@pytest.mark.long
def test_clips_on_threads_of_one_worker_do_not_disturb_each_other(network: DaskCluster):
    """Clips on several threads of a worker do not affect each other, even if one fails."""
    network.worker("--nthreads", "3")
    wrong = replace(job("BackwardSweep", "fr"), quality="none")
    events = list(Cluster(network.address).run([wrong, *map(job, CLIPS)]))
    kinds = [type(event) for event in events]
    assert kinds.count(Started) == 3
    assert kinds.index(Done) > max(place for place, kind in enumerate(kinds) if kind is Started), "not side by side"
    assert {event.job.clip: dict(event.files) for event in events if isinstance(event, Done)} == rendered_here(*CLIPS)
    (failed,) = [event for event in events if isinstance(event, Failed)]
    assert failed.job == wrong
    assert failed.cause.startswith("KeyError: 'none' (draw.py:")
    assert failed.traceback.startswith("Traceback")
    for clip in CLIPS:
        frames = [event.frames for event in events if isinstance(event, Progressed) and event.job.clip == clip]
        assert frames == sorted(frames)
        assert len(frames) > 5


@pytest.mark.long
def test_ctrl_c_cancels_the_jobs_and_frees_the_worker(network: DaskCluster):
    """Pending jobs are cancelled, and the worker is free again."""
    worker = network.worker("--nthreads", "1")
    options = ("--quality", "h", "--out", str(network.folder / "out"), "--cluster", network.address)
    run = render("NudgePropagation", *options)  # so large that it is still running when it is cancelled
    processes = wait_for(lambda: drawing(worker))
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=20)
    assert run.returncode == 130
    assert psutil.wait_procs(processes, timeout=20)[1] == [], "what nobody wants goes on"
    assert not [path for path in (network.folder / "out").rglob("*") if path.is_file()]


@pytest.mark.long
def test_workers_with_other_code_are_refused_and_a_late_one_takes_over(network: DaskCluster, tmp_path: Path):
    old = tmp_path / "old"
    for package in ("scenes", "backprop_core"):
        shutil.copytree(ROOT / package, old / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, before, after in (
        ("kit/plot/bars.py", '"""', '"""The old ones: '),
        ("locale/fr/LC_MESSAGES/kit.po", 'msgstr ""', '# old\nmsgstr ""'),
    ):
        text = (old / "scenes" / name).read_text("utf-8")
        (old / "scenes" / name).write_text(text.replace(before, after, 1), "utf-8")
    (tmp_path / "other" / "scenes").mkdir(parents=True)
    (tmp_path / "other" / "scenes" / "__init__.py").touch()

    network.worker("--no-nanny", "--nthreads", "1", source=old)
    network.worker("--no-nanny", "--nthreads", "1", source=tmp_path / "other")
    remarks, done = [], []
    for event in Cluster(network.address, patience=60).run([job("BackwardSweep", "fr")]):
        if isinstance(event, Notice):
            remarks.append(event.text)
            if "waiting" in event.text:
                network.worker("--no-nanny", "--nthreads", "1")
        elif isinstance(event, Done | Failed):
            done.append(event)
    *refusals, waiting = remarks
    assert [type(event) for event in done] == [Done]
    assert sorted(refusal.partition(" is not used: ")[2] for refusal in refusals) == [
        "No module named 'scenes.studio'",
        "the source differs, the translation differs",
    ]
    assert waiting == f"{network.address}: no worker to use; waiting 60 s for one"


@pytest.mark.long
def test_a_clip_that_is_killed_again_and_again_is_given_up(network: DaskCluster):
    worker = network.worker("--no-nanny", "--nthreads", "1")
    events = []
    for event in Cluster(network.address).run([job("BackwardSweep")]):
        events.append(event)
        if isinstance(event, Progressed) and (processes := drawing(worker)):
            processes[0].kill()
    assert [type(event) for event in events if not isinstance(event, Progressed | Notice)] == [Started, Failed]
    assert isinstance(events[-1], Failed)
    assert events[-1].cause.startswith("its process ended with status -9 (tcp://127.0.0.1:")
    assert events[-1].cause.endswith("), 3 times")


def test_a_cluster_without_workers_is_reported(network: DaskCluster):
    with pytest.raises(click.UsageError, match=r"no worker to use; start one: dask worker tcp://"):
        list(Cluster(network.address, patience=0.5).run([job("BackwardSweep")]))


@pytest.mark.long
def test_a_killed_scheduler_is_reported(network: DaskCluster):
    worker = network.worker("--no-nanny", "--nthreads", "1")
    running = Cluster(network.address).run([job("BackwardSweep")])
    assert any(isinstance(event, Progressed) for event in running)
    processes = drawing(worker)
    network.started[0].kill()
    with pytest.raises(click.UsageError, match="the scheduler does not answer any more"):
        list(running)
    assert psutil.wait_procs(processes, timeout=20)[1] == []


@pytest.mark.long
def test_a_missing_scheduler_is_reported_in_one_line(tmp_path: Path):
    """The command ends within seconds, with one line and status 2."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        run = render("BackwardSweep", "--out", str(tmp_path / "out"), "--cluster", address)
        _said, complaints = run.communicate(timeout=60)
    assert run.returncode == 2
    assert complaints.count("\n") == 1
    assert address in complaints
    assert "no scheduler answers there" in complaints


@pytest.mark.parametrize("address", ["nonsense", "http://127.0.0.1:1", "", "tcp://[::1", "tcp://a:b"])
def test_a_malformed_address_is_refused(address: str, capfd: pytest.CaptureFixture[str]):
    with pytest.raises(click.UsageError, match="no scheduler answers there"):
        list(Cluster(address).run([job("BackwardSweep")]))
    assert capfd.readouterr() == ("", "")


def test_a_missing_dask_is_reported(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(click.UsageError, match=r"pip install -e '\.\[cluster\]'"):
        list(Cluster("tcp://127.0.0.1:1").run([]))


def test_the_difference_between_workers_is_named():
    here = {"source": "1", "manim": "0.22.1", "translation": "2"}
    assert differences(here, here) == []
    assert differences(here, here | {"manim": "0.22.0"}) == ["manim is 0.22.0 there, 0.22.1 here"]
