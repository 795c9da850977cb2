"""The cost curve agrees with the judge's descent, when read by the numbers at its ticks."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import backprop_core as bp
from scenes.figures.learning.cost_curve import CostCurve
from tests.readers.axes import read_axes
from tests.readers.stage import Descent, lesson_descent, observe_rests, on_stage, reference_descent
from tests.rigs.played_clips import each_lesson, learning
from tests.rigs.rehearsal import lesson


def check_curve(curve: CostCurve, way: Descent, step: int) -> None:
    """Assert that the curve passes through all costs up to a step, with the dot at its end."""
    x, y = read_axes(curve.axes)
    points = np.array([(x.place(n), y.place(C), 0.0) for n, C in enumerate(way.costs[: step + 1])])
    np.testing.assert_allclose(curve.dot.get_center(), points[-1], atol=1e-6)
    if step:
        np.testing.assert_allclose(curve.curve.get_start_anchors(), points[:-1], atol=1e-6)
        np.testing.assert_allclose(curve.curve.get_end(), points[-1], atol=1e-6)
    else:
        assert not len(curve.curve.points)


def see_curve(clip: Any) -> CostCurve | None:
    curves = on_stage(clip, CostCurve)
    return curves[0].copy() if curves else None


@each_lesson()
def test_curve(name: str):
    of = lesson(name)
    way, seen = lesson_descent(name), learning(name)
    check_curve(seen.curves("many_steps")[0], way, 1)
    check_curve(seen.curves("many_steps")[-1], way, of.descent.steps)
    curve = seen.curves("many_steps")[-1].copy()
    for step in (0, 1, of.descent.steps // 3, of.descent.steps):
        check_curve(curve.show(step), way, step)


def uphill(steps: int) -> bp.Lesson:
    """Return a lesson whose rate is too high: the cost grows, soon by several powers of ten."""
    of = lesson()
    net = of.layers.network
    linear = bp.Network([net.w[1], net.w[2]], [net.b[1], net.b[2]], "identity")
    return replace(of, layers=replace(of.layers, network=linear), descent=replace(of.descent, rate=0.3, steps=steps))


@pytest.mark.parametrize(
    ("steps", "is_log"),
    [pytest.param(1, False, marks=pytest.mark.long), pytest.param(2, False, marks=pytest.mark.long), (3, True)],
)
def test_curve_uphill(steps: int, is_log: bool):
    of = uphill(steps)
    way = reference_descent(of)
    curve = observe_rests("GradientDescent", of, see_curve)["many_steps"][-1]
    assert way.costs[-1] > way.costs[0]
    assert read_axes(curve.axes)[1].is_log == is_log
    check_curve(curve, way, steps)


def test_both_kinds_of_axis_are_seen():
    """In the lesson called tiny, the cost falls by several powers of ten."""
    curves = [learning(name).curves("many_steps")[0] for name in ("tiny", "default")]
    assert [read_axes(curve.axes)[1].is_log for curve in curves] == [True, False]
