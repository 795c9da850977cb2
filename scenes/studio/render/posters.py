"""The clips' posters for paper: drawn without pixels, in the light theme, whatever the lecture's is.

Nothing is encoded: each clip is gone through as fast as can be, up to the end of its poster's beat.
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
from scenes.studio.render.draw import manims_own
from scenes.studio.render.processes import CONTEXT, begin

THEME = "light"

_SETTINGS = {
    "quality": "high_quality",  # shapes are as fine as on a picture of this size, whose proportions are the poster's
    "dry_run": True,
    "disable_caching": True,
    "progress_bar": "none",
    "verbosity": "ERROR",
    "preview": False,
}


def posters(clips: Sequence[str], document: Document, processes: int) -> dict[str, bytes]:
    """Return the posters of clips as SVG, by name, in the lesson's language.

    Raises
    ------
    ChildProcessError
        If a process is killed.
    """
    light = localized(document, theme=THEME)
    with _pool(processes) as pool:
        drawn: dict[str, Future[bytes]] = {clip: pool.submit(poster, clip, light) for clip in clips}
        try:
            return {clip: future.result() for clip, future in drawn.items()}
        except BrokenProcessPool:
            raise ChildProcessError(ECHILD, "a process that drew one was killed", "the posters") from None


def poster(clip: str, document: Document) -> bytes:
    """Return a clip's poster as SVG."""
    entry = catalogue()[clip].clip
    with tempconfig(manims_own()), tempconfig(_SETTINGS):
        still = Still(entry.poster or entry.beats()[-1].name)
        entry(still, lesson=bp.make_lesson(document)).render()
        return still.picture


class Still(Renderer):
    """A renderer that draws nothing but the picture at the end of one beat.

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
        """Play a move in no time; the one after the beat ends the scene."""
        beat = scene.typesetter.ledger.beat
        if self._reached and beat != self._wanted:
            raise EndSceneEarlyException
        super().play(scene, *args, **options)
        self._reached = beat == self._wanted
        if self._reached:
            self.picture = svg(self.camera, scene.mobjects)


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Return processes that end with this one; what waits is given up when something goes wrong."""
    pool = ProcessPoolExecutor(processes, mp_context=CONTEXT, initializer=begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
