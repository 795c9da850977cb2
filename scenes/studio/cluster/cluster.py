"""Renders clips on the workers of a Dask scheduler.

This module decides which worker gets which clip: the next clip goes to the first worker with a free thread. So a
worker with other code can be left out, one that dies can be replaced, and one that joins later is used. Dask does the
rest: it keeps the connections and transports jobs, events and files.
"""

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import closing
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from scenes.studio.build.job import Job
from scenes.studio.cluster.job_process import REFUSED, encoded
from scenes.studio.cluster.scheduler import connect
from scenes.studio.cluster.worker import LOST, TOPIC
from scenes.studio.render.executor import Done, Event, Failed, Notice, Progressed, Started

if TYPE_CHECKING:
    from distributed import Client, Future

# Seconds between two requests for the list of workers, and the longest wait for an answer of the scheduler.
_POLL_INTERVAL = 0.5
_ANSWER_TIMEOUT = 60

# How many times a clip is tried whose worker dies.
_ATTEMPTS = 3

# The kind of message that is put into the inbox, with a task's key, when the task has ended.
_ENDED = "Ended"

# The task is sent as text, so that the scheduler needs neither the project nor the same Python.
_TASK = "__import__('scenes.studio.cluster.worker', fromlist=['work']).work(request)"

_EVENTS: dict[str, Callable[..., Started | Progressed | Done | Failed]] = {
    each.__name__: each for each in (Started, Progressed, Done, Failed)
}


class Cluster:
    """An ``Executor`` on the workers of a Dask scheduler.

    Parameters
    ----------
    address
        The scheduler's address: ``tcp://HOST:PORT``.
    patience
        How many seconds to wait for a usable worker when there is none.
    """

    def __init__(self, address: str, patience: float = 15):
        self.address = address
        self.patience = patience

    def run(self, jobs: Sequence[Job]) -> Generator[Event]:
        """Render the jobs; see ``Executor``.

        Raises
        ------
        UsageError
            If no scheduler answers at the address, there is no usable worker, or Dask is not installed.
        """
        with closing(connect(self.address)) as client:  # closing it cancels the tasks that are running
            yield from _Run(client, self, jobs).events()


@dataclass(frozen=True)
class _Task:
    """A job that was given to a worker."""

    job: Job
    worker: str
    future: "Future"


class _Run:
    """The state of one run: the jobs that wait, and those that run, with their workers."""

    def __init__(self, client: "Client", cluster: Cluster, jobs: Sequence[Job]):
        self.client = client
        self.cluster = cluster
        self._no_worker = f"{cluster.address}: no worker to use"
        self.waiting = list(jobs)
        self.running: dict[str, _Task] = {}
        self.started: set[str] = set()
        self.refused: set[str] = set()
        self.deaths: Counter[str] = Counter()
        self.inbox: SimpleQueue[tuple[Any, ...]] = SimpleQueue()

    def events(self) -> Generator[Event]:
        """Render the jobs and yield events."""
        self.client.subscribe_topic(TOPIC, lambda event: self.inbox.put(event[1]))
        workers, asked, missed = self._workers(), monotonic(), None
        while self.waiting or self.running:
            if monotonic() - asked > _POLL_INTERVAL:
                workers, asked = self._workers(), monotonic()
                for key in [key for key, task in self.running.items() if task.worker not in workers]:
                    yield from self._receive(key, LOST, "its worker is gone")
            if self.running or not self.waiting or workers.keys() - self.refused:
                missed = None
                self._assign(workers)
            elif missed is None:
                missed = monotonic()
                yield Notice(f"{self._no_worker}; waiting {self.cluster.patience:g} s for one")
            elif monotonic() - missed > self.cluster.patience:
                raise click.UsageError(
                    f"{self._no_worker}; start one: dask worker {self.cluster.address} --nthreads 1"
                )
            try:
                yield from self._receive(*self.inbox.get(timeout=_POLL_INTERVAL))
            except Empty:
                continue

    def _workers(self) -> Mapping[str, int]:
        """Return the number of threads of each worker."""
        try:
            if self.client.status == "running":
                threads: Any = self.client.nthreads(callback_timeout=_ANSWER_TIMEOUT)
                return threads
        except OSError:
            pass
        raise click.UsageError(f"{self.cluster.address}: the scheduler does not answer any more")

    def _assign(self, workers: Mapping[str, int]) -> None:
        """Give waiting jobs, in order, to free threads."""
        busy = Counter(task.worker for task in self.running.values())
        free = [each for each in workers if each not in self.refused for _ in range(workers[each] - busy[each])]
        for worker in free[: len(self.waiting)]:
            job = self.waiting.pop(0)
            key = f"{job.label}-{uuid4()}"
            future = self.client.submit(eval, _TASK, {"request": encoded(job)}, key=key, workers=[worker])
            self.running[key] = _Task(job, worker, future)
            future.add_done_callback(lambda ended: self.inbox.put((ended.key, _ENDED)))

    def _receive(self, key: str, kind: str, *details: Any) -> Generator[Event]:
        """Yield the events that follow from a message about a task."""
        task = self.running.get(key)
        if task is None:  # of another run, or cancelled
            return
        if kind == _ENDED:
            return (yield from self._receive(key, *_result(task.future)))
        if kind not in (Started.__name__, Progressed.__name__):
            self.running.pop(key).future.release()
        if kind in _EVENTS:
            yield from self._with_start(_EVENTS[kind](task.job, *details))
        elif kind == REFUSED:
            self.waiting.insert(0, task.job)
            if task.worker not in self.refused:
                self.refused.add(task.worker)
                yield Notice(f"{task.worker} is not used: {details[0]}")
        elif self.deaths[task.job.label] < _ATTEMPTS - 1:
            self.deaths[task.job.label] += 1
            self.waiting.insert(0, task.job)
            yield Notice(f"{task.job.label} is begun again: {details[0]} ({task.worker})")
        else:
            yield from self._with_start(Failed(task.job, f"{details[0]} ({task.worker}), {_ATTEMPTS} times"))

    def _with_start(self, event: Started | Progressed | Done | Failed) -> Generator[Event]:
        """Yield an event, preceded by ``Started`` if it is the first of its job."""
        if event.job.label not in self.started:
            self.started.add(event.job.label)
            yield Started(event.job)
        if not isinstance(event, Started):
            yield event


def _result(future: "Future") -> tuple[Any, ...]:
    """Return the last message of a task that has ended."""
    from distributed import KilledWorker

    try:
        return future.result(timeout=_ANSWER_TIMEOUT)
    except (CancelledError, OSError, KilledWorker) as error:
        return LOST, f"its worker is gone ({type(error).__name__})"
    except Exception as error:  # the project's code cannot be run there
        return REFUSED, str(error)
