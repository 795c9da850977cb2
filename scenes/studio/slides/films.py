"""Films played backwards, as manim-slides wants them for a lecturer who goes back."""

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO

import av
from av.container import InputContainer
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream
from manim import Camera, ManimColor, Mobject, Scene, tempconfig

from scenes.engine.memory_film import MemoryFilm
from scenes.engine.renderer import Renderer
from scenes.studio.render.draw import manims_own, settings

# How many pictures are in memory at once.
_MOST = 64

# They are seen for a moment only, but make up most of the time that slides take.
_FAST = {"preset": "veryfast"}


def backwards(film: bytes) -> bytes:
    """Return a film's mp4 with its pictures in reverse, encoded anew."""
    file = BytesIO()
    with av.open(BytesIO(film), "r") as source, av.open(file, "w", format="mp4") as turned:
        video = source.streams.video[0]
        assert video.average_rate
        stream = turned.add_stream("libx264", video.average_rate, options=_FAST)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, video.pix_fmt
        for place, picture in enumerate(_from_the_end(source, video)):
            picture.pts, picture.time_base = place, Fraction(1) / video.average_rate
            picture.pict_type = PictureType.NONE  # which of them are encoded on their own is chosen anew
            turned.mux(stream.encode(picture))
        turned.mux(stream.encode())
    return file.getvalue()


def _from_the_end(film: InputContainer, video: VideoStream) -> Iterator[VideoFrame]:
    """Yield a film's pictures, the last one first: some are decoded together, then some of those before."""
    assert video.average_rate
    assert video.time_base
    step = round(1 / (video.average_rate * video.time_base))
    for first in reversed(range(0, video.frames, _MOST)):
        film.seek(first * step, stream=video)
        shown = []
        for picture in film.decode(video):
            assert picture.pts is not None
            if picture.pts >= (first + _MOST) * step:
                break
            if picture.pts >= first * step:
                shown.append(picture)
        yield from reversed(shown)


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
        renderer = Renderer(MemoryFilm)
        _Still(renderer, shown, background).render()
        (film,) = renderer.file_writer.segments.values()
        return film
