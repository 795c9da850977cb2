"""The lecture, brought up to date: what has changed is rendered, and the joint files are made of all clips."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from backprop_core.lesson_file import Document
from scenes.kit.clip import SHORTEST
from scenes.kit.language import LANGUAGES, Language
from scenes.studio.catalogue import catalogue
from scenes.studio.executors import Done, Event, Executor, Failed
from scenes.studio.folder import Folder, FolderError
from scenes.studio.job import Job, told
from scenes.studio.joint import join
from scenes.studio.lecture import Part
from scenes.studio.plan import Step, clip_folder, planned
from scenes.studio.record import ClipRecord, decoded
from scenes.studio.rendered import part_of


@dataclass(frozen=True)
class Request:
    """What is to be brought up to date.

    Parameters
    ----------
    document
        The lesson, complete, in the theme that is wanted.
    clips
        The names of the clips.
    languages
        The languages.
    quality
        One of ``job.QUALITIES``.
    force
        Render clips that are up to date too.
    """

    document: Document
    clips: Sequence[str]
    languages: Sequence[str]
    quality: str
    force: bool = False

    def jobs(self) -> list[Job]:
        """Return a job for each clip in each language."""
        documents = [told(self.document, language) for language in self.languages]
        return [Job.of(clip, document, self.quality) for document in documents for clip in self.clips]

    def wants(self, job: Job) -> bool:
        """Say whether a job is one of those that were asked for."""
        return job.clip in self.clips and job.language in self.languages

    def why(self, step: Step) -> str | None:
        """Say why a clip is to be rendered; None if it is not."""
        return step.reason or ("forced" if self.force else None)


class Display(Protocol):
    """Tells a person how it goes."""

    def rendering(self, due: Sequence[Step], seconds: Mapping[str, float]) -> AbstractContextManager[None]:
        """Say what is rendered from now on, and about how long, by its job's label, each clip is."""
        ...

    def show(self, event: Event) -> None:
        """Say what happened."""
        ...

    def idle(self) -> None:
        """Say that there is nothing to render."""
        ...

    def wrote(self, path: Path) -> None:
        """Say that a joint file was written."""
        ...


def regenerate(request: Request, folder: Folder, executor: Callable[[Path], Executor], display: Display) -> bool:
    """Bring a folder that is held up to date; return whether no clip failed.

    Parameters
    ----------
    executor
        Given a folder for unfinished files, returns what does the jobs.

    Raises
    ------
    FolderError
        If something cannot be written. What was written before stays, and the next run goes on from there.
    """
    whole = replace(request, clips=list(catalogue()), languages=LANGUAGES)
    steps = {step.job.label: step for step in planned(whole.jobs(), folder)}
    due = [step for step in steps.values() if request.wants(step.job) and request.why(step)]
    failed = 0
    if not due:
        display.idle()
    else:
        due.sort(key=_seconds, reverse=True)
        seconds = {step.job.label: _seconds(step) for step in due}
        with display.rendering(due, seconds), closing(_rendered(due, folder, executor)) as events:
            for event in events:
                display.show(event)
                if isinstance(event, Done):
                    record = decoded(list(event.files.values())[-1], ClipRecord)
                    steps[event.job.label] = Step(event.job, record, None)
                elif isinstance(event, Failed):
                    steps[event.job.label] = Step(event.job, None, event.cause)
                    failed += 1
    parts: dict[str, list[Part]] = {}
    for step in steps.values():
        if part := part_of(step, folder):
            parts.setdefault(step.job.language, []).append(part)
    join(parts, request.document, folder, display.wrote)
    return not failed


def expected_seconds(job: Job) -> float:
    """Return about how long a clip will be: as long as it takes to read its captions."""
    language, speed = Language(job.language), job.document["lesson"]["reading_speed"]
    return sum(max(len(language.text(beat.narration)) / speed, SHORTEST) for beat in job.entry.clip.beats())


def _seconds(step: Step) -> float:
    return float(step.record.seconds) if step.record else expected_seconds(step.job)


def _rendered(due: Sequence[Step], folder: Folder, executor: Callable[[Path], Executor]) -> Generator[Event]:
    """Render what is due, and write what is done before telling of it."""
    with closing(executor(folder.workshop()).run([step.job for step in due])) as events, _blaming(folder):
        for event in events:
            if isinstance(event, Done):
                names = [f"{clip_folder(event.job)}/{name}" for name in event.files]
                folder.remove(names[-1])  # the record, which vouches for the others: it goes first and comes last
                folder.write(dict(zip(names, event.files.values(), strict=True)))
            elif isinstance(event, Failed):
                folder.check()
            yield event


@contextmanager
def _blaming(folder: Folder) -> Iterator[None]:
    """Without its folder nothing can be written and no clip be drawn: that is said, not what came of it."""
    try:
        yield
    except FolderError:
        folder.check()
        raise
