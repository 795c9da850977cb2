"""Products: names are as far apart as it takes for the numbers below to stand in their columns."""

from itertools import pairwise

import pytest
from manim import Mobject

from backprop_core.quantities import activation, cost, partial, weight, weighted_sum
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import AIR, ProductTable, align_lefts, align_signs
from tests.rigs.rehearsal import typesetter

SIZE = 0.5
Z, A = weighted_sum(3, L=3), activation(3, L=3)
WHOLE, NAMES = partial(cost(), weight(3, L=3)), (partial(Z, weight(3, L=3)), partial(A, Z), partial(cost(), A))
NARROW, USUAL, WIDE = ("1", "2", "3"), ("0.1234", "0.25", "(-0.321)"), ("0.1234", "(-0.6789)", "(-24.680)")
TOO_WIDE = ("0.12345", "(-0.67891234)", "(-0.24680246)")


def names() -> list[Formula]:
    return [typesetter().formula("{}", name, size=SIZE) for name in NAMES]


def table(*numbers: str, even: bool = True) -> ProductTable:
    setter = typesetter()
    rows = [names(), [setter.formula(number, size=SIZE) for number in numbers]]
    return ProductTable(setter, WHOLE, rows, size=SIZE, even=even)


def middles(row: Mobject) -> list[float]:
    return [float(part.get_x()) for part in row]


def gaps(row: Mobject) -> list[float]:
    return [float(b.get_left()[0] - a.get_right()[0]) / SIZE for a, b in pairwise(row)]


@pytest.mark.parametrize("numbers", [NARROW, USUAL, WIDE])
def test_numbers_are_centred_below_the_names(numbers: tuple[str, ...]):
    product = table(*numbers)
    below, above = (middles(product.row(place))[1::2] for place in (1, 0))
    assert below == pytest.approx(above)


@pytest.mark.parametrize("numbers", [NARROW, USUAL, WIDE])
def test_columns_are_as_wide_as_the_widest_factor(numbers: tuple[str, ...]):
    """All are the same space apart, and the dots are in the middle of that."""
    product = table(*numbers)
    below, above = (middles(product.row(place)) for place in (1, 0))
    assert below == pytest.approx(above)
    widest = max(cell.width for row in product.cells for cell in row)
    pitch = widest + product.dots[0][0].width + 2 * 0.45 * SIZE
    assert [after - before for before, after in pairwise(above[1::2])] == pytest.approx([pitch] * 2)
    assert above[2::2] == pytest.approx([(before + after) / 2 for before, after in pairwise(above[1::2])])


@pytest.mark.parametrize("numbers", [NARROW, USUAL, WIDE])
def test_dots_stand_in_the_middle_between_uneven_columns(numbers: tuple[str, ...]):
    """Each column may be as wide as its own widest factor; all are the same space apart."""
    product = table(*numbers, even=False)
    below, above = (middles(product.row(place))[2::2] for place in (1, 0))
    assert below == pytest.approx(above)
    columns = [product.column(place) for place in range(3)]
    ends = [(float(column.get_left()[0]), float(column.get_right()[0])) for column in columns]
    lanes = [(before[1], after[0]) for before, after in pairwise(ends)]
    assert above == pytest.approx([sum(lane) / 2 for lane in lanes])
    dot = product.dots[0][0].width
    assert [(end - start - dot) / 2 / SIZE for start, end in lanes] == pytest.approx([product.gap] * 2)
    assert product.gap == pytest.approx(0.45)


def test_one_wide_factor_does_not_spread_all_the_others():
    product, uneven = (table("1", "2", "(-0.1234)" * 2, even=even) for even in (True, False))
    assert middles(product.row(0)) == pytest.approx(middles(uneven.row(0)))


def test_too_wide_numbers_do_not_spread_the_names():
    alone = ProductTable(typesetter(), WHOLE, [names()], size=SIZE)
    assert middles(table(*TOO_WIDE).row(0)) == pytest.approx(middles(alone.row(0)))


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
    assert before == pytest.approx(gaps(product.row(0))[0])
    assert 0.44 < gaps(product.row(1))[0] < 0.5


def test_columns_are_at_least_as_wide_as_those_of_another_table():
    other = table(*WIDE)
    alone = ProductTable(typesetter(), WHOLE, [names()], size=SIZE, widths=other.widths, gap=other.gap)
    assert middles(alone.row(0)) == pytest.approx(middles(other.row(0)))


def test_left_sides_and_factors_of_several_tables_stand_in_columns():
    """The equals signs are in the middle between both; a row of one long factor begins where the widest begins."""
    setter = typesetter()
    rows = [["1", "2"], ["sum_j 3", "4"], ["5 + 6 + 7 + 8"]]
    wholes = [WHOLE, partial(cost(), activation(2, L=3)), partial(cost(), Z)]
    cells = [[setter.formula(each, size=SIZE) for each in row] for row in rows]
    widths = [cells[1][0].width / SIZE, cells[1][1].width / SIZE]
    tables = [
        ProductTable(setter, whole, [row], size=SIZE, widths=widths if len(row) > 1 else (), gap=AIR)
        for whole, row in zip(wholes, cells, strict=True)
    ]
    align_signs(tables)
    align_lefts(tables)
    first, second, last = (middles(table.row(0)) for table in tables)
    assert first == pytest.approx(second)
    assert last[0] == pytest.approx(first[0])
    assert cells[2][0].get_left()[0] == pytest.approx(cells[1][0].get_left()[0])
    assert len({round(float(table.left.get_x()), 6) for table in tables}) == 1
    sign = tables[0].signs[0]
    before = sign.get_left()[0] - max(table.left.get_right()[0] for table in tables)
    assert before == pytest.approx(cells[1][0].get_left()[0] - sign.get_right()[0])
