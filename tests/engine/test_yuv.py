"""Conversion by parts against PyAV's of whole pictures."""

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.engine.yuv import FORMAT, Converter


def planes(frame: av.VideoFrame) -> list[np.ndarray]:
    return [np.array(plane).reshape(plane.height, -1)[:, : plane.width] for plane in frame.planes]


def whole(pixels: np.ndarray) -> list[np.ndarray]:
    return planes(av.VideoFrame.from_ndarray(pixels, format="rgba").reformat(format=FORMAT))


@pytest.mark.parametrize("size", [(854, 480), (1920, 1080), (1280, 720), (2560, 1440), (130, 62), (256, 122), (2, 2)])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_changed_is_converted(size: tuple[int, int], data: st.DataObject):
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
        frames.append((converter.frame(pixels, np.array(stale).reshape(-1, 4)), whole(pixels)))
    for frame, expected in frames:  # all at the end: no frame shares its memory with another
        for ours, theirs in zip(planes(frame), expected, strict=True):
            np.testing.assert_array_equal(ours, theirs)


def test_what_did_not_change_is_not_converted():
    pixels = np.zeros((480, 854, 4), np.uint8)
    converter = Converter(854, 480)
    first = planes(converter.frame(pixels, np.empty((0, 4), int)))
    pixels[:] = 200
    second = planes(converter.frame(pixels, np.array([(0, 0, 1, 1)])))
    assert [np.array_equal(a[100:], b[100:]) for a, b in zip(first, second, strict=True)] == [True] * 3
    assert second[0][0, 0] != first[0][0, 0]
    assert second[0][479, 853] == first[0][479, 853]
