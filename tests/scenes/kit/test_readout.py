"""Readouts: a live number looks exactly like one in a formula, and does not jump."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from manim import Camera, VMobject

from backprop_core.quantities import Quantity, weight
from scenes.kit.text.readout import Readout
from scenes.kit.text.typesetter import Typesetter
from scenes.locale.languages import all_languages
from tests.rigs.rehearsal import quiet_config, typesetter, visible

W = weight(3, L=3)
values = st.floats(-1e9, 1e9) | st.floats(-1e-3, 1e-3)
languages = st.sampled_from(all_languages())


def outline(mobject: VMobject) -> np.ndarray:
    """Return all visible curves of a text, in drawing order."""
    return np.concatenate([part.points for part in mobject.get_family() if visible(part)])


def live(write: Typesetter, value: float, **options) -> Readout:
    """Return a readout of a value that showed another value before."""
    return write.readout(Quantity(W, -12.75), **options).show(Quantity(W, value))


@given(values, languages, st.integers(0, 6), st.booleans(), st.floats(0.2, 1.5))
@example(-3.14e-9, "fr", 3, False, 0.5)
@example(0.0, "en", 3, True, 0.5)
@example(9.999e-5, "en", 2, True, 0.5)
def test_a_readout_has_the_outlines_of_a_formula(
    value: float, language: str, decimals: int, signed: bool, size: float
):
    write = typesetter(language)
    options = {"size": size, "decimals": decimals, "signed": signed}
    readout, formula = live(write, value, **options), write.formula("{}", Quantity(W, value), **options)
    assert readout.text == write.ledger.entries[-1].text
    ours, theirs = outline(readout), outline(formula)
    assert ours.shape == theirs.shape
    shift = theirs[0] - ours[0]
    np.testing.assert_allclose(ours + shift, theirs, atol=1e-9)
    assert readout.baseline + shift[1] == pytest.approx(formula.baseline, abs=1e-9)


@given(st.floats(0.01, 99.0), languages)
def test_digits_keep_their_place_when_the_sign_flips(value: float, language: str):
    readout = live(typesetter(language), value).anchor_at([1, 2, 0])
    digits = outline(readout)
    readout.show(Quantity(W, -value))
    assert readout.text[0] == "−"
    np.testing.assert_allclose(outline(readout)[-len(digits) :], digits, atol=1e-9)


def test_the_number_moves_with_its_readout():
    """A readout that was moved and scaled shows its next number in its new place."""
    moved, fresh = live(typesetter(), 0.5), live(typesetter(), 0.25)
    moved.anchor_at([1, 2, 0]).scale(2, about_point=(1, 2, 0)).shift((-3, 1, 0)).show(Quantity(W, 0.25))
    fresh.anchor_at([0, 0, 0])
    np.testing.assert_allclose(outline(moved), 2 * outline(fresh) + [-2, 3, 0], atol=1e-9)
    assert moved.baseline == pytest.approx(3)
    copied = moved.copy().shift((1, 0, 0)).show(Quantity(W, 0.25))
    np.testing.assert_allclose(outline(copied), outline(moved) + [1, 0, 0], atol=1e-9)


def test_each_shown_number_is_recorded_in_the_ledger():
    write = typesetter("fr", decimals=2)
    readout = write.readout(Quantity(W, 1.0), signed=True)
    for value in (0.125, 0.135, -0.004):
        readout.show(Quantity(W, value))
    assert [entry.text for entry in write.ledger.entries] == ["+1,00", "+0,12", "+0,14", "−4,00×10^−3"]
    assert [entry.quantity.value for entry in write.ledger.entries] == [1.0, 0.125, 0.135, -0.004]


@pytest.mark.parametrize("value", [-0.3085, 1234.567, -3.14e-9])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_readout_has_the_pixels_of_a_formula(value: float, theme: str):
    write = typesetter(theme=theme)
    formula = write.formula("{}", Quantity(W, value), size=0.9)
    readout = live(write, value, size=0.9)
    readout.shift(outline(formula)[0] - outline(readout)[0])
    pictures = []
    with quiet_config():
        for mobject in (formula, readout):
            camera = Camera(background_color=write.theme.background)
            camera.capture_mobjects([mobject])
            pictures.append(camera.pixel_array.copy())
    assert len(np.unique(pictures[0])) > 3, "nothing was drawn"
    # Where two glyphs touch a pixel, one path and several blend a little differently.
    np.testing.assert_allclose(*(picture.astype(int) for picture in pictures), atol=8)
