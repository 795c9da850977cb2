"""How a run goes, told to a person: with progress bars in a terminal, in plain lines elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from backprop_core.validation import printable, shown
from scenes.studio.build.job import frame_rate
from scenes.studio.build.plan import PlannedClip
from scenes.studio.render.executor import Done, Event, Failed, Notice, Progressed, Started

# A clip's length is only estimated before it is rendered; its bar does not claim to be full before it is.
_NEARLY = 0.99
_REFRESH = 0.1


class Lines:
    """One line for each thing that happens.

    Parameters
    ----------
    console
        Where to write.
    """

    def __init__(self, console: Console):
        self.console = console
        self._done = self._all = 0

    @contextmanager
    def rendering(self, due: Sequence[PlannedClip], seconds: Mapping[str, float]) -> Iterator[None]:
        """Say how much is going to be rendered."""
        self._all = len(due)
        minutes = sum(seconds.values()) / 60
        self._say(f"{_count(len(due), 'clip')} to render, about {minutes:.1f} minutes of video")
        yield

    def show(self, event: Event) -> None:
        """Say what happened."""
        match event:
            case Done(job=job):
                self._done += 1
                self._say(f"[{self._done}/{self._all}] {job.label}")
            case Failed(job=job, cause=cause):
                self._done += 1
                self._say(f"[{self._done}/{self._all}] {job.label} failed: {cause}")
            case Notice(text=text):
                self._say(text)

    def waiting(self, folder: Path) -> None:
        """Say that another run holds the folder."""
        self._say(f"{shown(folder)}: another run is at work there; waiting for it to end")

    def idle(self) -> None:
        """Say that there is nothing to render."""
        self._say("all clips are up to date")

    def wrote(self, path: Path) -> None:
        """Say that a joint file was written."""
        self._say(shown(path))

    def _say(self, text: str) -> None:
        say(text, self.console)


class Bars(Lines):
    """A bar for the whole and one for each running clip; lines only for what remains."""

    def __init__(self, console: Console):
        super().__init__(console)
        columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[far]}"), TimeElapsedColumn()
        # No thread of its own: processes are forked meanwhile.
        self._progress = Progress(*columns, console=console, auto_refresh=False, transient=True)
        self._seconds: Mapping[str, float] = {}
        self._reached: dict[str, float] = {}
        self._tasks: dict[str, TaskID] = {}
        self._refreshed = 0.0

    @contextmanager
    def rendering(self, due: Sequence[PlannedClip], seconds: Mapping[str, float]) -> Iterator[None]:
        """Show the whole's bar, and take all bars away in the end."""
        self._seconds = seconds
        with super().rendering(due, seconds), self._progress:
            self._whole = self._progress.add_task("lecture", total=sum(seconds.values()), far=f"0/{self._all}")
            yield

    def show(self, event: Event) -> None:
        """Move the bars."""
        match event:
            case Started(job=job) if job.label not in self._tasks:
                length = self._seconds[job.label]
                self._tasks[job.label] = self._progress.add_task(escape(job.label), total=length, far="")
            case Progressed(job=job, frames=frames):
                seconds = min(frames / frame_rate(job.quality), _NEARLY * self._seconds[job.label])
                self._reached[job.label] = seconds
                self._progress.update(self._tasks[job.label], completed=seconds, far=f"{frames} frames")
            case Done(job=job) | Failed(job=job):
                super().show(event)
                self._reached[job.label] = self._seconds[job.label]
                self._progress.remove_task(self._tasks[job.label])
            case Notice():
                super().show(event)
        self._progress.update(self._whole, completed=sum(self._reached.values()), far=f"{self._done}/{self._all}")
        if monotonic() - self._refreshed > _REFRESH:
            self._refreshed = monotonic()
            self._progress.refresh()


def say(text: str, console: Console) -> None:
    """Write one line of text as it is; what would act on a terminal is escaped."""
    console.print(printable(text), markup=False, emoji=False, highlight=False, soft_wrap=True)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
