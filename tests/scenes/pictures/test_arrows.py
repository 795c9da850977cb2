"""Arrows have the lengths of the judge's derivatives, at one scale in each picture, and point downhill."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from manim import VMobject

from scenes.figures.training_examples.descent_arrows import DescentArrows
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.layers import LayersDiagram
from scenes.kit.network.strokes import UprightArrow
from tests.judges.network import autograd_gradient
from tests.readers.network_diagrams import slopes_of_nudges
from tests.readers.stage import (
    fill_colour,
    observe_rests,
    on_stage,
    played,
    theme_of,
)
from tests.rigs.played_clips import each_lesson
from tests.rigs.rehearsal import boxes, lesson, lessons, typesetter


def rise(arrow: VMobject) -> float:
    """Return the length of an arrow, negative if it points down."""
    ((low, high),) = boxes([arrow])
    height = float(high[1] - low[1])
    at_top = np.isclose(arrow.get_vertices()[:, 1], high[1], atol=1e-9)
    return height if len(np.unique(arrow.get_vertices()[at_top, 0].round(9))) == 1 else -height


def check_one_scale(rises: list[float], slopes: list[float]) -> None:
    """Assert that each arrow is as long as its derivative, at one scale, with the opposite sign."""
    largest = max(range(len(slopes)), key=lambda i: abs(slopes[i]))
    unit = abs(rises[largest] / slopes[largest])
    assert rises == pytest.approx([-unit * slope for slope in slopes], rel=1e-6, abs=1e-7)


@each_lesson()
def test_pushes(name: str):
    """Below each edge and neuron of the chain, an arrow from one line shows its component of −∇C."""
    of = lesson(name)
    chain, theme = of.chain, theme_of(of)
    by = autograd_gradient(chain.network, chain.examples.X, chain.examples.Y, chain.cost.name)
    clip: Any = played("GradientVector", of)
    (diagram,) = on_stage(clip, NetworkDiagram)
    (descent,) = on_stage(clip, DescentArrows)
    arrows, base = descent.arrows, float(descent.zero.get_y())
    rises, slopes = [], []
    for l, layer in enumerate(zip(by.w, by.b, strict=True), start=1):
        for slope, part in zip(layer, (diagram.edge(l), diagram.neuron(l)), strict=True):
            here = [arrow for arrow in arrows if arrow.get_x() == pytest.approx(part.get_x())]
            assert [fill_colour(arrow) for arrow in here] == [theme.C] * bool(slope.item())
            for arrow in here:
                rises.append(rise(arrow))
                slopes.append(float(slope.item()))
                foot = arrow.get_bottom() if rises[-1] > 0 else arrow.get_top()
                assert foot[1] == pytest.approx(base)
    assert len(rises) == len(arrows)
    if slopes:
        check_one_scale(rises, slopes)


@each_lesson()
def test_the_gradient_turns(name: str):
    """In the rows of a table, arrows first point uphill, up where a component of ∇C is positive; then downhill."""
    of = lesson(name)
    part, examples = of.layers, of.descent.examples
    by = autograd_gradient(part.network, examples.X, examples.Y, part.cost.name)
    every = np.concatenate([np.concatenate([w.ravel(), b]) for w, b in zip(by.w, by.b, strict=True)])

    def see(clip: Any) -> list[float]:
        arrows = [arrow for arrow in on_stage(clip, UprightArrow) if fill_colour(arrow) == theme_of(of).C]
        return [rise(arrow) for arrow in sorted(arrows, key=lambda arrow: -arrow.get_y())]

    seen = [rises for rises in observe_rests("GradientDescent", of, see)["one_step"] if rises]
    assert bool(seen) == bool(every.any())
    if seen:
        uphill, downhill = seen
        assert downhill == pytest.approx([-length for length in uphill])
        largest = max(uphill, key=abs)
        unit = min(
            (abs(largest / slope) for slope in every if slope * largest > 0),
            key=lambda unit: misfit(unit, uphill, every),
        )
        assert misfit(unit, uphill, every) < 1e-5


def misfit(unit: float, rises: Sequence[float], slopes: np.ndarray) -> float:
    """Return by how much arrows at most differ from some component each, at this scale."""
    return max(float(abs(unit * slopes - length).min()) for length in rises)


@pytest.mark.parametrize("name", lessons())
def test_nudges(name: str):
    """Each neuron has an arrow for −∂C_0/∂a; an output that is made for its cost, for −∂C_0/∂z."""
    part = lesson(name).layers
    diagram = LayersDiagram(typesetter(), part)
    rises, slopes = [], []
    judged = slopes_of_nudges(part)
    for (l, each), arrows in zip(judged.items(), diagram.nudges(), strict=True):
        for j, slope in enumerate(each):
            centre = diagram.neuron(l, j).circle.get_center()
            here = [arrow for arrow in arrows if np.allclose(arrow.get_center(), centre, atol=1e-9)]
            assert len(here) == bool(slope)
            rises += map(rise, here)
            slopes += [slope] if slope else []
    check_one_scale(rises, slopes)


def test_a_short_arrow_is_as_long_as_it_should_be():
    lengths = [1.0, 0.3, 0.05, 1e-4, -1e-4, -0.05, -0.3, -1.0]
    assert [rise(UprightArrow(length, "#FFFFFF", 2.2)) for length in lengths] == pytest.approx(lengths, rel=1e-9)
