"""Readers of function graphs with dot and tangent, of the cost curve, and of the outputs' tracks."""

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
from tests.judges.geometry import Measurement, StageView
from tests.readers.axes import cached_axes
from tests.readers.stage import number_beside, parse_number, reference_descent, reference_numbers, stroke_colour
from tests.rigs.rehearsal import visible

# The greatest distance of a drawn curve, a polygon, from the true one, in frame units.
CURVE_TOLERANCE = 0.01

# A curve that begins or ends further than this inside of the axes has left them at their top, up to so much below it.
AT_END, TOP_TOLERANCE = 1e-5, 0.1


def graphs(view: StageView) -> Iterator[Measurement]:
    """The dot stands on its curve, the drop lines lead to it, and the tangent has the derivative's slope."""
    for graph in _graphs(view):
        yield from _curve(view, graph)
        if not any(graph.dot is dot for dot in view.settled(Dot)):
            continue
        x_axis, y_axis = cached_axes(view, graph.axes)
        x, y = (name.readouts[0].quantity for name in graph.names)
        dot = graph.dot.get_center()
        at = x_axis.place(view.true_value(x)), y_axis.place(view.true_value(y))
        for drawn, true in zip(dot[:2], at, strict=True):
            yield Measurement("dot on a graph", y.symbol.plain, float(drawn), true)
        feet = (at[0], graph.axes.x.get_start()[1]), (graph.axes.y.get_start()[0], at[1])
        for drop, foot in zip(graph.drops, feet, strict=True):
            if visible(drop) and view.is_still(drop) and graph.slope:
                for drawn, true in zip((*drop.get_start()[:2], *drop.get_end()[:2]), (*at, *foot), strict=True):
                    yield Measurement("drop", y.symbol.plain, float(drawn), float(true))
        if graph.slope:
            slope = view.true_value(graph.slope.number.readouts[0].quantity)
            start, end = graph.tangent.get_start_and_end()
            along = end - start
            units = [axis.place(1.0) - axis.place(0.0) for axis in (x_axis, y_axis)]
            yield Measurement(
                "tangent", y.symbol.plain, float(along[1] / along[0]), slope * units[1] / units[0], 1e-4
            )
            off = along[0] * (at[1] - start[1]) - along[1] * (at[0] - start[0])
            yield Measurement("tangent", "through the dot", float(off), 0.0)


def _graphs(view: StageView) -> list[FunctionGraph]:
    """Return the graphs on the stage, and the clip's own, which may be shown in parts."""
    own, found = getattr(view.clip, "graph", None), view.settled(FunctionGraph)
    return [own, *found] if own is not None and own not in found else found


def _curve(view: StageView, graph: FunctionGraph) -> Iterator[Measurement]:
    """The curve spans the whole axis and follows the function."""
    key = "curve", id(graph), len(graph.curve.points), *graph.curve.get_start().round(6)
    if key in view.memory or not view.is_still(graph.curve):
        return
    if not any(curve is graph.curve for curve in view.on_stage(type(graph.curve))):
        return
    view.memory[key] = graph
    x_axis, y_axis = cached_axes(view, graph.axes)
    x, y = (name.readouts[0].quantity for name in graph.names)
    anchors = np.array([*graph.curve.get_start_anchors(), graph.curve.get_end()])
    ends = graph.axes.x.get_start()[0], graph.axes.x.get_end()[0]
    top = float(graph.axes.y.get_end()[1])
    for (px, py, _), true in zip(anchors[[0, -1]], ends, strict=True):
        if abs(px - true) > AT_END:
            yield Measurement("curve", "leaves the axes at their top", float(py), top, TOP_TOLERANCE)
        else:
            yield Measurement("curve", "its ends", float(px), float(true))
    step = max(1, len(anchors) // 24)
    middles = (anchors[:-1:step] + anchors[1::step]) / 2
    for points, within in ((anchors[::step], 1e-5), (middles, CURVE_TOLERANCE)):
        for px, py, _ in points:
            value = _value_at(x_axis, float(px))
            true = view.true_value(replace(y, given=(Quantity(x.symbol, value),)))
            yield Measurement("curve", f"{y.symbol.plain} at {value:.4f}", float(py), y_axis.place(true), within)


def _value_at(axis: Any, place: float) -> float:
    low, high = axis.numbers[0], axis.numbers[-1]
    return low + (place - axis.places[0]) / (axis.places[-1] - axis.places[0]) * (high - low)


# --- learning ----------------------------------------------------------------------------------------------------


def cost_curves(view: StageView) -> Iterator[Measurement]:
    """The curve passes through the cost of each step up to the one that is named; the dot is at its end."""
    for curve in view.settled(CostCurve):
        x_axis, y_axis = cached_axes(view, curve.axes)
        way = cached_descent(view)
        step = round(parse_number(curve.names[1][1].readouts[0].text))
        path = [(x_axis.place(n), y_axis.place(C)) for n, C in enumerate(way.costs)]
        anchors = np.array([*curve.curve.get_start_anchors(), curve.dot.get_center()])
        reached = len(anchors) - 1
        if reached:
            yield Measurement(
                "cost curve", "its dot", float(np.linalg.norm(curve.curve.get_end() - anchors[-1])), 0.0
            )
        yield Measurement("cost curve", "the step named", float(reached - step in (0, 1)), 1.0)
        for n in range(0, reached, max(1, reached // 20)):
            for drawn, true in zip(anchors[n][:2], path[n], strict=True):
                yield Measurement("cost curve", f"step {n}", float(drawn), true)
        # The dot may be between two steps.
        x, head = float(anchors[-1][0]), float(anchors[-1][1])
        yield Measurement("cost curve", "the head", head, float(np.interp(x, *np.transpose(path))), 1e-4)
        yield Measurement(
            "cost curve",
            "the head is near its step",
            float(abs(x - path[step][0]) <= path[1][0] - path[0][0] + 1e-6),
            1.0,
        )


def tracks(view: StageView) -> Iterator[Measurement]:
    """The marks on each output's track: its first value, its value at the current step, and the desired one."""
    part = view.lesson.layers
    shown = [track for track in view.settled(Track) if any(_is_desired(view, mark) for mark in track)]
    all_ = sorted(shown, key=lambda track: -track.line.get_y())
    dots = view.on_stage(Dot)
    if not all_ or not any(dot is all_[0].dot for dot in dots):
        return
    way, L = cached_descent(view), part.network.L
    step = _step_of(all_[0])
    now, then = (reference_numbers(part, way.networks[n]) for n in (step, 0))
    axis = _track_axis(view, all_[0])
    for j, track in enumerate(all_):
        (desired,) = (mark for mark in track if _is_desired(view, mark))
        marks = (track.ring, then["a", L, j]), (desired, float(part.y[j]))
        for mark, value in (*marks, (track.dot, now["a", L, j])):
            yield Measurement("mark on a track", f"a[{j}]", float(mark.get_x()), axis(value))
        if len(track.trail.points):
            yield Measurement("trail", f"a[{j}]", float(track.trail.get_end()[0]), axis(now["a", L, j]))
            ring = axis(then["a", L, j])
            outside = ring + track.ring.width / 2 * np.sign(axis(now["a", L, j]) - ring)
            yield Measurement("trail", f"a[{j}]", float(track.trail.get_start()[0]), float(outside))


def _is_desired(view: StageView, mark: Any) -> bool:
    return stroke_colour(mark) == view.clip.typesetter.theme.y


def _track_axis(view: StageView, track: Track) -> Any:
    (left, y, _), (right, *_) = track.line.get_start_and_end()
    key = "track", id(track)
    if key not in view.memory:
        view.memory[key] = track, [number_beside(view.clip, x, y, side) for x, side in ((left, -1), (right, 1))]
    low, high = view.memory[key][1]
    return lambda value: float(left + (value - low) / (high - low) * (right - left))


def cached_descent(view: StageView) -> Any:
    if "way" not in view.memory:
        view.memory["way"] = reference_descent(view.lesson)
    return view.memory["way"]


def _step_of(track: Any) -> int:
    """Return the step of the descent to which the value on a track belongs."""
    return next((floor(cause.value) for cause in track.shown.given if cause.symbol.plain == "step"), 0)
