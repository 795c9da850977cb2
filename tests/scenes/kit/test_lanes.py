"""A lane that is found meets nothing after it has left its start; none is found where all ways are barred."""

import numpy as np
import pytest

from scenes.kit.motion.lanes import free_lane

FRAME = np.array([[-6.0, -3.0], [6.0, 3.0]])


def box(x: float, y: float, width: float = 0.6, height: float = 0.4) -> np.ndarray:
    return np.array([[x - width / 2, y - height / 2], [x + width / 2, y + height / 2]])


@pytest.mark.parametrize("seed", range(20))
def test_found_lane_is_free(seed: int):
    random = np.random.default_rng(seed)
    start, end = box(-3, 0), box(3, 0)
    places = random.uniform((-2, -2.5), (2, 2.5), (8, 2))
    lane = free_lane(start, end, np.array([box(*place) for place in places]), FRAME)
    assert lane is not None
    assert lane.clear == 0
    middles = np.array([lane.at(share) for share in np.linspace(0, 1, 200)])
    np.testing.assert_allclose(middles[[0, -1]], [(-3, 0), (3, 0)], atol=1e-9)
    apart = np.abs(middles[:, None] - places)
    assert ((apart[..., 0] > 0.6 - 1e-3) | (apart[..., 1] > 0.4 - 1e-3)).all()
    assert (np.abs(middles) <= (5.7, 2.8)).all()


def test_what_stands_around_the_start_is_left_unseen():
    lane = free_lane(box(-3, 0), box(3, 0), np.array([box(-3, 0)]), FRAME)
    assert lane is not None
    assert 0 < lane.clear < 0.3


@pytest.mark.parametrize("barred", [box(0, 0, 0.5, 8), box(3, 0), box(0, 0, 12, 6)])
def test_no_lane_where_the_way_is_barred(barred: np.ndarray):
    assert free_lane(box(-3, 0), box(3, 0), np.array([barred]), FRAME) is None


def test_nothing_stands_in_the_way():
    lane = free_lane(box(-3, 0), box(3, 1), np.empty((0, 2, 2)), FRAME)
    assert lane is not None
    np.testing.assert_allclose(lane.at(1.0), (3, 1))


@pytest.mark.parametrize(("air", "through"), [(0.0, True), (0.2, False)])
def test_a_gap_is_wide_enough_only_with_little_air_around(air: float, through: bool):
    walls = np.array([box(0, side * 1.8, 0.5, 3) for side in (-1, 1)])
    lane = free_lane(box(-3, 0), box(3, 0), walls, FRAME, air=air)
    assert (lane is not None) == through
