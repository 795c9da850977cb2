"""Videos put one after the other, without encoding anything again."""

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

import av
from av.container import OutputContainer
from av.video.stream import VideoStream


def append(clip: Any, video: OutputContainer, stream: VideoStream, start: Fraction) -> Fraction:
    """Copy a clip's pictures into a video, from ``start`` seconds on; return when they end."""
    source = clip.streams.video[0]
    assert source.time_base
    shift = round(start / source.time_base)
    end = shift
    for packet in clip.demux(source):
        if packet.pts is not None and packet.dts is not None:  # else it only says that the clip ends
            end = max(end, packet.pts + shift + (packet.duration or 0))
            packet.pts += shift
            packet.dts += shift
            packet.stream = stream
            video.mux(packet)
    return end * source.time_base


def spliced(videos: Sequence[bytes]) -> bytes:
    """Return one mp4 of several, all of one size and frame rate."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as whole:
        with av.open(BytesIO(videos[0])) as first:
            stream = whole.add_stream_from_template(first.streams.video[0])
        end = Fraction(0)
        for video in videos:
            with av.open(BytesIO(video)) as part:
                end = append(part, whole, stream, end)
    return file.getvalue()
