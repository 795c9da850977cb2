"""Readers of network diagrams and bars: brightness, order of neurons, widths of edges, lengths of bars and arrows."""

from collections.abc import Iterator
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import numpy as np
from manim import Rectangle

from backprop_core.lesson.load import LayersPart
from scenes.figures.layered_network.cost_diagram import CostDiagram
from scenes.figures.layered_network.folded import FoldedNetwork
from scenes.figures.layered_network.path_bars import PathBars
from scenes.figures.learning.diagram import LearningDiagram
from scenes.figures.training_examples.bars import BarRows, ExampleBars
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.layers import LayersDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.strokes import FINEST, WIDEST, UprightArrow
from tests.judges.geometry import Measurement, StageView
from tests.judges.network import autograd_gradient
from tests.readers.brightness import BLACK_AND_WHITE, brightness
from tests.readers.graphs import cached_descent
from tests.readers.stage import is_dashed
from tests.rigs.rehearsal import boxes

OUTGROWN = 4.0

# What draws the network of layers in clips that read the chain too. An index is of layers only, and none of these
# clips shows the chain's desired output.
OF_LAYERS = LayersDiagram, FoldedNetwork, CostDiagram


def neurons(view: StageView) -> Iterator[Measurement]:
    """A neuron's brightness is its activation's place between the function's limits, or on one scale of its layer."""
    of_layers = {id(n) for kind in OF_LAYERS for each in view.on_stage(kind) for n in parts_of(each, Neuron)}
    for neuron in view.settled(Neuron):
        if neuron.circle.get_fill_opacity() and not view.is_transforming(neuron.circle):
            quantity = neuron.shown
            named = bool(quantity.symbol.index) or quantity.symbol.letter == "y"
            part = _part(view, named or id(neuron) in of_layers)
            drawn, true = brightness(neuron, view.clip.typesetter.theme), view.true_value(quantity, part)
            yield Measurement("brightness", quantity.symbol.plain, drawn, _share(view, quantity, part, true, drawn))


def parts_of(group: Any, kind: type) -> list[Any]:
    return [part for part in group.get_family() if isinstance(part, kind)]


def _part(view: StageView, of_layers: bool) -> str:
    parts = [part for part in view.clip.reads.split() if part in ("chain", "layers")]
    return parts[0] if len(parts) == 1 else "layers" if of_layers else "chain"


def _limits(view: StageView, quantity: Any, part: str) -> tuple[float | None, float | None]:
    function = _function(view, quantity, part)
    low, high = BLACK_AND_WHITE[function] if function else (None, None)
    net = getattr(view.lesson, part).network
    wanted = _wanted(view) if part == "chain" and function == net.activation[net.L].name else []
    return (
        None if low is None or any(y < low for y in wanted) else low,
        None if high is None or any(y > high for y in wanted) else high,
    )


def _function(view: StageView, quantity: Any, part: str) -> str:
    net = getattr(view.lesson, part).network
    layer = net.L if quantity.symbol.letter == "y" else quantity.symbol.layer
    return net.activation[layer].name if layer else ""


def _wanted(view: StageView) -> list[float]:
    chain = view.lesson.chain
    return [*np.ravel(chain.y).tolist(), *np.ravel(chain.examples.Y).tolist()]


def _share(view: StageView, quantity: Any, part: str, true: float, drawn: float) -> float:
    """Return the expected brightness; without limits, interpolated between the extreme activations seen so far."""
    low, high = _limits(view, quantity, part)
    key = "brightness", part, _function(view, quantity, part)
    if low is None or high is None:
        seen = view.memory.setdefault(key, {})
        if 1e-9 < drawn < 1 - 1e-9:
            seen.setdefault(round(true, 9), drawn)
        if len(seen) < 2:
            return drawn
        (one, at_one), (other, at_other) = min(seen.items()), max(seen.items())
        unit = (at_other - at_one) / (other - one)
        return float(np.clip(at_one + (true - one) * unit, 0, 1))
    return float(np.clip((true - low) / (high - low), 0, 1))


def neuron_order(view: StageView) -> Iterator[Measurement]:
    """Layers stand in order from left to right, neurons from top to bottom."""
    for diagram in view.settled(NetworkDiagram):
        placed = sorted(parts_of(diagram, Neuron), key=_place)
        names = [(n.shown.symbol.layer, n.shown.symbol.index or ()) for n in placed]
        yield Measurement("order of neurons", f"{names}", float(names == sorted(names)), 1.0)


def _place(neuron: Neuron) -> tuple[float, float]:
    x, y, _ = neuron.circle.get_center()
    return round(float(x), 4), -round(float(y), 4)


# --- edges -------------------------------------------------------------------------------------------------------


def learning_edges(view: StageView) -> Iterator[Measurement]:
    """While the network learns, each edge is as wide as its current weight, and dashed if that is negative."""
    for diagram in view.settled(LearningDiagram):
        net, part = _network(view, diagram), view.lesson.layers
        largest = _widest(view)
        strokes = [stroke for stroke in diagram.weights if len(stroke.points)]
        ends = np.array([stroke.points[[0, -1]] for stroke in strokes])
        columns = [
            list(group)
            for _, group in groupby(sorted(parts_of(diagram, Neuron), key=_place), key=lambda n: _place(n)[0])
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
                    yield Measurement("edge", f"where {name} is", float(apart.min()), 0.0)
                    width = max(FINEST, WIDEST * min(1.0, abs(weight) / largest)) if largest else FINEST
                    yield Measurement("edge", name, float(stroke.get_stroke_width()), width)
                    if abs(weight) > 1e-9:
                        yield Measurement("dashes", name, float(is_dashed(stroke)), float(weight < 0))


def _network(view: StageView, diagram: Any) -> Any:
    """Return the judge's network at the step that the diagram shows, or in the course of the first step."""
    given = {cause.symbol.plain: cause.value for cause in diagram.outputs[0].shown.given}
    step = int(given.get("step", 0))
    way = cached_descent(view).networks
    if "η" not in given:
        return _plain(way[step])
    share = given["η"] / view.lesson.descent.rate
    before, after = _plain(way[0]), _plain(way[1])
    before.w = [w + share * (v - w) for w, v in zip(before.w, after.w, strict=True)]
    return before


def _plain(net: Any) -> Any:
    return SimpleNamespace(w=[*net.w])


def _widest(view: StageView) -> float:
    def size(net: Any) -> float:
        return max(float(abs(w).max()) for w in net.w)

    networks = cached_descent(view).networks
    if "widest" not in view.memory:
        view.memory["widest"] = min(max(map(size, networks)), OUTGROWN * size(networks[0]))
    return view.memory["widest"]


# --- bars --------------------------------------------------------------------------------------------------------


LEAST = 0.034
"""The length of an example's bar at least if its value is not 0, in frame units: two pixels of 480."""


def bars(view: StageView) -> Iterator[Measurement]:
    """Bars share one scale and start at the zero line, on the side of their sign; a growing bar may be shorter.

    The bars of paths slide away from the zero line, to be laid end to end. Those of examples are long enough to be
    seen.
    """
    table = _table(view.clip)
    if table is None:
        return
    there = {id(block) for block in view.on_stage(Rectangle)}
    heights = [float(bar.block.get_y()) for bar in table.bars if id(bar.block) in there and len(bar.block.points)]
    yield Measurement("order of bars", f"{heights}", float(heights == sorted(heights, reverse=True)), 1.0)
    for bar in (*table.bars, *([table.total] if isinstance(table, PathBars) else ())):
        if id(bar.block) not in there or not len(bar.block.points):
            continue
        ((left, _), (right, _)) = boxes([bar.block])[0]
        name, value = bar.number.quantity.symbol.plain, view.true_value(bar.number.quantity)
        length, grows = float(right - left), view.is_growing(bar.block)
        least = LEAST if isinstance(table, ExampleBars) and value else 0.0
        known = grows or length <= least + 1e-9
        unit = view.memory.get("bars", 0.0) if known else view.unit("bars", length, abs(value))
        true = max(unit * abs(value), least)
        start = float(right if value < 0 else left) - float(table.zero.get_start()[0])
        if grows:
            yield Measurement("bar that grows", name, min(length, true) if unit else length, length)
        else:
            yield Measurement("bar", name, length, true)
        if not isinstance(table, PathBars) or grows:
            yield Measurement("bar's start", name, start, 0.0)


def _table(clip: Any) -> Any:
    """Return a clip's bars, or None."""
    places = (clip, "bars"), (clip, "column"), (getattr(clip, "stage", None), "bars")
    return next(
        (getattr(of, name) for of, name in places if isinstance(getattr(of, name, None), BarRows | PathBars)), None
    )


def slopes_of_nudges(part: LayersPart) -> dict[int, list[float]]:
    """Return the ∂C_0/∂a of each layer after the input, from the last one; ∂C_0/∂z of outputs made for their cost."""
    by, L = autograd_gradient(part.network, part.x, part.y, part.cost.name), part.network.L
    slopes = {l: by.a[l].tolist() for l in range(L, 0, -1)}
    function = part.network.activation[L].name
    in_z = function == "softmax" or (function, part.cost.name) == ("sigmoid", "cross_entropy")
    return slopes | ({L: by.z[L - 1].tolist()} if in_z else {})


def gradient_arrows(view: StageView) -> Iterator[Measurement]:
    """The length of the arrow in a neuron, by the neuron's width, is −∂C_0/∂a or −∂C_0/∂z; all at one scale."""
    part = view.lesson.layers
    if not hasattr(view.clip, "nudges"):
        return
    diagram = view.clip.diagram
    for l, slopes in slopes_of_nudges(part).items():
        for j, slope in enumerate(slopes):
            circle = diagram.neuron(l, j).circle
            for arrow in view.settled(UprightArrow):
                if view.is_still(arrow) and np.allclose(arrow.get_center(), circle.get_center(), atol=1e-6):
                    ((low, high),) = boxes([arrow])
                    rise = float(high[1] - low[1]) / circle.width * (1 if points_up(arrow) else -1)
                    yield Measurement(
                        "arrow", f"a{l}[{j}]", rise, -float(slope) * view.unit("arrows", rise, -float(slope))
                    )


def points_up(arrow: Any) -> bool:
    ys, xs = arrow.get_vertices()[:, 1], arrow.get_vertices()[:, 0]
    return len(np.unique(xs[np.isclose(ys, ys.max(), rtol=0, atol=1e-9)].round(9))) == 1
