"""A pool of video frames: allocating one takes longer than filling it, so their memory is used again."""

from collections import deque
from dataclasses import dataclass

import av


@dataclass(frozen=True)
class LentFrame:
    """A frame taken from a pool, to be given back at most once."""

    frame: av.VideoFrame
    _free: deque[av.VideoFrame]

    def give_back(self) -> None:
        """Return the frame to its pool, for another picture."""
        self._free.append(self.frame)


class FramePool:
    """A pool of frames of one size and pixel format, for any thread.

    It only refers to free frames: one that is not given back is freed by Python as usual.

    Parameters
    ----------
    width, height
        The frames' size in pixels.
    pixel_format
        FFmpeg's name of the frames' pixel format.
    """

    def __init__(self, width: int, height: int, pixel_format: str):
        self._kind = width, height, pixel_format
        self._free: deque[av.VideoFrame] = deque()

    def lend(self) -> LentFrame:
        """Return a frame with undefined content: a free one, or else a new one."""
        try:
            frame = self._free.pop()
        except IndexError:
            frame = av.VideoFrame(*self._kind)
        frame.make_writable()  # gives it new memory if a thread of an encoder still reads the old
        return LentFrame(frame, self._free)
