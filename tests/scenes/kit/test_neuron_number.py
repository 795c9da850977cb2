"""Numbers inside neurons: every activation below 10 has a true one, which fits into its circle and can be read."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backprop_core.quantities import Quantity, activation
from scenes.kit.network.neuron import Brightness, Neuron, NumberStyle
from scenes.locale.languages import all_languages
from tests.judges.numbers import TrueValue, print_error
from tests.rigs.rehearsal import typesetter

# The smallest type that can be read at 480p, in frame units per em; a rounding error of it.
READABLE, SPARE = 0.285, 1e-6

# The share of the disc's width that a number in larger type takes at most.
PLANNED = 0.8

sizes = st.floats(1e-12, 9.9) | st.floats(1e-4, 0.1)


def numbers(values: list[float], radius: float, language: str, *, signs: bool) -> list[tuple[Neuron, str]]:
    """Return the neurons of a layer, each with the number that it shows."""
    write = typesetter(language)
    style = NumberStyle.inside(write, values, radius, signs=signs)
    assert style
    shades = Brightness(-10.0, 10.0)
    first, *_ = values
    found = []
    for value in values:
        neuron = Neuron(write, Quantity(activation(1), first), shades, radius=radius, printed=style)
        neuron.show(Quantity(activation(1), value))
        readout: Any = neuron.number[0]
        found.append((neuron, readout.text))
    return found


@settings(max_examples=10)
@given(st.lists(sizes, min_size=2, max_size=4), st.floats(0.259, 0.5), st.sampled_from(all_languages()))
@example([0.97, 0.03, 0.002], 0.3885, "en")
@example([0.9, 0.0123, 3e-9], 0.259, "fr")
@example([2e-6, 3e-9], 0.5, "en")
def test_every_small_number_is_shown(values: list[float], radius: float, language: str):
    for value, (neuron, text) in zip(values, numbers(values, radius, language, signs=False), strict=True):
        assert not print_error(text, TrueValue(value, 1e-15), language)
        readout: Any = neuron.number[0]
        x, y, _ = (readout.points - neuron.circle.get_center()).T
        assert np.hypot(x, y).max() < radius
        assert readout.em >= READABLE - SPARE
        assert np.ptp(x) < PLANNED * 2 * radius + SPARE or readout.em == pytest.approx(READABLE)
        assert readout.get_center()[0] == pytest.approx(neuron.circle.get_x(), abs=0.02)


def test_a_negative_one_too():
    values = [-0.97, -0.004, 0.3]
    texts = [text for _, text in numbers(values, 0.3885, "en", signs=True)]
    assert texts == ["−1.0", "≈0", "0.3"]


def test_as_many_digits_as_there_is_room_for():
    assert [text for _, text in numbers([0.97, 0.002, 4e-7], 0.3885, "en", signs=False)] == ["0.97", "0.002", "≈0"]
    assert [text for _, text in numbers([0.97, 0.002], 0.259, "fr", signs=False)] == ["1,0", "≈0"]


@pytest.mark.parametrize("values", [[-0.6, 0.9], [0.0, -0.6], [0.5, 12345.0], [-10.0, 1.0]])
def test_a_layer_has_all_its_numbers_or_none(values: list[float]):
    write = typesetter("en")
    assert NumberStyle.inside(write, values, 0.259, signs=min(values) < 0) is None
    assert NumberStyle.inside(write, values, 1.0, signs=min(values) < 0)


def test_the_numbers_of_a_layer_are_of_one_size():
    found = numbers([1234.0, 5.0, 67.0], 0.3885, "en", signs=False)
    assert [text for _, text in found] == ["1234", "5", "67"]
    shown: list[Any] = [neuron.number[0] for neuron, _ in found]
    assert [readout.em for readout in shown] == pytest.approx([shown[0].em] * len(shown))
