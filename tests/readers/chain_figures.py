"""Readers of the chain's figures: value lines, lenses, change bars, error bars, cost meters and grey scales."""

from collections.abc import Iterator
from dataclasses import replace
from math import copysign
from typing import Any

import numpy as np
from manim import DashedLine, Line, Rectangle

from backprop_core.quantities import Quantity, cost
from scenes.figures.derivatives.change_bar import ChangeBar
from scenes.figures.derivatives.cost_panel import ErrorBar
from scenes.figures.derivatives.equal_steps import EqualSteps
from scenes.figures.derivatives.firing import FiringPair
from scenes.figures.derivatives.slope_triangle import SlopeTriangle
from scenes.figures.derivatives.standing_bar import StandingBar
from scenes.figures.nudges.lens import Lens
from scenes.figures.nudges.secant import SecantPlot
from scenes.figures.nudges.target import Target
from scenes.figures.simple_network.cost_meter import CostMeter
from scenes.figures.simple_network.grey_scale import GreyScale
from scenes.kit.plot.value_line import ValueLine
from tests.judges.geometry import Measurement, StageView
from tests.readers.axes import cached_axes
from tests.readers.stage import parse_number, read_number
from tests.rigs.rehearsal import boxes, visible

# How far a swing that is sampled may stay from the lowest and highest cost, in frame units.
SWING_TOLERANCE = 0.01


def span(part: Any) -> tuple[float, float]:
    """Return the left and right end of a mobject."""
    ((low, high),) = boxes([part])
    return float(low[0]), float(high[0])


def cached_number(view: StageView, text: Any) -> float:
    """Read a number that does not change; only the first time."""
    key = "written", id(text)
    if key not in view.memory:
        view.memory[key] = text, parse_number(read_number(text))
    return view.memory[key][1]


def place_on(view: StageView, line: ValueLine, value: float) -> float:
    """Return the x of a value between the numbers at a line's ends."""
    (left, *_), (right, *_) = line.axis.get_start_and_end()
    low, high = (cached_number(view, end) for end in line.ends)
    return left + (value - low) / (high - low) * (right - left)


def value_lines(view: StageView) -> Iterator[Measurement]:
    """The dot stands at its value between the numbers at the line's ends; ticks are evenly spaced."""
    for line in view.settled(ValueLine):
        quantity = line.readout.quantity
        (left, y, _), (right, *_) = line.axis.get_start_and_end()
        name = quantity.symbol.plain
        for end, x in zip(line.ends, (left, right), strict=True):
            yield Measurement("number at an end", name, end.get_x(), x)
        x = place_on(view, line, view.true_value(quantity))
        yield Measurement("dot on a line", name, line.dot.get_x(), x)
        yield Measurement("dot on a line", f"height of {name}", line.dot.get_y(), y)
        ticks = [tick.get_x() for tick in line.ticks]
        for tick, place in zip(ticks, np.linspace(left, right, len(ticks)), strict=True):
            yield Measurement("tick", name, tick, place)


def lenses(view: StageView) -> Iterator[Measurement]:
    """The change under a lens has the length given by the scale of all lenses, times the lens's own magnification."""
    for lens in view.settled(Lens):
        together = view.clip.stage.lenses
        _, bar, _, number = together.heading
        left, right = span(bar[0])
        yield from _lens(view, lens, (right - left) / cached_number(view, number), together.each[0].ring.get_x())


def _lens(view: StageView, lens: Lens, unit: float, start: float) -> Iterator[Measurement]:
    quantity = lens.readout.quantity
    name = quantity.symbol.plain
    # A lens that magnifies more than the others says by how much.
    power = cached_number(view, lens.power_sign[1]) if len(lens.power_sign) else 1.0
    end = start + unit * power * view.true_value(quantity)
    yield Measurement("start under a lens", name, lens.ring.get_x(), start)
    yield Measurement("dot under a lens", name, lens.dot.get_x(), end, 1e-4)
    yield Measurement("bar under a lens", name, lens.bar.get_start()[0], start)
    yield Measurement("bar under a lens", name, lens.bar.get_end()[0], end, 1e-4)
    if abs(end - start) > 1e-3 and visible(lens.brace):
        for drawn, true in zip(span(lens.brace), sorted((start, end)), strict=True):
            yield Measurement("brace", name, drawn, true, 1e-4)


def targets(view: StageView) -> Iterator[Measurement]:
    """The ring stands at y on the line of a, and the gap leads there from the line's dot."""
    for target in view.settled(Target):
        line = view.clip.stage.lines[2]
        (left, height, _), (right, *_) = line.axis.get_start_and_end()
        low, high = (cached_number(view, end) for end in line.ends)
        y = float(view.lesson.chain.y.item())
        x = left + (y - low) / (high - low) * (right - left)
        yield Measurement("target", "y", target.ring.get_x(), x)
        yield Measurement("target", "height of y", target.ring.get_y(), height)
        at = left + (view.true_value(line.readout.quantity) - low) / (high - low) * (right - left)
        for drawn, true in zip((target.gap.get_start()[0], target.gap.get_end()[0]), (at, x), strict=True):
            yield Measurement("gap to y", "a", float(drawn), true)


def secants(view: StageView) -> Iterator[Measurement]:
    """The secant has the slope of the measured ratio, or of the derivative; the legs are the changes."""
    for plot in view.settled(SecantPlot):
        x_axis, y_axis = cached_axes(view, plot.graph.axes)
        here = [x_axis.place(0.0), y_axis.place(0.0)]
        for drawn, true in zip(plot.here.get_center(), here, strict=False):
            yield Measurement("secant", "its fixed point", float(drawn), true)
        then = [name.readouts[0].quantity for name in plot.graph.names]
        nudged = [x_axis.place(view.true_value(then[0])), y_axis.place(view.true_value(then[1]))]
        foot = [nudged[0], here[1]]
        for leg, end in zip(plot.legs, (here, nudged), strict=True):
            for drawn, true in zip((*leg.get_start()[:2], *leg.get_end()[:2]), (*foot, *end), strict=True):
                yield Measurement("leg", "a change", float(drawn), true)
        if not view.is_still(plot.secant) and not view.is_growing(plot):
            continue
        units = [axis.place(1.0) - axis.place(0.0) for axis in (x_axis, y_axis)]
        start, end = plot.secant.get_start_and_end()
        slope = (end - start)[1] / (end - start)[0] * units[0] / units[1]
        ratio = view.true_value(then[1]) / view.true_value(then[0])
        derivative = view.true_value(Quantity(view.clip.last.derivative.symbol, 0.0))
        nearest = min((ratio, derivative), key=lambda true: abs(true - slope))
        yield Measurement("secant", "its slope", float(slope), nearest, 1e-4)
        off = (end - start)[0] * (here[1] - start[1]) - (end - start)[1] * (here[0] - start[0])
        yield Measurement("secant", "through its fixed point", float(off), 0.0)


def predictions(view: StageView) -> Iterator[Measurement]:
    """The ring stands on the tangent, above or below the nudged point."""
    for plot in view.settled(SecantPlot):
        if not plot.prediction:
            continue
        gap, ring = plot.prediction
        x_axis, y_axis = cached_axes(view, plot.graph.axes)
        by, now = (view.true_value(name.readouts[0].quantity) for name in plot.graph.names)
        slope = view.true_value(Quantity(view.clip.last.derivative.symbol, 0.0))
        at = x_axis.place(by), y_axis.place(slope * by)
        for drawn, true in zip(ring.get_center(), at, strict=False):
            yield Measurement("prediction", "its ring", float(drawn), true)
        drawn = gap.get_end()[1] - gap.get_start()[1]
        yield Measurement("prediction", "its gap", float(drawn), y_axis.place(now) - at[1])


def change_bars(view: StageView) -> Iterator[Measurement]:
    """A change bar starts at its ring; the lesson's nudge and the change of z together fill the track."""
    for bar in view.settled(ChangeBar):
        nudge, a = view.lesson.chain.nudge, view.true_value(Quantity(view.clip.last.entering[1].symbol, 0.0))
        low, *_, high = sorted((0.0, nudge, nudge * a))
        quantity = bar.number.quantity
        left, right = span(bar.track)
        unit = (right - left) / (high - low)
        start = left - low * unit
        end = start + view.true_value(quantity) * unit
        name = quantity.symbol.plain
        yield Measurement("change bar", name, bar.ring.get_x(), start)
        yield Measurement("change bar", name, bar.dot.get_x(), end)
        yield Measurement("change bar", name, bar.bar.get_start()[0], start)
        yield Measurement("change bar", name, bar.bar.get_end()[0], end)


def firing_edges(view: StageView) -> Iterator[Measurement]:
    """The width of the edge between the two neurons is proportional to ∂C_0/∂w."""
    for pair in view.settled(FiringPair):
        if pair is not getattr(view.clip, "wired", None):
            continue
        given = pair.numbers[0].quantity.given
        slope = abs(view.true_value(Quantity(view.clip.last.derivative.symbol, 0.0, given)))
        width = float(pair.edge.get_stroke_width())
        yield Measurement("firing edge", f"{given}", width, slope * view.unit("firing edge", width, slope), 1e-6)


def standing_bars(view: StageView) -> Iterator[Measurement]:
    """A standing bar is as high as its derivative, above the zero line or below it, all at one scale.

    One more than ten times as large as all others is in two pieces, twice as high together as the highest other.
    """
    for bar in view.settled(StandingBar):
        walk = view.clip.walk
        *_, second, _ = sorted(abs(view.true_value(each.number.quantity)) for each in (*walk.bars, walk.compared))
        if view.is_transforming(bar.block) or not len(bar.block.points):
            continue
        zero, ((_, low), (_, high)) = float(view.clip.walk.zero.get_y()), boxes([bar.block])[0]
        height, name = float(high + low - 2 * zero), bar.number.quantity.symbol.plain
        true = view.true_value(bar.number.quantity)
        broken = abs(true) > 10 * second > 0
        shown = copysign(2 * second, true) if broken else true
        yield Measurement("standing bar", name, height, shown * view.unit("standing bar", height, shown))
        yield Measurement("standing bar", f"{name}, pieces", len(bar.block.get_subpaths()), 1 + broken)
        yield Measurement("standing bar", f"{name}, length", float(high - low), abs(height))


def equal_steps(view: StageView) -> Iterator[Measurement]:
    """Each step leads from the dot of its line by 1 to the right: z moves by just as much as b."""
    for figure in view.settled(EqualSteps):
        for line, (bar, _) in zip(figure.lines, figure.steps, strict=True):
            quantity = line.readout.quantity
            start = view.true_value(quantity)
            for end, value in ((bar.get_start(), start), (bar.get_end(), start + 1)):
                yield Measurement("equal step", quantity.symbol.plain, float(end[0]), place_on(view, line, value))


def slope_triangles(view: StageView) -> Iterator[Measurement]:
    """The legs of a slope triangle lead from the graph's dot by 1 to the right, and from there to the line."""
    for triangle in view.settled(SlopeTriangle):
        graph = view.clip.panel.graph
        x_axis, y_axis = cached_axes(view, graph.axes)
        x, y = (name.readouts[0].quantity for name in graph.names)
        places = [view.true_value(x) + by for by in (0, 1)]
        heights = [view.true_value(replace(y, given=(Quantity(x.symbol, place),))) for place in places]
        corners = [(places[0], heights[0]), (places[1], heights[0]), (places[1], heights[1])]
        drawn = triangle.run.get_start(), triangle.run.get_end(), triangle.rise.get_end()
        for (at_x, at_y, _), (true_x, true_y) in zip(drawn, corners, strict=True):
            yield Measurement("slope triangle", x.symbol.plain, float(at_x), x_axis.place(true_x))
            yield Measurement("slope triangle", y.symbol.plain, float(at_y), y_axis.place(true_y))


def error_bars(view: StageView) -> Iterator[Measurement]:
    """The error bar leads from the upright line at y to the dot of the graph."""
    for gap in view.settled(ErrorBar):
        graph = view.clip.panel.graph
        dot, x = graph.dot.get_center(), gap.upright.get_x()
        a = graph.names[0].readouts[0].quantity
        y = float(view.lesson.chain.y.item())
        x_axis, _ = cached_axes(view, graph.axes)
        yield Measurement("gap", "target", x, x_axis.place(y))
        yield Measurement("gap", "activation", dot[0], x_axis.place(view.true_value(a)))
        ends = gap.bar.points[[0, -1]]
        for drawn, true in zip(ends[:, :2].ravel(), (*dot[:2], x, dot[1]), strict=True):
            yield Measurement("gap", "bar", float(drawn), float(true))


def cost_meters(view: StageView) -> Iterator[Measurement]:
    """The pointer and the dots stand at the current cost; each bar spans all costs that were passed.

    An axis named ΔC shows how far they are from the cost at rest.
    """
    for meter in view.settled(CostMeter):
        axis = meter.meter[0]
        ticks = [
            (float(tick.get_y()), cached_number(view, number))
            for tick, number in zip(axis[1::2], axis[2::2], strict=True)
        ]
        (bottom, low), (top, high) = ticks[0], ticks[-1]
        now, rest = meter.formula.readouts[0].quantity, Quantity(cost(), 0.0)
        is_of_changes = len(meter.meter[1]) > 1
        base = view.true_value(rest, "chain") if is_of_changes else 0.0

        def y(value: float) -> float:
            return bottom + (value - base - low) / (high - low) * (top - bottom)  # noqa: B023

        for place, number in ticks:
            yield Measurement("tick", "C", place, y(base + number))
        bars, pointer, dots = _parts(meter)
        yield Measurement("pointer", "C", float(pointer.get_y()), y(view.true_value(now, "chain")))
        for bar, dot, name in zip(bars, dots, meter.variables, strict=True):
            moved = [cause.symbol for cause in now.given] == [name]
            ours = now if moved else rest
            yield Measurement("dot on the meter", name.plain, float(dot.get_y()), y(view.true_value(ours, "chain")))
            lowest, highest = (y(value) for value in _reached(view, name))
            ((_, foot), (_, head)), at = boxes([bar])[0], float(dot.get_y())
            yield Measurement("swing", f"{name.plain} holds its dot", float(np.clip(at, foot, head)), at)
            for end, drawn, true in (("down", float(foot), lowest), ("up", float(head), highest)):
                within = float(np.clip(drawn, lowest, highest))
                yield Measurement("swing", f"{name.plain} {end}, within reach", drawn, within, SWING_TOLERANCE)
                if head - foot > 1e-3 and not (moved and view.playing):
                    yield Measurement("swing", f"{name.plain} {end}", drawn, true, SWING_TOLERANCE)


def _reached(view: StageView, name: Any) -> tuple[float, float]:
    """Return the lowest and highest cost while a weight or bias of the chain moves by up to ½ either way."""
    key = "reached", name
    if key not in view.memory:
        net = view.lesson.chain.network
        value = float((net.w if name.letter == "w" else net.b)[name.layer].item())
        moved = (Quantity(cost(), 0.0, (Quantity(name, value + by),)) for by in np.linspace(-0.5, 0.5, 41))
        costs = [view.true_value(each, "chain") for each in moved]
        view.memory[key] = min(costs), max(costs)
    return view.memory[key]


def _parts(meter: CostMeter) -> tuple[list[Any], Any, list[Any]]:
    bars = [part for part in meter.meter if isinstance(part, Rectangle)]
    (pointer,) = (part for part in meter.meter if isinstance(part, Line) and not isinstance(part, DashedLine))
    return bars, pointer, [*meter.meter][-len(bars) :]


def grey_scales(view: StageView) -> Iterator[Measurement]:
    """A pointer marks its activation on the grey strip, between the numbers at the ends."""
    for strip in view.settled(GreyScale):
        _, black, white = strip
        left, right = span(strip.strip)
        low, high = (cached_number(view, number) for number in (black, white))
        names = {q.symbol: q for q in (*view.clip.last.start, *view.clip.last.entering)}
        for mark in view.clip.marks if hasattr(view.clip, "marks") else ():
            pointer, name = mark
            if not any(pointer is part for part in view.on_stage(type(pointer))) or not view.is_still(pointer):
                continue
            (quantity,) = (q for symbol, q in names.items() if name.shows(symbol))
            x = left + (view.true_value(quantity) - low) / (high - low) * (right - left)
            yield Measurement("mark on the greys", quantity.symbol.plain, float(pointer.get_x()), x)
