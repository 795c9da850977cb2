"""Value lines: the dot stands at its value on the axis, with the number above it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core.quantities import Quantity, weight
from scenes.kit.plot.value_line import ValueLine
from scenes.numbers.scales import Scale
from tests.rigs.rehearsal import typesetter

W = weight(3, L=3)


@given(
    low=st.integers(-50, 49),
    steps=st.integers(1, 10),
    part=st.floats(0, 1),
    left=st.floats(-6, 0),
    length=st.floats(0.5, 6),
)
def test_the_dot_is_at_its_value(low: int, steps: int, part: float, left: float, length: float):
    scale = Scale(float(low), float(low + steps), 1.0)
    line = ValueLine(typesetter(), Quantity(W, float(low)), scale, [0, 1, 0], 2)
    line.show(Quantity(W, low + part * steps)).place([left, -1, 0], length)
    line.shift((0.5, 0.25, 0))
    assert line.length == pytest.approx(length)
    assert line.dot.get_center() == pytest.approx([left + 0.5 + part * length, -0.75, 0], abs=1e-9)
    first, last = line.ticks[0].get_center(), line.ticks[-1].get_center()
    assert (first[0], last[0]) == pytest.approx((left + 0.5, left + 0.5 + length))
    assert len(line.ticks) == steps + 1


def test_the_number_is_above_the_dot():
    line = ValueLine(typesetter(), Quantity(W, 0.25), Scale(-1.0, 1.0, 0.5), [-2, 0, 0], 4)
    digits = [line.readout.width, line.readout.get_center()[0] - line.dot.get_center()[0]]
    line.show(Quantity(W, -0.25))
    assert line.dot.get_center() == pytest.approx([-0.5, 0, 0])
    assert line.readout.text == "−0.250"
    # The sign hangs to the left: the digits keep their place above the dot.
    right = line.readout.get_right()[0] - line.dot.get_center()[0]
    assert right == pytest.approx(digits[0] / 2 + digits[1])
    assert line.readout.baseline > line.dot.get_top()[1]
