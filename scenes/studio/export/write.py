"""Writes an excerpt in one of the forms."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from scenes.studio.export.excerpt import Excerpt, Show
from scenes.studio.export.form import Form
from scenes.studio.export.gif import gif
from scenes.studio.export.mov import mov
from scenes.studio.export.still import png, svg
from scenes.studio.export.webp import webp


@dataclass(frozen=True)
class _Film:
    """A moving form.

    Parameters
    ----------
    opened
        Begins a film in a file, with a width, a height and a frame rate; at the end of the block, it is complete.
    frame_rate, transparent_frame_rate
        The frames per second, with a background and without one.
    rest
        How many seconds longer than in the clip the last picture is shown, before the film begins again.
    """

    opened: Callable[[BinaryIO, int, int, int], AbstractContextManager[Show]]
    frame_rate: int
    transparent_frame_rate: int
    rest: int = 0


_STILLS: Mapping[Form, Callable[[Excerpt], bytes]] = {Form.png: png, Form.svg: svg}

# Without a background, what moves away must be erased, which takes more room in a WebP.
_FILMS = {Form.webp: _Film(webp, 30, 15, rest=1), Form.gif: _Film(gif, 15, 15, rest=1), Form.mov: _Film(mov, 30, 30)}


def write(excerpt: Excerpt, form: Form, path: Path, progress: Callable[[float], None]) -> None:
    """Write an excerpt to a file.

    Parameters
    ----------
    progress
        Called with the length in seconds of each piece of a film that is done.
    """
    if form in _STILLS:
        path.write_bytes(_STILLS[form](excerpt))
    else:
        _write_film(excerpt, _FILMS[form], path, progress)


def _write_film(excerpt: Excerpt, film: _Film, path: Path, progress: Callable[[float], None]) -> None:
    rate = film.transparent_frame_rate if excerpt.transparent else film.frame_rate
    with path.open("w+b") as file, film.opened(file, excerpt.width, excerpt.height, rate) as show:
        shown: tuple[np.ndarray, int] | None = None

        def show_joined(pixels: np.ndarray, frames: int) -> None:
            """Show the picture before, once it is known for how long."""
            nonlocal shown
            progress(frames / rate)
            if shown and np.array_equal(shown[0], pixels):
                shown = pixels, shown[1] + frames
                return
            if shown:
                show(*shown)
            shown = pixels, frames

        excerpt.play(rate, show_joined)
        assert shown
        show(shown[0], shown[1] + film.rest * rate)
