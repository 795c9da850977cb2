"""The square of the gap between activation and desired output: its area is the cost, in squares of side 1."""

from typing import Any

import pytest

from scenes.figures.simple_network.cost_gap import SquaredGap
from scenes.figures.simple_network.grey_scale import GreyScale
from tests.readers.stage import on_stage, parse_number, read_number, reference_numbers
from tests.rigs.played_clips import each_lesson, finished
from tests.rigs.rehearsal import boxes, lesson


@each_lesson()
def test_square(name: str):
    chain = lesson(name).chain
    truth = reference_numbers(chain)
    clip = finished("LastTwoNeurons", name)
    (squared,), (greys,) = on_stage(clip, SquaredGap), on_stage(clip, GreyScale)
    parts: list[Any] = [*greys]
    strip, *numbers = parts
    ((left, _), (right, _)) = boxes([strip])[0]
    black, white = (parse_number(read_number(number)) for number in numbers)
    unit = (right - left) / (white - black)
    ends = [left + unit * (value - black) for value in (truth["a", chain.network.L, 0], float(chain.y.item()))]
    ((low, bottom), (high, top)) = boxes([squared.shape])[0]
    assert squared.gap.points[[0, -1], 0] == pytest.approx(ends, abs=1e-6)
    assert [low, high] == pytest.approx(sorted(ends), abs=1e-6)
    assert (high - low) * (top - bottom) == pytest.approx(truth["C",] * unit**2, abs=1e-6)
