"""Every sentence is translated, every translation is used, and the French is typeset as French is."""

import re
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from backprop_core.symbols import Quantity, weight
from scenes.kit.language import LANGUAGES, Language, decimals_for, exact_decimals
from tests.scenes.said import faults
from tests.scenes.stage import ROOT, clips, pen

FRENCH = {
    str(message.id): str(message.string)
    for path in sorted((ROOT / "scenes" / "locale" / "fr" / "LC_MESSAGES").glob("*.po"))
    for message in read_po(BytesIO(path.read_bytes()), locale="fr", abort_invalid=True)
    if message.id
}

ENGLISH = {
    str(text): path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "scenes").rglob("*.py"))
    for _, text, *_ in extract("python", BytesIO(path.read_bytes()), keywords={"N_": None})
} | {str(clip.__doc__): clip.__module__ for clip in clips()}

pairs = pytest.mark.parametrize(("english", "french"), FRENCH.items(), ids=lambda text: text[:30])


def test_catalogue_is_complete_and_not_stale():
    untranslated = sorted(f"{path}: {text}" for text, path in ENGLISH.items() if not FRENCH.get(text))
    stale = sorted(text for text in FRENCH if text not in ENGLISH)
    assert (untranslated, stale) == ([], [])


def test_nothing_is_fuzzy_or_translated_twice():
    found: list[str] = []
    for path in (ROOT / "scenes" / "locale").rglob("*.po"):
        catalogue = read_po(BytesIO(path.read_bytes()))
        found += [str(message.id) for message in catalogue if message.id]
        assert not [message.id for message in catalogue if message.id and message.fuzzy]
        assert not catalogue.obsolete
    assert len(found) == len(set(found)) * (len(LANGUAGES) - 1)


@pairs
def test_same_numbers_in_both_languages(english: str, french: str):
    assert fields(english) == fields(french)


@pairs
def test_french_typography(english: str, french: str):
    text = re.sub(r"\{\w+\}", "0", french)
    assert not faults(text)
    assert text != english or len(text) < 12, "not translated"


@pytest.mark.parametrize("text", ENGLISH, ids=lambda text: text[:30])
def test_english_typography(text: str):
    assert not re.search(r" [:;?!,.]|['\"]| {2}|^ | $|\.\.\.", re.sub(r"\{\w+\}", "0", text))


def fields(text: str) -> set[str]:
    return {field for _, field, *_ in Formatter().parse(text) if field}


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "english"),
    [
        (0.0, 3, True, "0.000"),
        (-0.0, 2, False, "0.00"),
        (1.6, 0, False, "2"),
        (0.125, 2, False, "0.12"),  # half to even, in decimal
        (0.375, 2, False, "0.38"),
        (2.675, 2, False, "2.68"),  # although the float is a little less
        (-0.21949133, 3, False, "−0.219"),
        (0.01, 2, True, "+0.01"),
        (12345.678, 1, False, "12345.7"),
        (999999.4, 0, False, "999999"),
        (1e6, 2, False, "1.00×10^6"),
        (-2.5e12, 3, True, "−2.50×10^12"),
        (0.0005, 3, False, "5.00×10^−4"),  # would be 0.000
        (0.00051, 3, False, "0.001"),
        (-1e-300, 6, False, "−1.00×10^−300"),
        (9.999e-7, 3, True, "+1.00×10^−6"),
    ],
)
def test_numbers(value: float, decimals: int, signed: bool, english: str):
    assert Language("en").number(value, decimals, signed=signed) == english
    assert Language("fr").number(value, decimals, signed=signed) == english.replace(".", ",")


def test_how_many_decimals():
    assert decimals_for(0.01, -0.002192, significant=3) == 5
    assert decimals_for(123.4, 0.0) == 0
    assert decimals_for(1e-12, 0.5) == 3  # the tiny one is printed as a power of ten anyway
    assert [exact_decimals(value) for value in (0.01, -0.125, 10.0, 1e-6, 0.1 + 0.2)] == [2, 3, 0, 6, 6]


def test_sentences_with_numbers():
    write = pen("fr")
    english = next(text for text in ENGLISH if fields(text) == {"ratio"})
    told = write.told(english, ratio=Quantity(weight(3), -0.2191))
    assert told == FRENCH[english].format(ratio="−0,219")
    assert [entry.text for entry in write.ledger.entries] == ["−0,219"]


def test_unknown_languages_and_sentences():
    with pytest.raises(ValueError, match="expected one of en, fr, got 'de'"):
        Language("de")
    with pytest.raises(KeyError, match="no fr translation of 'chain gang'"):
        Language("fr").text("chain gang")
