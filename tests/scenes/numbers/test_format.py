"""How many decimals numbers are printed with."""

from scenes.numbers.format import decimals_for_smallest, exact_decimals


def test_how_many_decimals():
    assert decimals_for_smallest(0.01, -0.002192, digits=3) == 5
    assert decimals_for_smallest(123.4, 0.0) == 0
    assert decimals_for_smallest(1e-12, 0.5) == 3  # the tiny one is printed as a power of ten anyway
    assert [exact_decimals(value) for value in (0.01, -0.125, 10.0, 1e-6, 0.1 + 0.2)] == [2, 3, 0, 6, 6]
