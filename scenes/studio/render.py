"""One job → the contents of a clip's files."""

from collections.abc import Callable, Mapping
from configparser import ConfigParser
from functools import cache
from io import BytesIO
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from manim import config, tempconfig
from manim._config.utils import ManimConfig, config_file_paths
from PIL import Image

from scenes.engine.renderer import Renderer
from scenes.kit.captions import Caption
from scenes.kit.clip import Clip
from scenes.kit.language import exact_decimals
from scenes.kit.ledger import Entry as Shown
from scenes.kit.ledger import Ledger
from scenes.studio.job import QUALITIES, Job
from scenes.studio.record import BeatRecord, CaptionRecord, ClipRecord, FileRecord, NumberRecord, to_json
from scenes.studio.subtitles import srt_text, vtt_text

Progress = Callable[[int], None]
"""Is told how many frames of a clip are done."""


def render(job: Job, progress: Progress, scratch: Path | None = None) -> dict[str, bytes]:
    """Return the contents of a clip's files, by name; the record comes last.

    Parameters
    ----------
    progress
        Is called whenever the picture changes.
    scratch
        Where a temporary folder may be made; without one, where the system puts them.
    """
    stem = job.entry.stem
    with (
        TemporaryDirectory(dir=scratch, prefix=f"{stem}-") as folder,
        tempconfig(_manims_own()),
        tempconfig(_settings(job, folder)),
    ):
        renderer = Watched(progress, job.entry.clip.poster or job.entry.clip.beats()[-1].name)
        clip = job.entry.clip(renderer, lesson=job.lesson())
        clip.render()
        writer = renderer.file_writer
        captions = [Caption(c.content, c.start.total_seconds(), c.end.total_seconds()) for c in writer.subcaptions]
        files = {
            f"{stem}.mp4": writer.movie_file_path.read_bytes(),
            f"{stem}.srt": srt_text(captions).encode(),
            f"{stem}.vtt": vtt_text(captions).encode(),
            f"{stem}.png": _png(renderer.poster),
        }
        record = _record(job, clip, captions, renderer.at_rest, {n: FileRecord.of(data) for n, data in files.items()})
    return files | {f"{stem}.json": to_json(record)}


class Watched(Renderer):
    """A renderer that tells how far it is, and keeps what else is wanted of a clip.

    Parameters
    ----------
    progress
        Whom to tell.
    poster_beat
        The name of the beat whose last frame becomes the poster.

    Notes
    -----
    ``at_rest`` are the numbers that were shown while nothing moved, ``poster`` is a frame, shape (height, width, 4).
    """

    poster: np.ndarray

    def __init__(self, progress: Progress, poster_beat: str):
        super().__init__()
        self.at_rest: list[Shown] = []
        self._progress = progress
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
        self._ledger = scene.pen.ledger
        self._keep(self._kept)
        super().play(scene, *args, **options)
        self._keep(self._drawn)
        if self._ledger.beat == self._poster_beat:
            self.poster = self.get_frame()

    def _keep(self, start: int) -> None:
        self.at_rest += self._ledger.entries[start:]
        self._kept = len(self._ledger.entries)


@cache
def _manims_own() -> ManimConfig:
    """Return manim's settings as it comes with them: what somebody's ``manim.cfg`` says changes no lecture."""
    parser = ConfigParser()
    parser.read(config_file_paths()[0])
    return ManimConfig().digest_parser(parser)


def _settings(job: Job, folder: str) -> dict[str, Any]:
    return {
        "quality": QUALITIES[job.quality],
        "media_dir": folder,
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "preview": False,
        # With more threads the frames would depend on the machine's cores (clips run side by side anyway), and with
        # mbtree on what memory held before: x264 reads some that it never wrote.
        "video_encoder_options": {"threads": "1", "mbtree": "0"},
    }


def _png(pixels: np.ndarray) -> bytes:
    file = BytesIO()
    Image.fromarray(pixels).convert("RGB").save(file, "PNG", optimize=True)
    return file.getvalue()


def _record(
    job: Job, clip: Clip, captions: list[Caption], numbers: list[Shown], files: Mapping[str, FileRecord]
) -> ClipRecord:
    headline, about = clip.headline, str(clip.__doc__)
    told = {english: clip.pen.language.text(english) for english in (headline, about)}
    return ClipRecord(
        clip=job.clip,
        headline=told[headline],
        about=told[about],
        frames=round(clip.time * config.frame_rate),
        frame_rate=round(config.frame_rate),
        width=config.pixel_width,
        height=config.pixel_height,
        beats=[BeatRecord(name=b.name, start=b.start, end=b.end, narration=b.narration) for b in clip.played],
        captions=[CaptionRecord(start=c.start, end=c.end, text=c.text) for c in captions],
        numbers=_numbers(clip, numbers),
        depends=job.depends,
        sentences=clip.pen.ledger.sentences | told,
        files=files,
    )


def _numbers(clip: Clip, shown: list[Shown]) -> list[NumberRecord]:
    """Return of each quantity, in each beat, what was shown of it last."""
    language, first = clip.pen.language, clip.played[0].name
    latest = {}
    for entry in shown:
        symbol, value = entry.quantity.symbol.plain, entry.quantity.value
        causes = [(each.symbol.plain, each.value) for each in entry.quantity.given]
        given = ", ".join(f"{name} = {language.number(number, exact_decimals(number))}" for name, number in causes)
        beat = entry.beat or first  # what was laid out before is there from the start
        latest[beat, symbol, given] = NumberRecord(
            beat=beat, symbol=symbol, value=float(value) if isfinite(value) else None, shown=entry.text, given=given
        )
    return list(latest.values())
