"""A project that shares this one's packages but has only the small chapter; runs, disturbs and kills its renders."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.rigs.fake_renders import contents
from tests.rigs.rehearsal import ROOT

Files = Mapping[str, bytes | None]

CLIPS = ("First", "Second", "Third")

# Seconds, after which nothing more is expected: on a busy machine a command needs a minute to begin.
PATIENCE = 240


class Project:
    """A project of short clips, with a folder ``disturbances`` by which a test makes them wait or fail.

    Parameters
    ----------
    root
        An empty folder.
    """

    def __init__(self, root: Path):
        self.root = root
        self.disturbances = root / "disturbances"
        self.disturbances.mkdir()
        (root / "scenes").mkdir()
        (root / "backprop_core").symlink_to(ROOT / "backprop_core")
        for path in (ROOT / "scenes").iterdir():
            if path.is_dir() or path.name.startswith("__"):  # all but the chapters
                (root / "scenes" / path.name).symlink_to(path)
        shutil.copy(Path(__file__).with_name("small_chapter.py"), root / "scenes" / "small.py")

    def start(self, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
        """Start the command in its own process group, as a shell does."""
        streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        streams["preexec_fn"] = accept_ctrl_c
        env = {key: value for key, value in os.environ.items() if key != "BACKPROP_LESSON"}
        env |= {"DISTURBANCES": str(self.disturbances)} | options.pop("env", {})
        program = options.pop("program", ("-m", "scenes"))
        return subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)],
            cwd=options.pop("cwd", self.root),
            env=env,
            text=True,
            start_new_session=True,
            **streams | options,
        )

    def run(self, *arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        process = self.start(*arguments, **options)
        out, err = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def disturb(self, clip: str, what: str) -> Path:
        """Disturb a clip until the returned file is removed.

        It can ``hold`` before it draws, ``wait`` while it draws, with its video open, or ``fail``.
        """
        path = self.disturbances / f"{clip}.{what}"
        path.touch()
        return path

    def reset(self) -> None:
        """Remove all disturbances, and the records of which clips started."""
        for path in self.disturbances.iterdir():
            path.unlink()

    def wait_for_start(self, clip: str, but: tuple[int, ...] = ()) -> int:
        """Wait until a process other than those in ``but`` has started to draw a clip; return its id."""

        def found() -> int | None:
            suffixes = [path.suffix[1:] for path in self.disturbances.glob(f"{clip}.*")]
            return next((int(each) for each in suffixes if each.isdigit() and int(each) not in but), None)

        return wait_for(found, f"{clip} has started")


def accept_ctrl_c() -> None:
    """Restore the default handling of Ctrl-C, which shells turn off for background jobs."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass(frozen=True)
class KillSwitch:
    """Kills a run at a given change of its output folder.

    Parameters
    ----------
    out
        The folder whose changes, by the command or its workers, are counted.
    count
        The file that keeps the count; it must not exist yet.
    moment
        The change at which the run is killed.
    delay
        The seconds between that change and the kill.
    everyone
        Whether to kill all processes of the run, not the command alone.
    """

    out: str
    count: str
    moment: int
    delay: float = 0.0
    everyone: bool = False

    def environment(self) -> dict[str, str]:
        """Return the environment variables that the run needs."""
        assert not Path(self.count).exists(), "the count of another run is there"
        folder = Path(__file__).with_name("sabotage")
        return {"PYTHONPATH": str(folder), "SABOTAGE": json.dumps(asdict(self))}

    def counted(self) -> int:
        """Return the number of changes."""
        return Path(self.count).stat().st_size


def assert_resumes(project: Project, out: Path, whole: Files) -> None:
    """Assert that the next run completes the folder, byte for byte, as an undisturbed run would have left it."""
    run = project.run("render", "--out", out)
    assert (run.returncode, run.stderr) == (0, "")
    assert contents(out) == whole


def wait_for(found: Callable[[], Any], what: str, seconds: float = 120) -> Any:
    """Wait until ``found`` returns something true, and return it."""
    limit = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < limit, f"still not, after {seconds} s: {what}"
        time.sleep(0.005)
    return value


def is_alive(pid: int) -> bool:
    """Whether a process is running; a zombie is not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def have_ended(pids: set[int]) -> bool:
    """Whether none of these processes is running any more."""
    return not any(map(is_alive, pids))


def members(group: int) -> set[int]:
    """Return the running processes of a process group."""
    found = set()
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and is_alive(int(path.name)):
            try:
                if os.getpgid(int(path.name)) == group:
                    found.add(int(path.name))
            except ProcessLookupError:
                continue
    return found


def end_group(process: subprocess.Popen[str]) -> None:
    """Kill a process and its group, whatever state they are in."""
    for pid in members(process.pid):
        os.kill(pid, signal.SIGKILL)
    process.communicate()
