"""Narrations as they are read aloud: their numbers, symbols and letters in words that any engine says rightly.

What a language calls them is in ``scenes/locale/<language>/speech.toml``; how it counts, in the CLDR.
"""

import re
import unicodedata
from functools import cache
from typing import Literal

import msgspec
from babel.numbers import get_decimal_symbol, get_group_symbol
from unicode_rbnf import RbnfEngine

from scenes.locale.languages import HOME, SPEECH
from scenes.numbers.format import MINUS

_RAISED = "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹"

# The most decimals, without the zeros that they begin with, that are read as one number.
_WHOLE = 3

# Marks that end a clause or a sentence, and those that stand for a pause and are read as a comma.
_MARKS = ",.;:?!…"
_DASHES = r"\s[–—-]\s|[()\[\]{}]"


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A letter that is a word, too: what it is called, and the words that it stands before, besides marks."""

    said: str
    before: tuple[str, ...]


class Spoken(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The contents of a language's ``speech.toml``.

    Parameters
    ----------
    espeak, piper
        Its voice in espeak-ng, and a Python package with one of Piper, if there is one.
    minus, plus, point, power
        What is said for a sign, between a number and its decimals, and before an exponent.
    decimals
        Whether decimals are read digit by digit, or as a whole number after the zeros that they begin with.
    symbols
        What is said for each symbol.
    letters
        The letters that are words, too.
    """

    espeak: str
    piper: str = ""
    minus: str
    plus: str
    point: str
    power: str
    decimals: Literal["digits", "whole"]
    symbols: dict[str, str]
    letters: dict[str, Letter] = {}


@cache
def spoken(code: str) -> Spoken:
    """Return how a language is read aloud.

    >>> spoken("fr").point
    'virgule'
    """
    return msgspec.toml.decode((HOME / code / SPEECH).read_bytes(), type=Spoken)


def read_aloud(text: str, code: str) -> str:
    """Return a narration, or a part of it, as it is read aloud: letters and marks only.

    >>> read_aloud("The ratio ∂C/∂w is −0.219: a L minus y.", "en")
    'The ratio partial C over partial w is minus zero point two one nine: eh L minus y.'
    >>> read_aloud("Il y a 1,50×10⁻¹² pour y.", "fr")
    'Il y a un virgule cinquante fois dix puissance moins douze pour i grec.'
    """
    rules = spoken(code)
    text = re.sub(_DASHES, ", ", re.sub(r"[\^_][({]?", " ", text.replace("’", "'")))
    for letter, named in rules.letters.items():
        before = "|".join(map(re.escape, named.before))
        text = re.sub(rf"(?<![\w']){letter}(?=\s*(?:[{_MARKS}»”]|$)|\s(?:{before})\b)", named.said, text)
    text = re.sub(f"[{_RAISED}]+", lambda raised: f" {rules.power} {unicodedata.normalize('NFKC', raised[0])}", text)
    text = re.sub(_number(code), lambda number: f" {_spelt(number[1], number[2], number[3], code)} ", text)
    text = "".join(each if _is_read(each) else f" {_called(each, rules)} " for each in text)
    text = re.sub(rf"\s+(?=[{_MARKS}])", "", re.sub(r"\s+", " ", text).strip())
    return re.sub(rf"^[{_MARKS}]+\s*|,(?=[{_MARKS}])", "", text)


def _number(code: str) -> str:
    """Return the pattern of a number as a language writes it: its sign, its whole part and its decimals."""
    point, group = (re.escape(mark(locale=code)) for mark in (get_decimal_symbol, get_group_symbol))
    return rf"({MINUS}|(?<!\S)[+-])?(\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|\d+)(?:{point}(\d+))?"


def _spelt(sign: str | None, whole: str, decimals: str | None, code: str) -> str:
    """Return a number in words."""
    rules = spoken(code)
    words = [rules.plus if sign == "+" else rules.minus] if sign else []
    words.append(_counted(re.sub(r"\D", "", whole), code))
    if decimals:
        rest = decimals.lstrip("0")
        together = rules.decimals == "whole" and len(rest) <= _WHOLE
        zeros, digits = decimals[: len(decimals) - len(rest)], [rest] if together else list(rest)
        words += [rules.point, *(_counted(each, code) for each in (*zeros, *digits) if each)]
    return " ".join(words)


def _counted(digits: str, code: str) -> str:
    return _counting(code).format_number(int(digits)).text


@cache
def _counting(code: str) -> RbnfEngine:
    return RbnfEngine.for_language(code)


def _is_read(character: str) -> bool:
    """Tell whether an engine reads a character as it is, or pauses at it."""
    return character in f"{_MARKS}¿¡' -" or (character.isalpha() and "LATIN" in unicodedata.name(character))


def _called(character: str, rules: Spoken) -> str:
    """Return what a symbol or a Greek letter is called; nothing of what is not read, such as a quotation mark."""
    if character == MINUS:
        return rules.minus
    greek = re.match(r"GREEK \w+ LETTER (?:FINAL )?(\w+)", unicodedata.name(character, ""))
    return rules.symbols.get(character) or (greek[1].lower() if greek else "")
