"""Disks that are full or read-only, and folders that are taken away: before a run, and in the midst of it."""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.rigs.fake_renders import contents
from tests.rigs.small_project import Files, Project, assert_resumes, wait_for
from tests.studio.conftest import Start


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB, on which there is room for 200 files."""
    path = tmp_path / "disk"
    path.mkdir()
    if os.geteuid() or mounted("-t", "tmpfs", "-o", "size=2m,nr_inodes=200", "tmpfs", str(path)):
        pytest.skip("a small disk can be mounted by root only; its limits are tried by RLIMIT_FSIZE too")
    yield path
    subprocess.run(["umount", "--lazy", path], check=True)


def mounted(*arguments: str) -> int:
    return subprocess.run(["mount", *arguments], capture_output=True).returncode


def fill_up(disk: Path, free: int) -> list[Path]:
    """Leave so many bytes free; return what fills the disk."""
    filler = disk / "filler"
    filler.write_bytes(b"\0" * (shutil.disk_usage(disk).free - free))
    return [filler]


def use_up(disk: Path, files: int) -> list[Path]:
    """Leave room for so many files, however small; return what uses up the rest."""
    fillers = [disk / f"filler{number}" for number in range(os.statvfs(disk).f_favail - files)]
    for filler in fillers:
        filler.touch()
    return fillers


def no_room(said: str, out: Path) -> None:
    """Hold that one line says that there is no room, and where."""
    (line,) = [line for line in said.splitlines() if "No space left on device" in line]
    assert str(out) in line
    assert "Traceback" not in said


Take = Callable[[Path, int], list[Path]]


@pytest.mark.parametrize(
    ("take", "left"),
    [
        pytest.param(fill_up, 24_576, id="24 kB", marks=pytest.mark.long),
        pytest.param(fill_up, 98_304, id="96 kB", marks=pytest.mark.long),
        pytest.param(fill_up, 0, id="0 kB", marks=pytest.mark.long),
        pytest.param(use_up, 0, id="0 files", marks=pytest.mark.long),
        pytest.param(use_up, 9, id="9 files", marks=pytest.mark.long),
    ],
)
def test_a_full_disk(project: Project, whole: Files, disk: Path, take: Take, left: int):
    """One line says which file could not be written, and why; when there is room again, the next run goes on."""
    before = project.run("render", "--out", disk / "out", "Third")
    assert before.returncode == 0
    kept = {name: data for name, data in contents(disk / "out").items() if "clips/03" in name}
    fillers = take(disk, left)
    run = project.run("render", "--out", disk / "out", "--jobs", "2")
    assert run.returncode == 1
    no_room(run.stdout + run.stderr, disk / "out")
    there = contents(disk / "out")
    assert kept.items() <= there.items()
    assert not [name for name in there if "unfinished" in name]
    for filler in fillers:
        filler.unlink()
    assert_resumes(project, disk / "out", whole)


@pytest.mark.long
def test_a_disk_that_fills_up_during_a_run(project: Project, whole: Files, disk: Path):
    """What somebody else writes may take the room while a clip is drawn."""
    wait = project.disturb("Second", "wait")
    process = project.start("render", "--out", disk / "out", "--jobs", "2")
    project.wait_for_start("Second")
    wait_for(lambda: (disk / "out/en/clips/03-Third.json").exists(), "the others are done")
    (filler,) = fill_up(disk, 8_192)
    wait.unlink()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    no_room(out + err, disk / "out")
    filler.unlink()
    assert_resumes(project, disk / "out", whole)


@pytest.mark.long
def test_files_that_may_not_grow(project: Project, whole: Files, tmp_path: Path):
    """The same without a disk of one's own: the system lets no file be longer than this."""
    out, limit = tmp_path / "out", 4_000
    assert any(data is not None and len(data) > limit for data in whole.values())
    set_limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))  # noqa: E731
    run = project.run("render", "--out", out, "--jobs", "1", preexec_fn=set_limit)
    assert run.returncode == 1
    (line,) = [line for line in (run.stdout + run.stderr).splitlines() if "File too large" in line]
    assert str(out) in line
    assert "Traceback" not in run.stdout + run.stderr
    assert not [name for name in contents(out) if "unfinished" in name]
    assert_resumes(project, out, whole)


@pytest.mark.long
def test_a_read_only_folder(project: Project, disk: Path):
    """With nothing to do, nothing is wrong with it; else one line says what is."""
    assert project.run("render", "--out", disk / "out", "First").returncode == 0
    before = contents(disk / "out")
    remount(disk, "ro")
    assert project.run("render", "--out", disk / "out", "First").returncode == 0
    run = project.run("render", "--out", disk / "out", "First", "--force")
    (line,) = run.stderr.splitlines()
    assert run.returncode == 1
    assert line == f"backprop: {disk / 'out'}: cannot be written to: Read-only file system"
    assert contents(disk / "out") == before


def remount(disk: Path, how: str) -> None:
    assert not mounted("-o", f"remount,{how}", str(disk))


@pytest.mark.long
def test_made_read_only_during_a_run(project: Project, whole: Files, disk: Path):
    """One line says so, and no clip is blamed for it."""
    hold = project.disturb("Second", "hold")  # with a file open for writing, no disk can be made read-only
    process = project.start("render", "--out", disk / "out", "--jobs", "1", "Second", "Third")
    project.wait_for_start("Second")
    remount(disk, "ro")
    hold.unlink()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1, out
    (line,) = [line for line in (out + err).splitlines() if "Read-only file system" in line]
    assert line.startswith(f"backprop: {disk / 'out'}")
    assert "failed" not in out
    remount(disk, "rw")
    assert_resumes(project, disk / "out", whole)


def removed(out: Path) -> None:
    shutil.rmtree(out)


def renamed(out: Path) -> None:
    out.rename(out.with_name("elsewhere"))


def replaced(out: Path) -> None:
    """Somebody puts a folder of his own there."""
    renamed(out)
    out.mkdir()
    (out / "notes.txt").write_text("mine")


def emptied(out: Path) -> None:
    """The folder stays, but nothing in it."""
    for path in out.iterdir():
        shutil.rmtree(path)


@pytest.mark.long
@pytest.mark.parametrize("take", [renamed, removed, replaced])
@pytest.mark.parametrize("jobs", ["2", "1"])
def test_taken_away_during_a_run(
    project: Project, start: Start, whole: Files, tmp_path: Path, take: Callable[[Path], None], jobs: str
):
    """One line says so; what is there now is not touched, and the next run makes everything.

    Where a folder is missing, manim makes it: what a worker has left of that is unfinished, and cleared away.
    """
    out = tmp_path / "out"
    wait = project.disturb("Second", "wait")
    process = start("--jobs", jobs)
    project.wait_for_start("Second")
    take(out)
    before = contents(out) if out.exists() else {}
    wait.unlink()
    said, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (
        1,
        f"backprop: {out}: cannot be written to: it was removed or renamed during the run\n",
    )
    assert "failed" not in said
    left = contents(out) if out.exists() else {}
    assert {name: data for name, data in left.items() if "unfinished" not in name} == before
    (out / "notes.txt").unlink(missing_ok=True)
    assert_resumes(project, out, whole)


@pytest.mark.long
def test_emptied_during_a_run(project: Project, start: Start, whole: Files, tmp_path: Path):
    """The clips that were being drawn are lost, whatever becomes of this run; the next one makes them."""
    wait = project.disturb("Second", "wait")
    process = start("--jobs", "2")
    project.wait_for_start("Second")
    emptied(tmp_path / "out")
    wait.unlink()
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in out + err
    assert_resumes(project, tmp_path / "out", whole)


@pytest.mark.long
@pytest.mark.parametrize("take", [removed, pytest.param(renamed, marks=pytest.mark.long)])
def test_taken_away_while_another_run_waits(
    project: Project, start: Start, whole: Files, tmp_path: Path, take: Callable[[Path], None]
):
    """The one that waited begins anew, in the folder that has the name then; the other touches nothing there."""
    wait = project.disturb("First", "wait")
    one = start("First")
    project.wait_for_start("First")
    two = start("--jobs", "2", "Second", "Third")
    assert two.stdout
    assert "another run is at work there" in two.stdout.readline()
    take(tmp_path / "out")
    wait.unlink()
    one.communicate(timeout=60)
    assert one.returncode == 1
    _, err = two.communicate(timeout=60)
    assert (two.returncode, err) == (0, "")
    assert_resumes(project, tmp_path / "out", whole)
