"""Formulas: the parts that show a quantity are found and have its colour; baselines and fraction bars."""

import pytest
from manim import tempconfig

from backprop_core.quantities import (
    Change,
    Product,
    Quantity,
    activation,
    bias,
    cost,
    measured,
    partial,
    target,
    weight,
    weighted_sum,
)
from scenes.kit.theme import THEMES
from tests.rigs.rehearsal import quiet_config, typesetter

W, B, Z, A, Y, C = weight(3, L=3), bias(3, L=3), weighted_sum(3, L=3), activation(2, L=3), target(), cost()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_symbols_have_their_colours(theme: str):
    formula = typesetter(theme=theme).formula("{} = {} {} + {}", Z, W, A, B)
    for symbol, letter in ((Z, "z"), (W, "w"), (A, "a"), (B, "b")):
        colours = {glyph.get_fill_color().to_hex() for glyph in formula.of(symbol)}
        assert colours == {getattr(THEMES[theme], letter)}
    assert {glyph.get_fill_color().to_hex() for glyph in formula.rest()} == {THEMES[theme].text}
    # z^(L) and w^(L) have four glyphs, a^(L-1) six; "=" and "+" are left.
    assert [len(formula.of(symbol)) for symbol in (Z, W, A, B)] == [4, 4, 6, 4]
    assert len(formula.rest()) == 2


def test_parts_are_the_drawn_glyphs_in_order():
    formula = typesetter().formula("{} = {} {} + {}", Z, W, A, B)
    z, equals, w, a, plus, b = (
        group.get_center()[0]
        for group in (
            formula.of(Z),
            formula.rest()[0],
            formula.of(W),
            formula.of(A),
            formula.rest()[1],
            formula.of(B),
        )
    )
    assert z < equals < w < a < plus < b
    assert all(glyph in formula.submobjects for glyph in formula.of(W))
    assert formula.argument(1).submobjects == formula.of(W).submobjects


def test_parts_inside_a_fraction_are_found():
    formula = typesetter().formula("{} = {}", measured(C, W), Product((partial(C, W), Change(W))))
    top, bottom = formula.argument(0), formula.of(C)
    assert {glyph.get_fill_color().to_hex() for glyph in formula.of(C)} == {THEMES["dark"].C}
    assert len(formula.of(C)) == 2 * 3  # ΔC_0 and ∂C_0
    assert len(formula.of(W)) == 3 * 5  # Δw^(L), ∂w^(L), Δw^(L)
    assert bottom.get_bottom()[1] > formula.of(W).get_bottom()[1]
    bar = [glyph for glyph in top if glyph not in [*formula.of(C), *formula.of(W)]]
    assert len(bar) == 1
    assert bar[0].get_fill_color().to_hex() == THEMES["dark"].text


def test_a_colour_overrides_all_others():
    formula = typesetter().formula("{} = {}", W, Quantity(W, 1.5), colour="#123456")
    assert {glyph.get_fill_color().to_hex() for glyph in formula} == {"#123456"}


def test_a_missing_part_is_not_found():
    formula = typesetter().formula("{} = 1", W)
    with pytest.raises(KeyError, match="b3"):
        formula.of(B)
    with pytest.raises(KeyError, match="argument"):
        formula.argument(1)


def test_quantities_are_printed_and_recorded_in_the_ledger():
    write = typesetter("fr")
    quantity = Quantity(Change(W), -0.01234, (Quantity(Change(W), -0.01234),))
    other = Quantity(A, -0.8015)
    formula = write.formula("{} dot.op {}", quantity, other, brackets=True)
    assert [(entry.quantity, entry.text) for entry in write.ledger.entries] == [
        (quantity, "−0,01234"),
        (other, "−0,802"),
    ]
    assert len(formula.argument(0)) == len("(−0,01234)")


@pytest.mark.parametrize("source", ["x", "z^2", "y_j", "frac(1, 2)", "sqrt(x)", "sum_(j=0)^n a_j", "p"])
@pytest.mark.parametrize("size", [0.3, 0.9])
def test_every_formula_stands_on_the_baseline(source: str, size: float):
    """All formulas have the baseline of a plain x."""
    both = typesetter().formula("x {}", source, size=size)
    alone = typesetter().formula(source, size=size)
    for formula in (both, alone):
        formula.scale(0.7).shift((1, 2, 0)).on_baseline(-0.4)
    assert both.rest()[0].get_bottom()[1] == pytest.approx(-0.4, abs=0.02 * size)  # x's curves reach below a bit
    assert both.argument(0).get_center()[1] == pytest.approx(alone.get_center()[1], abs=1e-6)
    assert alone.baseline == pytest.approx(-0.4, abs=1e-9)


def test_the_fraction_bar_scales_with_its_formula():
    def thickness(**options) -> float:
        return min(glyph.height for glyph in typesetter().formula("frac(1, 2)", **options))

    once = thickness(size=0.5)
    assert 0.01 * 0.5 < once < 0.08 * 0.5
    assert thickness(size=1.0) == pytest.approx(2 * once)
    formula = typesetter().formula("frac(1, 2)", size=0.5).scale(3)
    assert min(glyph.height for glyph in formula) == pytest.approx(3 * once)
    assert all(glyph.get_stroke_width() == 0 for glyph in formula)
    with quiet_config(), tempconfig({"pixel_width": 3840, "pixel_height": 2160}):
        assert thickness(size=0.5) == once


def test_a_formula_written_twice_is_the_same():
    """manim's cache would make the second fraction bar thinner; and changing one formula must not change the next."""
    write = typesetter()
    first = write.formula("frac({}, {})", C, W)
    before = [glyph.points.copy() for glyph in first]
    first.scale(3).shift((1, 1, 0))
    for glyph, points in zip(write.formula("frac({}, {})", C, W), before, strict=True):
        assert (glyph.points == points).all()
