"""Draws the open beat before its film is there: its last picture, then a preview that is played while it is drawn."""

import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from time import monotonic, sleep

import msgspec
import numpy as np
from manim import tempconfig

from scenes.kit.clip import Clip
from scenes.kit.flow.beats import PlayedBeat, beat_duration
from scenes.kit.flow.captions import timed
from scenes.numbers.language import Language
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import Job, frame_rate, frame_size
from scenes.studio.build.manifest import BeatRecord, CaptionRecord, ClipRecord, FileRecord
from scenes.studio.build.plan import planned
from scenes.studio.export.excerpt import Excerpt, FrameRenderer
from scenes.studio.export.still import png_of
from scenes.studio.media.fragments import fragments
from scenes.studio.publish.update import UpdateRequest
from scenes.studio.render.assemble import numbers_shown
from scenes.studio.render.draw import manim_defaults, render_settings
from scenes.studio.render.posters import NO_FILES
from scenes.studio.render.processes import describe_error
from scenes.studio.watch.live_page import preview_page
from scenes.studio.watch.messages import Piece, Place, Preview, Still, Trouble

# That of a preview, whatever the film's is: one in which drawing is faster than playing.
_QUALITY = "l"

# How many seconds a preview is ahead of who plays it from the end of its first beat; the rest of the time, the
# processor is the film's. Whether that is there is looked at after so many seconds.
_AHEAD, _PAUSE = 3, 0.2


class _FilmIsThereError(Exception):
    """Nobody needs the rest of a preview."""


def preview(boss: Connection, request: UpdateRequest, folder: Folder, job: Job, beat: str) -> None:
    """Draw the last picture of a beat, then that beat and those after it, until the film is there.

    A clip that is spoken has no preview, which would be silent.
    """
    place = Place(job.language, job.clip, beat)
    try:
        excerpt = Excerpt(job.clip, beat, job.document, transparent=False, width=frame_size(job.quality)[0])
        canvas, rehearsal = excerpt.draw_last()
        picture = png_of(canvas, rehearsal, transparent=False)
    except Exception as error:
        boss.send(Trouble(job.label, describe_error(error), traceback.format_exc()))
        return
    boss.send(Still(place, picture))
    if not job.speech:
        with suppress(Exception):  # the film has it too, and says what is wrong
            _draw(boss, request, folder, job, place, rehearsal)
        boss.send(Piece(b""))


def _draw(boss: Connection, request: UpdateRequest, folder: Folder, job: Job, place: Place, rehearsal: Clip) -> None:
    """Draw from a beat on; ``rehearsal`` has come to the end of that beat."""
    rate, begun, left = frame_rate(_QUALITY), 0.0, 0.0

    def show(pixels: np.ndarray, frames: int) -> None:
        """Add a picture; before the first one, send the page that shows them."""
        nonlocal begun, left
        if not begun:
            record = _expected(clip, rehearsal, job)
            boss.send(Preview(place, preview_page(request, folder, place, record)))
            first = next(each for each in record.beats if each.name == place.beat)
            begun, left = monotonic(), first.end - first.start + _AHEAD
        add(pixels, frames)
        left -= frames / rate
        while left + monotonic() - begun < 0:
            if not planned([job], folder)[0].reason:
                raise _FilmIsThereError
            sleep(_PAUSE)

    with tempconfig(manim_defaults()), tempconfig(render_settings(_QUALITY) | NO_FILES):
        clip = job.entry.clip(FrameRenderer(show), lesson=job.lesson(), since=place.beat, rehearsal=rehearsal)
        with fragments(lambda data: boss.send(Piece(data)), frame_size(_QUALITY), rate) as add:
            clip.render()


def _expected(clip: Clip, rehearsal: Clip, job: Job) -> ClipRecord:
    """Return the record that a film is expected to have, when it has come to the beat that is drawn first.

    A beat lasts until what it says is read. Numbers are known as far as the clip was rehearsed.
    """
    beats, speed = list(clip.played), clip.lesson.reading_speed
    for each in clip.beats()[len(beats) :]:
        said, start = clip.narration(each), beats[-1].end if beats else 0.0
        beats.append(PlayedBeat(each.name, said, start, start + beat_duration(said, speed, None)))
    captions = [caption for beat in beats for caption in timed(beat.narration, beat.start, beat.end)]
    (width, height), rate, language = frame_size(_QUALITY), frame_rate(_QUALITY), Language(job.language)
    record = ClipRecord(
        clip=job.clip,
        headline=language.text(clip.headline),
        about=language.text(str(clip.__doc__)),
        frames=round(beats[-1].end * rate),
        frame_rate=rate,
        width=width,
        height=height,
        beats=[BeatRecord(name=b.name, start=b.start, end=b.end, narration=b.narration) for b in beats],
        captions=[CaptionRecord(start=c.start, end=c.end, text=c.text) for c in captions],
        numbers=numbers_shown(rehearsal.typesetter.ledger.entries, beats, language),
        depends=job.depends,
        sentences={},
        files={},
    )
    film = FileRecord.of(msgspec.json.encode(record))  # there is no file yet, but another film has another hash
    return msgspec.structs.replace(record, files={f"{job.entry.stem}.mp4": film})
