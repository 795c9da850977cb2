"""Moving pictures for web pages: WebP, without loss, which for drawings takes no more room than with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import BinaryIO

import av
import numpy as np
from av.video.stream import VideoStream

from scenes.studio.export.alpha import straight
from scenes.studio.export.excerpt import Show

_FORMAT = "bgra"


@contextmanager
def webp(file: BinaryIO, width: int, height: int, frame_rate: int) -> Iterator[Show]:
    """Yield a function that adds pictures to a WebP which repeats for ever."""
    tick, ended = Fraction(1, frame_rate), 0
    with av.open(file, "w", format="webp", options={"loop": "0"}) as container:
        stream = container.add_stream("libwebp_anim", frame_rate, options={"lossless": "1"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, _FORMAT

        def show(pixels: np.ndarray, frames: int) -> None:
            nonlocal ended
            picture = straight(pixels)
            # The second time ends the last picture, whose length would be lost; the encoder joins equal pictures.
            for start in dict.fromkeys([ended, ended + frames - 1]):
                frame = av.VideoFrame.from_ndarray(picture, format="rgba").reformat(format=_FORMAT)
                frame.pts, frame.time_base = start, tick
                container.mux(stream.encode(frame))
            ended += frames

        yield show
        container.mux(stream.encode())
