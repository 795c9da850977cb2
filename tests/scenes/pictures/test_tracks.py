"""The marks on the outputs' tracks: first, current and desired values stand at the judge's values."""

import pytest
from manim import Line

from scenes.figures.learning.outputs_before_after import Track
from tests.readers.stage import lesson_descent, number_beside, on_stage, reference_numbers, stroke_colour, theme_of
from tests.rigs.played_clips import each_lesson, learning
from tests.rigs.rehearsal import lesson


@each_lesson()
def test_outputs(name: str):
    of = lesson(name)
    part, L, networks = of.layers, of.layers.network.L, lesson_descent(name).networks
    before, after = (reference_numbers(part, networks[step]) for step in (0, -1))
    clip = learning(name).clip
    *tracks, cost = sorted(on_stage(clip, Track), key=lambda track: -track.line.get_y())
    assert len(tracks) == part.network.sizes[L]
    (left, y, _), (right, _, _) = tracks[0].line.get_start_and_end()
    low, high = (number_beside(clip, x, y, side) for x, side in ((left, -1), (right, 1)))
    for j, track in enumerate(tracks):
        assert [end[0] for end in track.line.get_start_and_end()] == pytest.approx([left, right])
        (desired,) = (line for line in track if isinstance(line, Line) and stroke_colour(line) == theme_of(of).y)
        shown = (track.ring, before["a", L, j]), (track.dot, after["a", L, j]), (desired, float(part.y[j]))
        for mark, value in shown:
            x, y, _ = mark.get_center()
            assert x == pytest.approx(left + (value - low) / (high - low) * (right - left), abs=1e-6)
            assert y == pytest.approx(track.line.get_y())
    (left, y, _), (right, _, _) = cost.line.get_start_and_end()
    low, high = (number_beside(clip, x, y, side) for x, side in ((left, -1), (right, 1)))
    for mark, numbers in ((cost.ring, before), (cost.dot, after)):
        own = sum((numbers["a", L, j] - float(wanted)) ** 2 for j, wanted in enumerate(part.y))
        assert mark.get_x() == pytest.approx(left + (own - low) / (high - low) * (right - left), abs=1e-6)
    assert not [line for line in cost if isinstance(line, Line) and stroke_colour(line) == theme_of(of).y]
