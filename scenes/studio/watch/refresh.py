"""Brings the lecture up to date as ``render`` does, the clip that is looked at first, and tells how far it is."""

import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import click

from backprop_core.validation import shown
from scenes.studio.build.folder import Folder, FolderError
from scenes.studio.build.job import Job
from scenes.studio.build.plan import PlannedClip
from scenes.studio.publish.update import UpdateRequest, update_lecture
from scenes.studio.render.executor import Done, Event, Executor, Failed
from scenes.studio.render.processes import Processes
from scenes.studio.watch.live_page import live_pages
from scenes.studio.watch.messages import Begun, Ended, Rendered, Trouble
from scenes.studio.watch.trouble import trouble_of

# By how much films give way to the preview, the editor and the browser, should there be no core for each.
_NICENESS = 10


def refresh(boss: Connection, request: UpdateRequest, folder: Folder, jobs: int, first: Job) -> None:
    """Render what is out of date and make the files of the lecture; tell it to the parent.

    Parameters
    ----------
    jobs
        How many clips are drawn at a time.
    first
        The clip that is rendered first, and alone.
    """
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_NICENESS)
    news = _News(boss, request, folder)
    try:
        with folder.locked(news.tell_of_waiting):
            news.tell_pages()
            update_lecture(request, folder, _OneFirst(Processes(jobs), first), news)
        boss.send(Ended())
    except (BrokenPipeError, ConnectionResetError):
        raise  # nobody listens any more
    except (FolderError, click.UsageError) as error:
        boss.send(Trouble("", str(error)))
    except Exception as error:
        boss.send(Trouble(*trouble_of(error)))


class _OneFirst:
    """An ``Executor`` that runs one job before the others, so that it has all cores.

    Parameters
    ----------
    others
        The executor that runs both.
    """

    def __init__(self, others: Executor, first: Job):
        self._executor, self._first = others, first

    def run(self, jobs: Sequence[Job]) -> Generator[Event]:
        """Run the jobs; see ``Executor``."""
        for some in ([job for job in jobs if self._goes_first(job) == wanted] for wanted in (True, False)):
            yield from self._executor.run(some)

    def _goes_first(self, job: Job) -> bool:
        return job.label == self._first.label


class _News:
    """A ``Display`` that tells the parent."""

    def __init__(self, boss: Connection, request: UpdateRequest, folder: Folder):
        self._boss, self._request, self._folder = boss, request, folder

    def tell_of_waiting(self) -> None:
        """Tell that another run holds the folder."""
        self._boss.send(
            Trouble("", f"{shown(self._folder.path)}: another run is at work there; waiting for it to end")
        )

    def tell_pages(self) -> None:
        """Tell what the pages are now."""
        self._boss.send(live_pages(self._request, self._folder))

    @contextmanager
    def rendering(self, due: Sequence[PlannedClip], _seconds: Mapping[str, float]) -> Iterator[None]:
        """Tell how many clips are going to be rendered."""
        self._boss.send(Begun(len(due)))
        yield

    def show(self, event: Event) -> None:
        """Tell that a clip is there, or cannot be drawn."""
        match event:
            case Done(job=job):
                self._boss.send(Rendered(job.label, job.language, job.clip))
                self.tell_pages()
            case Failed(job=job, cause=cause, traceback=details):
                self._boss.send(Trouble(job.label, cause, details))

    def idle(self) -> None:
        """Tell that there is nothing to render."""
        self._boss.send(Begun(0))

    def wrote(self, _path: Path) -> None:
        """Do not tell of files of the whole lecture: the page has no part of them."""
