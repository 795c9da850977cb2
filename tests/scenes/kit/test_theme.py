"""Themes: every colour has enough contrast, and the letters' colours stay distinct under colour blindness."""

from dataclasses import fields
from itertools import combinations

import numpy as np
import pytest

from backprop_core.quantities import Change, Product, activation, cost, measured, partial, weight
from scenes.kit.theme import THEMES, Theme

LETTERS = ("w", "b", "z", "a", "y", "C")
themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
EYES = {
    "trichromat": np.eye(3),
    "protanope": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranope": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanope": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


@themes
@pytest.mark.parametrize("ground", ["background", "panel"])
def test_every_colour_has_enough_contrast(theme: Theme, ground: str):
    """WCAG 2: 4.5 for text, 3 for lines."""
    for name in (*LETTERS, "text", "highlight"):
        assert contrast(getattr(theme, name), getattr(theme, ground)) >= 4.5, name
    assert contrast(theme.muted, getattr(theme, ground)) >= 4.5, "the numbers of ticks are muted too"


@themes
@pytest.mark.parametrize("eyes", EYES)
def test_letters_can_be_told_apart(theme: Theme, eyes: str):
    colours = {letter: lab(EYES[eyes] @ linear(getattr(theme, letter))) for letter in LETTERS}
    distances = {
        f"{one} {other}": round(float(np.linalg.norm(colours[one] - colours[other])), 1)
        for one, other in combinations(LETTERS, 2)
    }
    alike = {pair: distance for pair, distance in distances.items() if distance < 10}
    assert not alike, f"CIE76 distances below 10 for a {eyes}"


def test_the_simulation_of_colour_blindness_works():
    """Simulated deuteranopia makes red and green alike; normal vision does not."""
    red, green = "#A05010", "#607010"
    apart = {
        eyes: np.linalg.norm(lab(matrix @ linear(red)) - lab(matrix @ linear(green))) for eyes, matrix in EYES.items()
    }
    assert apart["deuteranope"] < 20 < 40 < apart["trichromat"]
    assert lab(linear("#FFFFFF")) == pytest.approx([100, 0, 0], abs=0.05)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@themes
def test_a_quantity_has_the_colour_of_its_letter(theme: Theme):
    assert theme.colour_of(weight(3, 1, 0)) == theme.colour_of(Change(weight(1))) == theme.w
    assert theme.colour_of(activation(2)) == theme.a
    assert theme.colour_of(measured(activation(3), weight(3))) == theme.text
    assert theme.colour_of(partial(activation(3), weight(3))) == theme.text


@themes
def test_responses_of_the_cost_have_its_colour(theme: Theme):
    """Whether measured, derived or predicted: the same number must not change its colour."""
    slope, ratio = partial(cost(4), weight(3)), measured(cost(4), weight(3))
    predicted = Product((slope, Change(weight(3))))
    assert theme.colour_of(slope) == theme.colour_of(ratio) == theme.colour_of(predicted) == theme.C


@themes
def test_no_two_meanings_share_a_hue(theme: Theme):
    """A theme has one colour for each letter, one for what is happening now, and greys."""
    names = {field.name for field in fields(theme)} - {"name"}
    coloured = {name for name in names if np.linalg.norm(lab(linear(getattr(theme, name)))[1:]) > 15}
    assert coloured == {*LETTERS, "highlight"} - {"a"}
    assert len({getattr(theme, name) for name in coloured}) == len(coloured)


def linear(colour: str) -> np.ndarray:
    """Return linear RGB, 0 to 1."""
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Return CIE L*a*b* (D65) of linear RGB."""
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    t = to_xyz @ np.clip(rgb, 0, 1) / to_xyz.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
