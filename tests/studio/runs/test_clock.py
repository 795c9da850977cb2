"""The machine's clock set back, or far ahead, before a run and in the midst of it: nothing is decided by the time."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rigs.fake_renders import contents, file_states
from tests.rigs.small_project import Files, Project
from tests.studio.conftest import Start

# libfaketime, of the Debian package of that name: a program to which it is loaded sees another time.
LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)

pytestmark = pytest.mark.long

EARLIER, BEFORE_THE_EPOCH_OF_ZIP, LATER = "2001-02-03 04:05:06", "1979-12-31 23:59:59", "2039-01-19 03:14:08"


class Clock:
    """A clock that can be set; programs started in its ``environment`` see it."""

    def __init__(self, file: Path):
        self.file = file
        self.set("+0")

    def set(self, time: str) -> None:
        """Set it: to an offset such as ``-400d``, or to a date and time."""
        self.file.write_text(time if time[0] in "+-" else f"@{time}")

    def environment(self) -> dict[str, str]:
        # The time since the machine was started is not set by anybody, and files keep their true times.
        real = {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
        return {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
        } | real


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    if LIBRARY is None:
        assert sys.platform != "linux", "libfaketime is missing: make test installs it"
        pytest.skip("the clock of one program alone is set on Linux only")
    return Clock(tmp_path / "time")


def test_the_clock_is_another_one(clock: Clock):
    """What a program sees is what was set; else the other tests would prove nothing."""
    clock.set("2001-02-03 04:05:06")
    show = [sys.executable, "-c", "import datetime; print(datetime.date.today())"]
    run = subprocess.run(show, env=clock.environment(), capture_output=True, text=True, check=True)
    assert run.stdout == "2001-02-03\n"


@pytest.mark.parametrize("time", [EARLIER, BEFORE_THE_EPOCH_OF_ZIP, LATER])
def test_set_between_runs(project: Project, whole: Files, clock: Clock, tmp_path: Path, time: str):
    """A run long ago, or long after, finds what was made now, makes what is missing, and writes the same bytes."""
    out = tmp_path / "out"
    assert project.run("render", "--out", out, "First", "Second").returncode == 0
    (out / "en/clips/02-Second.mp4").write_bytes(b"damaged")
    clock.set(time)
    run = project.run("render", "--out", out, env=clock.environment())
    assert (run.returncode, run.stderr) == (0, "")
    assert [line.partition("] ")[2] for line in run.stdout.splitlines() if "] " in line and "First" in line] == []
    assert contents(out) == whole
    before = file_states(out)
    run = project.run("render", "--out", out)
    assert (run.returncode, run.stderr) == (0, "")
    assert file_states(out) == before


@pytest.mark.parametrize("time", ["-400d", "+9000d", BEFORE_THE_EPOCH_OF_ZIP])
def test_set_during_a_run(project: Project, start: Start, whole: Files, clock: Clock, tmp_path: Path, time: str):
    wait = project.disturb("Second", "wait")
    process = start("--jobs", "2", env=clock.environment())
    project.wait_for_start("Second")
    clock.set(time)
    wait.unlink()
    said, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, ""), said
    assert contents(tmp_path / "out") == whole
    before = file_states(tmp_path / "out")
    assert project.run("render", "--out", tmp_path / "out").returncode == 0
    assert file_states(tmp_path / "out") == before
