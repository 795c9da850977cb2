"""Turns transparent pictures of cairo's, whose colours are multiplied by their opacity, into straight ones."""

import numpy as np

# The side of the squares that a picture is divided into: that of the blocks in which video is compressed.
_SQUARE = 8


def straight(pixels: np.ndarray) -> np.ndarray:
    """Return a picture with its colours as they were drawn, even at antialiased edges.

    Parameters
    ----------
    pixels
        RGBA, shape (height, width, 4), multiplied.
    """
    picture = pixels.copy()
    opacity = pixels[..., 3]
    edges = (opacity > 0) & (opacity < 255)
    picture[edges, :3] = _divided(pixels[edges, :3], opacity[edges, None])
    return picture


def padded(pixels: np.ndarray) -> np.ndarray:
    """Return a picture with straight alpha, whose transparent pixels have the colour of what is visible near them.

    When it is compressed or scaled, colours of neighbours mix; if those were black, edges would become dark.
    """
    picture = straight(pixels)
    height, width = pixels.shape[:2]
    squares = np.pad(pixels, ((0, -height % _SQUARE), (0, -width % _SQUARE), (0, 0)))
    rows = squares.reshape(-1, _SQUARE, squares.shape[1] * 4).sum(axis=1, dtype=np.uint32)
    near = rows.reshape(len(rows), -1, _SQUARE, 4).sum(axis=2)
    near = np.where(near[..., 3:], near, _around(near))
    ground = _divided(near[..., :3], near[..., 3:]).repeat(_SQUARE, axis=0).repeat(_SQUARE, axis=1)
    np.copyto(picture[..., :3], ground[:height, :width], where=pixels[..., 3:] == 0)
    return picture


def _around(sums: np.ndarray) -> np.ndarray:
    """Return the sums over each square and the eight squares around it."""
    wide = np.pad(sums, ((1, 1), (1, 1), (0, 0)))
    return np.lib.stride_tricks.sliding_window_view(wide, (3, 3), axis=(0, 1)).sum(axis=(-2, -1))


def _divided(colours: np.ndarray, opacity: np.ndarray) -> np.ndarray:
    """Return multiplied colours divided by their opacity, rounded; 0 where nothing is visible."""
    whole = np.maximum(opacity.astype(np.int64), 1)
    return np.minimum((colours.astype(np.int64) * 255 + whole // 2) // whole, 255).astype(np.uint8)
