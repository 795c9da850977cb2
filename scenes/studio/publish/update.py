"""Brings the lecture up to date: renders the clips that are out of date, and makes the files of the whole lecture."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import click

import backprop_core as bp
from backprop_core.lesson.narration import own_words
from backprop_core.lesson.toml import Document
from scenes.kit.flow.beats import expected_seconds
from scenes.kit.flow.catalogue import lecture
from scenes.locale.languages import all_languages
from scenes.studio.build.folder import Folder, FolderError
from scenes.studio.build.job import Job, Recording, localized
from scenes.studio.build.manifest import ClipRecord, decoded
from scenes.studio.build.plan import PlannedClip, clip_folder, planned
from scenes.studio.media.lecture import LecturePart
from scenes.studio.publish.lecture_files import update_lecture_files
from scenes.studio.publish.rendered import lecture_part
from scenes.studio.render.executor import Done, Event, Executor, Failed
from scenes.studio.voice.narrate import narrated
from scenes.studio.voice.recordings import Voice


@dataclass(frozen=True)
class UpdateRequest:
    """What a run is asked to bring up to date.

    Parameters
    ----------
    document
        The complete lesson, in the theme that is wanted.
    clips
        The names of the clips.
    languages
        The codes of the languages.
    quality
        One of ``job.QUALITIES``.
    force
        Render clips that are up to date too.
    voice
        The recordings, by language. Clips in a language that is missing here stay as they are, spoken or silent.
    """

    document: Document
    clips: Sequence[str]
    languages: Sequence[str]
    quality: str
    force: bool = False
    voice: Mapping[str, Voice] = field(default_factory=dict)

    def jobs(self) -> list[Job]:
        """Return a job for each clip in each language."""
        documents = {language: localized(self.document, language) for language in self.languages}
        return [
            Job.of(clip, document, self.quality, self.recordings(clip, language))
            for language, document in documents.items()
            for clip in self.clips
        ]

    def recordings(self, clip: str, language: str) -> Mapping[str, Recording] | None:
        """Return a clip's recordings, by beat; None if ``voice`` does not have the language."""
        return self.voice[language].get(clip, {}) if language in self.voice else None

    def narrated(self, event: Event) -> Event:
        """Return an event; for a clip with recordings that is done, the event of putting them into its video."""
        match event:
            case Done(job, files) if recordings := self.recordings(job.clip, job.language):
                try:
                    return Done(job, narrated(files, job.language, recordings))
                except click.UsageError as error:
                    return Failed(job, error.message)
        return event

    def wants(self, job: Job) -> bool:
        """Return whether a job is of a clip and a language that are asked for."""
        return job.clip in self.clips and job.language in self.languages

    def reason(self, step: PlannedClip) -> str | None:
        """Return why a clip is to be rendered; None if it is not."""
        return step.reason or ("forced" if self.force else None)


class Display(Protocol):
    """Shows the progress of a run."""

    def rendering(self, due: Sequence[PlannedClip], seconds: Mapping[str, float], /) -> AbstractContextManager[None]:
        """Show what is going to be rendered; ``seconds`` are the clips' expected lengths, by their jobs' labels."""
        ...

    def show(self, event: Event) -> None:
        """Show an event."""
        ...

    def idle(self) -> None:
        """Show that there is nothing to render."""
        ...

    def wrote(self, path: Path, /) -> None:
        """Show that a file of the whole lecture was written."""
        ...


def update_lecture(request: UpdateRequest, folder: Folder, executor: Executor, display: Display) -> bool:
    """Bring the lecture's folder up to date; return whether no clip failed.

    Parameters
    ----------
    folder
        The folder, which this run must hold.

    Raises
    ------
    FolderError
        If a file cannot be written. What was written before stays, and the next run goes on from there.
    """
    whole = replace(request, clips=list(lecture(bp.make_lesson(request.document))), languages=all_languages())
    steps = {step.job.label: step for step in planned(whole.jobs(), folder)}
    due = [step for step in steps.values() if request.wants(step.job) and request.reason(step)]
    failed = 0
    if not due:
        display.idle()
    else:
        due.sort(key=_seconds, reverse=True)
        seconds = {step.job.label: _seconds(step) for step in due}
        with display.rendering(due, seconds), closing(_rendered(request, due, folder, executor)) as events:
            for event in events:
                display.show(event)
                if isinstance(event, Done):
                    record = decoded(list(event.files.values())[-1], ClipRecord)
                    steps[event.job.label] = PlannedClip(event.job, record, None)
                elif isinstance(event, Failed):
                    steps[event.job.label] = PlannedClip(event.job, None, event.cause)
                    failed += 1
    parts: dict[str, list[LecturePart]] = {}
    for step in steps.values():
        if part := lecture_part(step, folder):
            parts.setdefault(step.job.language, []).append(part)
    update_lecture_files(parts, request.document, folder, display.wrote)
    return not failed


def _seconds(step: PlannedClip) -> float:
    """Return a clip's length; an estimate if it is not rendered."""
    if step.record:
        return float(step.record.seconds)
    job = step.job
    return expected_seconds(
        job.entry.clip.beats(), job.document["lesson"], own_words(job.document, job.clip), job.speech or {}
    )


def _rendered(
    request: UpdateRequest, due: Sequence[PlannedClip], folder: Folder, executor: Executor
) -> Generator[Event]:
    """Render the clips that are due, and yield each event after the clip's files are written."""
    folder.unfinished_folder()  # made first: if nothing can be written there, no clip is drawn
    with closing(executor.run([step.job for step in due])) as events, _folder_checked(folder):
        for event in map(request.narrated, events):
            if isinstance(event, Done):
                names = [f"{clip_folder(event.job)}/{name}" for name in event.files]
                folder.remove(names[-1])  # the record vouches for the others: removed first, written last
                folder.write(dict(zip(names, event.files.values(), strict=True)))
            elif isinstance(event, Failed):
                folder.check_in_place()
            yield event


@contextmanager
def _folder_checked(folder: Folder) -> Iterator[None]:
    """If the folder is gone, report that rather than the error that followed from it."""
    try:
        yield
    except FolderError:
        folder.check_in_place()
        raise
