"""Moving pictures for where nothing else is shown: GIF, with one palette for all pictures."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

import numpy as np
from PIL import Image

from scenes.studio.export.excerpt import Show

# How many colours the palette has, and how many of them are taken as they are, the most frequent ones; one more is
# left for pixels that stay as they were.
_COLOURS, _EXACT = 255, 32

# The unit of a GIF's times in milliseconds.
_TICK = 10


@contextmanager
def gif(file: BinaryIO, width: int, height: int, frame_rate: int) -> Iterator[Show]:
    """Yield a function that adds pictures to a GIF which repeats for ever."""
    pictures: list[bytes] = []  # compressed, for the palette is known only when all are there
    ends = [0]

    def show(pixels: np.ndarray, frames: int) -> None:
        pictures.append(zlib.compress(pixels[..., :3].tobytes(), 1))
        ends.append(ends[-1] + frames)

    yield show
    unpacked = (Image.frombytes("RGB", (width, height), zlib.decompress(each)) for each in pictures)
    palette = _palette(pictures)
    first, *others = (each.quantize(palette=palette, dither=Image.Dither.NONE) for each in unpacked)
    times = np.rint(np.array(ends) * (1000 / _TICK / frame_rate)) * _TICK
    first.save(file, "GIF", save_all=True, append_images=others, duration=np.diff(times).tolist(), loop=0)


def _palette(pictures: Sequence[bytes]) -> Image.Image:
    """Return an image with the palette: the most frequent colours, and some from which none of the others is far."""
    counts = np.zeros(1 << 24, np.uint32)
    for picture in pictures:
        red, green, blue = np.frombuffer(zlib.decompress(picture), np.uint8).reshape(-1, 3).astype(np.uint32).T
        found, times = np.unique(red << 16 | green << 8 | blue, return_counts=True)
        counts[found] += times.astype(np.uint32)
    (found,) = counts.nonzero()
    found = found[np.argsort(-counts[found], kind="stable")]
    colours = (found[:, None] >> [16, 8, 0] & 255).astype(np.uint8)
    palette, chosen = Image.new("P", (1, 1)), colours[:_EXACT].ravel().tolist()
    if len(others := colours[_EXACT:]):
        mixed = Image.fromarray(others[None]).quantize(_COLOURS - _EXACT, Image.Quantize.MAXCOVERAGE)
        chosen += mixed.getpalette() or []
    palette.putpalette(chosen)
    return palette
