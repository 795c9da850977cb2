"""Moving pictures for video editors: ProRes 4444 with straight alpha, in the colours of BT.709."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import BinaryIO

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from scenes.engine.yuv import tag_colours, to_yuv
from scenes.studio.export.alpha import padded
from scenes.studio.export.excerpt import Show

_FORMAT = "yuva444p10le"
_OPTIONS = {"profile": "4444", "vendor": "apl0"}


@contextmanager
def mov(file: BinaryIO, width: int, height: int, frame_rate: int) -> Iterator[Show]:
    """Yield a function that adds pictures, RGBA of cairo's, to a film."""
    tick, ended, reformatter = Fraction(1, frame_rate), 0, VideoReformatter()
    with av.open(file, "w", format="mov") as container:
        stream = container.add_stream("prores_ks", frame_rate, options=_OPTIONS)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, _FORMAT
        stream.thread_type = "SLICE"  # so that each picture is encoded when it is shown
        tag_colours(stream.codec_context)

        def show(pixels: np.ndarray, frames: int) -> None:
            nonlocal ended
            picture = to_yuv(av.VideoFrame.from_ndarray(padded(pixels), format="rgba"), _FORMAT, reformatter)
            picture.pts, picture.time_base = ended, tick
            tag_colours(picture)
            (packet,) = stream.encode(picture)
            for start in range(ended, ended + frames):
                same = av.Packet(bytes(packet))
                same.stream, same.time_base, same.pts, same.dts, same.duration = stream, tick, start, start, 1
                same.is_keyframe = True
                container.mux(same)
            ended += frames

        yield show
