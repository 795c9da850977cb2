"""Makes films for slides: a beat's film in reverse or scaled down, and a film in which nothing moves.

manim-slides plays a film in reverse when the lecturer goes back. Titles are still films.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from io import BytesIO
from itertools import islice

import av
from av.container import InputContainer
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream
from manim import Camera, ManimColor, Mobject, Scene, tempconfig

from scenes.engine.film import X264_OPTIONS
from scenes.engine.memory_film import InMemoryFileWriter
from scenes.engine.renderer import Renderer
from scenes.engine.yuv import FORMAT, tag_colours
from scenes.studio.build.job import frame_rate, frame_size
from scenes.studio.media.mux import concatenate, open_mp4
from scenes.studio.render.draw import manim_defaults, render_settings

# How many frames are held in memory at a time.
_FRAMES_AT_A_TIME = 64

# The length of a still film in seconds; players hold its last frame after that.
_STILL_LENGTH = 1.0


def reverse(film: bytes) -> bytes:
    """Return a film, an mp4, with its frames in reverse order, encoded again."""
    with av.open(BytesIO(film), "r") as source:
        video = source.streams.video[0]
        assert video.average_rate
        frames = _frames_from_end(source, video)
        return _encoded(frames, (video.width, video.height), video.average_rate)


def scaled_down(film: bytes, quality: str) -> bytes:
    """Return a film, an mp4, in one of ``job.QUALITIES`` that is below its own, encoded again."""
    width, height = frame_size(quality)
    rate = Fraction(frame_rate(quality))
    with av.open(BytesIO(film), "r") as source:
        video = source.streams.video[0]
        assert video.average_rate
        frames = (
            frame.reformat(width, height, interpolation="AREA")
            for frame in _every(round(video.average_rate / rate), source.decode(video))
        )
        return _encoded(frames, (width, height), rate)


def _every(count: int, frames: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
    """Yield the last of each ``count`` frames, so that the last frame of all, on which a slide rests, is kept."""
    while group := list(islice(frames, count)):
        yield group[-1]


def _encoded(frames: Iterable[VideoFrame], size: tuple[int, int], rate: Fraction) -> bytes:
    """Return frames, which are in the film's colours, as an mp4."""
    file = BytesIO()
    with open_mp4(file) as film:
        stream = film.add_stream("libx264", rate, options=X264_OPTIONS)
        assert isinstance(stream, VideoStream)
        (stream.width, stream.height), stream.pix_fmt = size, FORMAT
        tag_colours(stream.codec_context)
        for place, picture in enumerate(frames):
            picture.pts, picture.time_base = place, 1 / rate
            picture.pict_type = PictureType.NONE  # the encoder chooses key frames itself
            film.mux(stream.encode(picture))
        film.mux(stream.encode())
    return file.getvalue()


def _frames_from_end(film: InputContainer, video: VideoStream) -> Iterator[VideoFrame]:
    """Yield a film's frames from last to first, decoding a run of them at a time."""
    assert video.average_rate
    assert video.time_base
    step = round(1 / (video.average_rate * video.time_base))
    for first in reversed(range(0, video.frames, _FRAMES_AT_A_TIME)):
        film.seek(first * step, stream=video)
        shown = []
        for picture in film.decode(video):
            assert picture.pts is not None
            if picture.pts >= (first + _FRAMES_AT_A_TIME) * step:
                break
            if picture.pts >= first * step:
                shown.append(picture)
        yield from reversed(shown)


class _StillScene(Scene):
    """A scene that shows a mobject without moving it."""

    def __init__(self, renderer: Renderer, shown: Mobject, background: str):
        super().__init__(renderer)
        assert isinstance(self.camera, Camera)  # as in a clip
        self.camera.background_color = ManimColor(background)
        self._shown = shown

    def construct(self) -> None:
        """Show the mobject."""
        self.add(self._shown)
        self.wait(_STILL_LENGTH)


def still_film(shown: Mobject, background: str, quality: str) -> bytes:
    """Return an mp4 that shows a mobject on a background colour, in one of ``job.QUALITIES``."""
    with tempconfig(manim_defaults()), tempconfig(render_settings(quality)):
        renderer = Renderer(InMemoryFileWriter)
        _StillScene(renderer, shown, background).render()
        (film,) = renderer.file_writer.segments.values()
        return concatenate([film])
