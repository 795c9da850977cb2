"""Graphs: the dot stands at the judge's numbers, and the tangent has the slope of the judge's derivative."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import backprop_core as bp
from scenes.figures.derivatives.slope_panel import SlopePanel
from scenes.kit.plot.graph import ChainStepGraph
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import THEMES
from scenes.numbers.chain import LastLayer
from scenes.numbers.functions import ChainStep
from scenes.numbers.language import Language
from tests.judges.numbers import true_value
from tests.rigs.rehearsal import ROOT, lessons

STEPS = {
    "∂z/∂w": lambda chain: ChainStep.of_sum(chain, "w"),
    "∂z/∂b": lambda chain: ChainStep.of_sum(chain, "b"),
    "∂a/∂z": ChainStep.of_activation,
    "∂C/∂a": ChainStep.of_cost,
}
BOX: dict[str, Any] = {"left": -6.0, "right": 0.0, "bottom": -3.0, "top": 2.0}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.long] if place % 3 else []) for place, name in enumerate(lessons())],
)
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


# The heights of the graph's top, in frame units: below a short product, and below one with fractions.
TOPS = (1.55, 0.9)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=[] if path.stem == "classifier" else [pytest.mark.long])
        for folder in ("backprop_core/lessons", "tests/lessons")
        for path in sorted((ROOT / folder).glob("*.toml"))
    ],
)
def test_no_line_crosses_the_names_of_a_slope_triangle(path: Path):
    lesson = bp.load_lesson(path)
    for top in TOPS:
        write = Typesetter(THEMES["dark"], Language("en"), lesson.decimals)
        panel = SlopePanel.of_sum(write, LastLayer(lesson.chain), tops=(top, top))
        graph, triangle = panel.graph, panel.triangle
        assert triangle
        (left, low, _), (right, high, _) = graph.axes.origin, graph.axes.corner
        zero = graph.point(graph.step.start, 0.0)[1]
        x, y = graph.curve.points[:, :2].T
        for part in triangle.names:
            (from_x, from_y, _), (to_x, to_y, _) = part.get_corner((-1, -1, 0)), part.get_corner((1, 1, 0))
            assert from_y >= low
            assert not (low < zero < high and from_y < zero < to_y)
            along = np.linspace(max(from_x, left), min(to_x, right))
            heights = np.interp(along, x[np.argsort(x)], y[np.argsort(x)])
            assert not np.any((heights > from_y) & (heights < to_y))
        run, rise = triangle.names
        assert max(rise.get_left()[0] - run.get_right()[0], abs(rise.get_y() - run.get_y()) - run.height) > 0
