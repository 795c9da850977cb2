"""A picture that does not move → a short video, encoded as the clips are."""

from manim import Camera, ManimColor, Mobject, Scene, tempconfig

from scenes.engine.reel import Reel
from scenes.engine.renderer import Renderer
from scenes.studio.render.draw import manims_own, settings

# How long it is, in seconds: a moment, after which players hold its last frame.
LENGTH = 1.0


class _Still(Scene):
    """A scene in which one thing is seen, and nothing happens."""

    def __init__(self, renderer: Renderer, shown: Mobject, background: str):
        super().__init__(renderer)
        assert isinstance(self.camera, Camera)  # as in a clip
        self.camera.background_color = ManimColor(background)
        self._shown = shown

    def construct(self) -> None:
        """Show it."""
        self.add(self._shown)
        self.wait(LENGTH)


def still(shown: Mobject, background: str, quality: str) -> bytes:
    """Return an mp4 of something drawn upon a background, in one of manim's qualities."""
    with tempconfig(manims_own()), tempconfig(settings(quality)):
        renderer = Renderer(Reel)
        _Still(renderer, shown, background).render()
        (film,) = renderer.file_writer.segments.values()
        return film
