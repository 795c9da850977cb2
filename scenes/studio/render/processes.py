"""Jobs done by processes of this machine, side by side.

Each clip has a process of its own, forked after manim was imported: the import is paid once, no state leaks from
clip to clip, and a process that is killed takes nothing with it but its clip, which is tried once more. Where there
are fewer clips than processes, several draw one: each the beats that nobody else has come to.
"""

import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from errno import EDQUOT, EFBIG, ENAMETOOLONG, ENOSPC, EROFS
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import monotonic
from typing import Any

from backprop_core.validation import shown
from scenes.kit.text.glyphs import learn
from scenes.studio.build.folder import FolderError, explained
from scenes.studio.build.job import Job
from scenes.studio.render.assemble import assembled, claims_of
from scenes.studio.render.beat_queue import Claims
from scenes.studio.render.draw import Piece, draw
from scenes.studio.render.executor import Done, Event, Failed, Progressed, Started

# How often a process tells how far it is, in seconds; how often a clip is tried.
_PAUSE = 0.1
_ATTEMPTS = 2

# What the system says when nothing more can be written: neither could the files of the next clip.
_NO_ROOM = (ENOSPC, EDQUOT, EFBIG, EROFS, ENAMETOOLONG)

# What asks the command to stop. Ctrl-C reaches all processes, but the first one decides.
_STOP = (signal.SIGINT, signal.SIGTERM)

CONTEXT: Any = get_context("fork" if sys.platform == "linux" else "spawn")
"""Python forks safely on Linux only; elsewhere each process imports manim anew."""


@dataclass
class _Worker:
    """A process at work on a clip, and how many frames it has drawn."""

    process: BaseProcess
    pipe: Connection
    frames: int = 0


@dataclass
class _Clip:
    """A clip that is being drawn, by one process or, where there are more than clips, by several."""

    job: Job
    attempt: int
    claims: Claims
    scratch: Path
    workers: list[_Worker] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    frames: int = 0

    @classmethod
    def begun(cls, job: Job, attempt: int, scratch: Path) -> "_Clip":
        """Return a clip with its first process at work."""
        clip = cls(job, attempt, claims_of(job, Path(mkdtemp(dir=scratch))), scratch)
        clip.help()
        return clip

    @property
    def wants_help(self) -> bool:
        """Whether another process would find beats to draw; what failed is tried again by one alone."""
        return self.attempt == 1 and self.claims.left > 1

    def help(self) -> None:
        """Put one more process to work."""
        here, there = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(
            target=_work, args=(self.job, self.claims, self.scratch, there), name=self.job.label
        )
        process.start()
        there.close()  # so that its end is seen here when the process ends
        self.workers.append(_Worker(process, here))

    def heard(self, worker: _Worker) -> "Event | FolderError | _Death | None":
        """Return what has become of the clip, now that a worker tells something; None if nothing to speak of."""
        try:
            told = worker.pipe.recv()
        except (EOFError, OSError):
            told = _Death(worker.process)
        if isinstance(told, int):
            self.frames += told - worker.frames
            worker.frames = told
            return Progressed(self.job, self.frames)
        worker.process.join()
        worker.pipe.close()
        self.workers.remove(worker)
        if not isinstance(told, Piece):
            return told
        self.pieces.append(told)
        learn(told.lines)  # the processes that are started from now on know them
        return None if self.workers else Done(self.job, assembled(self.job, self.pieces))

    def given_up(self) -> None:
        """End what is at work on it, and leave nothing behind."""
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()
            worker.pipe.close()
        rmtree(self.claims.folder.parent, ignore_errors=True)


@dataclass(frozen=True)
class _Death:
    """A process ended before it could tell how it went."""

    process: BaseProcess

    def __str__(self) -> str:
        code = self.process.exitcode or 0
        ended = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
        return f"its process {ended}, {_ATTEMPTS} times"


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
        running: list[_Clip] = []
        try:
            while waiting or running:
                yield from self._engaged(waiting, running)
                pipes = {worker.pipe: (clip, worker) for clip in running for worker in clip.workers}
                for clip, worker in [pipes[pipe] for pipe in wait(list(pipes)) if isinstance(pipe, Connection)]:
                    if clip not in running:  # given up a moment ago
                        continue
                    event = clip.heard(worker)
                    if event is None or isinstance(event, Progressed):
                        yield from [event] if event else []
                        continue
                    running.remove(clip)
                    clip.given_up()
                    if isinstance(event, FolderError):
                        raise event
                    if isinstance(event, _Death):
                        if clip.attempt < _ATTEMPTS:
                            waiting.insert(0, (clip.job, clip.attempt + 1))
                            continue
                        event = Failed(clip.job, str(event))
                    yield event
        finally:
            for clip in running:
                clip.given_up()

    def _engaged(self, waiting: list[tuple[Job, int]], running: list[_Clip]) -> Generator[Event]:
        """Let no slot be idle: begin the clips that wait or, when there are none, help with one that is running."""
        for _ in range(self.slots - sum(len(clip.workers) for clip in running)):
            if waiting:
                with _undisturbed(), explained(self.scratch, "written to"):
                    running.append(_Clip.begun(*waiting.pop(0), self.scratch))
                yield Started(running[-1].job)
            elif helped := [clip for clip in running if clip.wants_help]:
                with _undisturbed():
                    max(helped, key=lambda clip: clip.claims.left / len(clip.workers)).help()


def begin() -> None:
    """Begin a process that draws: it says nothing, leaves Ctrl-C to its parent, and ends when that has died."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logging.disable(logging.WARNING)


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


def _work(job: Job, claims: Claims, scratch: Path, pipe: Connection) -> None:
    """Draw a clip, or some of its beats, in a process of its own."""
    begin()
    told = monotonic()

    def progress(frames: int) -> None:
        nonlocal told
        if monotonic() - told > _PAUSE:
            told = monotonic()
            pipe.send(frames)

    try:
        result: Piece | Failed | FolderError = draw(job, progress, claims)
    except BaseException as error:  # whatever it is: it is reported, and the other clips go on
        result = _no_room(error, scratch) or Failed(job, cause_of(error), traceback.format_exc())
    with suppress(BrokenPipeError):
        pipe.send(result)


def _no_room(error: BaseException | None, scratch: Path) -> FolderError | None:
    """Return what to say if the cause of an error, however deep, is that there is no room; else None."""
    while error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return FolderError(f"{shown(scratch)}: cannot be written to: {os.strerror(error.errno)}")
        error = error.__cause__ or error.__context__
    return None


def _end_with_parent() -> None:
    """End this process when its parent has died, in whatever way."""
    parent = parent_process()
    assert parent
    wait([parent.sentinel])
    os._exit(1)
