"""The renderer that joins camera, colour conversion and file writer."""

from collections.abc import Iterable
from typing import Any

from manim import Mobject, Scene, config
from manim.renderer.cairo_renderer import CairoRenderer

from scenes.engine.canvas import Canvas
from scenes.engine.film import SectionFileWriter
from scenes.engine.memory import return_large_blocks
from scenes.engine.mobjects import quick_mobjects
from scenes.engine.yuv import FORMAT, Converter


class Renderer(CairoRenderer):
    """manim's Cairo renderer; draws and converts only what changed, and draws nothing while it skips animations.

    Parameters
    ----------
    film
        The class of the file writer.
    canvas
        The class of the camera.
    """

    camera: Canvas

    def __init__(
        self, film: type[SectionFileWriter] = SectionFileWriter, canvas: type[Canvas] = Canvas, **options: Any
    ):
        return_large_blocks()
        super().__init__(file_writer_class=film, camera_class=canvas, **options)
        self._converter = Converter(*reversed(self.camera.pixel_array.shape[:2]))

    def play(self, scene: Scene, *args: Any, **options: Any) -> None:
        """Play animations."""
        with quick_mobjects():
            super().play(scene, *args, **options)

    def update_frame(
        self, scene: Scene, mobjects: Iterable[Mobject] | None = None, *args: Any, **options: Any
    ) -> None:
        """Draw the scene; while animations are skipped, only if all of it is asked for, as for the last picture."""
        if not self.skip_animations or mobjects is None:
            super().update_frame(scene, mobjects, *args, **options)

    def save_static_frame_data(self, _scene: Scene, static_mobjects: Iterable[Mobject]) -> None:
        """Keep the shapes of static mobjects, to be drawn below the moving ones."""
        drawn = static_mobjects and not self.skip_animations
        self.static_image: Any = self.camera.shapes(static_mobjects) if drawn else None

    def render(self, scene: Scene, _time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        """Draw the scene and add the picture to the video."""
        if not self.skip_animations:
            self.update_frame(scene, moving_mobjects)
            self.add_frame(self._frame())

    def freeze_current_frame(self, duration: float) -> None:
        """Add the present picture to the video for ``duration`` seconds."""
        if self.skip_animations:
            return
        self.add_frame(self._frame(), int(duration / (1 / config.frame_rate)))

    def _frame(self) -> Any:
        """Return the picture for the file writer: converted if its encoder takes ``yuv420p``, else as pixels."""
        encoder = self.file_writer.video_encoder
        if encoder is None or encoder.pixel_format != FORMAT:
            return self.get_frame()
        return self._converter.frame(self.camera.pixel_array, self.camera.changes())
