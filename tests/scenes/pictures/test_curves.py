"""Graphs: the dot stands at the judge's numbers, and the tangent has the slope of the judge's derivative."""

import math
from typing import Any

import pytest

from scenes.kit.plot.graph import ChainStepGraph
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import THEMES
from scenes.numbers.functions import ChainStep
from scenes.numbers.language import Language
from tests.judges.numbers import true_value
from tests.rigs.rehearsal import lessons

STEPS = {
    "∂z/∂w": lambda chain: ChainStep.of_sum(chain, "w"),
    "∂z/∂b": lambda chain: ChainStep.of_sum(chain, "b"),
    "∂a/∂z": ChainStep.of_activation,
    "∂C/∂a": ChainStep.of_cost,
}
BOX: dict[str, Any] = {"left": -6.0, "right": 0.0, "bottom": -3.0, "top": 2.0}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("name", lessons())
def test_dot_and_tangent(name: str, step: str):
    lesson = lessons()[name]
    of = STEPS[step](lesson.chain)
    low, high = (
        end if limit is None else limit for limit, end in zip(of.x_limits, (-math.inf, math.inf), strict=True)
    )
    stops = [of.start + each for each in (-0.6, -0.25, 0.0, 0.3, 0.7) if low < of.start + each < high]
    graph = ChainStepGraph(Typesetter(THEMES["dark"], Language("en"), lesson.decimals), of, stops, **BOX)
    (low_x, low_y), (high_x, high_y) = graph.axes.origin[:2], graph.axes.corner[:2]
    x_axis, y_axis = graph.scales
    units = (high_x - low_x) / (x_axis.high - x_axis.low), (high_y - low_y) / (y_axis.high - y_axis.low)
    for stop in stops:
        graph.show_at(stop)
        x, y, slope = of.at(stop)
        true_y, true_slope = (true_value(quantity, lesson, "chain").value for quantity in (y, slope))
        at = graph.dot.get_center()
        assert at[0] == pytest.approx(low_x + (x.value - x_axis.low) * units[0], abs=1e-6)
        assert at[1] == pytest.approx(low_y + (true_y - y_axis.low) * units[1], abs=1e-6)
        start, end = graph.tangent.get_start_and_end()
        along = end - start
        expected = true_slope * units[1] / units[0]
        assert along[1] / along[0] == pytest.approx(expected, rel=1e-6, abs=1e-6)
        off = along[0] * (at - start)[1] - along[1] * (at - start)[0]
        assert off == pytest.approx(0, abs=1e-6), "the tangent misses the dot"
