"""Draws the clips' posters for the handout, as SVG in the light theme.

No video is made: a clip's animations are skipped up to the end of the beat that its poster shows.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from errno import ECHILD
from typing import Any

from manim import tempconfig
from manim.utils.exceptions import EndSceneEarlyException

import backprop_core as bp
from backprop_core.lesson.toml import Document
from scenes.engine.renderer import Renderer
from scenes.engine.vector import svg
from scenes.kit.clip import Clip
from scenes.studio.build.catalogue import catalogue
from scenes.studio.build.job import localized
from scenes.studio.render.draw import manim_defaults
from scenes.studio.render.processes import CONTEXT, initialize_worker

THEME = "light"

_SETTINGS = {
    "quality": "high_quality",  # the size for which curves are smooth, and the poster's aspect ratio
    "dry_run": True,
    "disable_caching": True,
    "progress_bar": "none",
    "verbosity": "ERROR",
    "preview": False,
}


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
    with tempconfig(manim_defaults()), tempconfig(_SETTINGS):
        renderer = PosterRenderer(entry.poster or entry.beats()[-1].name)
        entry(renderer, lesson=bp.make_lesson(document)).render()
        return renderer.picture


class PosterRenderer(Renderer):
    """A renderer that skips all animations and draws only the picture at the end of one beat.

    Parameters
    ----------
    beat
        The beat's name.

    Notes
    -----
    ``picture`` is the picture as SVG.
    """

    picture: bytes

    def __init__(self, beat: str):
        super().__init__(skip_animations=True)
        self._wanted, self._reached = beat, False

    def play(self, scene: Clip, *args: Any, **options: Any) -> None:
        """Skip a move; the first one after the beat ends the scene."""
        beat = scene.typesetter.ledger.beat
        if self._reached and beat != self._wanted:
            raise EndSceneEarlyException
        super().play(scene, *args, **options)
        self._reached = beat == self._wanted
        if self._reached:
            self.picture = svg(self.camera, scene.mobjects)


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool of processes; on an error, drop the tasks that have not begun."""
    pool = ProcessPoolExecutor(processes, mp_context=CONTEXT, initializer=initialize_worker)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
