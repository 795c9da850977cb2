"""Moving pictures for video editors: ProRes 4444 with straight alpha, in the colours of BT.709."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, BinaryIO

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from scenes.studio.export.alpha import padded
from scenes.studio.export.excerpt import Show

_FORMAT = "yuva444p10le"
_OPTIONS = {"profile": "4444", "vendor": "apl0"}


@contextmanager
def mov(file: BinaryIO, width: int, height: int, frame_rate: int) -> Iterator[Show]:
    """Yield a function that adds pictures, RGBA of cairo's, to a film."""
    tick, ended = Fraction(1, frame_rate), 0
    with av.open(file, "w", format="mov") as container:
        stream = container.add_stream("prores_ks", frame_rate, options=_OPTIONS)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, _FORMAT
        stream.thread_type = "SLICE"  # so that each picture is encoded when it is shown
        _tag(stream.codec_context)

        def show(pixels: np.ndarray, frames: int) -> None:
            nonlocal ended
            picture = av.VideoFrame.from_ndarray(padded(pixels), format="rgba").reformat(
                format=_FORMAT, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
            )
            picture.pts, picture.time_base = ended, tick
            _tag(picture)
            (packet,) = stream.encode(picture)
            for start in range(ended, ended + frames):
                same = av.Packet(bytes(packet))
                same.stream, same.time_base, same.pts, same.dts, same.duration = stream, tick, start, start, 1
                same.is_keyframe = True
                container.mux(same)
            ended += frames

        yield show


def _tag(video: Any) -> None:
    """Say what the colours of a stream or a picture mean."""
    video.color_primaries, video.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    video.colorspace, video.color_range = Colorspace.ITU709, ColorRange.MPEG
