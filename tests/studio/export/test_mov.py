"""A film for video editors: what is drawn on nothing looks, laid on white, as if it were drawn on white."""

import struct
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace
from manim import Camera, Circle, Line, Square, Text, VGroup, VMobject, tempconfig
from PIL import Image

from scenes.engine.canvas import ClearCanvas
from scenes.studio.export.mov import mov

SIZE = WIDTH, HEIGHT = 320, 182
RATE = 30


def shapes() -> list[VMobject]:
    """Return letters, thin lines, and strokes and fills that overlap, some of them half transparent."""
    letters = Text("∂C = −0.219", font_size=60, color="#FF7A45")
    lines = VGroup(*(Line((-6, -3, 0), (6, -3 + each / 4, 0), color="#0B0F14", stroke_width=1) for each in range(6)))
    crossing = VGroup(
        Circle(1.5, color="#35C998", stroke_width=12, fill_color="#0069A6", fill_opacity=0.5),
        Square(2.2, color="#F0E442", stroke_width=6, stroke_opacity=0.4, fill_color="#22272E", fill_opacity=0.25),
        Line((-2, -2, 0), (2, 2, 0), color="#D58BBF", stroke_width=3),
    ).shift((3.5, 1, 0))
    return [letters.shift((-2.5, 1.5, 0)), lines, crossing]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, np.ndarray]:
    """Return a film of shapes, shown for five frames after one without them, and manim's drawing of them on white."""
    path = tmp_path_factory.mktemp("mov") / "shapes.mov"
    with tempconfig({"pixel_width": WIDTH, "pixel_height": HEIGHT}):
        canvas, camera = ClearCanvas(), Camera(background_color="#FFFFFF")
        with path.open("w+b") as file, mov(file, WIDTH, HEIGHT, RATE) as show:
            show(canvas.pixel_array.copy(), 1)
            canvas.capture_mobjects(shapes())
            show(canvas.pixel_array.copy(), 5)
        camera.capture_mobjects(shapes())
    return path, camera.pixel_array[..., :3].astype(float)


def decoded(path: Path) -> list[np.ndarray]:
    """Return a film's pictures: straight colours and opacity, each from 0 to 255."""
    with av.open(str(path)) as container:
        return [
            frame.reformat(
                format="gbrapf32le", src_colorspace=Colorspace.ITU709, src_color_range=ColorRange.MPEG
            ).to_ndarray()
            * 255.0
            for frame in container.decode(video=0)
        ]


def on_white(picture: np.ndarray) -> np.ndarray:
    opacity = picture[..., 3:] / 255
    return picture[..., :3] * opacity + 255 * (1 - opacity)


def scaled(picture: np.ndarray) -> np.ndarray:
    """Return the letters of a picture at a third of its size, each channel by itself, as an editor scales it."""
    letters = picture[: HEIGHT // 2, : WIDTH // 2].astype(np.float32)
    size = WIDTH // 6, HEIGHT // 6
    channels = [Image.fromarray(each).resize(size, Image.Resampling.BILINEAR) for each in np.moveaxis(letters, -1, 0)]
    return np.stack([np.asarray(each) for each in channels], axis=-1)


def test_no_rims_on_white(drawn: tuple[Path, np.ndarray]):
    film, white = drawn
    empty, *pictures = decoded(film)
    assert empty[..., 3].max() == 0
    assert len(pictures) == 5
    for picture in pictures:
        assert np.abs(on_white(picture) - white).max() < 5
    assert white.min() < 60


def test_no_dark_rims_round_letters_that_are_scaled(drawn: tuple[Path, np.ndarray]):
    film, white = drawn
    assert (on_white(scaled(decoded(film)[-1])) - scaled(white)).min() > -10


def test_what_an_editor_reads_of_it(drawn: tuple[Path, np.ndarray]):
    """ProRes 4444 in the colours of BT.709, each picture by itself, and each as long as the others."""
    data = drawn[0].read_bytes()
    assert b"ap4h" in data
    at = data.index(b"colr")
    assert data[at + 4 : at + 14] == b"nclc" + struct.pack(">HHH", 1, 1, 1)
    frame = data.index(b"icpf") + 4
    chroma, _, primaries, transfer, matrix, alpha = data[frame + 12 : frame + 18]
    assert (chroma >> 6, primaries, transfer, matrix, alpha & 15) == (3, 1, 1, 1, 2)  # 4:4:4, and 16 bits of opacity
    with av.open(str(drawn[0])) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        assert container.streams.video[0].average_rate == RATE
    assert all(packet.is_keyframe for packet in packets)
    times = [packet.pts for packet in packets if packet.pts is not None]
    assert len({end - start for start, end in pairwise(times)}) == 1
    assert len(times) == 6
