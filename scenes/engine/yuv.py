"""Conversion of RGBA pictures to the film's colour space, which HD players assume: BT.709 in limited range.

``yuv420p`` pictures are converted only where they changed.
"""

from collections.abc import Iterator
from typing import Any

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
    VideoReformatter,
)

from scenes.engine.box import Boxes
from scenes.engine.pool import FramePool, LentFrame

FORMAT = "yuv420p"
"""The encoder's pixel format: a plane of brightness, and two of colour with half its width and height."""

# Without ACCURATE_RND, dark colours end up to two levels from what was drawn.
_INTERPOLATION = Interpolation.BILINEAR | Interpolation.ACCURATE_RND

# The size of the tiles in which a picture is converted; tiles side by side are converted at once. The conversion of a
# pixel depends on pixels up to REACH rows away.
ROWS = 60
COLUMNS = 128
REACH = 2


def tag_colours(tagged: VideoCodecContext | av.VideoFrame) -> None:
    """Tag a frame, or an encoder before its first frame, with the film's colour space."""
    tagged.colorspace, tagged.color_range = Colorspace.ITU709, ColorRange.MPEG
    tagged.color_primaries, tagged.color_trc = ColorPrimaries.BT709, ColorTrc.BT709


def to_yuv(picture: av.VideoFrame, pixel_format: str, reformatter: VideoReformatter) -> av.VideoFrame:
    """Return an RGBA picture converted to a YUV format in the film's colour space."""
    return reformatter.reformat(
        picture,
        format=pixel_format,
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        interpolation=_INTERPOLATION,
        threads=1,
    )


class Converter:
    """Converts pictures to ``yuv420p`` as the encoder would: the first one whole, then only where they changed.

    Parameters
    ----------
    width, height
        The pictures' size in pixels; even numbers.
    """

    def __init__(self, width: int, height: int):
        self._size = width, height
        self._target = _planes(av.VideoFrame(width, height, FORMAT))
        self._begun = False
        self._pool = FramePool(width, height, FORMAT)
        self._converters: dict[tuple[int, int], VideoReformatter] = {}

    def frame(self, pixels: np.ndarray, stale: Boxes) -> LentFrame:
        """Return the converted picture in a frame of the pool, which is to be given back.

        Parameters
        ----------
        pixels
            RGBA, shape (height, width, 4).
        stale
            Where it changed since the last call; ignored at the first.
        """
        width, height = self._size
        if not self._begun:
            stale, self._begun = np.array([(0, 0, width, height)]), True
        for left, top, right, bottom in self._strips(stale):
            self._convert(pixels, left, top, right, bottom)
        lent = self._pool.lend()
        for target, plane in zip(_planes(lent.frame), self._target, strict=True):
            target[:] = plane
        return lent

    def _strips(self, stale: Boxes) -> Iterator[tuple[int, int, int, int]]:
        """Yield boxes of adjacent tiles, which together cover all stale boxes."""
        width, height = self._size
        rows = max(height // ROWS, 1)  # the last row of tiles has what is left over
        tiles = np.zeros((rows, -(-width // COLUMNS) + 2), np.int8)  # with an empty one at either end
        for x0, y0, x1, y1 in stale.tolist():
            first, last = max(y0 - REACH, 0) // ROWS, (y1 + REACH - 1) // ROWS
            tiles[min(first, rows - 1) : last + 1, x0 // COLUMNS + 1 : -(-x1 // COLUMNS) + 1] = 1
        edges = np.diff(tiles)
        for (row, first), (_, last) in zip(np.argwhere(edges > 0), np.argwhere(edges < 0), strict=True):
            above, below = int(row) * ROWS, height if row == rows - 1 else (int(row) + 1) * ROWS
            yield int(first) * COLUMNS, above, min(int(last) * COLUMNS, width), below

    def _convert(self, pixels: np.ndarray, left: int, top: int, right: int, bottom: int) -> None:
        """Convert the part of a picture between even columns and rows."""
        above, below = max(top - REACH, 0), min(bottom + REACH, self._size[1])
        source = av.VideoFrame.from_numpy_buffer(pixels[above:below, left:right], format="rgba")
        converter = self._converters.setdefault((source.width, source.height), VideoReformatter())
        part = _planes(to_yuv(source, FORMAT, converter))
        for target, plane, step in zip(self._target, part, (1, 2, 2), strict=True):
            rows = plane[(top - above) // step : (bottom - above) // step]
            target[top // step : bottom // step, left // step : right // step] = rows


def _planes(frame: av.VideoFrame) -> list[np.ndarray]:
    """Return the planes of a frame as writable arrays."""
    return [
        np.frombuffer(_bytes(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        for plane in frame.planes
    ]


def _bytes(plane: Any) -> Any:
    """Return a plane's memory, which PyAV's types do not declare to be a buffer."""
    return memoryview(plane)
