"""Renders clips with the real commands, and gives access to the pixels of their frames."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import av
import msgspec
import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from scenes.kit.theme import THEMES, Theme
from tests.rigs.rehearsal import ROOT

OWN_LESSON = Path(__file__).with_name("rendered_video.toml")
DEFAULT_LESSON = ROOT / "backprop_core" / "lessons" / "default.toml"

FRAME_HEIGHT = 8.0
"""The height of a frame, in frame units."""


@dataclass(frozen=True)
class Frame:
    """A decoded frame; pixels have shape (height, width, 3) and values from 0 to 255."""

    pixels: np.ndarray

    @property
    def pixels_per_unit(self) -> float:
        """The length of a frame unit in pixels."""
        return self.pixels.shape[0] / FRAME_HEIGHT

    @cached_property
    def background(self) -> np.ndarray:
        """The background colour, as it is along the upper edge."""
        return np.median(self.pixels[:2].reshape(-1, 3), axis=0)

    def column(self, x: float) -> float:
        """Return the pixel column of an x in frame units."""
        return self.pixels.shape[1] / 2 + x * self.pixels_per_unit

    def row(self, y: float) -> float:
        """Return the pixel row of a y in frame units."""
        return self.pixels.shape[0] / 2 - y * self.pixels_per_unit

    def crop(self, box: ArrayLike, margin: int = 2) -> np.ndarray:
        """Return the pixels of a box in frame units, with a margin of some pixels."""
        (left, low), (right, high) = np.asarray(box)
        rows = int(self.row(high)) - margin, int(self.row(low)) + margin + 1
        columns = int(self.column(left)) - margin, int(self.column(right)) + margin + 1
        return self.pixels[slice(*np.maximum(rows, 0)), slice(*np.maximum(columns, 0))]

    def crop_around(self, column: float, row: float, box: ArrayLike) -> np.ndarray:
        """Return the pixels of a box in frame units, relative to a pixel."""
        (left, low), (right, high) = np.asarray(box) * self.pixels_per_unit
        rows, columns = (row - high, row - low), (column + left, column + right)
        first, last, top, bottom = (max(0, round(each)) for each in (*columns, *rows))
        return self.pixels[top:bottom, first:last]

    def colour_share(self, colour: str, background: np.ndarray | None = None) -> np.ndarray:
        """Return the share of a colour in each pixel, from 0 to 1: pixels at an edge are blended.

        The share is 0 where a pixel is no blend of the colour and the background.
        """
        ground = self.background if background is None else background
        way = rgb(colour) - ground
        offset = self.pixels - ground
        along = offset @ way / (way @ way)
        beside = np.linalg.norm(offset - along[..., None] * way, axis=-1)
        return np.where(beside < 0.2 * np.linalg.norm(way), np.clip(along, 0, 1), 0.0)


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


@dataclass(frozen=True)
class RenderedClip:
    """The video of a rendered clip, and the times of its beats."""

    path: Path
    theme: Theme
    frame_rate: float
    ends: dict[str, float]
    starts: dict[str, float]

    def last_frame_of(self, beat: str) -> Frame:
        """Return the last frame of a beat."""
        return self.frames([round(self.ends[beat] * self.frame_rate) - 1])[0]

    def frames_within(self, beat: str, count: int) -> list[Frame]:
        """Return some evenly spaced frames from within a beat."""
        first, last = (each[beat] * self.frame_rate for each in (self.starts, self.ends))
        return self.frames([round(place) for place in np.linspace(first, last, count + 2)[1:-1]])

    def frames(self, places: Sequence[int]) -> list[Frame]:
        wanted = set(places)
        with av.open(str(self.path)) as container:
            found = {
                place: Frame(frame.to_ndarray(format="rgb24").astype(float))
                for place, frame in enumerate(container.decode(video=0))
                if place in wanted
            }
        return [found[place] for place in places]


def render_clips(
    out: Path, clips: Sequence[str], *, lesson: Path, language: str, theme: str, quality: str = "l"
) -> dict[str, RenderedClip]:
    """Render clips with ``backprop render``, and return them by name."""
    options = ["--lesson", lesson, "--lang", language, "--theme", theme, "--quality", quality, "--out", out]
    command = [sys.executable, "-m", "scenes", "render", *clips, *options]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    return {clip: _rendered_clip(out / language / "clips", clip, theme) for clip in clips}


def _rendered_clip(folder: Path, clip: str, theme: str) -> RenderedClip:
    (path,) = folder.glob(f"*-{clip}.mp4")
    record = msgspec.json.decode(path.with_suffix(".json").read_bytes())
    starts, ends = ({beat["name"]: beat[end] for beat in record["beats"]} for end in ("start", "end"))
    return RenderedClip(path, THEMES[theme], record["frame_rate"], ends, starts)


# Ends a clip after a beat, as manim does when it is asked to stop early.
_STOP_AFTER_BEAT = """
from manim.utils.exceptions import EndSceneEarlyException
from scenes.kit.clip import Clip
play = Clip._play_beat
def until(self, *args):
    play(self, *args)
    if self.typesetter.ledger.beat == {!r} and not self.alone:
        raise EndSceneEarlyException
Clip._play_beat = until
"""


def last_frame(folder: Path, file: str, clip: str, *, lesson: Path, until: str, before: str = "") -> Frame:
    """Return the last frame of a beat, drawn by ``manim``; ``before`` is code to run first, in the same process."""
    options = ["render", "-ql", "-s", "--media_dir", str(folder), f"scenes/{file}.py", clip]
    start = f"import sys\nfrom manim.__main__ import main\nsys.argv[1:] = {options}\nmain()"
    code = "\n".join([before, _STOP_AFTER_BEAT.format(until), start])
    env = {**os.environ, "BACKPROP_LESSON": str(lesson)}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    (path,) = folder.rglob(f"{clip}*.png")
    return Frame(np.asarray(Image.open(path).convert("RGB"), dtype=float))
