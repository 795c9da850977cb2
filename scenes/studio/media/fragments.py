"""A film that is played while it is drawn: mp4 in fragments, each of which is there before the next one is drawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from io import BytesIO
from types import SimpleNamespace

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from scenes.engine.yuv import FORMAT, tag_colours, to_yuv

# Fast rather than small, for it goes no farther than this machine; and no picture waits for the next one.
_OPTIONS = {"preset": "ultrafast", "tune": "zerolatency", "crf": "18", "threads": "1"}

# The frames of a fragment. Each begins with a key frame.
_LENGTH = 6


@contextmanager
def fragments(
    send: Callable[[bytes], object], size: tuple[int, int], frame_rate: int
) -> Iterator[Callable[[np.ndarray, int], None]]:
    """Yield a function that adds a picture, RGBA, for so many frames.

    Parameters
    ----------
    send
        Called with each piece of the film.
    size
        Its width and height in pixels.
    """
    written, ended, reformatter = BytesIO(), 0, VideoReformatter()

    def hand_on() -> None:
        """Send what was written; not while it is written, for libav would swallow an order to stop."""
        if data := written.getvalue():
            written.seek(0)
            written.truncate()
            send(data)

    def add(pixels: np.ndarray, frames: int) -> None:
        nonlocal ended
        picture = to_yuv(av.VideoFrame.from_ndarray(pixels, format="rgba"), FORMAT, reformatter)
        picture.time_base = Fraction(1, frame_rate)
        for _ in range(frames):
            picture.pts = ended
            ended += 1
            film.mux(stream.encode(picture))
        hand_on()

    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "flush_packets": "1"}
    with av.open(SimpleNamespace(write=written.write), "w", format="mp4", options=options) as film:
        stream = film.add_stream("libx264", rate=frame_rate, options={**_OPTIONS, "g": str(_LENGTH)})
        assert isinstance(stream, VideoStream)
        (stream.width, stream.height), stream.pix_fmt = size, FORMAT
        tag_colours(stream.codec_context)
        yield add
        film.mux(stream.encode(None))
    hand_on()
