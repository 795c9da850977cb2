"""Reads what a video says about its colours: in the container's ``colr`` box, and in the H.264 stream itself."""

from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import av
from av.bitstream import BitStreamFilterContext


class Tags(NamedTuple):
    """Colour primaries, transfer and matrix by the numbers of ITU-T H.273, and whether the range is full."""

    primaries: int
    transfer: int
    matrix: int
    full_range: bool


BT709 = Tags(1, 1, 1, full_range=False)


def is_bt709(video: Path) -> bool:
    """Return whether an mp4 says that it is BT.709 in limited range, in its container and in its stream."""
    return tags(video.read_bytes()) == (BT709, BT709)


def tags(video: bytes) -> tuple[Tags, Tags]:
    """Return the tags of an mp4's ``colr`` box and those of its H.264 stream."""
    place = video.index(b"colrnclx") + 8
    box = video[place : place + 7]
    container = Tags(*(int.from_bytes(box[i : i + 2], "big") for i in (0, 2, 4)), full_range=bool(box[6] & 0x80))
    raw = BytesIO()
    with av.open(BytesIO(video), "r") as source:
        stream = source.streams.video[0]
        bare = BitStreamFilterContext("h264_mp4toannexb", stream)
        for packet in source.demux(stream):
            for each in bare.filter(packet):
                raw.write(bytes(each))
            break
    raw.seek(0)
    with av.open(raw, "r", format="h264") as source:
        frame = next(source.decode(video=0))
        context = source.streams.video[0].codec_context
        inner = Tags(context.color_primaries, context.color_trc, frame.colorspace, full_range=frame.color_range == 2)
    return container, inner
