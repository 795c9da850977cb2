"""The process that has imported the project as the code is now: it forks what draws at each change of the lesson."""

from functools import partial
from multiprocessing.connection import Connection

import click

import backprop_core as bp
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import Job
from scenes.studio.build.lesson import open_lesson
from scenes.studio.build.plan import planned
from scenes.studio.publish.update import UpdateRequest
from scenes.studio.voice.recordings import chosen_recordings
from scenes.studio.watch.family import Child, tend
from scenes.studio.watch.lesson_line import with_line
from scenes.studio.watch.messages import Order, Place, Trouble, Wanted
from scenes.studio.watch.preview import preview
from scenes.studio.watch.refresh import refresh
from scenes.studio.watch.trouble import trouble_of


def session(boss: Connection, wanted: Wanted) -> None:
    """Follow orders until the pipe ends."""
    tend(boss, partial(_respond, boss, wanted))


def _respond(boss: Connection, wanted: Wanted, change: Order, children: list[Child]) -> list[Child]:
    """Stop what is drawn, and begin with what is out of date now: the open beat's still and preview, and the clips.

    The lesson is opened here, and not in a child, so that what is computed once stays.
    """
    for child in children:
        child.stop()
    try:
        request = _request(wanted)
        job, beat = _open(request, change.place)
        due = planned([job], Folder(wanted.out))[0].reason
    except bp.LessonError as error:
        boss.send(Trouble("", _with_line(error, wanted)))
    except click.UsageError as error:
        boss.send(Trouble("", error.format_message()))
    except Exception as error:
        boss.send(Trouble(*trouble_of(error)))
    else:
        folder = Folder(wanted.out)
        previews = [Child(preview, request, folder, job, beat)] if due else []
        return [*previews, Child(refresh, request, folder, wanted.jobs, job)]
    return []


def _with_line(error: bp.LessonError, wanted: Wanted) -> str:
    """Return what is wrong with the lesson, with the line if it can be found."""
    try:
        return with_line(str(error), wanted.lesson.read_text("utf-8-sig") if wanted.lesson else "")
    except (OSError, UnicodeDecodeError):  # which the error says
        return str(error)


def _request(wanted: Wanted) -> UpdateRequest:
    opened = open_lesson(wanted.lesson, wanted.languages, wanted.theme)
    return UpdateRequest(
        document=opened.document,
        clips=opened.chosen_clips(wanted.clips),
        languages=opened.languages,
        quality=wanted.quality,
        voice=chosen_recordings(None, opened.voice, opened.languages),
    )


def _open(request: UpdateRequest, place: Place) -> tuple[Job, str]:
    """Return the clip at a place, and the beat; the first one of what there is, if that is gone."""
    jobs = request.jobs()
    job = next((job for job in jobs if (job.language, job.clip) == (place.language, place.clip)), jobs[0])
    beats = [beat.name for beat in job.entry.clip.beats()]
    return job, place.beat if place.beat in beats else beats[0]
