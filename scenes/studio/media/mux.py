"""Videos put one after the other, or taken apart, without encoding anything again."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream


def url(path: Path) -> str:
    """Return what a file is called for libav, which takes the beginning of ``concat:mine`` for a protocol."""
    return f"file:{path}"


def pictures(clip: Any, stream: VideoStream, start: Fraction) -> list[Packet]:
    """Return a clip's pictures as packets for another video's stream, from ``start`` seconds on."""
    source = clip.streams.video[0]
    assert source.time_base
    shift = round(start / source.time_base)
    found = []
    for packet in clip.demux(source):
        if packet.pts is not None and packet.dts is not None:  # else it only says that the clip ends
            packet.pts += shift
            packet.dts += shift
            packet.stream = stream
            found.append(packet)
    return found


def write(video: OutputContainer, packets: Iterable[Packet]) -> None:
    """Write packets of several streams, those first that are wanted first."""
    for packet in sorted(packets, key=_time):
        video.mux(packet)


def spliced(videos: Sequence[bytes]) -> bytes:
    """Return one mp4 of several, all of one size and frame rate."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as whole:
        with av.open(BytesIO(videos[0])) as first:
            stream = whole.add_stream_from_template(first.streams.video[0])
        end = Fraction(0)
        for video in videos:
            with av.open(BytesIO(video)) as part:
                packets = pictures(part, stream, end)
                end = max(((each.pts or 0) + (each.duration or 0)) * each.time_base for each in packets)
                write(whole, packets)
    return file.getvalue()


def cut(video: Path, starts: Sequence[float]) -> list[bytes]:
    """Return a video's pieces as mp4, each from one of these times, in seconds, to the next.

    Each must begin with a picture that is encoded on its own, as every beat of a clip does.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    files = [BytesIO() for _ in starts]
    with av.open(url(video)) as whole, ExitStack() as open_pieces:
        source = whole.streams.video[0]
        assert source.time_base
        begins = [round(start / source.time_base) for start in starts]
        pieces = [open_pieces.enter_context(av.open(file, "w", format="mp4")) for file in files]
        streams = [piece.add_stream_from_template(source) for piece in pieces]
        for packet in whole.demux(source):
            if packet.pts is not None and packet.dts is not None:  # else it only says that the video ends
                place = bisect(begins, packet.pts) - 1
                packet.pts -= begins[place]
                packet.dts -= begins[place]
                packet.stream = streams[place]
                pieces[place].mux(packet)
    return [file.getvalue() for file in files]


def _time(packet: Packet) -> Fraction:
    assert packet.dts is not None
    return packet.dts * packet.time_base
