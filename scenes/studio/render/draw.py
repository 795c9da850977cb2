"""Draws a clip with manim: a job becomes footage, the raw material of the clip's files."""

from collections.abc import Callable, Mapping, Sequence
from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from manim import config, tempconfig
from manim._config.utils import ManimConfig, config_file_paths
from PIL import Image

from scenes.engine.memory_film import InMemoryFileWriter
from scenes.engine.renderer import Renderer
from scenes.kit.clip import Clip
from scenes.kit.flow.beats import PlayedBeat
from scenes.kit.flow.captions import Caption
from scenes.kit.text.ledger import Ledger, ShownNumber
from scenes.studio.build.job import QUALITIES, Job

Progress = Callable[[int], None]
"""A function that is called with the number of frames drawn so far."""


@dataclass(frozen=True)
class Footage:
    """The raw material of a clip, from which its files are assembled.

    Parameters
    ----------
    segments
        The video of each beat, in order.
    poster
        A PNG.
    numbers
        The numbers that were shown while nothing moved.
    played
        The beats, with their times.
    captions
        The captions, with their times.
    sentences
        The clip's sentences in its language, by the English ones.
    frames
        The number of frames.
    size
        Width and height in pixels.
    """

    segments: Sequence[bytes]
    poster: bytes
    numbers: Sequence[ShownNumber]
    played: Sequence[PlayedBeat]
    captions: Sequence[Caption]
    sentences: Mapping[str, str]
    frames: int
    size: tuple[int, int]


def draw(job: Job, progress: Progress) -> Footage:
    """Draw a clip.

    Parameters
    ----------
    progress
        Called whenever the picture changes.
    """
    with tempconfig(manim_defaults()), tempconfig(render_settings(job.quality)):
        renderer = ClipRenderer(progress, job.entry.clip.poster_beat())
        clip = job.entry.clip(renderer, lesson=job.lesson(), speech=job.speech, begins=job.begins)
        clip.render()
        headline, about = clip.headline, str(clip.__doc__)
        return Footage(
            segments=[renderer.file_writer.segments[beat.name] for beat in clip.played],
            poster=_png(renderer.poster),
            numbers=renderer.numbers,
            played=clip.played,
            captions=[
                Caption(each.content, each.start.total_seconds(), each.end.total_seconds())
                for each in renderer.file_writer.subcaptions
            ],
            sentences=clip.typesetter.ledger.sentences
            | {text: clip.typesetter.language.text(text) for text in (headline, about)},
            frames=round(clip.time * config.frame_rate),
            size=(config.pixel_width, config.pixel_height),
        )


class ClipRenderer(Renderer):
    """A renderer that reports its progress and collects a clip's numbers and poster.

    Parameters
    ----------
    progress
        Called with the number of frames drawn so far.
    poster_beat
        The name of the beat whose last frame becomes the poster.

    Notes
    -----
    ``numbers`` are those that were shown while nothing moved, ``poster`` is a frame, shape (height, width, 4).
    """

    poster: np.ndarray

    def __init__(self, progress: Progress, poster_beat: str):
        super().__init__(InMemoryFileWriter)
        self.numbers: list[ShownNumber] = []
        self._progress = progress
        self._poster_beat = poster_beat
        self._ledger = Ledger()
        self._frames = 0
        # How many of the ledger's entries have been looked at, and how many there were at the last frame.
        self._read = self._drawn = 0

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        """Add a frame to the video, so many times."""
        super().add_frame(frame, num_frames)
        self._drawn = len(self._ledger.entries)
        self._frames += num_frames
        self._progress(self._frames)

    def play(self, scene: Clip, *args: Any, **options: Any) -> None:
        """Play a move; keep the numbers shown before it and at its end, but none of those on its way."""
        self._ledger = scene.typesetter.ledger
        self._keep_numbers(self._read)
        super().play(scene, *args, **options)
        self._keep_numbers(self._drawn)
        if self._ledger.beat == self._poster_beat:
            self.poster = self.get_frame()

    def _keep_numbers(self, start: int) -> None:
        self.numbers += self._ledger.entries[start:]
        self._read = len(self._ledger.entries)


@cache
def manim_defaults() -> ManimConfig:
    """Return the settings that manim is installed with, so that no ``manim.cfg`` of the user changes the lecture."""
    parser = ConfigParser()
    parser.read(config_file_paths()[0])
    return ManimConfig().digest_parser(parser)


def render_settings(quality: str) -> dict[str, Any]:
    """Return the settings of manim with which a quality is rendered."""
    return {
        "quality": QUALITIES[quality],
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "preview": False,
    }


def _png(pixels: np.ndarray) -> bytes:
    file = BytesIO()
    Image.fromarray(pixels).convert("RGB").save(file, "PNG", optimize=True)
    return file.getvalue()
