"""Lenses show changes in their true relative lengths and directions."""

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backprop_core.quantities import Change, Quantity, activation, cost, weight, weighted_sum
from scenes.figures.nudges.brace import NarrowBrace
from scenes.figures.nudges.lens import PADDING, Lenses
from scenes.figures.nudges.magnification import Magnification
from scenes.kit.plot.value_line import DOT_RADIUS, ValueLine
from scenes.kit.theme import SAFE_RIGHT
from scenes.numbers.scales import Scale
from tests.judges.network import judged
from tests.readers.glyph_labels import label_of, labelled_glyphs
from tests.rigs.rehearsal import boxes, lesson, lessons, typesetter, visible

SHORTEST = 2 * DOT_RADIUS
ROOM = 4.0
sizes = st.floats(1e-12, 1e3)
tiny = st.floats(5e-324, 1e-300)


def changes_(size: st.SearchStrategy[float]) -> st.SearchStrategy[list[float]]:
    return st.lists(st.just(0.0) | size | size.map(lambda size: -size), min_size=4, max_size=4)


@given(changes_(sizes | tiny))
def test_every_change_fits_and_is_visible(changes: list[float]):
    found = Magnification.of(changes, ROOM)
    ends = [found.origin + found.unit.times(power).length(c) for c, power in zip(changes, found.powers, strict=True)]
    assert all(-1e-6 <= end <= ROOM + 1e-6 for end in [found.origin, *ends])
    for change, power, end in zip(changes, found.powers, ends, strict=True):
        if not change:
            assert power == 1
            continue
        assert math.copysign(1, end - found.origin) == math.copysign(1, change)
        assert abs(end - found.origin) >= SHORTEST * (1 - 1e-6)
        assert round(math.log10(power)) == pytest.approx(math.log10(power), abs=1e-12)
        if power > 1:
            assert found.unit.times(power // 10).length(abs(change)) < SHORTEST, (
                "ten times less would have been enough"
            )


@given(changes_(sizes), st.integers(-30, 30).map(lambda power: 2.0**power))
def test_magnification_does_not_depend_on_the_unit(changes: list[float], unit: float):
    """Changes twice as large are drawn at the same lengths; with a power of two, nothing is rounded."""
    assume(any(changes))
    one, other = Magnification.of(changes, ROOM), Magnification.of([change * unit for change in changes], ROOM)
    longest = max(one.unit.length(abs(change)) for change in changes)
    assert max(other.unit.length(abs(change) * unit) for change in changes) == pytest.approx(longest)


def test_the_changes_fill_the_lens():
    """The longest change fills the room if all point the same way; otherwise both directions share it."""
    assert Magnification.of([0.02, 0.01], ROOM).unit.length(1.0) == pytest.approx(ROOM / 0.02)
    assert Magnification.of([0.02, -0.02], ROOM).unit.length(1.0) == pytest.approx(ROOM / 0.04)


@pytest.mark.parametrize("name", lessons())
def test_bars_and_braces_have_the_lengths_of_the_judges_changes(name: str):
    chain = lesson(name).chain
    net, by = chain.network, chain.nudge
    L = net.L
    symbols = (weight(L, L=L), weighted_sum(L, L=L), activation(L, L=L), cost())
    at = {"cost": chain.cost.name, "nudge": (f"w{L}", by)}
    true = [judged(f"Δ{symbol.plain}", net, chain.x, chain.y, **at) for symbol in symbols]
    write, nudge = typesetter(), Quantity(Change(symbols[0]), by)
    shown = [Quantity(Change(symbol), value, (nudge,)) for symbol, value in zip(symbols, true, strict=True)]
    lines = [
        ValueLine(write, Quantity(symbol, 0.0), Scale(-1, 1, 1), [-3, row, 0], 3)
        for symbol, row in zip(symbols, (1.6, 0.2, -1.2, -2.5), strict=True)
    ]
    lenses = Lenses(write, lines, shown, left=1.2, right=SAFE_RIGHT, height=1.1)

    for lens in lenses.each:
        assert lens.length == 0
        assert not visible(lens.brace)
    starts = {round(float(lens.ring.get_center()[0]), 9) for lens in lenses.each}
    assert len(starts) == 1, "the changes do not start below each other"

    powers, units = lenses.magnification.powers, lenses.magnification.unit.length(1.0)
    for lens, change, value, power in zip(lenses.each, shown, true, powers, strict=True):
        lens.show(change)
        expected = value * units * power
        start, end = lens.bar.get_start(), lens.bar.get_end()
        assert start == pytest.approx(lens.ring.get_center(), abs=1e-12)
        assert end == pytest.approx(lens.dot.get_center(), abs=1e-12)
        assert end[0] - start[0] == pytest.approx(expected, rel=1e-5, abs=1e-9)
        assert lens.length == pytest.approx(expected, rel=1e-5, abs=1e-9)
        if value:
            (left, right), low, high = spans(lens.brace), *sorted((start[0], end[0]))
            assert (left, right) == pytest.approx((low, high), abs=1e-9)
        inside(lens, [part for part in lens.get_family() if part is not lens.cone and visible(part)])
        assert spans(lens.dot)[0] >= spans(lens.panel)[0] + PADDING - DOT_RADIUS - 1e-6


def test_a_scale_bar_is_as_long_as_it_says():
    write = typesetter()
    w = weight(3, L=3)
    line = ValueLine(write, Quantity(w, 0.0), Scale(-1, 1, 1), [-3, 0, 0], 3)
    change = Quantity(Change(w), 0.013, (Quantity(Change(w), 0.013),))
    lenses = Lenses(write, [line], [change], left=1.2, right=6.7, height=1.1)
    _, bar, _, _ = lenses.heading
    lenses.each[0].show(Quantity(Change(w), 0.002))  # 0.013 fills the lens; the largest round number that fits
    assert bar[0].get_length() == pytest.approx(lenses.each[0].length)


def test_a_measured_change_is_called_delta():
    """The lecturer calls a tiny one ∂w, but on screen ∂ is for derivatives."""
    w = weight(3, L=3)
    with labelled_glyphs():
        write = typesetter()
        line = ValueLine(write, Quantity(w, 0.0), Scale(-1, 1, 1), [-3, 0, 0], 3)
        (lens,) = Lenses(write, [line], [Quantity(Change(w), 0.01)], left=1.2, right=6.7, height=1.1).each
    label = label_of(lens.name[0])
    assert label is not None
    assert isinstance(label.meaning, Change)
    assert label.meaning.plain == f"Δ{w.plain}"


def inside(lens: Any, parts: list[Any]) -> None:
    ((low, high),) = boxes([lens.panel])
    for part, (corner, other) in zip(parts, boxes(parts), strict=True):
        assert (corner >= low - 1e-6).all(), f"{part} leaves its panel"
        assert (other <= high + 1e-6).all(), f"{part} leaves its panel"


def spans(part: Any) -> tuple[float, float]:
    ((low, high),) = boxes([part])
    return float(low[0]), float(high[0])


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_a_brace_is_as_wide_as_what_it_measures(start: float, end: float):
    brace = NarrowBrace([start, 1, 0], [end, 1, 0], colour="#FFFFFF")
    if abs(end - start) < 1e-6:
        assert not visible(brace)
    else:
        assert spans(brace) == pytest.approx(sorted((start, end)), abs=1e-9)
        ((low, high),) = boxes([brace])
        assert high[1] == pytest.approx(1)
        assert 1 - 0.23 < low[1] < 1
