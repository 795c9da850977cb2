"""Jobs done by the workers of a Dask scheduler.

Which clip goes where is decided here: the next one to the first worker that has a thread free. So a worker that does
not fit can be left out, one that dies can be replaced, and one that comes later is used. All else is Dask's: the
connections, and the transport of jobs, events and files.
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
from scenes.studio.cluster.job_process import REFUSED, packed
from scenes.studio.cluster.scheduler import connected
from scenes.studio.cluster.worker import LOST, TOPIC
from scenes.studio.render.executor import Done, Event, Failed, Progressed, Remark, Started

if TYPE_CHECKING:
    from distributed import Client, Future

# In seconds: how often to ask the scheduler for its workers, how long to wait for what it sends.
_PAUSE = 0.5
_ANSWER = 60

# How many workers may die of a clip.
_ATTEMPTS = 3

# What is put into the inbox, with a task's key, when that has come to an end.
_ENDED = "Ended"

# The task is named, not sent: the scheduler need not know the project, and its Python may be another one.
_TASK = "__import__('scenes.studio.cluster.worker', fromlist=['work']).work(errand)"

_EVENTS: dict[str, Callable[..., Started | Progressed | Done | Failed]] = {
    each.__name__: each for each in (Started, Progressed, Done, Failed)
}


class Cluster:
    """An ``Executor`` on the workers of a Dask scheduler.

    Parameters
    ----------
    address
        The scheduler's: ``tcp://HOST:PORT``.
    patience
        How many seconds to wait for a worker when there is none, or none that fits.
    """

    def __init__(self, address: str, patience: float = 15):
        self.address = address
        self.patience = patience

    def run(self, jobs: Sequence[Job]) -> Generator[Event]:
        """Do the jobs; see ``Executor``.

        Raises
        ------
        UsageError
            If no scheduler answers at the address, there is no worker that fits, or Dask is not installed.
        """
        with closing(connected(self.address)) as client:  # what is still running is given up when it leaves
            yield from _Run(client, self, jobs).events()


@dataclass(frozen=True)
class _Task:
    """A job in the hands of a worker."""

    job: Job
    worker: str
    future: "Future"


class _Run:
    """The jobs of one run: which are waiting, which are running, and where."""

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
        """Do the jobs and yield what happens."""
        self.client.subscribe_topic(TOPIC, lambda event: self.inbox.put(event[1]))
        workers, asked, missed = self._workers(), monotonic(), None
        while self.waiting or self.running:
            if monotonic() - asked > _PAUSE:
                workers, asked = self._workers(), monotonic()
                for key in [key for key, task in self.running.items() if task.worker not in workers]:
                    yield from self._heard(key, LOST, "its worker is gone")
            if self.running or not self.waiting or workers.keys() - self.refused:
                missed = None
                self._hand_out(workers)
            elif missed is None:
                missed = monotonic()
                yield Remark(f"{self._no_worker}; waiting {self.cluster.patience:g} s for one")
            elif monotonic() - missed > self.cluster.patience:
                raise click.UsageError(
                    f"{self._no_worker}; start one: dask worker {self.cluster.address} --nthreads 1"
                )
            try:
                yield from self._heard(*self.inbox.get(timeout=_PAUSE))
            except Empty:
                continue

    def _workers(self) -> Mapping[str, int]:
        """Return how many threads each worker has."""
        try:
            if self.client.status == "running":
                threads: Any = self.client.nthreads(callback_timeout=_ANSWER)
                return threads
        except OSError:
            pass
        raise click.UsageError(f"{self.cluster.address}: the scheduler does not answer any more")

    def _hand_out(self, workers: Mapping[str, int]) -> None:
        """Give the jobs that wait, the first ones first, to the threads that are free."""
        busy = Counter(task.worker for task in self.running.values())
        free = [each for each in workers if each not in self.refused for _ in range(workers[each] - busy[each])]
        for worker in free[: len(self.waiting)]:
            job = self.waiting.pop(0)
            key = f"{job.label}-{uuid4()}"
            future = self.client.submit(eval, _TASK, {"errand": packed(job)}, key=key, workers=[worker])
            self.running[key] = _Task(job, worker, future)
            future.add_done_callback(lambda ended: self.inbox.put((ended.key, _ENDED)))

    def _heard(self, key: str, kind: str, *details: Any) -> Generator[Event]:
        """Yield what a message means."""
        task = self.running.get(key)
        if task is None:  # another run's, or one that was given up
            return
        if kind == _ENDED:
            return (yield from self._heard(key, *_result(task.future)))
        if kind not in (Started.__name__, Progressed.__name__):
            self.running.pop(key).future.release()
        if kind in _EVENTS:
            yield from self._told(_EVENTS[kind](task.job, *details))
        elif kind == REFUSED:
            self.waiting.insert(0, task.job)
            if task.worker not in self.refused:
                self.refused.add(task.worker)
                yield Remark(f"{task.worker} is not used: {details[0]}")
        elif self.deaths[task.job.label] < _ATTEMPTS - 1:
            self.deaths[task.job.label] += 1
            self.waiting.insert(0, task.job)
            yield Remark(f"{task.job.label} is begun again: {details[0]} ({task.worker})")
        else:
            yield from self._told(Failed(task.job, f"{details[0]} ({task.worker}), {_ATTEMPTS} times"))

    def _told(self, event: Started | Progressed | Done | Failed) -> Generator[Event]:
        """Yield an event; that a job was started comes first, and once."""
        if event.job.label not in self.started:
            self.started.add(event.job.label)
            yield Started(event.job)
        if not isinstance(event, Started):
            yield event


def _result(future: "Future") -> tuple[Any, ...]:
    """Return how a task ended, and its files with it."""
    from distributed import KilledWorker

    try:
        return future.result(timeout=_ANSWER)
    except (CancelledError, OSError, KilledWorker) as error:
        return LOST, f"its worker is gone ({type(error).__name__})"
    except Exception as error:  # the project's code cannot be run there, for whatever reason
        return REFUSED, str(error)
