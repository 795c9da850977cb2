"""Products: names are as far apart as it takes for the numbers below to stand in their columns."""

from itertools import pairwise

import numpy as np
import pytest
from manim import Mobject

from backprop_core.quantities import activation, cost, partial, weight, weighted_sum
from scenes.kit.text.product import ProductTable
from tests.rigs.rehearsal import typesetter

SIZE = 0.5
Z, A = weighted_sum(3, L=3), activation(3, L=3)
WHOLE, NAMES = partial(cost(), weight(3, L=3)), (partial(Z, weight(3, L=3)), partial(A, Z), partial(cost(), A))
NARROW, USUAL, WIDE = ("1", "2", "3"), ("0.1234", "0.25", "(-0.321)"), ("0.1234", "(-0.6789)", "(-24.680)")
TOO_WIDE = ("0.12345", "(-0.67891234)", "(-0.24680246)")


def table(*numbers: str) -> ProductTable:
    setter = typesetter()
    names = [setter.formula("{}", name, size=SIZE) for name in NAMES]
    rows = [names, [setter.formula(number, size=SIZE) for number in numbers]] if numbers else [names]
    return ProductTable(setter, WHOLE, rows, size=SIZE)


def middles(row: Mobject) -> list[float]:
    return [float(part.get_x()) for part in row]


def gaps(row: Mobject) -> list[float]:
    return [float(b.get_left()[0] - a.get_right()[0]) / SIZE for a, b in pairwise(row)]


@pytest.mark.parametrize("numbers", [NARROW, USUAL, WIDE])
def test_numbers_are_centred_below_the_names(numbers: tuple[str, ...]):
    product = table(*numbers)
    below, names = (middles(product.row(place))[1::2] for place in (1, 0))
    assert below == pytest.approx(names)


@pytest.mark.parametrize("numbers", [NARROW, USUAL, WIDE])
def test_dots_stand_in_columns(numbers: tuple[str, ...]):
    """On one side of the middle between the names, and on the other of that between numbers that are wider."""
    product = table(*numbers)
    below, above = (middles(product.row(place))[2::2] for place in (1, 0))
    assert below == pytest.approx(above)
    (_, *beside_names), (_, *beside) = gaps(product.row(0)), gaps(product.row(1))
    aside = [np.subtract(each[::2], each[1::2]) for each in (beside_names, beside)]
    assert np.all(aside[0] * aside[1] < 1e-9)
    assert np.any(np.abs(aside[0]) > 0.1) == (numbers is not NARROW)


@pytest.mark.parametrize("numbers", [USUAL, WIDE])
def test_the_names_have_one_gap_that_is_no_wider_than_needed(numbers: tuple[str, ...]):
    product = table(*numbers)
    (_, *dots), below = gaps(product.row(0)), gaps(product.row(1))
    around = np.add(dots[::2], dots[1::2]) / 2
    assert around == pytest.approx(around[0])
    assert 0.25 < around[0] < 1.31
    assert min(below[1:]) == pytest.approx(0.4, abs=0.1)


@pytest.mark.parametrize("numbers", [NARROW, TOO_WIDE])
def test_other_numbers_do_not_spread_the_names(numbers: tuple[str, ...]):
    assert middles(table(*numbers).row(0))[1::2] == pytest.approx(middles(table().row(0))[1::2])


@pytest.mark.parametrize(("numbers", "least"), [(NARROW, 1), (USUAL, 1), (WIDE, 0.8), (TOO_WIDE, 1)])
def test_numbers_are_hardly_smaller_than_the_names(numbers: tuple[str, ...], least: float):
    written = typesetter().formula(numbers[0], size=SIZE).height
    assert least - 1e-6 < table(*numbers).cells[1][0].height / written < 1 + 1e-6


def test_too_wide_numbers_have_equal_gaps_from_the_equals_sign_on():
    product = table(*TOO_WIDE)
    assert product.signs[1].get_x() == pytest.approx(product.signs[0].get_x())
    assert gaps(product.row(1)) == pytest.approx([0.3, *[0.25] * 4])


def test_a_wide_first_number_spreads_the_equals_sign_too():
    product = table("(-0.12345)", "2", "3")
    before = float(product.signs[0].get_left()[0] - product.left.get_right()[0]) / SIZE
    first, *dots = gaps(product.row(0))
    assert [before, first, *np.add(dots[::2], dots[1::2]) / 2] == pytest.approx([product.gap] * 4)
    assert gaps(product.row(1))[0] > 0.3 * product.sizes[1] / SIZE
