"""Frames whose memory is used again: new memory for each would take longer than filling it."""

from collections import deque
from dataclasses import dataclass

import av


@dataclass(frozen=True)
class LentFrame:
    """A frame that belongs to whoever has it, until they give it back; at most once."""

    frame: av.VideoFrame
    _free: deque[av.VideoFrame]

    def give_back(self) -> None:
        """Let the frame's memory be used for another picture."""
        self._free.append(self.frame)


class Pool:
    """Lends frames of one kind, to any thread.

    It knows only those that are free: one that is never given back is gone once nobody has it any more.

    Parameters
    ----------
    width, height
        Of each frame, in pixels.
    colours
        FFmpeg's name of the frame's colours.
    """

    def __init__(self, width: int, height: int, colours: str):
        self._kind = width, height, colours
        self._free: deque[av.VideoFrame] = deque()

    def lend(self) -> LentFrame:
        """Return a frame, with whatever is in it."""
        try:
            frame = self._free.pop()
        except IndexError:
            frame = av.VideoFrame(*self._kind)
        frame.make_writable()  # an encoder with threads of its own may still be at the memory: then with other memory
        return LentFrame(frame, self._free)
