"""Products: rows below the names are as large as these, in their columns if there is room, and never spread them."""

from itertools import pairwise

import pytest
from manim import Mobject

from backprop_core.quantities import activation, cost, partial, weight, weighted_sum
from scenes.kit.text.product import ProductTable
from tests.rigs.rehearsal import typesetter

SIZE = 0.5
Z, A = weighted_sum(3, L=3), activation(3, L=3)
WHOLE, NAMES = partial(cost(), weight(3, L=3)), (partial(Z, weight(3, L=3)), partial(A, Z), partial(cost(), A))
NARROW, WIDE = ("1", "2", "3"), ("0.12345", "(-0.6789)", "0.24680")


def table(*numbers: str) -> ProductTable:
    setter = typesetter()
    names = [setter.formula("{}", name, size=SIZE) for name in NAMES]
    rows = [names, [setter.formula(number, size=SIZE) for number in numbers]] if numbers else [names]
    return ProductTable(setter, WHOLE, rows, size=SIZE)


def middles(row: Mobject) -> list[float]:
    return [float(part.get_x()) for part in row]


@pytest.mark.parametrize("numbers", [NARROW, WIDE])
def test_numbers_do_not_spread_the_names(numbers: tuple[str, ...]):
    assert middles(table(*numbers).row(0)) == pytest.approx(middles(table().row(0)))


@pytest.mark.parametrize("numbers", [NARROW, WIDE])
def test_numbers_have_the_size_of_the_names(numbers: tuple[str, ...]):
    written = typesetter().formula(numbers[0], size=SIZE).height
    assert table(*numbers).cells[1][0].height == pytest.approx(written)


def test_narrow_numbers_are_centred_below_the_names():
    product = table(*NARROW)
    assert middles(product.row(1)) == pytest.approx(middles(product.row(0)))


def test_wide_numbers_have_equal_gaps_from_the_equals_sign_on():
    product = table(*WIDE)
    assert product.signs[1].get_x() == pytest.approx(product.signs[0].get_x())
    parts = list(product.row(1))
    gaps = [float(b.get_left()[0] - a.get_right()[0]) / SIZE for a, b in pairwise(parts)]
    assert gaps == pytest.approx([0.3, *[0.25] * 4])
