"""Draws the clips' posters for the handout, as SVG in the light theme.

No video is made: a clip's animations are skipped up to the end of the beat that its poster shows.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from errno import ECHILD

from manim import tempconfig

import backprop_core as bp
from backprop_core.lesson.toml import Document
from scenes.engine.renderer import Renderer
from scenes.engine.vector import svg
from scenes.kit.flow.catalogue import catalogue
from scenes.studio.build.job import localized
from scenes.studio.render.draw import manim_defaults
from scenes.studio.render.processes import CONTEXT, initialize_worker

THEME = "light"

_SIZE = {"quality": "high_quality"}  # for which curves are smooth

NO_FILES = {
    "dry_run": True,
    "disable_caching": True,
    "progress_bar": "none",
    "verbosity": "ERROR",
    "preview": False,
}
"""The settings of manim with which it draws, but makes no file."""


def posters(clips: Sequence[str], document: Document, processes: int) -> dict[str, bytes]:
    """Return the posters of clips as SVG, by the clips' names, in the lesson's language.

    Raises
    ------
    ChildProcessError
        If a process is killed.
    """
    light = localized(document, theme=THEME)
    with _pool(processes) as pool:
        futures: dict[str, Future[bytes]] = {clip: pool.submit(poster, clip, light) for clip in clips}
        try:
            return {clip: future.result() for clip, future in futures.items()}
        except BrokenProcessPool:
            raise ChildProcessError(ECHILD, "a process that drew one was killed", "the posters") from None


def poster(clip: str, document: Document) -> bytes:
    """Return a clip's poster as SVG."""
    entry = catalogue()[clip].clip
    with tempconfig(manim_defaults()), tempconfig(NO_FILES | _SIZE):
        renderer = Renderer(skip_animations=True)
        drawn = entry(renderer, lesson=bp.make_lesson(document), until=entry.poster_beat(), alone=True)
        drawn.render()
        return svg(renderer.camera, drawn.mobjects)


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool of processes; on an error, drop the tasks that have not begun."""
    pool = ProcessPoolExecutor(processes, mp_context=CONTEXT, initializer=initialize_worker)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
