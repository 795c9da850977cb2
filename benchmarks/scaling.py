"""Measures how a clip's cost grows with its length, and a still clip's cost: ``python -m benchmarks.scaling``."""

import json
import statistics
import time
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import IO, Any

import psutil
from manim import tempconfig

import backprop_core as bp
from benchmarks.bare_encoding import encode
from scenes.engine.film import X264_OPTIONS
from scenes.engine.renderer import Renderer
from scenes.nudges import NudgePropagation
from scenes.studio.build.job import QUALITIES
from scenes.studio.render.draw import manim_defaults

BEATS, SECONDS = 6, 30


class RepeatedSwing(NudgePropagation):
    """The swing of ``NudgePropagation``, repeated.

    Notes
    -----
    ``costs`` are the processor time of a second of each repetition, ``memory`` is the process's after each, in bytes.
    """

    costs: list[float]
    memory: list[float]

    def construct(self) -> None:
        """Play one beat several times."""
        self.costs, self.memory = [], []
        lines, swing, *_ = NudgePropagation.beats()
        self._play_beat(lines)
        for _ in range(BEATS):
            start, begun = time.process_time(), self.time
            self._play_beat(swing)
            self.costs.append((time.process_time() - start) / (self.time - begun))
            self.memory.append(psutil.Process().memory_info().rss)


class StandingStill(NudgePropagation):
    """A clip in which nothing moves."""

    def construct(self) -> None:
        """Show the four lines, and wait, as if in the first beat."""
        self._beat = NudgePropagation.beats()[0].name
        self.add(*self.stage.lines)
        self.wait(SECONDS)


def main() -> None:
    """Print ratios as JSON: cost and memory, last repetitions to first; a still clip to its bare encoding."""
    swings, *_ = rendered(RepeatedSwing)
    _, cpu, video = rendered(StandingStill)
    bare = sum(cpu for _, cpu in encode(video, X264_OPTIONS))
    print(
        json.dumps(
            {
                "cost": late_over_early(swings.costs),
                "memory": late_over_early(swings.memory),
                "rest": cpu / bare,
            }
        )
    )


def late_over_early(figures: list[float]) -> float:
    """Return the ratio of the median of the last third to that of the first."""
    third = len(figures) // 3
    return statistics.median(figures[-third:]) / statistics.median(figures[:third])


def rendered(clip: type[Any]) -> tuple[Any, float, IO[bytes]]:
    """Render a clip at 1080p60; return the clip, the processor time, and the video."""
    settings = {"quality": QUALITIES["h"], "progress_bar": "none", "verbosity": "ERROR", "disable_caching": True}
    with (
        TemporaryDirectory() as folder,
        tempconfig(manim_defaults()),
        tempconfig(settings | {"media_dir": folder}),
    ):
        start = time.process_time()
        scene = clip(Renderer(), lesson=bp.default_lesson())
        scene.render()
        cpu = time.process_time() - start
        return scene, cpu, BytesIO(scene.renderer.file_writer.movie_file_path.read_bytes())


if __name__ == "__main__":
    main()
