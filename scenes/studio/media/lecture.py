"""Clips → one video with chapter marks and a subtitle track; no picture is encoded again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import SubtitleSet

from scenes.kit.captions import Caption
from scenes.numbers.language import Language
from scenes.studio.build.manifest import ClipRecord
from scenes.studio.media.audio import Track, read
from scenes.studio.media.mux import pictures, url, write

# Subtitles and chapter marks are timed in milliseconds.
_TICK = Fraction(1, 1000)

# How many letters of a beat's first words its chapter mark has.
_MARK_LENGTH = 48

# The least that the encoder wants to know of how subtitles look; players follow the viewer's settings.
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
class Part:
    """A clip of the lecture.

    Parameters
    ----------
    number
        Its place.
    record
        What is known about it.
    video
        Its file.
    """

    number: int
    record: ClipRecord
    video: Path


@dataclass(frozen=True)
class Mark:
    """A chapter mark: where it starts and ends, in seconds, and what players show."""

    title: str
    start: Fraction | float
    end: Fraction | float


def starts(parts: Sequence[Part]) -> Iterator[Fraction]:
    """Yield when each clip begins in the lecture, in seconds."""
    start = Fraction(0)
    for part in parts:
        yield start
        start += part.record.seconds


def captions(parts: Sequence[Part]) -> list[Caption]:
    """Return the captions of the whole lecture."""
    return [
        Caption(each.text, start + each.start, start + each.end)
        for part, start in zip(parts, map(float, starts(parts)), strict=True)
        for each in part.record.captions
    ]


def marks(parts: Sequence[Part]) -> list[Mark]:
    """Return a chapter mark for each beat: the clip's headline for its first one, the first words for the others."""
    found = []
    for part, start in zip(parts, starts(parts), strict=True):
        for place, beat in enumerate(part.record.beats, start=1):
            title = part.record.headline if place == 1 else _first_words(beat.narration)
            number = str(part.number) if place == 1 else f"{part.number}.{place}"
            found.append(Mark(f"{number} {title}", start + Fraction(beat.start), start + Fraction(beat.end)))
    return found


def join(parts: Sequence[Part], language: str, title: str, path: Path) -> None:
    """Write the lecture's video.

    Parameters
    ----------
    parts
        The clips, in order; all of one size and frame rate.
    language
        The code of its language.
    title
        The lesson's title.
    path
        Where.

    Raises
    ------
    OSError
        If a clip cannot be read or the lecture cannot be written.
    """
    with av.open(url(path), "w", options={"movflags": "+faststart"}) as lecture:
        lecture.metadata["title"] = title
        with av.open(url(parts[0].video)) as first:
            video = lecture.add_stream_from_template(first.streams.video[0])
        # Packets of sound do not end where clips do: it is one stream, encoded as a whole.
        track = Track(lecture, language) if any(part.record.voiced for part in parts) else None
        subtitles = _subtitle_stream(lecture, language)
        for part, start in zip(parts, starts(parts), strict=True):
            with av.open(url(part.video)) as clip:
                packets = pictures(clip, video, start)
            write(lecture, packets + (track.packets(_sound(part), start + part.record.seconds) if track else []))
        write(lecture, track.rest() if track else [])
        for caption in captions(parts):
            _say(caption, lecture, subtitles)
        lecture.set_chapters(
            [
                {
                    "id": number,
                    "start": _ticks(mark.start),
                    "end": _ticks(mark.end),
                    "time_base": _TICK,
                    "metadata": {"title": mark.title},
                }
                for number, mark in enumerate(marks(parts))
            ]
        )


def _sound(part: Part) -> np.ndarray:
    return read(part.video, "mp4") if part.record.voiced else np.zeros(0, np.float32)


def _subtitle_stream(lecture: OutputContainer, language: str) -> SubtitleStream:
    stream = lecture.add_stream("mov_text")
    stream.time_base = _TICK
    stream.metadata["language"] = Language(language).iso_639_2
    stream.codec_context.subtitle_header = _SUBTITLE_STYLE
    return stream


def _say(caption: Caption, lecture: OutputContainer, subtitles: SubtitleStream) -> None:
    start, length = _ticks(caption.start), _ticks(caption.end) - _ticks(caption.start)
    line = f"0,0,Default,,0,0,0,,{caption.text}".replace("\n", r"\N").encode()
    packet = subtitles.codec_context.encode_subtitle(SubtitleSet.create(line, start=0, end=length, pts=start))
    packet.stream, packet.time_base = subtitles, _TICK
    packet.pts = packet.dts = start
    packet.duration = length
    lecture.mux(packet)


def _ticks(seconds: Fraction | float) -> int:
    return round(Fraction(seconds) / _TICK)


def _first_words(narration: str) -> str:
    if len(narration) <= _MARK_LENGTH:
        return narration
    return narration[: _MARK_LENGTH - 1].rpartition(" ")[0].rstrip(",;: \u00a0") + "…"
