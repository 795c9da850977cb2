"""Readers of graphs: curves and the dots and tangents on them, the curve of the cost, and the outputs' tracks."""

from collections.abc import Iterator
from dataclasses import replace
from math import floor
from typing import Any

import numpy as np
from manim import Dot

from backprop_core.quantities import Quantity
from scenes.figures.learning.cost_curve import CostCurve
from scenes.figures.learning.outputs_before_after import Track
from scenes.kit.plot.graph import FunctionGraph
from tests.judges.pictures import Measure, Sight
from tests.readers.axes import seen_axes
from tests.readers.stage import descent_of, number_above, numbers_of, stroke_colour, value_of
from tests.rigs.rehearsal import visible

# How far from the true curve the polygon that stands for it may be, in frame units.
NEAR = 0.01


def graphs(sight: Sight) -> Iterator[Measure]:
    """A dot stands on its curve, between its drops; the tangent there has the derivative's slope."""
    for graph in _graphs(sight):
        yield from _curve(sight, graph)
        if not any(graph.dot is dot for dot in sight.stands(Dot)):
            continue
        x_axis, y_axis = seen_axes(sight, graph.axes)
        x, y = (name.readouts[0].quantity for name in graph.names)
        dot = graph.dot.get_center()
        at = x_axis.place(sight.true(x)), y_axis.place(sight.true(y))
        for drawn, true in zip(dot[:2], at, strict=True):
            yield Measure("dot on a graph", y.symbol.plain, float(drawn), true)
        feet = (at[0], graph.axes.x.get_start()[1]), (graph.axes.y.get_start()[0], at[1])
        for drop, foot in zip(graph.drops, feet, strict=True):
            if visible(drop) and sight.is_still(drop) and graph.slope:
                for drawn, true in zip((*drop.get_start()[:2], *drop.get_end()[:2]), (*at, *foot), strict=True):
                    yield Measure("drop", y.symbol.plain, float(drawn), float(true))
        if graph.slope:
            slope = sight.true(graph.slope.number.readouts[0].quantity)
            start, end = graph.tangent.get_start_and_end()
            along = end - start
            units = [axis.place(1.0) - axis.place(0.0) for axis in (x_axis, y_axis)]
            yield Measure("tangent", y.symbol.plain, float(along[1] / along[0]), slope * units[1] / units[0], 1e-4)
            off = along[0] * (at[1] - start[1]) - along[1] * (at[0] - start[0])
            yield Measure("tangent", "through the dot", float(off), 0.0)


def _graphs(sight: Sight) -> list[FunctionGraph]:
    """Return the graphs on the stage, and the one that a clip puts there part by part."""
    own, found = getattr(sight.clip, "graph", None), sight.stands(FunctionGraph)
    return [own, *found] if own is not None and own not in found else found


def _curve(sight: Sight, graph: FunctionGraph) -> Iterator[Measure]:
    """The curve leads over the whole axis, and is nowhere far from the function."""
    key = "curve", id(graph), len(graph.curve.points), *graph.curve.get_start().round(6)
    if key in sight.memory or not sight.is_still(graph.curve):
        return
    if not any(curve is graph.curve for curve in sight.on_stage(type(graph.curve))):
        return
    sight.memory[key] = graph
    x_axis, y_axis = seen_axes(sight, graph.axes)
    x, y = (name.readouts[0].quantity for name in graph.names)
    anchors = np.array([*graph.curve.get_start_anchors(), graph.curve.get_end()])
    ends = graph.axes.x.get_start()[0], graph.axes.x.get_end()[0]
    for drawn, true in zip(anchors[[0, -1], 0], ends, strict=True):
        yield Measure("curve", "its ends", float(drawn), float(true))
    step = max(1, len(anchors) // 24)
    middles = (anchors[:-1:step] + anchors[1::step]) / 2
    for points, within in ((anchors[::step], 1e-5), (middles, NEAR)):
        for px, py, _ in points:
            value = _value_at(x_axis, float(px))
            true = sight.true(replace(y, given=(Quantity(x.symbol, value),)))
            yield Measure("curve", f"{y.symbol.plain} at {value:.4f}", float(py), y_axis.place(true), within)


def _value_at(axis: Any, place: float) -> float:
    low, high = axis.numbers[0], axis.numbers[-1]
    return low + (place - axis.places[0]) / (axis.places[-1] - axis.places[0]) * (high - low)


# --- learning ----------------------------------------------------------------------------------------------------


def cost_curves(sight: Sight) -> Iterator[Measure]:
    """The curve leads through the cost after each step until the one that is named; the dot is at its end."""
    for curve in sight.stands(CostCurve):
        x_axis, y_axis = seen_axes(sight, curve.axes)
        way = way_of(sight)
        step = round(value_of(curve.names[1][1].readouts[0].text))
        path = [(x_axis.place(n), y_axis.place(C)) for n, C in enumerate(way.costs)]
        anchors = np.array([*curve.curve.get_start_anchors(), curve.dot.get_center()])
        reached = len(anchors) - 1
        if reached:
            yield Measure("cost curve", "its dot", float(np.linalg.norm(curve.curve.get_end() - anchors[-1])), 0.0)
        yield Measure("cost curve", "the step named", float(reached - step in (0, 1)), 1.0)
        for n in range(0, reached, max(1, reached // 20)):
            for drawn, true in zip(anchors[n][:2], path[n], strict=True):
                yield Measure("cost curve", f"step {n}", float(drawn), true)
        # The head is on the way from one step to the next.
        x, head = float(anchors[-1][0]), float(anchors[-1][1])
        yield Measure("cost curve", "the head", head, float(np.interp(x, *np.transpose(path))), 1e-4)
        yield Measure(
            "cost curve",
            "the head is near its step",
            float(abs(x - path[step][0]) <= path[1][0] - path[0][0] + 1e-6),
            1.0,
        )


def tracks(sight: Sight) -> Iterator[Measure]:
    """Marks between the ends' numbers: where each output was, where it is after so many steps, where it should be."""
    part = sight.lesson.layers
    all_ = sorted(sight.stands(Track), key=lambda track: -track.line.get_y())
    dots = sight.on_stage(Dot)
    if not all_ or not any(dot is all_[0].dot for dot in dots):
        return
    way, L = way_of(sight), part.network.L
    step = _step_of(sight.clip.diagram.outputs[0])
    now, then = (numbers_of(way.networks[n], part.x, part.y) for n in (step, 0))
    axis = _track_axis(sight, all_[0])
    for j, track in enumerate(all_):
        (desired,) = (mark for mark in track if _is_desired(sight, mark))
        marks = (track.ring, then["a", L, j]), (desired, float(part.y[j]))
        for mark, value in (*marks, (track.dot, now["a", L, j])):
            yield Measure("mark on a track", f"a[{j}]", float(mark.get_x()), axis(value))
        if len(track.trail.points):
            yield Measure("trail", f"a[{j}]", float(track.trail.get_end()[0]), axis(now["a", L, j]))
            ring = axis(then["a", L, j])
            outside = ring + track.ring.width / 2 * np.sign(axis(now["a", L, j]) - ring)
            yield Measure("trail", f"a[{j}]", float(track.trail.get_start()[0]), float(outside))


def _is_desired(sight: Sight, mark: Any) -> bool:
    return stroke_colour(mark) == sight.clip.typesetter.theme.y


def _track_axis(sight: Sight, track: Track) -> Any:
    (left, y, _), (right, *_) = track.line.get_start_and_end()
    key = "track", id(track)
    if key not in sight.memory:
        sight.memory[key] = track, [number_above(sight.clip, float(x), float(y)) for x in (left, right)]
    low, high = sight.memory[key][1]
    return lambda value: float(left + (value - low) / (high - low) * (right - left))


def way_of(sight: Sight) -> Any:
    if "way" not in sight.memory:
        sight.memory["way"] = descent_of(sight.lesson.descent, sight.lesson.layers.network)
    return sight.memory["way"]


def _step_of(neuron: Any) -> int:
    """Return after which step of the descent a neuron's number is."""
    return next((floor(cause.value) for cause in neuron.shown.given if cause.symbol.plain == "step"), 0)
