"""Typst as clips and handout use it: one compiler, and words and printed numbers as Typst source."""

import re
from functools import cache
from importlib.resources import files

import typst

WORD_JOINER = "\u2060"


@cache
def compiler() -> typst.Compiler:
    """Return the compiler, which sees the same fonts on every machine."""
    fonts = str(files("font_source_sans_pro") / "files")
    return typst.Compiler(font_paths=[fonts], ignore_system_fonts=True)


def quoted(text: str) -> str:
    r"""Return ``text`` as a Typst string.

    >>> print(quoted('say "#read"'))
    "say \"#read\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"\s*[\r\n]\s*", " ", escaped) + '"'


def number_source(text: str) -> str:
    """Return a printed number as Typst mathematics.

    A word joiner, which has no glyph, keeps Typst from setting a bare row of digits as mathematics, where a
    7 is wider than the other digits: numbers in a column would not align.

    >>> print(number_source("−0.5"))
    "−0.5\u2060"
    """
    mantissa, times, power = text.partition("×10^")
    source = quoted(mantissa + WORD_JOINER)
    return f"{source} times 10^({quoted(power + WORD_JOINER)})" if times else source
