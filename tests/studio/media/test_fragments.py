"""A film in fragments, decoded by libav: what was sent can be seen, before the film ends."""

from io import BytesIO

import av
import numpy as np
import pytest

from scenes.studio.media.fragments import fragments

SIZE, RATE = (64, 36), 15

# Grey pictures, from black to white, and for how many frames each is shown.
GREYS, FRAMES = range(0, 256, 15), (1, 1, 3)


def picture(grey: int) -> np.ndarray:
    return np.full((SIZE[1], SIZE[0], 4), (grey, grey, grey, 255), np.uint8)


def seen(film: bytes) -> list[tuple[int, int]]:
    """Return the number of each picture of a film, and its grey."""
    with av.open(BytesIO(film), "r") as opened:
        decoded = [
            (round((each.time or 0) * RATE), each.to_ndarray(format="rgb24")) for each in opened.decode(video=0)
        ]
    return [(number, round(float(pixels.mean()))) for number, pixels in decoded]


def test_what_was_sent_can_be_seen():
    sent, wanted, growing = [], [], []
    with fragments(sent.append, SIZE, RATE) as add:
        for place, grey in enumerate(GREYS):
            frames = FRAMES[place % len(FRAMES)]
            add(picture(grey), frames)
            wanted += frames * [grey]
            growing.append((len(wanted), len(seen(b"".join(sent))) if len(wanted) > 6 else 0))
    numbers, greys = zip(*seen(b"".join(sent)), strict=True)
    assert list(numbers) == list(range(len(wanted)))
    assert greys == pytest.approx(wanted, abs=3)
    assert all(drawn - found <= 6 for drawn, found in growing), "at most a fragment is not there yet"
