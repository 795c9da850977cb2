"""Finds the rendered clips that are up to date, as parts of the lecture."""

from collections import Counter
from collections.abc import Sequence

from backprop_core.lesson.toml import Document
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import Job, localized
from scenes.studio.build.plan import PlannedClip, clip_folder, planned
from scenes.studio.media.lecture import LecturePart


def lecture_part(step: PlannedClip, folder: Folder) -> LecturePart | None:
    """Return a planned clip as a part of the lecture; None if it is out of date."""
    if step.reason or not step.record:
        return None
    entry = step.job.entry
    return LecturePart(entry.number, step.record, folder.path / clip_folder(step.job) / f"{entry.stem}.mp4")


def planned_as_rendered(clips: Sequence[str], document: Document, language: str, folder: Folder) -> list[PlannedClip]:
    """Plan the clips of a lesson, in the quality and the theme that most of them are rendered in."""

    def steps(quality: str, theme: str | None) -> list[PlannedClip]:
        return planned([Job.of(clip, localized(document, language, theme), quality) for clip in clips], folder)

    records = [step.record for step in steps("l", None) if step.record]
    looks = Counter((record.depends["quality"], record.depends["theme"]) for record in records)
    return steps(*looks.most_common(1)[0][0]) if looks else steps("l", None)
