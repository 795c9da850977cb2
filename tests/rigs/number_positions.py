"""Finds the numbers in a clip's frames: their positions from a rehearsal, their values from the judge."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Mobject

import backprop_core as bp
from scenes.kit.text.worked_product import WorkedProduct
from tests.judges.network import autograd_gradient, judged
from tests.readers.stage import on_stage, reference_descent
from tests.rigs.rehearsal import Box, boxes, clips, rehearse, visible


@dataclass(frozen=True)
class PlacedNumber:
    """A number in a frame: its name in complaints, its box and its true value."""

    name: str
    box: Box
    true: float


PlacedMobjects = Iterator[tuple[str, Mobject, float]]


def placed_numbers(name: str, lesson: bp.Lesson) -> dict[str, list[PlacedNumber]]:
    """Return the numbers at the end of each beat in ``FINDERS``."""
    kind = next(clip for clip in clips() if clip.__name__ == name)
    found: dict[str, list[PlacedNumber]] = {}

    class Watched(kind):
        def _play_beat(self, *args: Any) -> None:
            super()._play_beat(*args)
            beat = self.typesetter.ledger.beat
            if beat in FINDERS[name]:
                found[beat] = [
                    PlacedNumber(name, box_of(part), true) for name, part, true in FINDERS[name][beat](self)
                ]

    Watched.__name__ = name
    Watched.beats = kind.beats  # pyright: ignore[reportAttributeAccessIssue]
    rehearse(Watched, lesson)
    assert found.keys() == FINDERS[name].keys()
    return found


def box_of(part: Mobject) -> Box:
    """Return the bounding box of the visible parts of a mobject."""
    ink = boxes([each for each in part.get_family() if visible(each)])
    return np.array([ink[:, 0].min(axis=0), ink[:, 1].max(axis=0)])


# --- the chain ---------------------------------------------------------------------------------------------------


def chain_number(clip: Any, name: str, by: float | None = None) -> float:
    """Return a number of the chain; {L} is its last layer, {K} the one before, ``by`` the nudge of w^(L)."""
    chain = clip.lesson.chain
    L = chain.network.L
    nudge = (f"w{L}", chain.nudge if by is None else by)
    return judged(name.format(L=L, K=L - 1), chain.network, chain.x, chain.y, cost=chain.cost.name, nudge=nudge)


PATH = ("w{L}", "z{L}", "a{L}", "C0")
FACTORS = ("∂z{L}/∂w{L}", "∂a{L}/∂z{L}", "∂C0/∂a{L}")
SLOPE = "∂C0/∂w{L}"


def number_lines(clip: Any) -> PlacedMobjects:
    for name, line in zip(PATH, clip.stage.lines, strict=True):
        yield name, line.readout, chain_number(clip, name)


def nudged(clip: Any) -> PlacedMobjects:
    for name, line, lens in zip(PATH, clip.stage.lines, clip.stage.lenses.each, strict=True):
        change = chain_number(clip, f"Δ{name}")
        yield f"{name} nudged", line.readout, chain_number(clip, name) + change
        yield f"Δ{name}", lens.readout, change


def ratio(clip: Any) -> PlacedMobjects:
    for place, name in enumerate(("ΔC0", "Δw{L}", "ΔC0/Δw{L}"), start=1):
        yield name, clip.wanted.argument(place), chain_number(clip, name)


def shrinking_nudge(clip: Any) -> PlacedMobjects:
    sign = np.sign(clip.lesson.chain.nudge)
    for size, row in zip((1.0, 0.1, 0.01, 0.001), clip.table.rows, strict=True):
        for name, cell in zip(("Δw{L}", "ΔC0", "ΔC0/Δw{L}"), (*row[:2], row[-1]), strict=True):
            yield f"{name} for {size}", cell, chain_number(clip, name, by=sign * size)
    yield f"{SLOPE} in the end", clip.settled.argument(1), chain_number(clip, SLOPE)


def slope_panel(x: str, y: str, slope: str) -> Callable[[Any], PlacedMobjects]:
    """Return a finder of the numbers at a graph's dot and tangent, and of the last number of the derivation."""

    def find(clip: Any) -> PlacedMobjects:
        graph, (*_, last) = clip.panel.graph, clip.panel.derivation.steps
        for name, live in zip((x, y, slope), (*graph.names, graph.slope.number), strict=True):
            yield name, live.readouts[0], chain_number(clip, name)
        yield f"{slope} derived", last.readouts[0], chain_number(clip, slope)

    return find


def worked_product(clip: Any) -> PlacedMobjects:
    found: list[Any] = on_stage(clip, WorkedProduct)
    (product,) = found
    for name, number in zip(FACTORS, product.numbers, strict=True):
        yield name, number.readouts[0], chain_number(clip, name)
    yield SLOPE, product.result.readouts[0], chain_number(clip, SLOPE)


# --- training examples -------------------------------------------------------------------------------------------


def averaged(clip: Any) -> PlacedMobjects:
    """The bars are in the order of the examples, with the lesson's own first, as C_0."""
    chain = clip.lesson.chain
    slopes = [
        float(autograd_gradient(chain.network, x, y, chain.cost.name).w[-1].item())
        for x, y in zip(chain.examples.X, chain.examples.Y, strict=True)
    ]
    mean = sum(slopes) / len(slopes)
    for place, (bar, slope) in enumerate(zip(clip.bars.bars, [*slopes, mean], strict=True)):
        yield f"bar {place}", bar.number, slope
    yield "average", clip.mean.value.argument(0), mean


def gradient(clip: Any) -> PlacedMobjects:
    chain = clip.lesson.chain
    by = autograd_gradient(chain.network, chain.examples.X, chain.examples.Y, chain.cost.name)
    slopes = [float(slope.item()) for pair in zip(by.w, by.b, strict=True) for slope in pair]
    for place, (bar, slope) in enumerate(zip(clip.column.bars, slopes, strict=True)):
        yield f"component {place}", bar.number, slope


# --- layers ------------------------------------------------------------------------------------------------------


def paths(clip: Any) -> PlacedMobjects:
    part = clip.lesson.layers
    L, k = part.network.L, part.watch.k
    for j, (row, bar) in enumerate(zip(clip.stage.table.rows, clip.stage.bars.bars, strict=True)):
        names = f"∂z{L}[{j}]/∂a{L - 1}[{k}]", f"∂a{L}[{j}]/∂z{L}[{j}]", f"∂C0/∂a{L}[{j}]"
        for name, number in zip(names, row.numbers, strict=True):
            yield name, number, judged(name, part.network, part.x, part.y, cost=part.cost.name)
        yield f"path {j}", bar.number, judged("·".join(names), part.network, part.x, part.y, cost=part.cost.name)


def path_check(clip: Any) -> PlacedMobjects:
    part, stage = clip.lesson.layers, clip.stage
    neuron = f"a{part.network.L - 1}[{part.watch.k}]"
    for name, shown in (
        ("ΔC0", stage.check.quotient.argument(2)),
        (f"Δ{neuron}", stage.check.quotient.argument(3)),
        (f"ΔC0/Δ{neuron}", stage.check.quotient.argument(4)),
        (f"∂C0/∂{neuron}", stage.bars.total.number),
    ):
        nudge = (neuron, clip.nudge)
        yield name, shown, judged(name, part.network, part.x, part.y, cost=part.cost.name, nudge=nudge)


def swept(clip: Any) -> PlacedMobjects:
    part = clip.lesson.layers
    slopes = autograd_gradient(part.network, part.x, part.y, part.cost.name).a[part.network.L - 1]
    for k, (slope, number) in enumerate(zip(slopes, clip.stage.network.slopes, strict=False)):
        yield f"∂C0/∂a[{k}]", number, float(slope)


# --- learning ----------------------------------------------------------------------------------------------------


def first_step(clip: Any) -> PlacedMobjects:
    table = clip.table
    way = reference_descent(clip.lesson)
    place, p = [(place, p) for place, p in enumerate(table._rows) if p and p.letter == "w"][-1]
    before, after = (float(net.w[p.l][p.index]) for net in way.networks[:2])
    for name, column, true in (
        ("before", table.before, before),
        ("move", table.moves, after - before),
        ("after", table.after, after),
    ):
        yield f"weight, {name}", column[place], true


def descended(clip: Any) -> PlacedMobjects:
    way = reference_descent(clip.lesson)
    yield "C", clip.curve.names[0].readouts[0], way.costs[-1]


FINDERS: dict[str, dict[str, Callable[[Any], PlacedMobjects]]] = {
    "NudgePropagation": {
        "number_lines": number_lines,
        "nudge": nudged,
        "ratio": ratio,
        "shrink_the_nudge": shrinking_nudge,
    },
    "ThreeDerivatives": {
        "cost_by_activation": slope_panel("a{L}", "C0", "∂C0/∂a{L}"),
        "activation_by_sum": slope_panel("z{L}", "a{L}", "∂a{L}/∂z{L}"),
        "sum_by_weight": slope_panel("w{L}", "z{L}", "∂z{L}/∂w{L}"),
        "assembled": worked_product,
    },
    "AverageOverExamples": {"average": averaged},
    "GradientVector": {"all_of_them": gradient},
    "MultiplePaths": {"one_path_at_a_time": paths, "check_by_nudging": path_check},
    "BackwardSweep": {"next_layer_back": swept},
    "GradientDescent": {"one_step": first_step, "many_steps": descended},
}
