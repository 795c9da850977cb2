"""Scales of axes: ends and steps are round numbers."""

import math
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scenes.numbers.language import exact_decimals
from scenes.numbers.scales import Scale, round_below
from tests.rigs.rehearsal import typesetter

numbers = st.floats(-1e4, 1e4, allow_subnormal=False)


@given(st.lists(numbers, min_size=1, max_size=8), st.none() | numbers, st.none() | numbers)
def test_a_scale_ends_at_round_numbers_around_its_values(values: list[float], low: float | None, high: float | None):
    scale = Scale.around(values, low=low, high=high)
    held = [*values, *(end for end in (low, high) if end is not None)]
    air = 1e-6 * (scale.high - scale.low)
    assert scale.low - air <= min(held) <= max(held) <= scale.high + air
    mantissa = scale.step / 10 ** math.floor(math.log10(scale.step) + 1e-9)
    assert min(abs(mantissa - round_one) for round_one in (1, 2, 2.5, 5)) < 1e-6
    for end in (scale.low, scale.high):
        assert end / scale.step == pytest.approx(round(end / scale.step), abs=1e-6)


@given(st.lists(numbers, min_size=2, max_size=8))
def test_a_scale_is_no_longer_than_necessary(values: list[float]):
    scale = Scale.around(values)
    if max(values) - min(values) > max(1e-5, 2e-4 * max(map(abs, values))):
        assert scale.low + scale.step > min(values) - 1e-6 * scale.step
        assert scale.high - scale.step < max(values) + 1e-6 * scale.step
    assert 2 <= len(scale.ticks) <= 10
    assert (scale.ticks[0], scale.ticks[-1]) == pytest.approx((scale.low, scale.high))


@given(st.lists(st.floats(-1e9, 1e9, allow_subnormal=False), min_size=1, max_size=8), st.integers(3, 7))
@example([-3456.789012, -3456.789013], 4)
@example([1.234e8, 1.235e8], 7)
def test_ticks_have_distinct_labels(values: list[float], ticks: int):
    scale = Scale.around(values, ticks=ticks)
    places = exact_decimals(scale.step)
    texts = [typesetter().printed(round(tick, places), decimals=places) for tick in scale.ticks]
    assert len(set(texts)) == len(texts)


@given(st.floats(1e-12, 1e12))
def test_round_below_gives_a_round_number_not_far_below(value: float):
    found = round_below(value)
    mantissa = Fraction(f"{found:.12e}".partition("e")[0])
    assert mantissa in (1, 2, 5)
    assert found <= value * (1 + 1e-8)
    assert value < found * 2.5 * (1 + 1e-8), "a larger round number would have done"
