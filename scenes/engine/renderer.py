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

    Nor does it draw sections that its film does not want; these are played frame by frame all the same.

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
        """Draw the scene; while nothing is seen, only if all of it is asked for, as for the last picture."""
        if not self._is_unseen or mobjects is None:
            super().update_frame(scene, mobjects, *args, **options)

    def save_static_frame_data(self, _scene: Scene, static_mobjects: Iterable[Mobject]) -> None:
        """Keep the shapes of static mobjects, to be drawn below the moving ones."""
        drawn = static_mobjects and not self._is_unseen
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

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        """Add a frame to the video, so many times, if the film wants it."""
        if self.file_writer.wants_section or self.skip_animations:
            super().add_frame(frame, num_frames)
        else:
            dt = 1 / self.camera.frame_rate
            self.time += num_frames * dt  # as manim, to the last digit

    @property
    def _is_unseen(self) -> bool:
        return self.skip_animations or not self.file_writer.wants_section

    def _frame(self) -> Any:
        """Return the picture for the file writer: converted if its encoder takes ``yuv420p``, else as pixels."""
        if self._is_unseen:
            return None
        encoder = self.file_writer.video_encoder
        if encoder is None or encoder.pixel_format != FORMAT:
            return self.get_frame()
        return self._converter.frame(self.camera.pixel_array, self.camera.changes())
