"""Where jobs are done: one interface, with this machine's processes and a cluster behind it."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from scenes.studio.build.job import Job


@dataclass(frozen=True)
class Started:
    """A job is being done."""

    job: Job


@dataclass(frozen=True)
class Progressed:
    """So many frames of a clip are done."""

    job: Job
    frames: int


@dataclass(frozen=True)
class Done:
    """A job is done: the contents of its files, by name."""

    job: Job
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Failed:
    """A job failed: why, in one line, and the traceback, if there is one."""

    job: Job
    cause: str
    traceback: str = ""


@dataclass(frozen=True)
class Remark:
    """Something else that a person should know, such as a worker that is not used."""

    text: str


Event = Started | Progressed | Done | Failed | Remark


class Executor(Protocol):
    """Does jobs and tells how it goes."""

    def run(self, jobs: Sequence[Job]) -> Generator[Event]:
        """Do the jobs, the first ones first, and yield what happens.

        Each job ends with one ``Done`` or ``Failed``. When the iterator is closed, what is being done is given up.
        """
        ...
