"""Bars have the lengths of the judge's numbers, at one scale in each picture; laid end to end, they reach the sum."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest
from manim import DashedLine, Mobject

import backprop_core as bp
from backprop_core.quantities import cost
from scenes.kit.plot.bars import Bar, BarScale
from tests.judges.legibility import rgb
from tests.judges.network import autograd_gradient
from tests.readers.network_diagrams import LEAST
from tests.readers.stage import are_visible, fill_colour, observe_rests, on_stage, played, stroke_colour, theme_of
from tests.rigs.played_clips import each_lesson
from tests.rigs.rehearsal import boxes, lesson


class Drawn(NamedTuple):
    """A bar on the stage: its position, ends and colour."""

    left: float
    right: float
    y: float
    colour: str


def drawn(bar: Bar) -> Drawn:
    ((low, high),) = boxes([bar.block])
    return Drawn(low[0], high[0], (low[1] + high[1]) / 2, fill_colour(bar.block))


def upright(line: Mobject) -> float:
    """Return the x of an upright line."""
    start, end = line.get_start(), line.get_end()
    assert start[0] == pytest.approx(end[0], abs=1e-9)
    return float(start[0])


def unit_of(bars: Sequence[Drawn], values: Sequence[float]) -> float:
    """Return the length of 1, as given by the longest bar."""
    largest = max(map(abs, values))
    return max(bar.right - bar.left for bar in bars) / largest if largest else 0.0


def check(
    bars: Sequence[Drawn], zero: float, unit: float, ends: Sequence[tuple[float, float]], least: float = 0.0
) -> None:
    """Assert that bars stand below each other and go from one given value to another, seen if these differ."""
    for bar, (start, end) in zip(bars, ends, strict=True):
        way = end - start
        places = sorted([zero + unit * start, zero + unit * start + np.sign(way) * max(unit * abs(way), least)])
        assert (bar.left, bar.right) == pytest.approx(places, rel=1e-9, abs=1e-7)
    assert all(above.y > below.y for above, below in pairwise(bars))


# --- paths -------------------------------------------------------------------------------------------------------


def products_and_sum(of: bp.Lesson) -> tuple[list[float], float]:
    """Return the contribution of each path from the watched neuron, and the derivative, their sum."""
    net, watch = of.layers.network, of.layers.watch
    judge = autograd_gradient(net, of.layers.x, of.layers.y, of.layers.cost.name)
    return (judge.z[-1] * net.w[net.L][:, watch.k]).tolist(), float(judge.a[-2][watch.k])


class Paths(NamedTuple):
    zero: float
    bars: list[Drawn]
    total: Drawn | None
    connectors: list[float]


def see_paths(clip: Any) -> Paths | None:
    bars = clip.stage.bars
    if not are_visible(clip, bars.zero, *(bar.block for bar in bars.bars)):
        return None
    return Paths(
        upright(bars.zero),
        [drawn(bar) for bar in bars.bars],
        drawn(bars.total) if are_visible(clip, bars.total.block) else None,
        [upright(line) for line in on_stage(clip, DashedLine) if line.submobjects],
    )


@cache
def paths_of(name: str) -> dict[str, list[Paths]]:
    return observe_rests("MultiplePaths", lesson(name), see_paths)


@each_lesson()
def test_paths_are_laid_end_to_end(name: str):
    of = lesson(name)
    products, total = products_and_sum(of)
    assert total == pytest.approx(sum(products), abs=1e-12)
    seen = paths_of(name)
    apart, together = seen["one_path_at_a_time"][-1], seen["check_by_nudging"][-1]

    unit = unit_of(apart.bars, products)
    check(apart.bars, apart.zero, unit, [(0.0, product) for product in products])
    assert apart.total is None

    assert together.total is not None
    ends = [float(end) for end in np.cumsum([0.0, *products])]
    check([*together.bars, together.total], apart.zero, unit, [*pairwise(ends), (0.0, total)])
    assert together.zero == apart.zero
    assert sorted(together.connectors) == pytest.approx(sorted(apart.zero + unit * end for end in ends[1:]), abs=1e-7)

    assert {bar.colour for bar in [*together.bars, together.total]} == {theme_of(of).C}


@each_lesson()
def test_the_measured_ratio_lands_at_the_end_of_the_sum(name: str):
    """The nudge is so small that the ratio is within a hundredth of the derivative."""
    of = lesson(name)
    products, total = products_and_sum(of)
    marks: list[float] = []

    def see(clip: Any) -> Paths | None:
        marks.append(float(clip.stage.check.mark.get_x()))
        return see_paths(clip)

    paths = observe_rests("MultiplePaths", of, see)["check_by_nudging"][-1]
    unit = unit_of(paths_of(name)["one_path_at_a_time"][-1].bars, products)
    assert (marks[-1] - paths.zero) / unit == pytest.approx(total, abs=0.01 * max(map(abs, products)))


def test_only_the_current_path_is_amber():
    """It has at least 6 pixels at 1080p; the others are thinner, in 70 % of the weight's colour and of the text's."""
    of = lesson()
    theme = theme_of(of)
    dimmed = [0.7 * rgb(colour) + 0.3 * rgb(theme.background) for colour in (theme.w, theme.text, theme.text)]

    def see(clip: Any) -> list[bool]:
        shown = [path for path in clip.stage.diagram.paths if are_visible(clip, path[0])]
        lit = [stroke_colour(path[0]) == theme.highlight for path in shown]
        for path, now in zip(shown, lit, strict=True):
            for part, colour in zip(path, dimmed, strict=True):
                assert (part.get_stroke_width() >= 6) == now
                assert now or rgb(stroke_colour(part)) == pytest.approx(colour, abs=0.01)
        return lit

    n = len(products_and_sum(of)[0])
    seen = observe_rests("MultiplePaths", of, see)
    lights, turns = ([one for one, _ in groupby(seen[beat])] for beat in ("several_ways", "one_path_at_a_time"))
    assert lights == [[], *([False] * j + [True] for j in range(n)), [True] * n]
    assert turns == [*([i == j for i in range(n)] for j in range(n)), [False] * n]
    assert seen["check_by_nudging"][-1] == [False] * n


@each_lesson()
def test_each_bar_starts_where_the_one_above_it_ends(name: str):
    """Judged by the picture alone: every end is the start of another bar."""
    of = lesson(name)
    seen = paths_of(name)["check_by_nudging"][-1]
    assert seen.total is not None
    at = seen.zero
    for bar, product in zip(seen.bars, products_and_sum(of)[0], strict=True):
        start, end = (bar.right, bar.left) if product < 0 else (bar.left, bar.right)
        assert start == pytest.approx(at, abs=1e-9)
        at = end
    assert at == pytest.approx(seen.total.left if at < seen.zero else seen.total.right, abs=1e-9)


# --- examples ----------------------------------------------------------------------------------------------------


def crowd() -> bp.Lesson:
    """Return a lesson with more training examples than there are rows."""
    chain = lesson().chain
    X, Y = np.linspace(-1, 2, 20).reshape(-1, 1), np.linspace(0, 7, 20).reshape(-1, 1) % 1
    return lesson(chain=replace(chain, examples=replace(chain.examples, X=X, Y=Y)))


def numbered(of: bp.Lesson) -> dict[int, tuple[Any, Any]]:
    """Return the examples by number: 0 is the lesson's own, the others follow in the given order."""
    own, listed = (of.chain.x.tolist(), of.chain.y.tolist()), of.chain.examples
    others = [(x, y) for x, y in zip(listed.X.tolist(), listed.Y.tolist(), strict=True)]
    first = {0: own} if own in others else {}
    if first:
        others.remove(own)
    return first | dict(enumerate(others, start=1))


@each_lesson("crowd")
def test_examples_and_their_mean(name: str):
    of = crowd() if name == "crowd" else lesson(name)
    net, C = of.chain.network, of.chain.cost.name
    slopes = {k: float(autograd_gradient(net, x, y, C).w[-1].item()) for k, (x, y) in numbered(of).items()}
    mean = sum(slopes.values()) / len(slopes)
    clip = played("AverageOverExamples", of)
    table = clip.bars
    parts = [
        *(bar.block for bar in table.bars),
        table.zero,
        *(s for row in table.strokes for s in row),
    ]
    assert are_visible(clip, *parts)

    single = list(slopes)[: len(table.bars) - 1]
    bars, values = [drawn(bar) for bar in table.bars], [*(slopes[k] for k in single), mean]
    zero, unit = upright(table.zero), unit_of(bars, values)
    check(bars, zero, unit, [(0.0, value) for value in values], LEAST)
    assert {bar.colour for bar in bars} == {theme_of(of).C}
    assert all(label.shows(cost(k)) for k, label in zip(single, table.labels, strict=False))
    assert table.labels[-1].shows(cost(None))

    shared = [upright(stroke) for row in table.strokes for stroke in row]
    assert shared == pytest.approx([zero + unit * slopes[k] for k in slopes if k not in single], abs=1e-7)

    *lengths, level = (bar.left + bar.right - 2 * zero for bar in bars)
    lengths += [x - zero for x in shared]
    seen = any(abs(length) <= LEAST for length in (level, *lengths))  # longer than it is
    assert level == pytest.approx(sum(lengths) / len(lengths), abs=LEAST if seen else 1e-7), "not the mean"


# --- the gradient ------------------------------------------------------------------------------------------------


@each_lesson()
def test_gradient(name: str):
    of = lesson(name)
    chain = of.chain
    by = autograd_gradient(chain.network, chain.examples.X, chain.examples.Y, chain.cost.name)
    slopes = [float(slope.item()) for pair in zip(by.w, by.b, strict=True) for slope in pair]

    def see(clip: Any) -> tuple[float, list[Drawn]] | None:
        if not are_visible(clip, clip.column.zero, *(bar.block for bar in clip.column.bars)):
            return None
        return upright(clip.column.zero), [drawn(bar) for bar in clip.column.bars]

    zero, bars = observe_rests("GradientVector", of, see)["all_of_them"][-1]
    check(bars, zero, unit_of(bars, slopes), [(0.0, slope) for slope in slopes])
    assert {bar.colour for bar in bars} == {theme_of(of).C}


@each_lesson()
def test_opposite_of_the_gradient(name: str):
    """For −∇C each bar turns to the other side of zero."""
    of = lesson(name)
    chain = of.chain
    by = autograd_gradient(chain.network, chain.examples.X, chain.examples.Y, chain.cost.name)
    slopes = [float(slope.item()) for pair in zip(by.w, by.b, strict=True) for slope in pair]

    def see(clip: Any) -> tuple[float, np.ndarray] | None:
        column = clip.column
        if not are_visible(clip, column.zero, *column.opposite):
            return None
        return upright(column.zero), boxes(list(column.opposite))[:, :, 0]

    zero, ends = observe_rests("GradientVector", of, see)["downhill"][0]
    lengths = ends.sum(axis=1) - 2 * zero
    largest = max(range(len(slopes)), key=lambda i: abs(slopes[i]))
    unit = abs(lengths[largest] / slopes[largest]) if slopes[largest] else 0.0
    assert lengths.tolist() == pytest.approx([-unit * slope for slope in slopes], abs=1e-7)


@pytest.mark.parametrize("size", [5e-324, 1e-310, 1e-20, 1.0, 1e300])
def test_bars_fill_their_room_however_small_they_are(size: float):
    scale = BarScale.fitting([(0.0, 2 * size), (0.0, size), (0.0, 0.0)], left=-2.0, right=4.0, room=1.0)
    assert [scale.x(value) for value in (0.0, size, 2 * size)] == pytest.approx([-2.0, 0.5, 3.0])


def test_bars_of_nothing_are_at_zero():
    scale = BarScale.fitting([(0.0, 0.0), (0.0, 0.0)], left=-2.0, right=4.0, room=1.0)
    assert -2 <= scale.zero == scale.x(0.0) <= 3
