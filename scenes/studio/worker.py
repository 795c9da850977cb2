"""What a worker of a Dask cluster runs: a clip is drawn by a process of its own, and what that tells is passed on.

Dask's process imports neither manim nor the clips: its event loop is never held up, however many threads it has no
two clips share manim's configuration, and a drawing can be given up at any time.
"""

import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from distributed import get_worker

TOPIC = "backprop-calculus"
"""The topic of Dask's events that tell how far a clip is: a task's key, the name of an event, its details."""

LOST = "Lost"
REFUSED = "Refused"
"""What a task returns, with a reason, if it is not the name and the details of an event."""


def work(errand: bytes) -> tuple[Any, ...]:
    """Do a job, packed by ``errand.packed``; return how it ended: ``("Done", files)``, ``("Lost", reason)`` …"""
    worker = get_worker()
    key = worker.get_current_task()
    with TemporaryFile() as given, TemporaryFile() as complaints:
        given.write(errand)
        given.seek(0)
        command = [sys.executable, "-m", "scenes.studio.errand"]
        begun = False
        with subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=complaints) as process:
            assert process.stdout
            for message in _messages(process.stdout):
                begun = True
                if worker.state.tasks[key].state != "executing":  # cancelled; Dask cannot end a thread
                    return LOST, "nobody waits for it"
                if message[0] not in ("Started", "Progressed"):
                    return message
                worker.log_event(TOPIC, (key, *message))
        if begun:
            return LOST, f"its process ended with status {process.returncode}"
        complaints.seek(0)
        return REFUSED, (complaints.read().decode(errors="replace").strip().splitlines() or ["no reason given"])[-1]


def _messages(pipe: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    """Yield what an errand tells, until it ends."""
    while True:
        try:
            yield pickle.load(pipe)  # noqa: S301 - from this machine's own process
        except (EOFError, pickle.UnpicklingError):
            return
