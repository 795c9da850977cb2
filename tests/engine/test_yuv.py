"""Converting only the changed parts of a frame to YUV gives the same result as PyAV's conversion of the whole."""

import gc
from typing import Any
from weakref import ref

import av
import numpy as np
import pytest
from av.filter import Graph
from av.video.reformatter import VideoReformatter
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.engine.pool import FramePool, LentFrame
from scenes.engine.yuv import FORMAT, Converter, to_yuv


def planes(frame: av.VideoFrame) -> list[np.ndarray]:
    return [np.array(plane).reshape(plane.height, -1)[:, : plane.width] for plane in frame.planes]


def whole(pixels: np.ndarray) -> list[np.ndarray]:
    return planes(to_yuv(av.VideoFrame.from_ndarray(pixels, format="rgba"), FORMAT, VideoReformatter()))


@pytest.mark.parametrize("size", [(854, 480), (1920, 1080), (1280, 720), (2560, 1440), (130, 62), (256, 122), (2, 2)])
@settings(max_examples=6)
@given(data=st.data())
def test_changed_pixels_are_converted(size: tuple[int, int], data: st.DataObject):
    width, height = size
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    pixels = rng.integers(0, 256, (height, width, 4), np.uint8)
    converter = Converter(width, height)
    frames = []
    for number in range(3):
        stale = []
        for _ in range(data.draw(st.integers(0, 4)) if number else 0):
            x0, x1 = sorted(data.draw(st.integers(0, width)) for _ in range(2))
            y0, y1 = sorted(data.draw(st.integers(0, height)) for _ in range(2))
            pixels[y0:y1, x0:x1] = rng.integers(0, 256, (y1 - y0, x1 - x0, 4), np.uint8)
            stale.append((x0, y0, x1, y1))
        frames.append((converter.frame(pixels, np.array(stale).reshape(-1, 4)).frame, whole(pixels)))
    for frame, expected in frames:
        for ours, theirs in zip(planes(frame), expected, strict=True):
            np.testing.assert_array_equal(ours, theirs)


def test_unchanged_pixels_are_not_converted():
    pixels = np.zeros((480, 854, 4), np.uint8)
    converter = Converter(854, 480)
    first = planes(converter.frame(pixels, np.empty((0, 4), int)).frame)
    pixels[:] = 200
    second = planes(converter.frame(pixels, np.array([(0, 0, 1, 1)])).frame)
    assert [np.array_equal(a[100:], b[100:]) for a, b in zip(first, second, strict=True)] == [True] * 3
    assert second[0][0, 0] != first[0][0, 0]
    assert second[0][479, 853] == first[0][479, 853]


@settings(max_examples=50)
@given(data=st.data())
def test_a_frame_belongs_to_one_picture_until_it_is_released(data: st.DataObject):
    converter, everything = Converter(32, 16), np.array([(0, 0, 32, 16)])
    lent: list[tuple[LentFrame, np.ndarray]] = []
    seen, most = [], 0
    for number in range(data.draw(st.integers(1, 30))):
        if lent and data.draw(st.booleans()):
            lent.pop(data.draw(st.integers(0, len(lent) - 1)))[0].give_back()
        pixels = np.full((16, 32, 4), number * 8, np.uint8)
        lent.append((converter.frame(pixels, everything), pixels))
        seen.append(lent[-1][0].frame)  # so that no two of them can have the same id
        most = max(most, len(lent))
        for frame, picture in lent:
            for ours, theirs in zip(planes(frame.frame), whole(picture), strict=True):
                np.testing.assert_array_equal(ours, theirs)
    assert len({id(frame) for frame in seen}) == most


def test_a_frame_that_is_never_released_is_forgotten(monkeypatch: pytest.MonkeyPatch):
    class Frame:  # PyAV's own cannot be watched
        def __init__(self, *_: Any):
            pass

        def make_writable(self) -> None:
            pass

    monkeypatch.setattr(av, "VideoFrame", Frame)
    pool = FramePool(32, 16, FORMAT)
    lent = pool.lend()
    watched = ref(lent.frame)
    assert watched()
    del lent
    gc.collect()
    assert watched() is None


@pytest.mark.parametrize("width", [64, 426])
def test_a_frame_held_by_an_encoder_is_not_overwritten(width: int):
    graph = Graph()  # an encoder that returns its frames late
    source = graph.add("buffer", video_size=f"{width}x48", pix_fmt=FORMAT, time_base="1/15")
    source.link_to(graph.add("buffersink"))
    graph.configure()
    converter, everything = Converter(width, 48), np.array([(0, 0, width, 48)])
    pictures = [np.full((48, width, 4), shade, np.uint8) for shade in (10, 90, 200)]
    for number, picture in enumerate(pictures):
        lent = converter.frame(picture, everything)
        lent.frame.pts = number
        graph.push(lent.frame)
        lent.give_back()
    for picture in pictures:
        frame = graph.pull()
        assert isinstance(frame, av.VideoFrame)
        for ours, theirs in zip(planes(frame), whole(picture), strict=True):
            np.testing.assert_array_equal(ours, theirs)
