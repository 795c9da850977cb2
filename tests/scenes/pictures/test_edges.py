"""Edges and rings have the widths and signs of the judge's numbers, at one scale, and join the right neurons."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import floor, log10
from typing import Any

import numpy as np
import pytest
from manim import Arc, Line, VMobject

import backprop_core as bp
from scenes.figures.layered_network.gradient_strokes import WIDEST as WIDEST_SLOPE
from scenes.figures.layered_network.gradient_strokes import StrokeLegend
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.strokes import FINEST, WIDEST, Stroke
from scenes.kit.theme import Theme
from tests.judges.network import autograd_gradient
from tests.readers.stage import (
    are_visible,
    columns,
    is_dashed,
    lesson_descent,
    observe_rests,
    on_stage,
    parse_number,
    played,
    read_number,
    stroke_between,
    stroke_colour,
    theme_of,
)
from tests.rigs.played_clips import each_lesson, finished, learning
from tests.rigs.rehearsal import lesson

# A pixel of a stroke's width at 1080p, in frame units.
PIXEL = 0.01


def each_weight(layers: Sequence[Sequence[Neuron]]) -> Iterator[tuple[int, int, int, Neuron, Neuron]]:
    """Yield, for each weight, its layer, j and k, and the neurons that it joins."""
    for l in range(1, len(layers)):
        for j, end in enumerate(layers[l]):
            for k, start in enumerate(layers[l - 1]):
                yield l, j, k, start, end


def drawn_in(strokes: Sequence[VMobject], *colours: str) -> list[Any]:
    return [stroke for stroke in strokes if len(stroke.points) and stroke_colour(stroke) in colours]


# --- derivatives -------------------------------------------------------------------------------------------------


def expected_times(judge: Any) -> list[int]:
    """Return the magnification of each layer: the largest power of ten at which it stays below the widest."""
    largest = [max(abs(w).max(), abs(b).max()) for w, b in zip(judge.w, judge.b, strict=True)]
    return [10 ** floor(log10(max(largest) / size) + 1e-12) if size else 1 for size in largest]


@each_lesson("frozen")
def test_derivatives_in_the_sweep(name: str):
    of = frozen() if name == "frozen" else lesson(name)
    theme, part = theme_of(of), of.layers
    judge = autograd_gradient(part.network, part.x, part.y, part.cost.name)
    clip: Any = played("BackwardSweep", of) if name == "frozen" else finished("BackwardSweep", name)
    layers = columns(clip)
    assert [len(layer) for layer in layers] == [*part.network.sizes]
    largest = max(abs(slopes).max() for slopes in (*judge.w, *judge.b))
    times = expected_times(judge)

    def check(stroke: VMobject, l: int, slope: float) -> None:
        expected = WIDEST_SLOPE * times[l - 1] * abs(slope) / largest
        assert stroke.get_stroke_width() == pytest.approx(expected, rel=1e-9, abs=1e-12)
        assert stroke_colour(stroke) == theme.C

    strokes = [line for line in drawn_in(on_stage(clip, Line), theme.C) if line.get_stroke_opacity()]
    assert len(strokes) == sum(w.size for w in judge.w)
    for l, j, k, start, end in each_weight(layers):
        stroke, slope = stroke_between(strokes, start, end), float(judge.w[l - 1][j, k])
        check(stroke, l, slope)
        assert is_dashed(stroke) == (slope < 0)

    arcs = [arc for arc in drawn_in(on_stage(clip, Arc), theme.C) if arc.get_stroke_opacity()]
    for l, layer in enumerate(layers[1:], start=1):
        for j, neuron in enumerate(layer):
            slope, centre = float(judge.b[l - 1][j]), neuron.circle.get_center()
            ring = [arc for arc in arcs if np.allclose(arc.get_arc_center(), centre, atol=1e-6)]
            assert (len(ring) > 1) == (slope < 0)
            assert ring
            for arc in ring:
                check(arc, l, slope)
                radius = np.linalg.norm(arc.get_start() - centre)
                inner = radius - PIXEL * arc.get_stroke_width() / 2
                assert 0 < inner - neuron.circle.width / 2 < 0.1, "the ring is not just outside of its neuron"

    check_signs(clip, layers, times)
    check_legend(clip, WIDEST_SLOPE / largest, theme)


def check_signs(clip: Any, layers: Sequence[Sequence[Neuron]], times: Sequence[int]) -> None:
    """Assert that each magnified layer, and no other, has its factor written below it."""
    said = {}
    for _, line in (sign.submobjects for sign in clip.stage.network.strokes.signs.values() if len(sign)):
        assert are_visible(clip, *line)
        place = int(np.searchsorted([layer[0].get_x() for layer in layers], line.get_x()))
        said[place] = parse_number(read_number(line))
        assert line.get_top()[1] < min(neuron.get_bottom()[1] for layer in layers for neuron in layer) + 1e-6
    assert said == {l: each for l, each in enumerate(times, start=1) if each > 1}


def check_legend(clip: Any, unit: float, theme: Theme) -> None:
    """Assert that the samples are as wide as edges with the derivatives that are written beside them."""
    (legend,) = on_stage(clip, StrokeLegend)
    entries: list[Any] = [*legend]
    samples = [(mark, parse_number(read_number(text))) for mark, text in entries if isinstance(mark, Stroke)]
    assert [np.sign(value) for _, value in samples] == [1, -1]
    for mark, value in samples:
        assert mark.get_stroke_width() == pytest.approx(unit * abs(value), rel=1e-9)
        assert stroke_colour(mark) == theme.C
        assert is_dashed(mark) == (value < 0)


def frozen() -> bp.Lesson:
    """Return a lesson whose first layer is so saturated that its magnification is written as a power of ten."""
    of = lesson("saturated")
    net = of.layers.network
    return replace(of, layers=replace(of.layers, network=bp.Network([1.5 * net.w[1], net.w[2]], [*net.b], "sigmoid")))


def test_some_layers_are_magnified():
    """A small factor is written out, a large one as a power."""
    for of, times in ((lesson("saturated"), 1000), (frozen(), 10**5)):
        judge = autograd_gradient(of.layers.network, of.layers.x, of.layers.y, of.layers.cost.name)
        assert expected_times(judge) == [times, 1]


# --- weights -----------------------------------------------------------------------------------------------------

OUTGROWN = 4.0

# How many times wider than weights the moves are, which lie over them.
MOVES = 1.8


def check_edges(
    layers: Sequence[Sequence[Neuron]],
    strokes: Sequence[VMobject],
    numbers: Sequence[np.ndarray],
    largest: float,
    times: float = 1.0,
    signed: bool = True,
) -> None:
    for l, j, k, start, end in each_weight(layers):
        stroke, number = stroke_between(strokes, start, end), float(numbers[l - 1][j, k])
        expected = max(FINEST, WIDEST * min(1.0, abs(number) / largest)) if largest else FINEST
        assert stroke.get_stroke_width() == pytest.approx(times * expected, rel=1e-6)
        assert is_dashed(stroke) == (signed and number < 0)


def size_of(net: Any) -> float:
    return max(float(abs(w).max()) for w in net.w)


def moving(strokes: dict[str, list[Any]], theme: Theme) -> list[Any]:
    """Return the strokes for the moves: those that have not the colour of the weights."""
    return [stroke for colour, each in strokes.items() if colour != theme.w for stroke in each]


@each_lesson()
def test_weights_that_learn(name: str):
    """Edges are as wide as the weights of each step's network, the first step's moves so many times wider."""
    of = lesson(name)
    theme, networks = theme_of(of), lesson_descent(name).networks
    largest = min(max(map(size_of, networks)), OUTGROWN * size_of(networks[0]))
    seen = learning(name).sights

    for (layers, strokes, *_), step in (
        (seen["one_step"][1], 0),
        (seen["one_step"][-1], 1),
        (seen["many_steps"][-1], -1),
    ):
        assert [len(layer) for layer in layers] == [*of.layers.network.sizes]
        check_edges(layers, strokes[theme.w], [*networks[step].w], largest)

    X, Y = of.descent.examples.X, of.descent.examples.Y
    by = autograd_gradient(of.layers.network, X, Y, of.layers.cost.name)
    moves = [-of.descent.rate * slopes for slopes in by.w]
    pairs = [(sight, over) for sight in seen["one_step"] if (over := moving(sight.strokes, theme))]
    (layers, strokes, *_), over = max(pairs, key=lambda pair: len(pair[1]))
    largest = max(float(abs(move).max()) for move in moves)
    check_edges(layers, over, moves, largest, times=MOVES, signed=False)
    drawn, (colour,) = [*strokes], {*map(stroke_colour, over)}  # the colour that is drawn first comes first
    assert drawn.index(colour) > drawn.index(theme.w)


@each_lesson()
def test_weights_that_have_learned(name: str):
    of = lesson(name)
    networks = lesson_descent(name).networks
    largest = min(max(map(size_of, networks)), OUTGROWN * size_of(networks[0]))

    def check(clip: Any) -> bool:
        check_edges(columns(clip), drawn_in(on_stage(clip, Stroke), theme_of(of).w), [*networks[-1].w], largest)
        return True

    assert observe_rests("Recap", of, lambda clip: check(clip) if on_stage(clip, Stroke) else None)


@each_lesson()
def test_weight_that_changes_most_glows(name: str):
    first, *_, last = lesson_descent(name).networks
    layers, _, glows, _ = learning(name).sights["many_steps"][-1]
    changes = [abs(v - w) for w, v in zip(first.w, last.w, strict=True)]
    *_, start, end = max(each_weight(layers), key=lambda each: changes[each[0] - 1][each[1:3]])
    assert stroke_between(glows, start, end) is glows[0]
    assert len(glows) == 1
