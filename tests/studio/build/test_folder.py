"""Files in the output folder are complete or absent, at whatever moment a run dies."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from errno import EACCES, EDQUOT, EIO, ENOSPC, EROFS
from pathlib import Path
from typing import Any

import pytest

from scenes.studio.build.folder import Folder, FolderError
from tests.rigs.fake_renders import (
    FakeExecutor,
    MustNotRender,
    contents,
    due_labels,
    request,
    update_folder,
)
from tests.rigs.rehearsal import ROOT

# The clips of a run here.
WANTED = request(None, "Opening", "BackwardSweep", languages=("en",))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes | None]:
    """Return the files that an undisturbed run leaves."""
    path = tmp_path_factory.mktemp("whole")
    update_folder(path, WANTED)
    return contents(path)


def test_a_run_leaves_the_expected_files(whole: Mapping[str, bytes | None]):
    clips = [f"en/clips/{stem}{suffix}" for stem in ("01-Opening", "17-BackwardSweep") for suffix in SUFFIXES]
    videos = ("lecture", "chapters/1-simple_network", "chapters/5-layered_network")
    joined = [f"en/{name}{suffix}" for name in videos for suffix in (".json", ".mp4", ".vtt")]
    assert set(whole) == {"en", "en/chapters", "en/clips", "en/explore.html", "en/index.html", *clips, *joined}


SUFFIXES = (".mp4", ".srt", ".vtt", ".png", ".json")


def happens(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether an audit event is a change of the disk."""
    if event == "open":
        _, mode, flags = arguments
        return bool((mode and set(mode) & set("wxa+")) or (flags and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)))
    return event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree")


def run_and_die(path: Path, moment: int, *, halfway: bool = False) -> int:
    """Run in a process that kills itself at a given change of the disk, or halfway through a file.

    Return its exit status, or minus the signal that killed it.
    """
    pid = os.fork()
    if pid == 0:
        left = moment

        def count(*_: object) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def write_half(file: Path, data: Any) -> int:
            with file.open("wb") as half:
                half.write(data[: len(data) // 2])
            count()
            return write(file, data)

        try:
            if halfway:
                write, Path.write_bytes = Path.write_bytes, write_half  # pyright: ignore[reportAttributeAccessIssue]
            else:
                sys.addaudithook(lambda event, arguments: happens(event, arguments) and count())
            update_folder(path, WANTED)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.mark.parametrize(
    ("again", "halfway"), [(False, False), (True, False), (False, True)], ids=["new", "again", "halfway"]
)
def test_a_run_killed_at_any_change_of_the_disk_is_completed_by_the_next(
    whole: Mapping[str, bytes | None], tmp_path: Path, again: bool, halfway: bool
):
    """No incomplete clip is taken for complete, and the next run leaves what an undisturbed one leaves."""
    deaths = 0
    while True:
        path = tmp_path / str(deaths)
        if again:  # a clip is damaged, a lecture file is missing
            update_folder(path, WANTED)
            (path / "en/clips/01-Opening.mp4").write_bytes(b"damaged")
            (path / "en/lecture.vtt").unlink()
        status = run_and_die(path, deaths, halfway=halfway)
        if status == 0:
            break
        assert status == -signal.SIGKILL
        left = contents(path) if path.exists() else {}
        finished = [name for name in left if not name.startswith(".")]
        assert [name for name in finished if left[name] not in (whole[name], b"damaged")] == []
        for label in {"en/01-Opening", "en/17-BackwardSweep"} - due_labels(path, WANTED):
            name = label.replace("en/", "en/clips/")
            assert {suffix: left[name + suffix] for suffix in SUFFIXES} == {s: whole[name + s] for s in SUFFIXES}
        update_folder(path, WANTED)
        assert contents(path) == whole, f"killed at change {deaths}"
        shutil.rmtree(path)
        deaths += 1
    assert contents(path) == whole
    assert deaths > (5 if halfway else 20) / (2 if again else 1)


def test_a_file_size_limit_of_any_length_is_noticed(whole: Mapping[str, bytes | None], tmp_path: Path):
    """The system's limit is noticed at every length, also while the lecture files are made."""
    longest = max(len(data) for data in whole.values() if data)
    for limit in [*range(0, longest, longest // 40), longest]:
        path = tmp_path / str(limit)
        pid = os.fork()
        if pid == 0:
            try:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                update_folder(path, WANTED)
                os._exit(0)
            except FolderError as error:
                os._exit(1 if str(error).endswith(": cannot be written: File too large") else 2)
            finally:
                os._exit(3)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        assert status == (limit < longest), f"with files of at most {limit} bytes"
        update_folder(path, WANTED)
        assert contents(path) == whole


def test_a_file_is_synced_before_it_gets_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Each file is synced and renamed, then its folder is synced; a clip's record is written last."""
    done: list[tuple[str, Path]] = []
    sync, replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        done.append(("sync", Path(f"/proc/self/fd/{descriptor}").readlink()))
        sync(descriptor)

    def rename(path: Path, target: Path) -> Path:
        done.extend([("rename", path), ("to", target)])
        return replace(path, target)

    if not Path("/proc/self/fd").exists():
        pytest.skip("only Linux tells what a descriptor is")
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", rename)
    update_folder(tmp_path, WANTED)
    targets = [path for what, path in done if what == "to"]
    assert len(targets) == 2 * 5 + 3 * 3 + 2  # two clips, three joined videos, the pages
    for place, target in enumerate(targets):
        source = done[4 * place][1]
        assert source != target
        steps = [("sync", source), ("rename", source), ("to", target), ("sync", target.parent)]
        assert done[4 * place : 4 * place + 4] == steps
        if target.suffix == ".json":  # the record, which vouches for files that are already there
            before = [each for each in targets[:place] if each.stem == target.stem]
            assert len(before) == (4 if target.parent.name == "clips" else 2)


@pytest.mark.parametrize("number", [ENOSPC, EDQUOT, EROFS, EACCES, EIO])
def test_a_file_that_cannot_be_written_is_reported_in_one_line(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
):
    """One line names it and the reason; no part of it remains, earlier files stay, and the next run completes it."""
    rehearsal = FakeExecutor()
    update_folder(tmp_path / "rehearsal", WANTED, rehearsal)
    last = rehearsal.jobs[-1]
    folder, write, broken = tmp_path / "lecture", Path.write_bytes, f"{last.entry.stem}.srt"

    def fails(path: Path, data: bytes) -> int:
        if path.name == broken:
            write(path, data[:10])
            raise OSError(number, os.strerror(number), str(path))
        return write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", fails)
        with pytest.raises(FolderError) as raised:
            update_folder(folder, WANTED)
    name = folder / "en/clips" / broken
    assert str(raised.value) == f"{name}: cannot be written: {os.strerror(number)}"
    assert not [path for path in contents(folder) if "unfinished" in path]
    assert due_labels(folder, WANTED) == {last.label}
    executor = FakeExecutor()
    update_folder(folder, WANTED, executor)
    assert executor.labels == [last.label]


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path):
    """Files that are not the studio's stay, whatever they are called."""
    mine = ["notes.txt", "en/notes.txt", "deep/er/still.txt", "deep/my.unfinished.txt", "en/clips/my.unfinished.mp4x"]
    for name in mine:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine")
    update_folder(tmp_path, WANTED)
    update_folder(tmp_path, WANTED, MustNotRender())
    assert [name for name in mine if not (tmp_path / name).exists()] == []


HOLDER = """
import sys
from pathlib import Path
from scenes.studio.build.folder import Folder
with Folder(Path(sys.argv[1])).locked(lambda: print("busy", flush=True)):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start another process that holds the folder until its input ends."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def test_a_folder_is_held_by_one_process_at_a_time(holder: subprocess.Popen[str], tmp_path: Path):
    assert holder.stdout
    assert holder.stdin
    assert holder.stdout.readline() == "held\n"
    said: list[str] = []

    def on_wait() -> None:
        said.append("busy")
        threading.Timer(0.1, holder.stdin.close).start()  # pyright: ignore[reportOptionalMemberAccess]

    with Folder(tmp_path).locked(on_wait):
        assert said == ["busy"]
        assert holder.wait() == 0
    with Folder(tmp_path).locked(lambda: pytest.fail("nobody holds it")):
        pass


def test_a_process_that_died_holds_no_folder(holder: subprocess.Popen[str], tmp_path: Path):
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.wait()
    with Folder(tmp_path).locked(lambda: pytest.fail("nobody holds it")):
        pass


def test_leftovers_are_removed_only_once_the_folder_is_held(tmp_path: Path):
    """The leftovers of an interrupted run are removed, but only by the holder of the folder."""
    with Folder(tmp_path).locked(lambda: None):
        unfinished = Folder(tmp_path).unfinished_folder()
        (unfinished / "05-NudgePropagation.mp4").touch()
        shutil.copytree(unfinished, tmp_path / "left")
    assert set(contents(tmp_path)) == {"left", "left/05-NudgePropagation.mp4"}
    (tmp_path / "left").rename(unfinished)
    with Folder(tmp_path).locked(lambda: None):
        assert contents(tmp_path) == {}


Spoil = Callable[[Path], Path]


def a_file(path: Path) -> Path:
    path.write_text("mine")
    return path


def below_a_file(path: Path) -> Path:
    return a_file(path) / "lecture"


def too_long(path: Path) -> Path:
    path.mkdir()
    return path / ("x" * 300)


@pytest.mark.parametrize("spoil", [a_file, below_a_file, too_long])
def test_a_path_that_is_no_folder_is_refused(tmp_path: Path, spoil: Spoil):
    path = spoil(tmp_path / "out")
    before = contents(tmp_path)
    with pytest.raises(FolderError) as raised, Folder(path).locked(lambda: None):
        pass
    assert str(raised.value).startswith(f"{path}: cannot be used: ")
    assert "\n" not in str(raised.value)
    assert contents(tmp_path) == before
