"""The explorer prints every number as the clips do, in a real browser."""

from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from backprop_core.quantities import Change, Quantity, Symbol, cost, measured, weight
from scenes.numbers.format import clip_decimals, with_superscripts
from scenes.numbers.language import LANGUAGES, Language
from tests.rigs.explorer_scripts import decimals, printed
from tests.rigs.random_lessons import SLOW


def numbers() -> Iterator[float]:
    """Yield numbers of all sizes: powers of ten and their neighbours, ties, the least, the greatest, any others."""
    yield from (0.0, np.inf, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1 + 0.2)
    for exponent in (-324, -323, -308, -100, -22, *range(-9, 10), 15, 16, 17, 21, 22, 23, 100, 308):
        for share in ("1", "5", "9.5", "9.95", "9.995", "9.9995", "9.99995", "9.999995", "9.9999995", "2.5", "1.25"):
            near = float(f"{share}e{exponent}")
            yield from (near, np.nextafter(near, 0), np.nextafter(near, np.inf))
    for places in range(7):
        yield from ((2 * n + 1) / 2 / 10**places for n in (*range(12), 99, 499, 99999))
        yield from (n / 10**places for n in (1, 2, 7, 10, 99, 999999, 1000000, 9999999))
    rng = np.random.default_rng(0)
    yield from rng.normal(size=2000) * 10.0 ** rng.integers(-8, 8, 2000)
    yield from np.round(rng.normal(size=500), 4)
    yield from rng.integers(0, 2**63 - 2**53, 500).view(float)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_number_is_printed_as_in_the_clips(scripts: Page, code: str):
    signed = [sign * float(number) for number in numbers() for sign in (1, -1)]
    tasks = list(zip(signed, cycle(range(7)), cycle([code]), cycle([False, False, True]), strict=False))
    expected = [Language(code).number(value, places, signed=plus) for value, places, _, plus in tasks]
    assert len(expected) > 8000
    assert wrong(tasks, printed(scripts, tasks), expected) == []


@pytest.mark.long
@settings(max_examples=2000, **SLOW)
@given(
    tasks=st.lists(
        st.tuples(st.floats(allow_nan=False), st.integers(0, 6), st.sampled_from(LANGUAGES), st.booleans())
    )
)
def test_any_number_is_printed_as_in_the_clips(scripts: Page, tasks: list[tuple[float, int, str, bool]]):
    expected = [Language(code).number(value, places, signed=plus) for value, places, code, plus in tasks]
    assert wrong(tasks, printed(scripts, tasks), expected) == []


def test_a_number_has_the_decimals_of_the_clips(scripts: Page):
    w, rate = weight(3), Symbol("η")
    nudge = Quantity(Change(w), 0.01)

    def quantity(kind: str, value: float) -> Quantity:
        match kind:
            case "change":
                return Quantity(measured(cost(), w), value, (nudge,))
            case "chosen":
                return Quantity(rate, value)
        return Quantity(w, value)

    kinds = ("plain", "change", "chosen")
    tasks = [
        (float(value), kind, least)
        for value, least in zip(numbers(), cycle(range(1, 7)), strict=False)
        for kind in kinds
    ]
    expected = [clip_decimals(quantity(kind, value), least) for value, kind, least in tasks]
    own = [(value, "chosen", least) for value, _, least in tasks]
    assert wrong(tasks, decimals(scripts, tasks), expected) == []
    nudges = [Quantity(Change(w), value, (Quantity(Change(w), value),)) for value, _, _ in own]
    assert wrong(own, decimals(scripts, own), [clip_decimals(each, 3) for each in nudges]) == []


def test_exponents_are_superscripts_among_words(scripts: Page):
    texts = [Language("fr").number(value, 3) for value in (0.25, -1.5e-12, 3e67, 4e189, -np.inf)]
    found = scripts.evaluate("(texts) => texts.map(Digits.withSuperscripts)", texts)
    assert found == [with_superscripts(text) for text in texts]


def wrong(tasks: Sequence[Any], found: Sequence[Any], expected: Sequence[Any]) -> list[tuple[Any, Any, Any]]:
    """Return the tasks whose result is not the expected one, with both."""
    return [each for each in zip(tasks, found, expected, strict=True) if each[1] != each[2]]
