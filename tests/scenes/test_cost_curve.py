"""The curve of the cost, read off its axes as a viewer reads it: by the numbers at the ticks."""

from dataclasses import replace
from math import log10
from typing import Any, NamedTuple

import numpy as np
import pytest
from manim import Line

import backprop_core as bp
from scenes.kit.axes import Axes
from scenes.kit.cost_curve import CostCurve
from scenes.kit.formula import Formula
from tests.scenes.drawn import Way, descent, descent_of, looks, on_stage, read, value_of
from tests.scenes.stage import lesson, lessons

# More than a tick is long, less than its number is far from the other axis.
AIR = 0.1


class Reading(NamedTuple):
    """An axis as it is read: places in the frame, for the numbers at its ticks or for their powers of ten."""

    numbers: list[float]
    places: list[float]
    is_log: bool

    def place(self, value: float) -> float:
        """Return where a value has to stand, by the outermost numbers."""
        at, (low, high) = self.at(value), (self.at(self.numbers[0]), self.at(self.numbers[-1]))
        return self.places[0] + (at - low) / (high - low) * (self.places[-1] - self.places[0])

    def at(self, value: float) -> float:
        return log10(value) if self.is_log else value


def read_axes(axes: Axes) -> tuple[Reading, Reading]:
    """Read both axes: the numbers of x stand below it, those of y left of it."""
    return read_axis(axes, axes.x, 0), read_axis(axes, axes.y, 1)


def read_axis(axes: Axes, line: Line, along: int) -> Reading:
    """Read one axis; every number has a tick, and stands where the outermost ones say. The axis ends at a tick."""
    beside, low = line.get_start()[1 - along], line.get_start()[along]
    feet = [part.get_start() for part in axes.submobjects if isinstance(part, Line) and is_tick(part, along)]
    assert max(foot[along] for foot in feet) == pytest.approx(line.get_end()[along])
    found = []
    for text in axes.submobjects:
        at = text.get_center()
        if isinstance(text, Formula) and at[1 - along] < beside and at[along] > low - AIR:
            assert any(np.hypot(foot[along] - at[along], foot[1 - along] - beside) < 1e-6 for foot in feet)
            found.append((float(at[along]), read(text)))
    places, texts = zip(*sorted(found), strict=True)
    reading = Reading([value_of(text) for text in texts], [*places], "^" in texts[0])
    assert [reading.place(number) for number in reading.numbers] == pytest.approx(places, abs=1e-6)
    return reading


def is_tick(line: Line, along: int) -> bool:
    """Whether a short line leads out from an axis, away from the curve."""
    start, end = line.get_start(), line.get_end()
    return end[along] == pytest.approx(start[along]) and end[1 - along] < start[1 - along] and line.get_length() < AIR


def check_curve(curve: CostCurve, way: Way, step: int) -> None:
    """Check that the curve leads through all costs up to a step, the dot at its end."""
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


@pytest.mark.parametrize("name", lessons())
def test_curve(name: str):
    of = lesson(name)
    way, seen = descent(name), looks("GradientDescent", of, see_curve)
    check_curve(seen["many_steps"][0], way, 1)
    check_curve(seen["many_steps"][-1], way, of.descent.steps)
    curve = seen["learned"][0]
    for step in (0, 1, of.descent.steps // 3, of.descent.steps):
        check_curve(curve.show(step), way, step)


def uphill(steps: int) -> bp.Lesson:
    """Return a lesson whose steps are too long: the cost grows, and soon over several powers of ten."""
    of = lesson()
    net = of.layers.network
    linear = bp.Network([net.w[1], net.w[2]], [net.b[1], net.b[2]], "identity")
    return replace(of, layers=replace(of.layers, network=linear), descent=replace(of.descent, rate=0.3, steps=steps))


@pytest.mark.parametrize(("steps", "is_log"), [(1, False), (2, False), (3, True)])
def test_curve_uphill(steps: int, is_log: bool):
    of = uphill(steps)
    way = descent_of(of.descent, of.layers.network)
    curve = looks("GradientDescent", of, see_curve)["many_steps"][-1]
    assert way.costs[-1] > way.costs[0]
    assert read_axes(curve.axes)[1].is_log == is_log
    check_curve(curve, way, steps)


def test_both_kinds_of_axis_are_seen():
    """The lesson called tiny has a cost that comes down by several powers of ten."""
    curves = [looks("GradientDescent", lesson(name), see_curve)["many_steps"][0] for name in ("tiny", "default")]
    assert [read_axes(curve.axes)[1].is_log for curve in curves] == [True, False]
