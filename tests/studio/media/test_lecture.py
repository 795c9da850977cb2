"""The joined lecture: the clips in order, with chapter marks and captions at their times."""

import html
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.kit.flow.catalogue import catalogue
from scenes.numbers.language import Language
from scenes.studio.build.manifest import BeatRecord, CaptionRecord, ClipRecord
from scenes.studio.publish.player_data import captions_for
from tests.readers.colour_tags import is_bt709
from tests.readers.mp4_boxes import plays_at_once
from tests.readers.video_decoder import decode_frames
from tests.rigs.rendered_lecture import CLIPS, ORDER, TITLE, files, record_of, records

# In the short run, the lecture is in English only.
EACH = pytest.mark.parametrize("code", ["en", pytest.param("fr", marks=pytest.mark.long)])

# Both clips are of one chapter, so its video has what that of the lecture has.
JOINED = pytest.mark.parametrize(
    "name", ["lecture", pytest.param("chapters/5-layered_network", marks=pytest.mark.long)]
)


def begins(rendered: Path, code: str) -> list[Fraction]:
    """Return the start of each clip, and the end of the lecture."""
    times = [Fraction(0)]
    for record in records(rendered, code):
        times.append(times[-1] + Fraction(record.frames, record.frame_rate))
    return times


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


@EACH
@JOINED
def test_the_clips_are_joined_without_encoding_again(rendered: Path, code: str, name: str):
    """The packets and the decoded frames are those of the clips."""
    clips = [files(rendered, code, each).with_suffix(".mp4") for each in ORDER]
    whole = rendered / code / f"{name}.mp4"
    assert packets(whole) == [packet for clip in clips for packet in packets(clip)]
    pictures = decode_frames(whole)
    expected = [frame for clip in clips for frame in decode_frames(clip)]
    assert len(pictures) == len(expected)
    assert all(np.array_equal(one, other) for one, other in zip(pictures, expected, strict=True))


def test_every_video_plays_at_once_and_in_true_colours(rendered: Path, languages: str):
    """Browsers can play each while it is still loading, and each says that it is BT.709."""
    videos = [*rendered.rglob("*.mp4")]
    assert len(videos) >= len(languages.split(",")) * (len(CLIPS) + 2)
    assert all(map(plays_at_once, videos))
    assert all(map(is_bt709, videos))


@EACH
@JOINED
def test_its_frames_are_evenly_timed(rendered: Path, code: str, name: str):
    rate, end = records(rendered, code)[0].frame_rate, begins(rendered, code)[-1]
    with av.open(str(rendered / code / f"{name}.mp4")) as container:
        video = container.streams.video[0]
        times = [frame.time for frame in container.decode(video)]
        assert times == pytest.approx([number / rate for number in range(len(times))])
        assert video.duration is not None
        assert video.time_base is not None
        assert len(times) == end * rate
        assert round(video.duration * video.time_base * 1000) == round(end * 1000)  # an mp4 counts in milliseconds
        assert container.duration is not None
        assert container.duration / 1e6 == pytest.approx(float(end), abs=0.01)
    with av.open(str(rendered / code / f"{name}.mp4")) as container:
        decoding = [packet.dts for packet in container.demux(video=0) if packet.dts is not None]
        assert all(before < after for before, after in pairwise(decoding))


@EACH
@JOINED
def test_each_beat_has_a_chapter_mark_and_the_file_its_title_and_language(rendered: Path, code: str, name: str):
    """There is a mark at each beat's start, and the file has the title and language."""
    with av.open(str(rendered / code / f"{name}.mp4")) as container:
        marks, metadata = container.chapters(), container.metadata
        (subtitles,) = container.streams.subtitles
        language = subtitles.metadata["language"]
    heading = Language(code).text("Layers with several neurons")
    assert metadata["title"] == (TITLE if name == "lecture" else f"{TITLE} – 5 · {heading}")
    assert language == {"en": "eng", "fr": "fra"}[code]
    expected = []
    for record, start in zip(records(rendered, code), begins(rendered, code)[:-1], strict=True):
        number = catalogue()[record.clip].number
        for place, beat in enumerate(record.beats, start=1):
            words = record.headline if place == 1 else beat.narration
            expected.append((start + Fraction(beat.start), str(number) if place == 1 else f"{number}.{place}", words))
    assert len(marks) == len(expected) > len(ORDER)
    end = 0.0
    for mark, (start, number, words) in zip(marks, expected, strict=True):
        tick = mark["time_base"]
        assert tick
        assert float(mark["start"] * tick) == pytest.approx(float(start), abs=0.001)
        label, _, title = mark["metadata"]["title"].partition(" ")
        assert label == number
        assert words.startswith(title.removesuffix("…"))
        assert title
        end = float(mark["end"] * tick)
    assert end == pytest.approx(float(begins(rendered, code)[-1]), abs=0.05)


def captions(rendered: Path, code: str) -> list[tuple[float, float, str]]:
    """Return the captions of all clips, at their times in the lecture."""
    return [
        (float(start) + each.start, float(start) + each.end, each.text)
        for record, start in zip(records(rendered, code), begins(rendered, code)[:-1], strict=True)
        for each in record.captions
    ]


def same(found: list[tuple[float, float, str]], expected: list[tuple[float, float, str]]) -> None:
    """Assert that captions have the same texts, the same times to a millisecond, and do not overlap."""
    assert [text for *_, text in found] == [text for *_, text in expected]
    for (start, end, _), (wanted_start, wanted_end, _) in zip(found, expected, strict=True):
        assert (start, end) == pytest.approx((wanted_start, wanted_end), abs=0.0015)
        assert start < end
    for (_, end, _), (start, _, _) in pairwise(found):
        assert end <= start + 1e-9


@EACH
@JOINED
def test_the_subtitle_track_has_all_captions_at_their_times(rendered: Path, code: str, name: str):
    found = []
    with av.open(str(rendered / code / f"{name}.mp4")) as container:
        for packet in container.demux(subtitles=0):
            if not packet.size or packet.pts is None or packet.duration is None or bytes(packet)[:2] == b"\0\0":
                continue  # between two captions there may be an empty one
            start, length = packet.pts * packet.time_base, packet.duration * packet.time_base
            size = int.from_bytes(bytes(packet)[:2], "big")
            found.append((float(start), float(start + length), bytes(packet)[2 : 2 + size].decode()))
    same(found, captions(rendered, code))


def cues(vtt: str) -> list[tuple[float, float, str]]:
    """Parse WebVTT: a header, then blocks between empty lines, each with a time line and text."""
    header, *blocks = vtt.removesuffix("\n").split("\n\n")
    assert header == "WEBVTT"
    found = []
    for block in blocks:
        times, *lines = block.split("\n")
        start, end = (clock(time) for time in times.split(" --> "))
        assert lines
        assert all(lines)
        assert not any("<" in line or "-->" in line for line in lines)
        found.append((start, end, html.unescape("\n".join(lines))))
    return found


def clock(time: str) -> float:
    match = re.fullmatch(r"(\d\d+):([0-5]\d):([0-5]\d)\.(\d{3})", time)
    assert match
    hours, minutes, seconds, thousandths = map(int, match.groups())
    return 3600 * hours + 60 * minutes + seconds + thousandths / 1000


@EACH
@JOINED
def test_the_webvtt_file_has_all_captions_at_their_times(rendered: Path, code: str, name: str):
    same(cues((rendered / code / f"{name}.vtt").read_text("utf-8")), captions(rendered, code))
    for clip in CLIPS:
        expected = [(each.start, each.end, each.text) for each in record_of(rendered, code, clip).captions]
        same(cues(files(rendered, code, clip).with_suffix(".vtt").read_text("utf-8")), expected)


LENGTHS = st.lists(st.floats(1, 60), min_size=1, max_size=6)


@given(LENGTHS, st.data())
def test_captions_fit_the_beats_of_the_other_language(lengths: list[float], data: st.DataObject):
    """Fitted to another language's beats, all captions remain, in order, each within its own beat."""
    others = data.draw(st.lists(st.floats(1, 60), min_size=len(lengths), max_size=len(lengths)))
    counts = data.draw(st.lists(st.integers(1, 5), min_size=len(lengths), max_size=len(lengths)))
    here, there = beats(lengths), beats(others)
    told = [
        CaptionRecord(
            start=beat.start + (beat.end - beat.start) * place / count,
            end=beat.start + (beat.end - beat.start) * (place + 1) / count,
            text=f"{beat.name} {place}",
        )
        for beat, count in zip(there, counts, strict=True)
        for place in range(count)
    ]
    found = captions_for(here, spoken(there, told))
    assert [each["text"] for each in found] == [each.text for each in told]
    spans = {beat.name: beat for beat in here}
    for each in found:
        beat = spans[each["text"].split()[0]]
        assert beat.start - 1e-6 <= each["start"] < each["end"] <= beat.end + 1e-6
    for before, after in pairwise(found):
        assert before["end"] <= after["start"] + 1e-6


def beats(lengths: list[float]) -> list[BeatRecord]:
    ends = np.cumsum([0.0, *lengths])
    return [
        BeatRecord(name=f"beat{place}", start=float(start), end=float(end), narration="")
        for place, (start, end) in enumerate(pairwise(ends))
    ]


def spoken(told_beats: list[BeatRecord], told: list[CaptionRecord]) -> ClipRecord:
    return ClipRecord(
        clip="",
        headline="",
        about="",
        frames=1,
        frame_rate=1,
        width=1,
        height=1,
        beats=told_beats,
        captions=told,
        numbers=[],
        depends={},
        sentences={},
        files={},
    )
