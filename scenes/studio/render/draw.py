"""One job → what is drawn of its clip: all of it, or the beats that nobody else draws."""

from collections.abc import Callable, Mapping, Sequence
from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from manim import config, tempconfig
from manim._config.utils import ManimConfig, config_file_paths
from manim.utils.exceptions import EndSceneEarlyException
from PIL import Image

from scenes.engine.memory_film import MemoryFilm
from scenes.engine.renderer import Renderer
from scenes.kit.captions import Caption
from scenes.kit.clip import Clip, PlayedBeat
from scenes.kit.text.glyphs import Glyph, known
from scenes.kit.text.ledger import Ledger
from scenes.kit.text.ledger import ShownNumber as Shown
from scenes.studio.build.job import QUALITIES, Job
from scenes.studio.render.beat_queue import Claims

Progress = Callable[[int], None]
"""Is told how many frames are drawn."""

# With more threads the frames would depend on the machine's cores (clips run side by side anyway), and with mbtree on
# what memory held before: x264 reads some that it never wrote.
X264 = {"threads": "1", "mbtree": "0"}
"""The encoder's options."""


@dataclass(frozen=True)
class Piece:
    """What one process drew of a clip.

    Parameters
    ----------
    segments
        The video of each beat that was drawn, by the beat's name.
    numbers
        What was shown in them while nothing moved.
    poster
        A PNG, if it is in one of them.
    played, captions, sentences, frames, size
        All about the clip, from its beginning to the last of these beats; width and height in pixels.
    lines
        What was typeset for it and had not been before, by its source.
    """

    segments: Mapping[str, bytes]
    numbers: Sequence[Shown]
    poster: bytes | None
    played: Sequence[PlayedBeat]
    captions: Sequence[Caption]
    sentences: Mapping[str, str]
    frames: int
    size: tuple[int, int]
    lines: Mapping[str, tuple[Glyph, ...]]


def draw(job: Job, progress: Progress, claims: Claims) -> Piece:
    """Draw the beats of a clip that are still free when it comes to them; over the others it goes fast.

    Parameters
    ----------
    progress
        Is called whenever the picture changes.
    claims
        Of this clip.
    """
    with tempconfig(manims_own()), tempconfig(settings(job.quality)):
        before = known().keys()
        renderer = Watched(progress, claims, job.entry.clip.poster or job.entry.clip.beats()[-1].name)
        clip = job.entry.clip(renderer, lesson=job.lesson(), speech=job.speech)
        clip.render()
        headline, about = clip.headline, str(clip.__doc__)
        return Piece(
            segments=renderer.file_writer.segments,
            numbers=renderer.at_rest,
            poster=None if renderer.poster is None else _png(renderer.poster),
            played=clip.played,
            captions=[
                Caption(each.content, each.start.total_seconds(), each.end.total_seconds())
                for each in renderer.file_writer.subcaptions
            ],
            sentences=clip.typesetter.ledger.sentences
            | {text: clip.typesetter.language.text(text) for text in (headline, about)},
            frames=round(clip.time * config.frame_rate),
            size=(config.pixel_width, config.pixel_height),
            lines={source: glyphs for source, glyphs in known().items() if source not in before},
        )


class Watched(Renderer):
    """A renderer that draws what is still free, tells how far it is, and keeps what else is wanted of a clip.

    Parameters
    ----------
    progress
        Whom to tell.
    claims
        Tell which beats are to be drawn.
    poster_beat
        The name of the beat whose last frame becomes the poster.

    Notes
    -----
    ``at_rest`` are the numbers that were shown while nothing moved, ``poster`` is a frame, shape (height, width, 4).
    """

    poster: np.ndarray | None = None

    def __init__(self, progress: Progress, claims: Claims, poster_beat: str):
        super().__init__(MemoryFilm)
        self.at_rest: list[Shown] = []
        self._progress = progress
        self._claims = claims
        self._beat, self._mine = "", False
        self._poster_beat = poster_beat
        self._ledger = Ledger()
        self._frames = self._kept = self._drawn = 0

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        """Add a frame to the video, so many times."""
        super().add_frame(frame, num_frames)
        self._drawn = len(self._ledger.entries)
        self._frames += num_frames
        self._progress(self._frames)

    def play(self, scene: Clip, *args: Any, **options: Any) -> None:
        """Play a move. What numbers are on its way is forgotten; what they are before it and at its end is kept."""
        self._ledger = scene.typesetter.ledger
        if self._ledger.beat != self._beat:
            self._begin(self._ledger.beat)
        self._keep(self._kept)
        super().play(scene, *args, **options)
        self._keep(self._drawn)
        if self._mine and self._beat == self._poster_beat:
            self.poster = self.get_frame()

    def update_skipping_status(self) -> None:
        """Skip what others draw."""
        super().update_skipping_status()
        self.skip_animations |= not self._mine

    def _begin(self, beat: str) -> None:
        self._beat, self._mine = beat, self._claims.take(beat)
        if not self._mine and not self._claims.left:
            raise EndSceneEarlyException

    def _keep(self, start: int) -> None:
        if self._mine:
            self.at_rest += self._ledger.entries[start:]
        self._kept = len(self._ledger.entries)


@cache
def manims_own() -> ManimConfig:
    """Return manim's settings as it comes with them: what somebody's ``manim.cfg`` says changes no lecture."""
    parser = ConfigParser()
    parser.read(config_file_paths()[0])
    return ManimConfig().digest_parser(parser)


def settings(quality: str) -> dict[str, Any]:
    """Return what of manim's settings is the lecture's own."""
    return {
        "quality": QUALITIES[quality],
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "preview": False,
        "video_encoder_options": X264,
    }


def _png(pixels: np.ndarray) -> bytes:
    file = BytesIO()
    Image.fromarray(pixels).convert("RGB").save(file, "PNG", optimize=True)
    return file.getvalue()
