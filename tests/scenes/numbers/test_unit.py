"""Units: lengths are exact multiples of numbers over the whole range of float64."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.numbers.scales import Unit

numbers = st.floats(5e-324, 1e300)
lengths = st.floats(1e-3, 100)


def close(drawn: float, expected: Fraction) -> bool:
    """Whether a length is right up to rounding; a subnormal one, up to its last digit."""
    return abs(Fraction(drawn) - expected) <= abs(expected) * Fraction(1e-15) + Fraction(5e-322)


@given(lengths, numbers, st.integers(0, 10**6))
def test_lengths_are_proportional_to_numbers(length: float, whole: float, millionths: int):
    for value in (whole, -whole, whole * millionths / 10**6):
        assert close(Unit.of(length, whole).length(value), Fraction(length) * Fraction(value) / Fraction(whole))


@given(lengths, numbers, st.floats(1e-6, 1))
def test_a_length_gives_its_number(length: float, whole: float, share: float):
    assert close(
        Unit.of(length, whole).value(share * length), Fraction(share * length) * Fraction(whole) / Fraction(length)
    )


@pytest.mark.parametrize(
    ("whole", "value", "exponent"),
    [(1.0, 0.1, 1), (0.3, 3e-23, 22), (1e-310, 1e-320, 10), (2.0, 3e-310, 309), (1e9, 5e-324, 330), (1e3, 7.0, 0)],
)
def test_a_unit_can_be_multiplied_by_a_power_of_ten(whole: float, value: float, exponent: int):
    expected = 3 * Fraction(value) * 10**exponent / Fraction(whole)
    assert close(Unit.of(3.0, whole).times(10**exponent).length(value), expected)


def test_a_unit_of_zero_draws_nothing():
    assert Unit.of(2.0, 0.0).length(0.0) == 0.0
