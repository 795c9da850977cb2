"""The lecture, brought up to date: what has changed is rendered, and the joint files are made of all clips."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import click

from backprop_core.lesson.toml import Document
from scenes.kit.clip import beat_duration
from scenes.numbers.language import LANGUAGES, Language
from scenes.studio.build.catalogue import catalogue
from scenes.studio.build.folder import Folder, FolderError
from scenes.studio.build.job import Job, Recording, localized
from scenes.studio.build.manifest import ClipRecord, decoded
from scenes.studio.build.plan import PlannedClip, clip_folder, planned
from scenes.studio.media.lecture import Part
from scenes.studio.publish.lecture_files import join
from scenes.studio.publish.rendered import part_of
from scenes.studio.render.executor import Done, Event, Executor, Failed
from scenes.studio.voice.narrate import spoken
from scenes.studio.voice.recordings import Voice


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
    voice
        The recordings, by language. Clips in a language that is not named stay as they are, spoken or not.
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
        """Return a clip's recordings, by beat; None if nothing is said of that language's."""
        return self.voice[language].get(clip, {}) if language in self.voice else None

    def with_voice(self, event: Event) -> Event:
        """Return what happened; of a clip with recordings, what has become of it with them."""
        match event:
            case Done(job, files) if recordings := self.recordings(job.clip, job.language):
                try:
                    return Done(job, spoken(files, job.language, recordings))
                except click.UsageError as error:
                    return Failed(job, error.message)
        return event

    def wants(self, job: Job) -> bool:
        """Say whether a job is one of those that were asked for."""
        return job.clip in self.clips and job.language in self.languages

    def why(self, step: PlannedClip) -> str | None:
        """Say why a clip is to be rendered; None if it is not."""
        return step.reason or ("forced" if self.force else None)


class Display(Protocol):
    """Tells a person how it goes."""

    def rendering(self, due: Sequence[PlannedClip], seconds: Mapping[str, float]) -> AbstractContextManager[None]:
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
        with display.rendering(due, seconds), closing(_rendered(request, due, folder, executor)) as events:
            for event in events:
                display.show(event)
                if isinstance(event, Done):
                    record = decoded(list(event.files.values())[-1], ClipRecord)
                    steps[event.job.label] = PlannedClip(event.job, record, None)
                elif isinstance(event, Failed):
                    steps[event.job.label] = PlannedClip(event.job, None, event.cause)
                    failed += 1
    parts: dict[str, list[Part]] = {}
    for step in steps.values():
        if part := part_of(step, folder):
            parts.setdefault(step.job.language, []).append(part)
    join(parts, request.document, folder, display.wrote)
    return not failed


def expected_seconds(job: Job) -> float:
    """Return about how long a clip will be: as long as it takes to read its captions, or to say them."""
    language, speed = Language(job.language), job.document["lesson"]["reading_speed"]
    speech, beats = job.speech or {}, job.entry.clip.beats()
    return sum(beat_duration(language.text(beat.narration), speed, speech.get(beat.name)) for beat in beats)


def _seconds(step: PlannedClip) -> float:
    return float(step.record.seconds) if step.record else expected_seconds(step.job)


def _rendered(
    request: Request, due: Sequence[PlannedClip], folder: Folder, executor: Callable[[Path], Executor]
) -> Generator[Event]:
    """Render what is due, and write what is done before telling of it."""
    with closing(executor(folder.workshop()).run([step.job for step in due])) as events, _blaming(folder):
        for event in map(request.with_voice, events):
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
