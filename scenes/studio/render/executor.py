"""``Executor``, the interface for rendering jobs in local processes or on a cluster, and the events it reports."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from scenes.studio.build.job import Job


@dataclass(frozen=True)
class Started:
    """A job was started."""

    job: Job


@dataclass(frozen=True)
class Progressed:
    """A number of a job's frames have been drawn."""

    job: Job
    frames: int


@dataclass(frozen=True)
class Done:
    """A job is done; ``files`` are the contents of the clip's files, by name, the record last."""

    job: Job
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Failed:
    """A job failed: the cause in one line, and the traceback if there is one."""

    job: Job
    cause: str
    traceback: str = ""


@dataclass(frozen=True)
class Notice:
    """Something else that the user should know, such as a worker that is not used."""

    text: str


Event = Started | Progressed | Done | Failed | Notice


class Executor(Protocol):
    """Renders jobs and reports their progress."""

    def run(self, jobs: Sequence[Job]) -> Generator[Event]:
        """Render the jobs in order, several at a time, and yield events.

        Each job ends with one ``Done`` or ``Failed``. When the iterator is closed, jobs that are running are stopped.
        """
        ...
