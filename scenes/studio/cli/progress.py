"""Shows the progress of a run: as bars in a terminal, as plain lines elsewhere."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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

# A clip's length is only estimated before it is rendered: until then its bar is filled to this share at most.
_FULLEST = 0.99

# The seconds between two refreshes of the bars.
_REFRESH = 0.1


class LineProgress:
    """Prints a line for each event.

    Parameters
    ----------
    console
        Where the lines are printed.
    """

    def __init__(self, console: Console):
        self.console = console
        self._done = self._total = 0

    @contextmanager
    def rendering(self, due: Sequence[PlannedClip], seconds: Mapping[str, float]) -> Iterator[None]:
        """Print how much is going to be rendered."""
        self._total = len(due)
        minutes = sum(seconds.values()) / 60
        self._print(f"{_count(len(due), 'clip')} to render, about {minutes:.1f} minutes of video")
        yield

    def show(self, event: Event) -> None:
        """Print an event."""
        match event:
            case Done(job=job):
                self._done += 1
                self._print(f"[{self._done}/{self._total}] {job.label}")
            case Failed(job=job, cause=cause):
                self._done += 1
                self._print(f"[{self._done}/{self._total}] {job.label} failed: {cause}")
            case Notice(text=text):
                self._print(text)

    def waiting(self, folder: Path) -> None:
        """Print that another run holds the folder."""
        self._print(f"{shown(folder)}: another run is at work there; waiting for it to end")

    def idle(self) -> None:
        """Print that there is nothing to render."""
        self._print("all clips are up to date")

    def wrote(self, path: Path) -> None:
        """Print that a file was written."""
        self._print(shown(path))

    @contextmanager
    def drawing(self, _what: str, _seconds: float) -> Iterator[Callable[[float], None]]:
        """Show how far one file is, of about so many seconds; yield a function to call with each bit of them."""
        yield lambda _seconds: None

    def _print(self, text: str) -> None:
        print_line(text, self.console)


class BarProgress(LineProgress):
    """Shows a bar for the lecture and one for each clip being rendered; prints lines for what happened."""

    def __init__(self, console: Console):
        super().__init__(console)
        columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[far]}"), TimeElapsedColumn()
        # No refreshing thread: processes are forked while the bars are shown.
        self._progress = Progress(*columns, console=console, auto_refresh=False, transient=True)
        self._seconds: Mapping[str, float] = {}
        self._reached: dict[str, float] = {}
        self._tasks: dict[str, TaskID] = {}
        self._refreshed = 0.0

    @contextmanager
    def rendering(self, due: Sequence[PlannedClip], seconds: Mapping[str, float]) -> Iterator[None]:
        """Show the lecture's bar, and remove all bars in the end."""
        self._seconds = seconds
        with super().rendering(due, seconds), self._progress:
            self._whole = self._progress.add_task("lecture", total=sum(seconds.values()), far=f"0/{self._total}")
            yield

    def show(self, event: Event) -> None:
        """Move the bars to where an event brings them."""
        match event:
            case Started(job=job) if job.label not in self._tasks:
                length = self._seconds[job.label]
                self._tasks[job.label] = self._progress.add_task(escape(job.label), total=length, far="")
            case Progressed(job=job, frames=frames):
                seconds = min(frames / frame_rate(job.quality), _FULLEST * self._seconds[job.label])
                self._reached[job.label] = seconds
                self._progress.update(self._tasks[job.label], completed=seconds, far=f"{frames} frames")
            case Done(job=job) | Failed(job=job):
                super().show(event)
                self._reached[job.label] = self._seconds[job.label]
                self._progress.remove_task(self._tasks[job.label])
            case Notice():
                super().show(event)
        self._progress.update(self._whole, completed=sum(self._reached.values()), far=f"{self._done}/{self._total}")
        self._refresh()

    @contextmanager
    def drawing(self, what: str, seconds: float) -> Iterator[Callable[[float], None]]:
        """Show a bar, and remove it in the end."""
        reached = 0.0

        def advance(by: float) -> None:
            nonlocal reached
            reached += by
            self._progress.update(bar, completed=min(reached, _FULLEST * seconds), far=f"{reached:.1f} s")
            self._refresh()

        with self._progress:
            bar = self._progress.add_task(escape(what), total=seconds, far="")
            yield advance

    def _refresh(self) -> None:
        if monotonic() - self._refreshed > _REFRESH:
            self._refreshed = monotonic()
            self._progress.refresh()


def print_line(text: str, console: Console) -> None:
    """Print a line of text as it is, with control characters escaped."""
    console.print(printable(text), markup=False, emoji=False, highlight=False, soft_wrap=True)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
