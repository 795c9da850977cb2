"""Readers of the chain's pictures: dots on lines, lenses, changes, gaps, swings, greys and the firing edge."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from manim import DashedLine, Line, Rectangle

from backprop_core.quantities import Quantity, cost
from scenes.figures.derivatives.firing import ChangeBar, FiringPair
from scenes.figures.derivatives.slope_panel import ErrorBar
from scenes.figures.nudges.lens import Lens
from scenes.figures.simple_network.cost_meter import CostMeter
from scenes.figures.simple_network.last_two_neurons import GreyScale
from scenes.kit.plot.value_line import ValueLine
from tests.judges.pictures import Measure, Sight
from tests.readers.axes import seen_axes
from tests.readers.stage import read, value_of
from tests.rigs.rehearsal import boxes, visible

# How near to the lowest or highest cost a swing comes that was looked at now and then, in frame units.
NEAR = 0.01


def span(part: Any) -> tuple[float, float]:
    """Return from where to where something reaches, from left to right."""
    ((low, high),) = boxes([part])
    return float(low[0]), float(high[0])


def written(sight: Sight, text: Any) -> float:
    """Read a number that stands still; once is enough."""
    key = "written", id(text)
    if key not in sight.memory:
        sight.memory[key] = text, value_of(read(text))
    return sight.memory[key][1]


def value_lines(sight: Sight) -> Iterator[Measure]:
    """A dot is on its line where its value is between the numbers at the ends; ticks are evenly spaced."""
    for line in sight.stands(ValueLine):
        quantity = line.readout.quantity
        (left, y, _), (right, *_) = line.axis.get_start_and_end()
        low, high = (written(sight, end) for end in line.ends)
        name = quantity.symbol.plain
        for end, x in zip(line.ends, (left, right), strict=True):
            yield Measure("number at an end", name, end.get_x(), x)
        x = left + (sight.true(quantity) - low) / (high - low) * (right - left)
        yield Measure("dot on a line", name, line.dot.get_x(), x)
        yield Measure("dot on a line", f"height of {name}", line.dot.get_y(), y)
        ticks = [tick.get_x() for tick in line.ticks]
        for tick, place in zip(ticks, np.linspace(left, right, len(ticks)), strict=True):
            yield Measure("tick", name, tick, place)


def lenses(sight: Sight) -> Iterator[Measure]:
    """The change under a lens is as long as the scale above all lenses says, times what its own sign says."""
    for lens in sight.stands(Lens):
        together = sight.clip.stage.lenses
        _, bar, _, number = together.heading
        left, right = span(bar[0])
        yield from _lens(sight, lens, (right - left) / written(sight, number), together.each[0].ring.get_x())


def _lens(sight: Sight, lens: Lens, unit: float, start: float) -> Iterator[Measure]:
    quantity = lens.readout.quantity
    name = quantity.symbol.plain
    # Past the glass, the sign is the number that it says.
    power = written(sight, lens.closer[1]) if len(lens.closer) else 1.0
    end = start + unit * power * sight.true(quantity)
    yield Measure("start under a lens", name, lens.ring.get_x(), start)
    yield Measure("dot under a lens", name, lens.dot.get_x(), end, 1e-4)
    yield Measure("bar under a lens", name, lens.bar.get_start()[0], start)
    yield Measure("bar under a lens", name, lens.bar.get_end()[0], end, 1e-4)
    if abs(end - start) > 1e-3 and visible(lens.brace):
        for drawn, true in zip(span(lens.brace), sorted((start, end)), strict=True):
            yield Measure("brace", name, drawn, true, 1e-4)


def change_bars(sight: Sight) -> Iterator[Measure]:
    """A change is a bar from its ring on; the lesson's nudge takes the whole track."""
    nudge = sight.lesson.chain.nudge
    for bar in sight.stands(ChangeBar):
        quantity = bar.number.quantity
        left, right = span(bar.track)
        start = left if nudge > 0 else right
        end = start + sight.true(quantity) * (right - left) / abs(nudge)
        name = quantity.symbol.plain
        yield Measure("change bar", name, bar.ring.get_x(), start)
        yield Measure("change bar", name, bar.dot.get_x(), end)
        yield Measure("change bar", name, bar.bar.get_start()[0], start)
        yield Measure("change bar", name, bar.bar.get_end()[0], end)


def firing_edges(sight: Sight) -> Iterator[Measure]:
    """The edge between the two neurons is as wide as ∂C_0/∂w is large; where it is widest, it says the scale."""
    for pair in sight.stands(FiringPair):
        if pair is not getattr(sight.clip, "wired", None):
            continue
        given = pair.diagram.neuron(pair.diagram.layers[0]).number[0].quantity.given
        slope = abs(sight.true(Quantity(sight.clip.last.derivative.symbol, 0.0, given)))
        width = float(pair.edge.get_stroke_width())
        yield Measure("firing edge", f"{given}", width, slope * sight.unit("firing edge", width, slope), 1e-6)


def gaps(sight: Sight) -> Iterator[Measure]:
    """The bar of a gap leads from the upright line at y to the dot of the graph."""
    for gap in sight.stands(ErrorBar):
        graph = sight.clip.panel.graph
        dot, x = graph.dot.get_center(), gap.upright.get_x()
        a = graph.names[0].readouts[0].quantity
        y = float(sight.lesson.chain.y.item())
        x_axis, _ = seen_axes(sight, graph.axes)
        yield Measure("gap", "target", x, x_axis.place(y))
        yield Measure("gap", "activation", dot[0], x_axis.place(sight.true(a)))
        ends = gap.bar.points[[0, -1]]
        for drawn, true in zip(ends[:, :2].ravel(), (*dot[:2], x, dot[1]), strict=True):
            yield Measure("gap", "bar", float(drawn), float(true))


def swings(sight: Sight) -> Iterator[Measure]:
    """Each dot, and the pointer, is at the cost of the moment; each bar reaches over all costs that were passed."""
    for meter in sight.stands(CostMeter):
        axis = meter.meter[0]
        ticks = [
            (float(tick.get_y()), written(sight, number)) for tick, number in zip(axis[1::2], axis[2::2], strict=True)
        ]
        (bottom, low), (top, high) = ticks[0], ticks[-1]

        def y(value: float) -> float:
            return bottom + (value - low) / (high - low) * (top - bottom)  # noqa: B023

        for place, number in ticks:
            yield Measure("tick", "C", place, y(number))
        now, rest = meter.formula.readouts[0].quantity, Quantity(cost(), 0.0)
        bars, pointer, dots = _parts(meter)
        yield Measure("pointer", "C", float(pointer.get_y()), y(sight.true(now, "chain")))
        for bar, dot, name in zip(bars, dots, meter.variables, strict=True):
            moved = [cause.symbol for cause in now.given] == [name]
            ours = now if moved else rest
            yield Measure("dot on the meter", name.plain, float(dot.get_y()), y(sight.true(ours, "chain")))
            lowest, highest = (y(value) for value in _reached(sight, name))
            ((_, foot), (_, head)), at = boxes([bar])[0], float(dot.get_y())
            yield Measure("swing", f"{name.plain} holds its dot", float(np.clip(at, foot, head)), at)
            for end, drawn, true in (("down", float(foot), lowest), ("up", float(head), highest)):
                within = float(np.clip(drawn, lowest, highest))
                yield Measure("swing", f"{name.plain} {end}, within reach", drawn, within, NEAR)
                if head - foot > 1e-3 and not (moved and sight.playing):
                    yield Measure("swing", f"{name.plain} {end}", drawn, true, NEAR)


def _reached(sight: Sight, name: Any) -> tuple[float, float]:
    """Return the lowest and the highest cost while a weight or bias of the chain is moved by ½ either way."""
    key = "reached", name
    if key not in sight.memory:
        net = sight.lesson.chain.network
        value = float((net.w if name.letter == "w" else net.b)[name.layer].item())
        moved = (Quantity(cost(), 0.0, (Quantity(name, value + by),)) for by in np.linspace(-0.5, 0.5, 41))
        costs = [sight.true(each, "chain") for each in moved]
        sight.memory[key] = min(costs), max(costs)
    return sight.memory[key]


def _parts(meter: CostMeter) -> tuple[list[Any], Any, list[Any]]:
    bars = [part for part in meter.meter if isinstance(part, Rectangle)]
    (pointer,) = (part for part in meter.meter if isinstance(part, Line) and not isinstance(part, DashedLine))
    return bars, pointer, [*meter.meter][-len(bars) :]


def greys(sight: Sight) -> Iterator[Measure]:
    """A pointer stands on the strip where its activation is between the numbers at the ends."""
    for strip in sight.stands(GreyScale):
        _, black, white = strip
        left, right = span(strip.strip)
        low, high = (written(sight, number) for number in (black, white))
        names = {q.symbol: q for q in (*sight.clip.last.start, *sight.clip.last.entering)}
        for mark in sight.clip.marks if hasattr(sight.clip, "marks") else ():
            pointer, name = mark
            if not any(pointer is part for part in sight.on_stage(type(pointer))) or not sight.is_still(pointer):
                continue
            (quantity,) = (q for symbol, q in names.items() if name.shows(symbol))
            x = left + (sight.true(quantity) - low) / (high - low) * (right - left)
            yield Measure("mark on the greys", quantity.symbol.plain, float(pointer.get_x()), x)
