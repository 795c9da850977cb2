"""Languages: complete catalogues, typography, and numbers as they are printed."""

import re
from decimal import Decimal
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from hypothesis import example, given
from hypothesis import strategies as st

from backprop_core.quantities import Quantity, weight
from scenes.locale.languages import all_languages
from scenes.numbers.language import Language
from tests.judges.language import known
from tests.judges.narration import translations, typographic_faults
from tests.rigs.rehearsal import ROOT, clips, typesetter

TRANSLATED = [code for code in all_languages() if code != "en"]

ENGLISH = {
    str(text): path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "scenes").rglob("*.py"))
    if "N_(" in (code := path.read_text("utf-8"))
    for _, text, *_ in extract("python", BytesIO(code.encode()), keywords={"N_": None})
} | {str(clip.__doc__): clip.__module__ for clip in clips()}

each_language = pytest.mark.parametrize("code", TRANSLATED)


def catalogues(code: str) -> list[Catalog]:
    paths = sorted((ROOT / "scenes" / "locale" / code / "LC_MESSAGES").glob("*.po"))
    return [read_po(BytesIO(path.read_bytes()), abort_invalid=True) for path in paths]


@each_language
def test_the_catalogues_are_complete_and_have_no_unused_sentence(code: str):
    untranslated = sorted(f"{path}: {text}" for text, path in ENGLISH.items() if not translations(code).get(text))
    stale = sorted(text for text in translations(code) if text not in ENGLISH)
    assert (untranslated, stale) == ([], [])


@each_language
def test_no_translation_is_fuzzy_or_duplicate(code: str):
    messages = [message for catalogue in catalogues(code) for message in catalogue if message.id]
    assert not [message.id for message in messages if message.fuzzy]
    assert not any(catalogue.obsolete for catalogue in catalogues(code))
    assert len(messages) == len({str(message.id) for message in messages})


@each_language
def test_translations_have_the_same_placeholders(code: str):
    assert [english for english, text in translations(code).items() if fields(english) != fields(text)] == []


@pytest.mark.parametrize("code", all_languages())
def test_sentences_follow_the_typography_of_their_language(code: str):
    texts = ENGLISH if code == "en" else translations(code).values()
    faults = {text: typographic_faults(re.sub(r"\{\w+\}", "0", text), code) for text in texts}
    assert {text: found for text, found in faults.items() if found} == {}


@each_language
def test_nothing_is_left_in_english(code: str):
    assert [text for english, text in translations(code).items() if text == english and len(text) >= 12] == []


def test_derivatives_are_with_respect_to_something():
    """And what comes before is the previous one."""
    wrong = re.compile(r"derivatives? (of [\w ]+ )?by\b|(activation|neuron) before\b")
    assert list(filter(wrong.search, ENGLISH)) == []


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
        (0.0000169, 5, False, "1.69×10^−5"),  # would be 0.00002
        (-0.0000094, 6, False, "−9.40×10^−6"),
        (0.0000169, 6, False, "0.000017"),
        (0.00002, 5, False, "0.00002"),
        (0.2375, 0, False, "0.238"),  # would be 0, but needs no power of ten
        (-0.0375, 1, True, "−0.0375"),
        (0.009996, 1, False, "0.0100"),
        (0.0099, 1, False, "9.90×10^−3"),
        (-1e-300, 6, False, "−1.00×10^−300"),
        (9.999e-7, 3, True, "+1.00×10^−6"),
        (9.995e-7, 3, False, "1.00×10^−6"),  # although the float is a little less
        (9.9949e9, 3, False, "9.99×10^9"),
        (9.995e9, 3, False, "1.00×10^10"),
        (5e-324, 3, False, "5.00×10^−324"),
        (-9.9e-324, 3, False, "−1.00×10^−323"),
        (2.2250738585072014e-308, 3, False, "2.23×10^−308"),
        (1.7976931348623157e308, 3, False, "1.80×10^308"),
    ],
)
def test_numbers_are_printed_as_expected(value: float, decimals: int, signed: bool, english: str):
    assert Language("en").number(value, decimals, signed=signed) == english
    for code in TRANSLATED:
        assert Language(code).number(value, decimals, signed=signed) == english.replace(".", known(code)["mark"])


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 6), st.sampled_from(all_languages()))
@example(9.9e-324, 3, "en")
@example(-9.995e-7, 3, "fr")
@example(1.69e-5, 5, "fr")
@example(999999.96, 1, "en")
def test_a_printed_number_is_the_nearest_with_its_digits(value: float, decimals: int, language: str):
    """Read back with ``decimal``; a power of ten appears only where it is needed."""
    text = Language(language).number(value, decimals).replace("−", "-").replace(",", ".")
    mantissa, times, power = text.partition("×10^")
    digits, written = Decimal(mantissa), Decimal(str(value))
    shown = digits.scaleb(int(power or 0))
    assert abs(shown - written) <= Decimal(5).scaleb(int(digits.as_tuple().exponent) - 1 + int(power or 0))
    assert bool(shown) == bool(value)
    if times:
        assert 1 <= abs(digits) < 10
        assert len(digits.as_tuple().digits) == 3
        assert abs(shown) >= 10**6 or abs(shown) < Decimal("0.01")
    else:
        assert abs(shown) <= 10**6
        assert len(digits.as_tuple().digits) <= 8
        assert shown == written or abs(written) >= Decimal("0.0001") or len(digits.as_tuple().digits) > 1


def test_sentences_are_translated_with_their_numbers():
    write = typesetter("fr")
    english = next(text for text in ENGLISH if fields(text) == {"ratio"})
    told = write.translate(english, ratio=Quantity(weight(3), -0.2191))
    assert told == translations("fr")[english].format(ratio="−0,219")
    assert [entry.text for entry in write.ledger.entries] == ["−0,219"]


def test_unknown_languages_and_sentences_are_refused():
    with pytest.raises(ValueError, match=r"expected a language \(en, .*\), got 'de'"):
        Language("de")
    with pytest.raises(KeyError, match="no fr translation of 'chain gang'"):
        Language("fr").text("chain gang")
