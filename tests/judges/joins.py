"""How much of a clip's first picture stood at the same place in the last picture of the clip before it."""

import numpy as np
from manim import Camera, ManimColor, tempconfig

from scenes.kit.clip import Clip
from tests.rigs.rehearsal import rehearse

# From which difference on a pixel is no background, and up to which two pixels show the same.
_DRAWN, _SAME = 24, 60


class _SeenError(Exception):
    """The first picture was seen."""


def last_picture(clip: type[Clip], lesson) -> np.ndarray:
    """Return the picture that a clip ends with, drawn by manim's own camera."""
    return _drawn(rehearse(clip, lesson).clip)


def first_picture(begun: type[Clip], lesson, *, alone: bool = False) -> np.ndarray:
    """Return the first frame of a clip, drawn by manim's own camera."""
    pictures: list[np.ndarray] = []

    def look(clip: Clip, *, at_rest: bool) -> None:
        pictures.append(_drawn(clip))
        raise _SeenError

    try:
        rehearse(begun, lesson, frames=15, look=look, alone=alone)
    except _SeenError:
        return pictures[0]
    raise AssertionError(f"{begun.__name__} has no frame")


def kept(last: np.ndarray, first: np.ndarray) -> float:
    """Return which share of the pixels drawn in ``first`` stood there in ``last``: 0 if none are drawn."""
    drawn = abs(first - first[2, 2]).max(axis=2) > _DRAWN
    same = (abs(last - last[2, 2]).max(axis=2) > _DRAWN) & (abs(first - last).max(axis=2) < _SAME)
    return float((drawn & same).sum() / drawn.sum()) if drawn.any() else 0.0


def _drawn(clip: Clip) -> np.ndarray:
    """Return a scene's picture, shape (270, 480, 3)."""
    with tempconfig({"pixel_width": 480, "pixel_height": 270}):
        camera = Camera(background_color=ManimColor(clip.typesetter.theme.background))
        camera.capture_mobjects(clip.mobjects)
    return camera.pixel_array[..., :3].astype(int)
