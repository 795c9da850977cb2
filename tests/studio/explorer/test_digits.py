"""The explorer prints every number as the clips do, in a real browser."""

from collections.abc import Sequence
from itertools import cycle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from backprop_core.quantities import Change, Quantity, Symbol, cost, measured, weight
from scenes.locale.languages import all_languages
from scenes.numbers.format import clip_decimals
from scenes.numbers.language import Language, with_superscripts
from tests.rigs.explorer_scripts import decimals, printed
from tests.rigs.languages import EACH
from tests.rigs.number_sizes import Print, numbers, prints
from tests.rigs.random_lessons import SLOW


@pytest.mark.parametrize("code", EACH)
def test_every_number_is_printed_as_in_the_clips(scripts: Page, code: str):
    tasks = prints(code)
    expected = [Language(code).number(value, places, signed=plus) for value, places, _, plus in tasks]
    assert len(expected) > 8000
    assert wrong(tasks, printed(scripts, tasks), expected) == []


@pytest.mark.long
@settings(max_examples=2000, **SLOW)
@given(
    tasks=st.lists(
        st.tuples(st.floats(allow_nan=False), st.integers(0, 6), st.sampled_from(all_languages()), st.booleans())
    )
)
def test_any_number_is_printed_as_in_the_clips(scripts: Page, tasks: list[Print]):
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
