"""A folder is held by one run at a time, also on disks and systems that do not lock folders."""

import errno
import fcntl
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scenes.studio.build import folder as folder_module
from scenes.studio.build.folder import Folder, FolderError
from tests.rigs.fake_renders import contents
from tests.rigs.rehearsal import ROOT

FLOCK = fcntl.flock


def refusing(number: int, refused: Callable[[int], bool]) -> Callable[[int, int], None]:
    """Return a lock that a disk refuses for some kinds of files."""

    def flock(descriptor: int, operation: int) -> None:
        if refused(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        FLOCK(descriptor, operation)

    return flock


def nothing(_mode: int) -> bool:
    return False


def everything(_mode: int) -> bool:
    return True


# Of which kinds of files a disk refuses locks, how, and the file that is locked instead, if one is left.
DISKS = {
    "any disk": (0, nothing, set()),
    "NFS": (errno.EBADF, stat.S_ISDIR, {".backprop-lock"}),
    "NFS without its lock server": (errno.ENOLCK, everything, {".backprop-lock"}),
    "a network drive": (errno.EOPNOTSUPP, everything, {".backprop-lock"}),
    "no such call": (errno.ENOSYS, everything, set()),
}


@pytest.mark.parametrize("disk", DISKS)
def test_one_run_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: str):
    number, refused, left = DISKS[disk]
    monkeypatch.setattr(fcntl, "flock", refusing(number, refused))
    order: list[str] = []
    waiting = threading.Event()

    def wait() -> None:
        order.append("waits")
        waiting.set()

    def second() -> None:
        with Folder(tmp_path / "out").locked(wait):
            order.append("second")

    thread = threading.Thread(target=second)
    with Folder(tmp_path / "out").locked(lambda: pytest.fail("nobody holds it")):
        thread.start()
        assert waiting.wait(10)
        order.append("first")
    thread.join(10)
    assert order == ["waits", "first", "second"]
    assert set(contents(tmp_path / "out")) == left


@pytest.mark.parametrize("disk", DISKS)
def test_a_folder_that_takes_its_place_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: str):
    number, refused, _ = DISKS[disk]
    monkeypatch.setattr(fcntl, "flock", refusing(number, refused))
    held = Folder(tmp_path / "out")
    with held.locked(lambda: None):
        held.write({"mine": b""})
        held.path.rename(tmp_path / "away")
        held.path.mkdir()
        with pytest.raises(FolderError, match="it was removed or renamed during the run"):
            held.write({"lost": b""})
    assert contents(held.path) == {}


def test_another_error_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fcntl, "flock", refusing(errno.EIO, everything))
    with (
        pytest.raises(FolderError, match=r"out: cannot be used: Input/output error"),
        Folder(tmp_path / "out").locked(lambda: None),
    ):
        pass
    assert contents(tmp_path) == {"out": None}


def test_a_file_that_is_being_read_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Windows keeps the name of a file that a browser plays or a virus scanner reads."""
    replace, refusals = Path.replace, [32, 5]

    def in_use(path: Path, target: Path) -> Path:
        if refusals:
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = refusals.pop()  # pyright: ignore[reportAttributeAccessIssue]
            raise error
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", in_use)
    Folder(tmp_path).write({"film": b"new"})
    assert (tmp_path / "film").read_bytes() == b"new"
    refusals.extend([32] * 1000)
    monkeypatch.setattr(folder_module, "_PATIENCE", 0)
    with pytest.raises(FolderError, match="film: cannot be written: in use"):
        Folder(tmp_path).write({"film": b"newer"})
    assert (tmp_path / "film").read_bytes() == b"new"


HOLDER = """
import sys
from pathlib import Path
from scenes.studio.build.folder import Folder
with Folder(Path(sys.argv[1])).locked(lambda: print("waits", flush=True)):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that holds a folder until its input ends, and lacks what Windows lacks."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, folder],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "tests/rigs/no_unix")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    """Return the next line that a process prints."""
    assert process.stdout
    return process.stdout.readline().strip()


@pytest.mark.long
def test_without_the_locks_of_unix(tmp_path: Path):
    """One process at a time; what a killed one left does not stop the next."""
    with holder(tmp_path / "out") as first:
        assert said(first) == "held"
        with holder(tmp_path / "out") as second:
            assert said(second) == "waits"
            first.kill()
            first.wait()
            assert said(second) == "held"
            second.communicate("")
    assert contents(tmp_path / "out") == {}
