"""What a worker of a Dask cluster runs: a clip is drawn by a process of its own, and what that tells is passed on.

Dask's process imports neither manim nor the clips: its event loop is never held up, no two clips share manim's
configuration however many threads the worker has, and a drawing can be given up at any time.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

TOPIC = "backprop-calculus"
"""The topic of Dask's events that tell how far a clip is: a task's key, the name of an event, its details."""

LOST = "Lost"
"""What a task returns, with a reason, if a clip's process did not come to an end of its own."""


def work(errand: bytes) -> tuple[Any, ...]:
    """Do a job, packed by ``errand.packed``; return the last thing that is told: ``("Done", files)``, for one.

    Raises
    ------
    RuntimeError
        If nothing is told, because the project's code cannot be run here.
    """
    from distributed import get_worker  # an extra, that this module's names do without

    worker = get_worker()
    key = worker.get_current_task()
    begun = False
    with TemporaryFile() as given, TemporaryFile() as complaints:
        given.write(errand)
        given.seek(0)
        command = [sys.executable, "-m", "scenes.studio.cluster.job_process"]
        with subprocess.Popen(  # noqa: S603 - this very Python
            command, stdin=given, stdout=subprocess.PIPE, stderr=complaints
        ) as process:
            assert process.stdout
            for message in _messages(process.stdout):
                begun = True
                if worker.state.tasks[key].state != "executing":  # cancelled, or its client is gone
                    return LOST, "nobody waits for it"  # the process ends when it finds that nobody listens
                if message[0] not in ("Started", "Progressed"):
                    return message
                worker.log_event(TOPIC, (key, *message))
        if begun:
            return LOST, f"its process ended with status {process.returncode}"
        complaints.seek(0)
        *_, reason = "no reason given", *complaints.read().decode(errors="replace").strip().splitlines()
        raise RuntimeError(reason)


def _messages(pipe: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    """Yield what an errand tells, until it ends."""
    while True:
        try:
            yield pickle.load(pipe)  # noqa: S301 - from this machine's own process
        except (EOFError, pickle.UnpicklingError):
            return
