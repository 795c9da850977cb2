"""What a clip costs as it gets longer, and when it stands still: ``python -m benchmarks.growth``."""

import json
import statistics
import time
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import IO, Any

import psutil
from manim import tempconfig

import backprop_core as bp
from benchmarks.bare import encoded
from scenes.engine.renderer import Renderer
from scenes.nudges import NudgePropagation
from scenes.studio.build.job import QUALITIES
from scenes.studio.render.draw import X264_OPTIONS, manim_defaults

BEATS, SECONDS = 6, 30


class Swings(NudgePropagation):
    """The swing of ``NudgePropagation``, again and again: what a second costs in each, and the process's memory."""

    costs: list[float]
    memory: list[float]

    def construct(self) -> None:
        """Play a clip of many beats, all alike."""
        self.costs, self.memory = [], []
        lines, swing, *_ = NudgePropagation.beats()
        self._play_beat(lines)
        for _ in range(BEATS):
            start, begun = time.process_time(), self.time
            self._play_beat(swing)
            self.costs.append((time.process_time() - start) / (self.time - begun))
            self.memory.append(psutil.Process().memory_info().rss)


class Still(NudgePropagation):
    """A clip that stands still."""

    def construct(self) -> None:
        """Show the four lines, and wait."""
        self.add(*self.stage.lines)
        self.wait(SECONDS)


def main() -> None:
    """Print ratios as JSON: the last beats' cost and memory over the first ones', and of rest over its encoding."""
    swings, *_ = rendered(Swings)
    _, cpu, video = rendered(Still)
    bare = sum(cpu for _, cpu in encoded(video))
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
    """Return how many times more there is in the last third than in the first."""
    third = len(figures) // 3
    return statistics.median(figures[-third:]) / statistics.median(figures[:third])


def rendered(clip: type[Any]) -> tuple[Any, float, IO[bytes]]:
    """Render a clip at 1080p60; return it, the processor time that it took, and its video."""
    settings = {"quality": QUALITIES["h"], "progress_bar": "none", "verbosity": "ERROR", "disable_caching": True}
    with (
        TemporaryDirectory() as folder,
        tempconfig(manim_defaults()),
        tempconfig(settings | {"media_dir": folder, "video_encoder_options": X264_OPTIONS}),
    ):
        start = time.process_time()
        scene = clip(Renderer(), lesson=bp.default_lesson())
        scene.render()
        cpu = time.process_time() - start
        return scene, cpu, BytesIO(scene.renderer.file_writer.movie_file_path.read_bytes())


if __name__ == "__main__":
    main()
