"""Jobs done by processes of this machine, side by side.

Each clip has a process of its own, forked after manim was imported: the import is paid once, no state leaks from
clip to clip, and a process that is killed takes nothing with it but its clip, which is tried once more.
"""

import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EDQUOT, EFBIG, ENOSPC
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any

from scenes.studio.executors import Done, Event, Failed, Progressed, Started
from scenes.studio.folder import FolderError
from scenes.studio.job import Job
from scenes.studio.render import render

# How often a process tells how far it is, in seconds; how often a clip is tried.
_PAUSE = 0.1
_ATTEMPTS = 2

# What the system says when a file cannot grow any more: neither could those of the next clip.
_NO_ROOM = (ENOSPC, EDQUOT, EFBIG)

# What asks the command to stop. Ctrl-C reaches all processes, but the first one decides.
_STOP = (signal.SIGINT, signal.SIGTERM)

# Python forks safely on Linux only; elsewhere each process imports manim anew.
_CONTEXT: Any = get_context("fork" if sys.platform == "linux" else "spawn")


@dataclass
class _Running:
    """A process at work."""

    job: Job
    attempt: int
    process: BaseProcess
    pipe: Connection


class Processes:
    """An ``Executor`` on this machine.

    Parameters
    ----------
    slots
        How many processes there are at a time.
    scratch
        A folder for their unfinished files.
    """

    def __init__(self, slots: int, scratch: Path):
        self.slots = slots
        self.scratch = scratch

    def run(self, jobs: Sequence[Job]) -> Generator[Event]:
        """Do the jobs; see ``Executor``.

        Raises
        ------
        FolderError
            If there is no room for unfinished files.
        """
        waiting = [(job, 1) for job in jobs]
        running: list[_Running] = []
        try:
            while waiting or running:
                while waiting and len(running) < self.slots:
                    with _undisturbed():
                        running.append(self._started(*waiting.pop(0)))
                    yield Started(running[-1].job)
                ready = wait([each.pipe for each in running])
                for each in [each for each in running if each.pipe in ready]:
                    event = _heard(each)
                    if isinstance(event, Progressed):
                        yield event
                        continue
                    running.remove(each)
                    if isinstance(event, FolderError):
                        raise event
                    if event is None and each.attempt < _ATTEMPTS:
                        waiting.insert(0, (each.job, each.attempt + 1))
                        continue
                    yield event or Failed(each.job, _death(each.process))
        finally:
            for each in running:
                each.process.kill()
            for each in running:
                each.process.join()

    def _started(self, job: Job, attempt: int) -> _Running:
        here, there = _CONTEXT.Pipe(duplex=False)
        process = _CONTEXT.Process(target=_work, args=(job, self.scratch, there), name=job.label)
        process.start()
        there.close()  # so that its end is seen here when the process ends
        return _Running(job, attempt, process, here)


def cause_of(error: BaseException) -> str:
    """Say in one line what an error is and where in the project it came from."""
    places = [f for f in traceback.extract_tb(error.__traceback__) if f"{os.sep}scenes{os.sep}" in f.filename]
    place = f" ({Path(places[-1].filename).name}:{places[-1].lineno})" if places else ""
    message = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {message}{place}"


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let what asks the command to stop wait, so that no new process is stopped or forgotten half-way."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _heard(running: _Running) -> Event | FolderError | None:
    """Return what a process tells, None if it died before it could."""
    try:
        event = running.pipe.recv()
    except (EOFError, OSError):
        event = None
    if not isinstance(event, Progressed):
        running.process.join()
        running.pipe.close()
    return event


def _death(process: BaseProcess) -> str:
    code = process.exitcode or 0
    ended = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
    return f"its process {ended}, {_ATTEMPTS} times"


def _work(job: Job, scratch: Path, pipe: Connection) -> None:
    """Render a clip in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logging.disable(logging.WARNING)
    told = monotonic()

    def progress(frames: int) -> None:
        nonlocal told
        if monotonic() - told > _PAUSE:
            told = monotonic()
            pipe.send(Progressed(job, frames))

    try:
        event: Event | FolderError = Done(job, render(job, progress, scratch))
    except BaseException as error:  # whatever it is: it is reported, and the other clips go on
        event = _no_room(error, scratch) or Failed(job, cause_of(error), traceback.format_exc())
    with suppress(BrokenPipeError):
        pipe.send(event)


def _no_room(error: BaseException | None, scratch: Path) -> FolderError | None:
    """Return what to say if the cause of an error, however deep, is that there is no room; else None."""
    while error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return FolderError(f"{scratch}: cannot be written to: {os.strerror(error.errno)}")
        error = error.__cause__ or error.__context__
    return None


def _end_with_parent() -> None:
    """End this process when its parent has died, in whatever way."""
    parent = parent_process()
    assert parent
    wait([parent.sentinel])
    os._exit(1)
