"""Joins clips to one video with chapter marks and a subtitle track, without encoding a picture again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import SubtitleSet

from scenes.kit.flow.captions import Caption
from scenes.numbers.language import Language
from scenes.studio.build.manifest import ClipRecord
from scenes.studio.media.audio import AudioTrack, read_audio
from scenes.studio.media.mux import file_url, mux_packets, open_mp4, video_packets

# Subtitles and chapter marks are timed in milliseconds.
_TICK = Fraction(1, 1000)

# The most letters of a beat's narration in its chapter mark.
_TITLE_LENGTH = 48

# The shortest style sheet that the encoder accepts; players follow the viewer's settings anyway.
_SUBTITLE_STYLE = b"""\
[Script Info]
ScriptType: v4.00+
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, BackColour, Alignment
Style: Default,Arial,16,&Hffffff,&H0,2
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True)
class LecturePart:
    """A rendered clip of the lecture.

    Parameters
    ----------
    number
        Its place in the lecture, from 1.
    record
        The manifest of its files.
    video
        Its video file.
    """

    number: int
    record: ClipRecord
    video: Path


@dataclass(frozen=True)
class ChapterMark:
    """A chapter mark: the title that players show, and its start and end in seconds."""

    title: str
    start: Fraction | float
    end: Fraction | float


def start_times(parts: Sequence[LecturePart]) -> Iterator[Fraction]:
    """Yield the start of each clip in the lecture, in seconds."""
    start = Fraction(0)
    for part in parts:
        yield start
        start += part.record.seconds


def lecture_captions(parts: Sequence[LecturePart]) -> list[Caption]:
    """Return the captions of all clips, timed in the lecture."""
    return [
        Caption(each.text, start + each.start, start + each.end)
        for part, start in zip(parts, map(float, start_times(parts)), strict=True)
        for each in part.record.captions
    ]


def chapter_marks(parts: Sequence[LecturePart]) -> list[ChapterMark]:
    """Return a chapter mark for each beat: the clip's headline for the first one, its first words for the others."""
    found = []
    for part, start in zip(parts, start_times(parts), strict=True):
        for place, beat in enumerate(part.record.beats, start=1):
            title = part.record.headline if place == 1 else _first_words(beat.narration)
            number = str(part.number) if place == 1 else f"{part.number}.{place}"
            found.append(ChapterMark(f"{number} {title}", start + Fraction(beat.start), start + Fraction(beat.end)))
    return found


def join_clips(parts: Sequence[LecturePart], language: str, title: str, path: Path) -> None:
    """Write the lecture's video.

    Parameters
    ----------
    parts
        The clips, in order; all have the same size and frame rate.
    language
        The code of its language.
    title
        The lesson's title.
    path
        The file to write.

    Raises
    ------
    OSError
        If a clip cannot be read or the lecture cannot be written.
    """
    with open_mp4(path) as lecture:
        lecture.metadata["title"] = title
        with av.open(file_url(parts[0].video)) as first:
            video = lecture.add_stream_from_template(first.streams.video[0])
        # Audio packets do not end where clips do, so the whole lecture's audio is encoded as one stream.
        track = AudioTrack(lecture, language) if any(part.record.voiced for part in parts) else None
        subtitles = _subtitle_stream(lecture, language)
        for part, start in zip(parts, start_times(parts), strict=True):
            with av.open(file_url(part.video)) as clip:
                packets = video_packets(clip, video, start)
            mux_packets(
                lecture, packets + (track.packets(_audio(part), start + part.record.seconds) if track else [])
            )
        mux_packets(lecture, track.flush() if track else [])
        for caption in lecture_captions(parts):
            _add_caption(caption, lecture, subtitles)
        lecture.set_chapters(
            [
                {
                    "id": number,
                    "start": _milliseconds(mark.start),
                    "end": _milliseconds(mark.end),
                    "time_base": _TICK,
                    "metadata": {"title": mark.title},
                }
                for number, mark in enumerate(chapter_marks(parts))
            ]
        )


def _audio(part: LecturePart) -> np.ndarray:
    return read_audio(part.video, "mp4") if part.record.voiced else np.zeros(0, np.float32)


def _subtitle_stream(lecture: OutputContainer, language: str) -> SubtitleStream:
    stream = lecture.add_stream("mov_text")
    stream.time_base = _TICK
    stream.metadata["language"] = Language(language).iso_639_2
    stream.codec_context.subtitle_header = _SUBTITLE_STYLE
    return stream


def _add_caption(caption: Caption, lecture: OutputContainer, subtitles: SubtitleStream) -> None:
    start, length = _milliseconds(caption.start), _milliseconds(caption.end) - _milliseconds(caption.start)
    line = f"0,0,Default,,0,0,0,,{caption.text}".replace("\n", r"\N").encode()
    packet = subtitles.codec_context.encode_subtitle(SubtitleSet.create(line, start=0, end=length, pts=start))
    packet.stream, packet.time_base = subtitles, _TICK
    packet.pts = packet.dts = start
    packet.duration = length
    lecture.mux(packet)


def _milliseconds(seconds: Fraction | float) -> int:
    return round(Fraction(seconds) / _TICK)


def _first_words(narration: str) -> str:
    if len(narration) <= _TITLE_LENGTH:
        return narration
    return narration[: _TITLE_LENGTH - 1].rpartition(" ")[0].rstrip(",;: \u00a0") + "…"
