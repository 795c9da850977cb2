"""Readers of networks and bars: how bright neurons are, how wide edges, how long bars and arrows, what is where."""

from collections.abc import Iterator
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import numpy as np
from manim import Rectangle

from scenes.figures.layered_network.path_bars import PathBars
from scenes.figures.learning.diagram import LearningDiagram
from scenes.figures.training_examples.bars import BarRows
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.layers import LayersDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.strokes import FINEST, WIDEST, UprightArrow
from tests.judges.network import autograd_gradient
from tests.judges.pictures import Measure, Sight
from tests.readers.brightness import LIMITS, level
from tests.readers.graphs import way_of
from tests.readers.stage import is_dashed
from tests.rigs.rehearsal import boxes

OUTGROWN = 4.0


def neurons(sight: Sight) -> Iterator[Measure]:
    """A neuron is as bright as its activation is high between the function's limits, or else on one scale for all."""
    of_layers = {id(n) for each in sight.on_stage(LayersDiagram) for n in on(each, Neuron)}
    for neuron in sight.stands(Neuron):
        if neuron.circle.get_fill_opacity() and not sight.is_turning(neuron.circle):
            quantity = neuron.shown
            part = _part(sight, id(neuron) in of_layers)
            drawn, true = level(neuron, sight.clip.typesetter.theme), sight.true(quantity, part)
            yield Measure("brightness", quantity.symbol.plain, drawn, _share(sight, quantity, part, true, drawn))


def on(group: Any, kind: type) -> list[Any]:
    return [part for part in group.get_family() if isinstance(part, kind)]


def _part(sight: Sight, of_layers: bool) -> str:
    parts = [part for part in sight.clip.reads.split() if part in ("chain", "layers")]
    return parts[0] if len(parts) == 1 else "layers" if of_layers else "chain"


def _limits(sight: Sight, quantity: Any, part: str) -> tuple[float | None, float | None]:
    function = _function(sight, quantity, part)
    low, high = LIMITS[function] if function else (None, None)
    net = getattr(sight.lesson, part).network
    wanted = _wanted(sight) if part == "chain" and function == net.activation[net.L].name else []
    return (
        None if low is None or any(y < low for y in wanted) else low,
        None if high is None or any(y > high for y in wanted) else high,
    )


def _function(sight: Sight, quantity: Any, part: str) -> str:
    net = getattr(sight.lesson, part).network
    layer = net.L if quantity.symbol.letter == "y" else quantity.symbol.layer
    return net.activation[layer].name if layer else ""


def _wanted(sight: Sight) -> list[float]:
    chain = sight.lesson.chain
    return [*np.ravel(chain.y).tolist(), *np.ravel(chain.examples.Y).tolist()]


def _share(sight: Sight, quantity: Any, part: str, true: float, drawn: float) -> float:
    """Return how bright an activation has to be: where there are no limits, as two others of its layer say."""
    low, high = _limits(sight, quantity, part)
    key = "brightness", part, _function(sight, quantity, part)
    if low is None or high is None:
        seen = sight.memory.setdefault(key, {})
        if 1e-9 < drawn < 1 - 1e-9:
            seen.setdefault(round(true, 9), drawn)
        if len(seen) < 2:
            return drawn
        (one, at_one), (other, at_other) = min(seen.items()), max(seen.items())
        unit = (at_other - at_one) / (other - one)
        return float(np.clip(at_one + (true - one) * unit, 0, 1))
    return float(np.clip((true - low) / (high - low), 0, 1))


def order(sight: Sight) -> Iterator[Measure]:
    """From left to right neurons are those of one layer after the other, and from top to bottom in their order."""
    for diagram in sight.stands(NetworkDiagram):
        placed = sorted(on(diagram, Neuron), key=_place)
        names = [(n.shown.symbol.layer, n.shown.symbol.index or ()) for n in placed]
        yield Measure("order of neurons", f"{names}", float(names == sorted(names)), 1.0)


def _place(neuron: Neuron) -> tuple[float, float]:
    x, y, _ = neuron.circle.get_center()
    return round(float(x), 4), -round(float(y), 4)


# --- edges -------------------------------------------------------------------------------------------------------


def learning_edges(sight: Sight) -> Iterator[Measure]:
    """While the network learns, each edge is as wide as its weight then is, and dashed where that is negative."""
    for diagram in sight.stands(LearningDiagram):
        net, part = _network(sight, diagram), sight.lesson.layers
        largest = _widest(sight)
        strokes = [stroke for stroke in diagram.weights if len(stroke.points)]
        ends = np.array([stroke.points[[0, -1]] for stroke in strokes])
        columns = [
            list(group) for _, group in groupby(sorted(on(diagram, Neuron), key=_place), key=lambda n: _place(n)[0])
        ]
        if [len(column) for column in columns] != [*part.network.sizes]:
            continue
        rims = [[(neuron.circle.get_center(), neuron.circle.width / 2) for neuron in column] for column in columns]
        for l in range(1, len(columns)):
            for j, (b, _) in enumerate(rims[l]):
                for k, (a, radius) in enumerate(rims[l - 1]):
                    inset = (b - a) / np.linalg.norm(b - a) * radius
                    apart = np.abs(ends - [a + inset, b - inset]).max(axis=(1, 2))
                    stroke, weight = strokes[int(apart.argmin())], float(net.w[l - 1][j, k])
                    name = f"w{l}[{j},{k}]"
                    yield Measure("edge", f"where {name} is", float(apart.min()), 0.0)
                    width = max(FINEST, WIDEST * min(1.0, abs(weight) / largest)) if largest else FINEST
                    yield Measure("edge", name, float(stroke.get_stroke_width()), width)
                    if abs(weight) > 1e-9:
                        yield Measure("dashes", name, float(is_dashed(stroke)), float(weight < 0))


def _network(sight: Sight, diagram: Any) -> Any:
    """Return the judge's network after the step that the diagram's numbers are given, or on the way of the first."""
    given = {cause.symbol.plain: cause.value for cause in diagram.outputs[0].shown.given}
    step = int(given.get("step", 0))
    way = way_of(sight).networks
    if "η" not in given:
        return _plain(way[step])
    share = given["η"] / sight.lesson.descent.rate
    before, after = _plain(way[0]), _plain(way[1])
    before.w = [w + share * (v - w) for w, v in zip(before.w, after.w, strict=True)]
    return before


def _plain(net: Any) -> Any:
    return SimpleNamespace(w=[*net.w])


def _widest(sight: Sight) -> float:
    def size(net: Any) -> float:
        return max(float(abs(w).max()) for w in net.w)

    networks = way_of(sight).networks
    if "widest" not in sight.memory:
        sight.memory["widest"] = min(max(map(size, networks)), OUTGROWN * size(networks[0]))
    return sight.memory["widest"]


# --- bars --------------------------------------------------------------------------------------------------------


def bars(sight: Sight) -> Iterator[Measure]:
    """Bars are at one scale and on their sides of the zero line; one that grows is not yet as long.

    Bars that are to be laid end to end slide away from the zero line.
    """
    table = _table(sight.clip)
    if table is None:
        return
    there = {id(block) for block in sight.on_stage(Rectangle)}
    heights = [float(bar.block.get_y()) for bar in table.bars if id(bar.block) in there and len(bar.block.points)]
    yield Measure("order of bars", f"{heights}", float(heights == sorted(heights, reverse=True)), 1.0)
    for bar in (*table.bars, *([table.total] if isinstance(table, PathBars) else ())):
        if id(bar.block) not in there or not len(bar.block.points):
            continue
        ((left, _), (right, _)) = boxes([bar.block])[0]
        name, value = bar.number.quantity.symbol.plain, sight.true(bar.number.quantity)
        length, grows = float(right - left), sight.is_growing(bar.block)
        unit = sight.memory.get("bars", 0.0) if grows else sight.unit("bars", length, abs(value))
        start = float(right if value < 0 else left) - float(table.zero.get_start()[0])
        if grows:
            yield Measure("bar that grows", name, min(length, unit * abs(value)) if unit else length, length)
        else:
            yield Measure("bar", name, length, unit * abs(value))
        if not isinstance(table, PathBars) or grows:
            yield Measure("bar's start", name, start, 0.0)


def _table(clip: Any) -> Any:
    """Return the bars of the clips that have some."""
    places = (clip, "bars"), (clip, "column"), (getattr(clip, "stage", None), "bars")
    return next(
        (getattr(of, name) for of, name in places if isinstance(getattr(of, name, None), BarRows | PathBars)), None
    )


def arrows(sight: Sight) -> Iterator[Measure]:
    """An arrow in a neuron is as long as −∂C_0/∂a, all at one scale."""
    part = sight.lesson.layers
    if not hasattr(sight.clip, "nudges"):
        return
    by = autograd_gradient(part.network, part.x, part.y)
    diagram = sight.clip.diagram
    for l in range(1, part.network.L + 1):
        for j, slope in enumerate(by.a[l]):
            centre = diagram.neuron(l, j).circle.get_center()
            for arrow in sight.stands(UprightArrow):
                if sight.is_still(arrow) and np.allclose(arrow.get_center(), centre, atol=1e-6):
                    ((low, high),) = boxes([arrow])
                    rise = float(high[1] - low[1]) * (1 if points_up(arrow) else -1)
                    yield Measure(
                        "arrow", f"a{l}[{j}]", rise, -float(slope) * sight.unit("arrows", rise, -float(slope))
                    )


def points_up(arrow: Any) -> bool:
    ys, xs = arrow.get_vertices()[:, 1], arrow.get_vertices()[:, 0]
    return len(np.unique(xs[np.isclose(ys, ys.max(), atol=1e-9)].round(9))) == 1
