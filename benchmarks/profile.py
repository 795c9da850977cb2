"""Profiles clips by the parts of rendering: ``python -m benchmarks.profile QUALITY [CLIP …]``.

Times are processor time, of the thread that draws and of the one that encodes.
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import backprop_core as bp
from scenes.engine.film import SegmentEncoder
from scenes.engine.renderer import Renderer
from scenes.engine.yuv import Converter
from scenes.kit.flow.catalogue import lecture
from scenes.kit.text import glyphs
from scenes.studio.build.job import Job
from scenes.studio.render.assemble import render

PARTS: dict[str, list[tuple[Any, str]]] = {
    "formulas": [(glyphs, "_glyphs")],
    "drawing": [(Renderer, "update_frame"), (Renderer, "save_static_frame_data")],
    "converting": [(Converter, "frame")],
    "encoding": [(SegmentEncoder, "write_frame"), (SegmentEncoder, "finish")],
}
"""The functions that are timed for each part; the rest of the time is the clip's own moves and manim's animations."""


def main() -> None:
    """Print the profiles of the clips as JSON."""
    quality, *clips = sys.argv[1:]
    print(json.dumps({clip: profile(clip, quality) for clip in clips or lecture(bp.default_lesson())}))


def profile(clip: str, quality: str) -> dict[str, float]:
    """Return the seconds that each part of rendering a clip takes, and the number of frames."""
    spent: dict[str, float] = dict.fromkeys(PARTS, 0.0)
    glyphs._glyphs.cache_clear()
    with ExitStack() as stack:
        for part, functions in PARTS.items():
            for owner, name in functions:
                stack.enter_context(patch.object(owner, name, timed(getattr(owner, name), spent, part)))
        start = time.process_time()
        frames: list[int] = []
        render(Job.of(clip, bp.load_document(), quality), frames.append)
        whole = time.process_time() - start
    return {**spent, "moving": whole - sum(spent.values()), "whole": whole, "frames": frames[-1]}


def timed(function: Callable[..., Any], spent: dict[str, float], part: str) -> Callable[..., Any]:
    """Wrap a function so that the processor time of its thread is added to a part."""

    def wrapped(*arguments: Any, **options: Any) -> Any:
        start = time.thread_time()
        try:
            return function(*arguments, **options)
        finally:
            spent[part] += time.thread_time() - start

    return wrapped


if __name__ == "__main__":
    main()
