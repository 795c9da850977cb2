"""The task that a Dask worker runs: starts a process that renders a clip, and passes its messages on.

Dask's process imports neither manim nor the clips: its event loop is never blocked, no two clips share manim's
configuration however many threads the worker has, and rendering can be stopped at any time.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

TOPIC = "backprop-calculus"
"""The topic of the Dask events that report progress: each has a task's key, the name of an event, and its details."""

LOST = "Lost"
"""The kind of the message, with a reason, that a task returns if its process ended without a result."""


def work(request: bytes) -> tuple[Any, ...]:
    """Render a job; return the last message about it, such as ``("Done", files)``.

    Parameters
    ----------
    request
        The job, as returned by ``job_process.encoded``.

    Raises
    ------
    RuntimeError
        If the process sends no message because the project's code cannot be run here.
    """
    from distributed import get_worker  # from an extra, which importing this module must not need

    worker = get_worker()
    key = worker.get_current_task()
    begun = False
    with TemporaryFile() as stdin, TemporaryFile() as stderr:
        stdin.write(request)
        stdin.seek(0)
        command = [sys.executable, "-m", "scenes.studio.cluster.job_process"]
        with subprocess.Popen(  # noqa: S603 - this very Python
            command, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr
        ) as process:
            assert process.stdout
            for message in _messages(process.stdout):
                begun = True
                if worker.state.tasks[key].state != "executing":  # cancelled, or its client is gone
                    return LOST, "nobody waits for it"  # the process ends when it finds its output closed
                if message[0] not in ("Started", "Progressed"):
                    return message
                worker.log_event(TOPIC, (key, *message))
        if begun:
            return LOST, f"its process ended with status {process.returncode}"
        stderr.seek(0)
        *_, reason = "no reason given", *stderr.read().decode(errors="replace").strip().splitlines()
        raise RuntimeError(reason)


def _messages(pipe: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    """Yield the messages of a process until it ends."""
    while True:
        try:
            yield pickle.load(pipe)  # noqa: S301 - from this machine's own process
        except (EOFError, pickle.UnpicklingError):
            return
