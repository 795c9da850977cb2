"""Which clips are out of date, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.numbers.language import Language
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import Job
from scenes.studio.build.manifest import RECORDING, ClipRecord, decoded

CLIPS = "clips"
"""The folder of the clips within that of a language."""

NOT_RENDERED = "not rendered yet"
"""Why a clip is to be rendered of which nothing is there."""


@dataclass(frozen=True)
class PlannedClip:
    """A job, what there is of it already, and why it has to be done.

    Parameters
    ----------
    record
        The record of the clip as it is now, if it is whole.
    reason
        Why it is to be rendered; None if it is up to date.
    """

    job: Job
    record: ClipRecord | None
    reason: str | None


def planned(jobs: Sequence[Job], folder: Folder) -> list[PlannedClip]:
    """Return a step for each job."""
    return [_step(job, folder) for job in jobs]


def clip_folder(job: Job) -> str:
    """Return where in the lecture's folder a clip's files are."""
    return f"{job.language}/{CLIPS}"


def _step(job: Job, folder: Folder) -> PlannedClip:
    record = decoded(folder.read(f"{clip_folder(job)}/{job.entry.stem}.json"), ClipRecord)
    if record is None:
        return PlannedClip(job, None, NOT_RENDERED)
    if damaged := folder.first_damaged(record.files, clip_folder(job)):
        return PlannedClip(job, None, f"{damaged} is missing or damaged")
    return PlannedClip(job, record, _change(job, record))


def _change(job: Job, record: ClipRecord) -> str | None:
    """Say what has changed since a clip was rendered."""
    for name, now in job.depends.items():
        before = record.depends.get(name)
        if before != now:
            return _named(name, now, before)
    if job.speech is not None:
        for name in record.depends:
            if name.startswith(RECORDING) and name not in job.depends:
                return f"its {name} is not used any more"
    language = Language(job.language)
    changed = [said for english, said in record.sentences.items() if language.text(english) != said]
    return f"a sentence changed: “{changed[0]}”" if changed else None


def _named(name: str, now: str, before: str | None) -> str:
    if name.startswith(RECORDING):
        return f"its {name} changed" if before else f"it has a {name} now"
    return _WHAT_CHANGED.get(name, f"{name} is {now}, was {before}")


_WHAT_CHANGED = {
    "lesson": "its part of the lesson changed",
    "source": "its source changed",
    "sound": "the source of its sound changed",
}
