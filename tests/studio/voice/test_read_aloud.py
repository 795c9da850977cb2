"""Narrations as they are read aloud, in every language: words only, and the numbers of the narration."""

from collections.abc import Iterator
from itertools import cycle
from string import Formatter

import pytest

from scenes.kit.flow.catalogue import catalogue, lecture
from scenes.locale.languages import all_languages
from scenes.numbers.functions import COST_FORMULAS
from scenes.numbers.language import Language, with_superscripts
from scenes.numbers.symbol_names import FUNCTION_NAMES
from scenes.studio.voice.read_aloud import read_aloud
from scenes.studio.voice.script import script
from scenes.studio.voice.speak import spoken_clauses
from tests.judges.read_aloud import heard, reading_errors, unread
from tests.rigs.rehearsal import lesson, lessons

# Numbers as they are printed: of both signs, with as many digits as there may be, and as powers of ten.
VALUES = (
    *((0.0, 0), (1.0, 0), (200.0, 0), (-0.219, 3), (0.380, 3), (0.01, 2), (0.00219, 5), (-0.000313, 6), (1.6, 1)),
    *((0.4, 4), (12.0345, 4), (-1234.568, 3), (999999.0, 0), (0.123456, 6), (1e-6, 0), (-1.5e-12, 0), (7.07e9, 0)),
    *((0.021, 3), (0.071, 3), (0.0999, 4), (80.0, 0), (-91.81, 2)),
)


def printed(code: str) -> list[str]:
    return [with_superscripts(Language(code).number(*each)) for each in VALUES]


def sentences(code: str) -> Iterator[str]:
    """Yield every sentence that is said, with numbers and words in its places."""
    language, numbers = Language(code), cycle(printed(code))
    formulas = COST_FORMULAS.values()
    words = {
        "function": cycle(FUNCTION_NAMES.values()),
        "chain_function": cycle(FUNCTION_NAMES.values()),
        "cost": cycle(each.words for each in formulas),
        "cost_slope": cycle(each.slope_words for each in formulas),
        "terms": cycle(each.terms_words for each in formulas),
        "first_slope": cycle(each.start_words for each in formulas),
    }
    for entry in catalogue().values():
        for beat in entry.clip.beats():
            for english in (beat.narration, *beat.variants.values()):
                text = language.text(english)
                names = {name for _, name, *_ in Formatter().parse(text) if name}
                yield text.format(
                    **{n: language.text(next(words[n])) if n in words else next(numbers) for n in sorted(names)}
                )


@pytest.mark.parametrize("code", all_languages())
def test_every_sentence_is_read_aloud(code: str):
    said = {text: read_aloud(text, code) for text in sentences(code)}
    assert len(said) > 100
    assert [error for text, each in said.items() for error in reading_errors(text, each, code)] == []
    assert [text for text, each in said.items() if " ".join(spoken_clauses(text, code)) != each] == []


@pytest.mark.parametrize("code", all_languages())
def test_every_number_is_read_aloud(code: str):
    """Spoken numbers are parsed back by a package that shares nothing with the one that spells them."""
    for number, (value, _) in zip(printed(code), VALUES, strict=True):
        said = read_aloud(number, code)
        assert list(reading_errors(number, said, code)) == []
        mantissa, *power = heard(said, code)
        read = float(mantissa.replace("−", "-")) * 10.0 ** float(power[1].replace("−", "-") if power else 0)
        assert read == pytest.approx(value, rel=1e-3)


SAID = [
    ("en", "The ratio ∂C/∂w is −0.219.", "The ratio partial C over partial w is minus zero point two one nine."),
    ("en", "Call it a L, and that a L minus one.", "Call it eh L, and that eh L minus one."),
    ("en", "A bias and a z of its own: z gives a.", "A bias and a z of its own: z gives eh."),
    ("en", "How far a moved for z, a times one minus a", "How far eh moved for z, eh times one minus eh"),
    ("en", "“A little” a – a^(L−1) or σ′(z_j).", "A little eh, eh L minus one, or sigma prime, z j."),
    ("en", "From 1,200.5 to 10⁻⁶: −w", "From one thousand two hundred point five to ten to the minus six: minus w"),
    ("fr", "Le rapport ∂C sur ∂w\u00a0: −0,5.", "Le rapport d rond C sur d rond w: moins zéro virgule cinq."),
    ("fr", "Nous y reviendrons\u00a0; leur y\u00a0: y j.", "Nous y reviendrons; leur i grec: i grec j."),
    ("fr", "Il y a y, soit 0,0134.", "Il y a i grec, soit zéro virgule zéro cent trente-quatre."),
    ("fr", "Ce qui y manque, et a L moins y.", "Ce qui y manque, et a L moins i grec."),
    ("fr", "Il vaut 1,50×10⁻¹².", "Il vaut un virgule cinquante fois dix puissance moins douze."),
    ("es", "La razón es −0,219, c menos y.", "La razón es menos cero coma doscientos diecinueve, c menos i griega."),
    ("es", "En z, y por la de y con a L, menos y j.", "En z, y por la de i griega con a L, menos i griega j."),
    ("pt", "A razão é −0,219.", "A razão é menos zero vírgula duzentos e dezenove."),
    ("pt", "O número e elevado a cada z, e dali a y.", "O número eh elevado a cada z, e dali a y."),
]


@pytest.mark.parametrize(("code", "text", "said"), SAID)
def test_letters_signs_and_numbers_are_said(code: str, text: str, said: str):
    assert read_aloud(text, code) == said


@pytest.mark.parametrize("fault", ["a^L", "(z)", "w_j", "zero point 2", "∂C", "of η", "x ,", "− one", "10⁻⁶"])
def test_what_is_not_read_is_found(fault: str):
    assert unread(f"This is {fault}.")


@pytest.mark.parametrize("said", ["zero point two nine one", "minus zero point two one nine", "zero point two one"])
def test_another_number_is_found(said: str):
    assert list(reading_errors("It is 0.219.", f"It is {said}.", "en"))


@pytest.mark.long
@pytest.mark.parametrize("code", all_languages())
@pytest.mark.parametrize("name", lessons())
def test_every_script_is_read_aloud(name: str, code: str):
    for line in script(lesson(name, language=code), list(lecture(lesson(name)))):
        assert list(reading_errors(line.narration, read_aloud(line.narration, code), code)) == []
