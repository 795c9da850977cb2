"""Joins and splits videos without encoding anything again: packets are copied with new timestamps."""

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


def file_url(path: Path) -> str:
    """Return the URL of a file; libav would take the beginning of a path such as ``concat:mine`` for a protocol."""
    return f"file:{path}"


def open_mp4(file: Path | BytesIO) -> OutputContainer:
    """Open an mp4 for writing; its index will stand first, so that browsers play it while it is still loading."""
    options = {"movflags": "+faststart"}
    if isinstance(file, Path):
        return av.open(file_url(file), "w", format="mp4", options=options)
    # To make room for the index, libav reads the file through a second handle while it writes through the first.
    return av.open(file, "w", format="mp4", options=options, io_open=lambda *_: BytesIO(file.getvalue()))


def video_packets(clip: Any, stream: VideoStream, start: Fraction) -> list[Packet]:
    """Return the packets of a clip's video for the stream of another one, shifted to begin at ``start`` seconds."""
    source = clip.streams.video[0]
    assert source.time_base
    shift = round(start / source.time_base)
    found = []
    for packet in clip.demux(source):
        if packet.pts is not None and packet.dts is not None:  # else it only marks the end of the clip
            packet.pts += shift
            packet.dts += shift
            packet.stream = stream
            found.append(packet)
    return found


def mux_packets(video: OutputContainer, packets: Iterable[Packet]) -> None:
    """Write packets of several streams in the order of their decoding times."""
    for packet in sorted(packets, key=_decoding_time):
        video.mux(packet)


def concatenate(videos: Sequence[bytes]) -> bytes:
    """Return one mp4 made of several, which must have the same size and frame rate."""
    file = BytesIO()
    with open_mp4(file) as whole:
        with av.open(BytesIO(videos[0])) as first:
            stream = whole.add_stream_from_template(first.streams.video[0])
        end = Fraction(0)
        for video in videos:
            with av.open(BytesIO(video)) as part:
                packets = video_packets(part, stream, end)
                end = max(((each.pts or 0) + (each.duration or 0)) * each.time_base for each in packets)
                mux_packets(whole, packets)
    return file.getvalue()


def split(video: Path, starts: Sequence[float]) -> list[bytes]:
    """Return the pieces of a video as mp4, each from one of the times ``starts``, in seconds, to the next.

    Each piece must begin with a key frame, as every beat of a clip does.

    Raises
    ------
    OSError
        If the video cannot be read.
    """
    files = [BytesIO() for _ in starts]
    with av.open(file_url(video)) as whole, ExitStack() as open_pieces:
        source = whole.streams.video[0]
        assert source.time_base
        begins = [round(start / source.time_base) for start in starts]
        pieces = [open_pieces.enter_context(open_mp4(file)) for file in files]
        streams = [piece.add_stream_from_template(source) for piece in pieces]
        for packet in whole.demux(source):
            if packet.pts is not None and packet.dts is not None:  # else it only marks the end of the video
                place = bisect(begins, packet.pts) - 1
                packet.pts -= begins[place]
                packet.dts -= begins[place]
                packet.stream = streams[place]
                pieces[place].mux(packet)
    return [file.getvalue() for file in files]


def _decoding_time(packet: Packet) -> Fraction:
    assert packet.dts is not None
    return packet.dts * packet.time_base
