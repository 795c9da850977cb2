"""The square of the gap between activation and desired output: its area is the cost, in squares of side 1."""

import pytest

from scenes.figures.simple_network.example_cost import SquaredGap
from scenes.figures.simple_network.grey_scale import GreyScale
from tests.readers.stage import on_stage, parse_number, read_number, reference_numbers
from tests.rigs.played_clips import each_lesson, finished
from tests.rigs.rehearsal import boxes, lesson


@each_lesson()
def test_square(name: str):
    chain = lesson(name).chain
    truth = reference_numbers(chain.network, chain.x, chain.y)
    a, y = truth["a", chain.network.L, 0], float(chain.y[0])
    clip = finished("LastTwoNeurons", name)
    (greys,), (squared,) = on_stage(clip, GreyScale), on_stage(clip, SquaredGap)
    ((left, _), (right, _)) = boxes([greys.strip])[0]
    black, white = (parse_number(read_number(end)) for end in greys[1:])
    unit = (right - left) / (white - black)
    ((low, bottom), (high, top)) = boxes([squared.square])[0]
    assert ((high - low) * (top - bottom)) / unit**2 == pytest.approx(truth["C"], rel=1e-6, abs=1e-9)
    assert [low, high] == pytest.approx([left + unit * (value - black) for value in sorted((a, y))], abs=1e-6)
    assert squared.gap.points[[0, -1], 0] == pytest.approx(
        [left + unit * (value - black) for value in (a, y)], abs=1e-6
    )
