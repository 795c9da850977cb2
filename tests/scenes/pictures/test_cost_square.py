"""The gap between activation and desired output: the cost is its square's area, or the depth of a curve below it."""

import math
from typing import Any

import pytest

from scenes.figures.simple_network.cost_gap import CostGap
from scenes.figures.simple_network.grey_scale import GreyScale
from tests.readers.stage import on_stage, parse_number, read_number, reference_numbers
from tests.rigs.played_clips import each_lesson, finished
from tests.rigs.rehearsal import boxes, lesson


@each_lesson()
def test_size(name: str):
    chain = lesson(name).chain
    truth = reference_numbers(chain)
    clip = finished("LastTwoNeurons", name)
    (gap,), (greys,) = on_stage(clip, CostGap), on_stage(clip, GreyScale)
    parts: list[Any] = [*greys]
    strip, *numbers = parts
    ((left, _), (right, _)) = boxes([strip])[0]
    black, white = (parse_number(read_number(number)) for number in numbers)
    unit = (right - left) / (white - black)
    a, y = truth["a", chain.network.L, 0], float(chain.y.item())
    ends = [left + unit * (value - black) for value in (a, y)]
    assert gap.gap.points[[0, -1], 0] == pytest.approx(ends, abs=1e-6)
    if chain.cost.name == "cross_entropy":
        curve, bar = gap.shape
        x, top = bar.get_start()[:2]
        assert (x, bar.get_end()[0]) == pytest.approx((ends[0], ends[0]), abs=1e-6)
        deep = (top - bar.get_end()[1]) / truth["C",]
        for x, height, _ in curve.get_anchors():
            p = black + (x - left) / unit
            entropy = -sum(share * math.log(of) for share, of in ((y, p), (1 - y, 1 - p)) if share)
            assert top - height == pytest.approx(deep * entropy, abs=1e-6)
    else:
        ((low, bottom), (high, top)) = boxes([gap.shape])[0]
        assert [low, high] == pytest.approx(sorted(ends), abs=1e-6)
        assert (high - low) * (top - bottom) == pytest.approx(truth["C",] * unit**2, abs=1e-6)
