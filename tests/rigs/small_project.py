"""A project with the studio and the kit of this one, but with a chapter of its own, which is soon rendered."""

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


class Project:
    """A copy of the project, and a folder ``disturbances`` in which a test asks its clips to wait or to fail.

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
        for name in ("__init__.py", "__main__.py", "engine", "kit", "locale", "numbers", "studio"):
            (root / "scenes" / name).symlink_to(ROOT / "scenes" / name)
        shutil.copy(Path(__file__).with_name("small_chapter.py"), root / "scenes" / "small.py")

    def start(self, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
        """Start the command in a process group of its own, as a terminal does."""
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
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def disturb(self, clip: str, what: str) -> Path:
        """Ask a clip, until the file that is returned is removed, for something.

        That is to ``hold`` before it draws, to ``wait`` in the midst of it, its video open, or to ``fail``.
        """
        path = self.disturbances / f"{clip}.{what}"
        path.touch()
        return path

    def reset(self) -> None:
        """Ask nothing of the clips any more, and forget which were begun."""
        for path in self.disturbances.iterdir():
            path.unlink()

    def wait_for_start(self, clip: str, but: tuple[int, ...] = ()) -> int:
        """Wait until a process has begun to draw a clip, none of those in ``but``; return its id."""

        def found() -> int | None:
            suffixes = [path.suffix[1:] for path in self.disturbances.glob(f"{clip}.*")]
            return next((int(each) for each in suffixes if each.isdigit() and int(each) not in but), None)

        return wait_for(found, f"{clip} is begun")


def accept_ctrl_c() -> None:
    """Let Ctrl-C be heard, even where the tests run in the background of a shell that does not want it to be."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass(frozen=True)
class KillSwitch:
    """When a run is to be killed, and whether all of its processes are, or the command alone.

    Parameters
    ----------
    out
        The folder whose changes, by the command or its workers, are counted.
    count
        A file to count in, which is not there yet.
    moment
        How many changes there are before.
    delay
        How many seconds it is after that change.
    """

    out: str
    count: str
    moment: int
    delay: float = 0.0
    everyone: bool = False

    def environment(self) -> dict[str, str]:
        """Return what the run must have in its environment."""
        assert not Path(self.count).exists(), "another run was counted there"
        folder = Path(__file__).with_name("sabotage")
        return {"PYTHONPATH": str(folder), "SABOTAGE": json.dumps(asdict(self))}

    def counted(self) -> int:
        """Return how many changes there were."""
        return Path(self.count).stat().st_size


def assert_resumes(project: Project, out: Path, whole: Files) -> None:
    """Hold that the next run leaves what an undisturbed run leaves: not a byte more or less."""
    run = project.run("render", "--out", out)
    assert (run.returncode, run.stderr) == (0, "")
    assert contents(out) == whole


def wait_for(found: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Wait until something is found, and return it."""
    limit = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < limit, f"still not, after {seconds} s: {what}"
        time.sleep(0.005)
    return value


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not asked for its status does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def have_ended(pids: set[int]) -> bool:
    """Whether none of these processes runs."""
    return not any(map(is_alive, pids))


def members(group: int) -> set[int]:
    """Return the running processes of a group."""
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
    """End a process and its group, whatever state they are in."""
    for pid in members(process.pid):
        os.kill(pid, signal.SIGKILL)
    process.communicate()
