"""The renderer that joins canvas and film."""

from collections.abc import Iterable
from typing import Any

from manim import Mobject, Scene, config
from manim.renderer.cairo_renderer import CairoRenderer

from scenes.engine.canvas import Canvas
from scenes.engine.film import Film
from scenes.engine.memory import give_back_large_pieces
from scenes.engine.yuv import FORMAT, Converter


class Renderer(CairoRenderer):
    """manim's Cairo renderer, that draws and converts only what changed, and nothing while animations are skipped.

    Parameters
    ----------
    film
        What writes its frames.
    """

    camera: Canvas

    def __init__(self, film: type[Film] = Film, **options: Any):
        give_back_large_pieces()
        super().__init__(file_writer_class=film, camera_class=Canvas, **options)
        self._converter = Converter(*reversed(self.camera.pixel_array.shape[:2]))

    def update_frame(
        self, scene: Scene, mobjects: Iterable[Mobject] | None = None, *args: Any, **options: Any
    ) -> None:
        """Draw the scene as it is now; if a move is skipped, only when somebody asks for all of it."""
        if not self.skip_animations or mobjects is None:
            super().update_frame(scene, mobjects, *args, **options)

    def save_static_frame_data(self, _scene: Scene, static_mobjects: Iterable[Mobject]) -> None:
        """Remember what stands below all that moves."""
        drawn = static_mobjects and not self.skip_animations
        self.static_image: Any = self.camera.shapes(static_mobjects) if drawn else None

    def render(self, scene: Scene, _time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        """Draw the scene as it is now and add the picture to the video."""
        if not self.skip_animations:
            self.update_frame(scene, moving_mobjects)
            self.add_frame(self._frame())

    def freeze_current_frame(self, duration: float) -> None:
        """Add the picture to the video for so many seconds."""
        if self.skip_animations:
            return
        self.add_frame(self._frame(), int(duration / (1 / config.frame_rate)))

    def _frame(self) -> Any:
        """Return the picture as the file writer wants it."""
        encoder = self.file_writer.video_encoder
        if encoder is None or encoder.pixel_format != FORMAT:
            return self.get_frame()
        return self._converter.frame(self.camera.pixel_array, self.camera.changes())
