"""The part of a clip that is exported, and drawing it: every picture, or the last one only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import tempconfig

import backprop_core as bp
from backprop_core.lesson.narration import own_words
from backprop_core.lesson.toml import Document
from scenes.engine.canvas import Canvas, ClearCanvas
from scenes.engine.renderer import Renderer
from scenes.kit.clip import Clip
from scenes.kit.flow.beats import expected_seconds
from scenes.kit.flow.catalogue import catalogue
from scenes.studio.render.draw import manim_defaults
from scenes.studio.render.posters import NO_FILES

Show = Callable[[np.ndarray, int], None]
"""A function that takes a picture, RGBA, and the number of frames for which it is shown."""

# The frames per second while all moves are skipped: any number.
_STILL_RATE = 60


@dataclass(frozen=True)
class Excerpt:
    """What is exported.

    Parameters
    ----------
    clip
        The clip's name.
    beat
        The beat's name; None for the whole clip.
    document
        The complete lesson, in the language and theme that are wanted.
    transparent
        Leave out the background.
    width
        The pictures' width in pixels; they are 16 : 9.
    """

    clip: str
    beat: str | None
    document: Document
    transparent: bool
    width: int

    @property
    def name(self) -> str:
        """The clip's name and the beat's: ``NudgePropagation-ratio``."""
        return f"{self.clip}-{self.beat}" if self.beat else self.clip

    @property
    def expected_seconds(self) -> float:
        """An estimate of its length: the time to read what is said."""
        beats = [beat for beat in catalogue()[self.clip].clip.beats() if self.beat in (None, beat.name)]
        own = own_words(self.document, self.clip)
        return expected_seconds(beats, self.document["lesson"], own, {})

    @property
    def height(self) -> int:
        """The pictures' height in pixels, an even number."""
        return round(self.width * 9 / 32) * 2

    def play(self, frame_rate: int, show: Show) -> None:
        """Draw all pictures; what comes before the beat is skipped."""
        with self._settings(frame_rate):
            self._clip(FrameRenderer(show, self._canvas), since=self.beat, until=self.beat).render()

    def draw_last(self) -> tuple[Canvas, Clip]:
        """Return the clip as it is at the end of the beat, with the canvas to draw it; nothing else is drawn.

        Of a whole clip, this is the picture of its poster.
        """
        with self._settings():
            renderer = Renderer(canvas=self._canvas, skip_animations=True)
            clip = self._clip(renderer, until=self.beat or catalogue()[self.clip].clip.poster_beat(), alone=True)
            clip.render()
            return renderer.camera, clip

    @property
    def _canvas(self) -> type[Canvas]:
        return ClearCanvas if self.transparent else Canvas

    def _clip(self, renderer: Renderer, **shown: Any) -> Clip:
        return catalogue()[self.clip].clip(renderer, lesson=bp.make_lesson(self.document), **shown)

    @contextmanager
    def _settings(self, frame_rate: int = _STILL_RATE) -> Iterator[None]:
        settings = {"pixel_width": self.width, "pixel_height": self.height, "frame_rate": frame_rate}
        with tempconfig(manim_defaults()), tempconfig(NO_FILES | settings):
            yield


class FrameRenderer(Renderer):
    """A renderer that hands on its pictures instead of encoding them.

    Parameters
    ----------
    show
        Called with each picture.
    canvas
        The class of the camera.
    """

    def __init__(self, show: Show, canvas: type[Canvas] = Canvas):
        super().__init__(canvas=canvas)
        self._show = show

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        """Show a picture, for so many frames."""
        super().add_frame(frame, num_frames)
        self._show(frame, num_frames)
