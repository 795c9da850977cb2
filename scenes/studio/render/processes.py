"""Renders clips side by side, in processes of this machine.

Each clip has a process of its own, on Linux forked after manim was imported: the import is paid once, no state leaks
from clip to clip, and if a process is killed, only its clip is lost, and is tried once more.
"""

import gc
import logging
import os
import signal
import threading
import traceback
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any

from scenes.studio.build.job import Job
from scenes.studio.build.systems import CONTEXT, hear_signals, signals_held
from scenes.studio.render.assemble import render
from scenes.studio.render.executor import Done, Event, Failed, Progressed, Started

# How many seconds pass between two reports of a process.
_REPORT_INTERVAL = 0.1

# How many times a clip is tried whose process dies.
_ATTEMPTS = 2

# The signals that ask the command to stop. Ctrl-C reaches all processes, but the first one decides.
_STOP = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True)
class _Worker:
    """A process that renders a clip, and the pipe by which it reports."""

    job: Job
    attempt: int
    process: BaseProcess
    pipe: Connection

    @classmethod
    def started(cls, job: Job, attempt: int) -> "_Worker":
        """Start a process.

        Raises
        ------
        OSError
            If the system does not allow another one.
        """
        here, there = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(target=_work, args=(job, there), name=job.label)
        try:
            process.start()
        except OSError as error:
            raise OSError(error.errno, error.strerror, "another process") from None
        there.close()  # so that the pipe ends when the process does
        return cls(job, attempt, process, here)

    def next_event(self) -> Progressed | Done | Failed | None:
        """Return what the process reports next; None if it died."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            return None

    def close(self) -> None:
        """Wait for the process to end, and close the pipe."""
        self.process.join()
        self.pipe.close()

    def cause_of_death(self) -> str:
        """Say how a process ended that did not report a result."""
        code = self.process.exitcode or 0
        ended = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
        return f"its process {ended}, {self.attempt} times"


class Processes:
    """An ``Executor`` on this machine.

    Parameters
    ----------
    slots
        How many processes run at a time.
    """

    def __init__(self, slots: int):
        self.slots = slots

    def run(self, jobs: Sequence[Job]) -> Generator[Event]:
        """Render the jobs; see ``Executor``.

        Raises
        ------
        OSError
            If a process cannot be started.
        """
        waiting = [(job, 1) for job in jobs]
        workers: dict[Any, _Worker] = {}  # by their pipes
        try:
            while waiting or workers:
                while waiting and len(workers) < self.slots:
                    with signals_held(*_STOP):  # so that no process is lost while it is started
                        worker = _Worker.started(*waiting.pop(0))
                        workers[worker.pipe] = worker
                    yield Started(worker.job)
                for pipe in wait(list(workers)):
                    worker = workers[pipe]
                    event = worker.next_event()
                    if not isinstance(event, Progressed):
                        worker.close()
                        del workers[pipe]
                        if event is None and worker.attempt < _ATTEMPTS:
                            waiting.insert(0, (worker.job, worker.attempt + 1))
                            continue
                        event = event or Failed(worker.job, worker.cause_of_death())
                    yield event
        finally:
            for worker in workers.values():
                worker.process.kill()
            for worker in workers.values():
                worker.close()


def initialize_worker() -> None:
    """Set up a process that draws: it logs nothing, leaves Ctrl-C to its parent, and ends when its parent dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    hear_signals(*_STOP)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logging.disable(logging.WARNING)
    gc.freeze()  # what was imported stays: no need to look for garbage in it


def describe_error(error: BaseException) -> str:
    """Return one line that names an error and the place in the project where it was raised."""
    places = [f for f in traceback.extract_tb(error.__traceback__) if f"{os.sep}scenes{os.sep}" in f.filename]
    place = f" ({Path(places[-1].filename).name}:{places[-1].lineno})" if places else ""
    message = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {message}{place}"


def _work(job: Job, pipe: Connection) -> None:
    """Render a clip in a process of its own, and report by a pipe."""
    initialize_worker()
    reported = monotonic()

    def progress(frames: int) -> None:
        nonlocal reported
        if monotonic() - reported > _REPORT_INTERVAL:
            reported = monotonic()
            pipe.send(Progressed(job, frames))

    try:
        result = Done(job, render(job, progress))
    except BaseException as error:  # report it, so that the other clips go on
        result = Failed(job, describe_error(error), traceback.format_exc())
    with suppress(BrokenPipeError):
        pipe.send(result)


def _end_with_parent() -> None:
    """End this process when its parent has died, even if it was killed."""
    parent = parent_process()
    assert parent
    wait([parent.sentinel])
    os._exit(1)
