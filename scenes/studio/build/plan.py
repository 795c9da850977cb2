"""Finds the clips that are out of date, and says why."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.numbers.language import Language
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import Job
from scenes.studio.build.manifest import RECORDING, ClipRecord, decoded

CLIPS = "clips"
"""The folder of the clips, within the folder of a language."""

NOT_RENDERED = "not rendered yet"
"""The reason for rendering a clip that has no record."""


@dataclass(frozen=True)
class PlannedClip:
    """A job, the clip's present state, and the reason for rendering it again.

    Parameters
    ----------
    record
        The record of the clip as it is now; None if it is missing or damaged.
    reason
        Why the clip must be rendered; None if it is up to date.
    """

    job: Job
    record: ClipRecord | None
    reason: str | None


def planned(jobs: Sequence[Job], folder: Folder) -> list[PlannedClip]:
    """Return a planned clip for each job."""
    return [_planned(job, folder) for job in jobs]


def clip_folder(job: Job) -> str:
    """Return the path of a clip's folder, within the output folder."""
    return f"{job.language}/{CLIPS}"


def _planned(job: Job, folder: Folder) -> PlannedClip:
    record = decoded(folder.read(f"{clip_folder(job)}/{job.entry.stem}.json"), ClipRecord)
    if record is None:
        return PlannedClip(job, None, NOT_RENDERED)
    if damaged := folder.first_damaged(record.files, clip_folder(job)):
        return PlannedClip(job, None, f"{damaged} is missing or damaged")
    return PlannedClip(job, record, _change(job, record))


def _change(job: Job, record: ClipRecord) -> str | None:
    """Say what has changed since a clip was rendered; None if nothing has."""
    for name, now in job.depends.items():
        before = record.depends.get(name)
        if before != now:
            return _difference(name, now, before)
    if job.speech is not None:
        for name in record.depends:
            if name.startswith(RECORDING) and name not in job.depends:
                return f"its {name} is not used any more"
    language = Language(job.language)
    changed = [said for english, said in record.sentences.items() if language.text(english) != said]
    return f"a sentence changed: “{changed[0]}”" if changed else None


def _difference(name: str, now: str, before: str | None) -> str:
    if name.startswith(RECORDING):
        return f"its {name} changed" if before else f"it has a {name} now"
    return _WHAT_CHANGED.get(name, f"{name} is {now}, was {before}")


_WHAT_CHANGED = {
    "lesson": "its part of the lesson changed",
    "own sentences": "one of the lesson’s own sentences for it changed",
    "source": "its source changed",
    "begins with": "the clip before it is another one",
    "sound": "the source of its sound changed",
}
