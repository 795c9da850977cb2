"""Collects the data of the player's page from the records of rendered clips."""

from collections.abc import Mapping, Sequence

import backprop_core as bp
from scenes.kit.clip import Clip
from scenes.kit.flow.catalogue import catalogue
from scenes.numbers.chain import LastLayer
from scenes.numbers.language import Language
from scenes.studio.build.manifest import BeatRecord, ClipRecord
from scenes.studio.media.lecture import LecturePart
from scenes.studio.publish import player_page
from scenes.studio.publish.portions import Portion, chapters


def player_data(
    lecture: Portion,
    lesson: bp.Lesson,
    rendered: Mapping[str, Sequence[LecturePart]],
    *,
    clips: str,
    chapter_videos: str,
    page: str,
    explorer: str,
) -> player_page.PlayerLecture:
    """Return the data of the page in one language.

    Parameters
    ----------
    lecture
        The whole lecture in this language; its video stands beside the page.
    lesson
        The lesson, in this language and in the theme of the clips.
    rendered
        The clips that are up to date, by language.
    clips, chapter_videos, page, explorer
        The folders of the clips and of the chapters' videos, the page itself and the explorer, relative to the page.
    """
    language = lecture.language
    others = {code: {part.record.clip: part.record for part in found} for code, found in rendered.items()}
    return {
        "title": lecture.title,
        "credits": lesson.credits.lines,
        "language": language.code,
        "theme": lesson.theme,
        "languages": [
            {
                "code": code,
                "name": Language(code).own_name,
                "page": page if code == language.code else f"../{code}/{page}",
                "poster": f"../{code}/{_poster(found[0], clips)}" if found and code != language.code else "",
            }
            for code, found in rendered.items()
        ],
        "chapters": [
            {
                "number": chapter.number,
                "title": language.text(chapter.title),
                "clips": [part.record.clip for part in portion.parts],
                "video": _video(portion, f"{chapter_videos}/"),
            }
            for chapter, portion in chapters(lecture).items()
        ],
        "clips": [_clip(part, lesson, clips, others) for part in lecture.parts],
        "lecture": _video(lecture),
        "voiced": any(part.record.voiced for part in lecture.parts),
        "explorer": explorer,
    }


def _video(portion: Portion, where: str = "") -> player_page.PlayerVideo:
    seconds = float(sum(part.record.seconds for part in portion.parts))
    return {"video": f"{where}{portion.name}.mp4", "seconds": seconds}


def _poster(part: LecturePart, folder: str) -> str:
    """Return a clip's poster, relative to the page."""
    return f"{folder}/{part.video.with_suffix('.png').name}"


def _clip(
    part: LecturePart, lesson: bp.Lesson, folder: str, others: Mapping[str, Mapping[str, ClipRecord]]
) -> player_page.PlayerClip:
    record = part.record
    clip = catalogue()[record.clip].clip
    return {
        "name": record.clip,
        "number": part.number,
        "title": record.headline,
        "about": record.about,
        "video": f"{folder}/{part.video.name}",
        "poster": _poster(part, folder),
        "seconds": float(record.seconds),
        "width": record.width,
        "height": record.height,
        "beats": [
            {
                "name": beat.name,
                "start": beat.start,
                "end": beat.end,
                "narration": beat.narration,
                "explores": explored(clip, beat.name, lesson),
            }
            for beat in record.beats
        ],
        "captions": {
            code: captions_for(record.beats, records[record.clip])
            for code, records in others.items()
            if record.clip in records
        },
        "numbers": [
            {"beat": each.beat, "symbol": each.symbol, "value": each.value, "shown": each.shown, "given": each.given}
            for each in record.numbers
            if each.value is not None
        ],
    }


def explored(clip: type[Clip], beat: str, lesson: bp.Lesson) -> str:
    """Return the state of the explorer that a beat links to, with the lesson's names; see ``Clip``.

    A beat that the clip does not have any more links to the clip's own.

    >>> explored(catalogue()["MultiplePaths"].clip, "one_path_at_a_time", bp.default_lesson())
    'view=layers&layers.pick=a1[2]&layers.path=0'
    """
    state = next((each.explores for each in clip.beats() if each.name == beat), "") or clip.explores
    return state.format(
        weight=lesson.layers.watched_weight,
        neuron=lesson.layers.watched_neuron,
        smallest=LastLayer.shrinking(lesson.chain.nudge)[-1],
        steps=lesson.descent.steps,
    )


def captions_for(beats: Sequence[BeatRecord], other: ClipRecord) -> list[player_page.PlayerCaption]:
    """Return the captions of a clip's record in any language, timed for the beats of the clip in this one.

    A beat lasts as long as its narration takes to read, which differs between languages.
    """
    found: list[player_page.PlayerCaption] = []
    for here, there in zip(beats, other.beats, strict=True):
        scale = (here.end - here.start) / (there.end - there.start)
        for each in other.captions:
            if there.start <= (each.start + each.end) / 2 < there.end:
                start, end = (here.start + (second - there.start) * scale for second in (each.start, each.end))
                found.append({"start": start, "end": end, "text": each.text})
    return found
