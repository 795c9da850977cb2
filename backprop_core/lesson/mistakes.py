"""Says what is meant where a lesson is not valid TOML, by whoever types as on paper or in a text processor."""

import re
from collections.abc import Callable, Mapping

# What stands for a minus sign, and for straight quotes, on paper.
_DASHES = "‐‑‒–—―−"
_CURLY = "“”„‟«»‹›‘’‚‛"

# What a line begins with that has a key or the name of a table.
_ENTRY = re.compile(r"\s*(?:[\w.-]+\s*=|\[+\s*[^\W\d][\w.\s-]*\]+)")

# The most letters of what was typed that are repeated, and of a line that a person may have typed.
_LONGEST, _LONGEST_ROW = 40, 2000

_CLOSING = {"[": "]", "{": "}"}

# Comments and strings; one that is not closed goes on to where it must be.
NO_CODE = re.compile(
    r"""
      \#[^\n]*+
    | \"{3} (?: \\. | (?!\"{3}). )*+ (?:\"{3,5}+)?
    | '{3} (?: (?!'{3}). )*+ (?:'{3,5}+)?
    | " (?: \\. | [^"\\\n] )*+ "?
    | ' [^'\n]*+ '?
    """,
    re.VERBOSE | re.DOTALL,
)
"""What is no key, number or bracket in TOML."""

DECIMAL_COMMAS = re.compile(r"\[\s*+(?P<first>[+-]?\d++,\d++)(?:,\s++[+-]?\d++,\d++)++\s*+,?+\s*+\]")
"""A list of 0,8 and 1,1 and so on, which TOML reads as twice as many numbers."""


def likely_mistake(text: str, line: int, column: int) -> str | None:
    r"""Return which mistake was likely made in a text that is no TOML; None if it is none of the usual ones.

    Parameters
    ----------
    line, column
        Where the parser gave up, both from 1.

    Examples
    --------
    >>> likely_mistake("input = 0,7", 1, 10)
    'line 1: expected a decimal point (0.7), got 0,7'
    >>> likely_mistake("weights = [1, 2\nbiases = [0, 1]", 2, 1)
    'line 1: expected a ] for the [ in column 11, got none'
    """
    lines = text.split("\n")
    if open_bracket := _open_bracket(lines, line):
        return open_bracket
    row = lines[line - 1]
    if len(row) > _LONGEST_ROW:
        return None
    for pattern, found in _MISTAKES.items():
        for each in re.finditer(pattern, row):
            start, end = each.span("at" if "at" in each.groupdict() else 0)
            if start <= column - 1 <= end:
                return f"line {line}: expected {found(each)}"
    return None


def given_twice(row: str) -> str | None:
    """Return what to say of a line whose key or table the lesson has already; None if it does not begin with one.

    >>> given_twice("input = 2")
    'expected each entry once, got input again'
    """
    found = _ENTRY.match(row)
    return f"expected each entry once, got {_short(found[0].rstrip('= ').strip())} again" if found else None


def number_in_quotes(text: str) -> str | None:
    """Return the number that a text is meant to be, as TOML has it, or None.

    >>> number_in_quotes("0,7"), number_in_quotes("seven")
    ('0.7', None)
    """
    number = re.sub(f"[{_DASHES}]", "-", text).replace(",", ".").strip()
    return number if re.fullmatch(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", number) else None


def _open_bracket(lines: list[str], line: int) -> str | None:
    """Return what to say of a bracket that is still open where the next entry begins, or the text ends."""
    if lines[line - 1].strip() and not _ENTRY.match(lines[line - 1]):
        return None
    before = NO_CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), "\n".join(lines[: line - 1]))
    opened: list[int] = []
    for bracket in re.finditer(r"[][{}]", before):
        if bracket[0] in _CLOSING:
            opened.append(bracket.start())
        elif opened:
            opened.pop()
    if not opened:
        return None
    at, bracket = opened[-1], before[opened[-1]]
    row, column = before.count("\n", 0, at) + 1, at - before.rfind("\n", 0, at)
    return f"line {row}: expected a {_CLOSING[bracket]} for the {bracket} in column {column}, got none"


def _number(found: re.Match[str]) -> str:
    """Return what was expected instead of something that begins as a number does."""
    got = found["at"]
    try:
        meant = f"{float(got):g}"
    except ValueError:
        meant = "a number such as 0.5 or 1e-3, or text in quotes"
    return f"{meant}, got {_short(got)}"


def _text(found: re.Match[str]) -> str:
    got = _short(found["got"])
    return f'text in quotes ("{got}"), got {got}'


def _short(got: str) -> str:
    return got if len(got) <= _LONGEST else got[: _LONGEST - 1] + "…"


# A value begins with a line, after = or in a list, and ends where the next begins.
_BEGIN, _END = r"(?:^|=|[\[,])\s*", r"[^,\]}#=\n]*?(?=\s*(?:[,\]}#]|$))"

# A number as TOML has it.
_NUMBER = r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?"

# What is wrong, and what to say of it. The parser gives up within what matches or, if there is one, the group "at".
_MISTAKES: Mapping[str, Callable[[re.Match[str]], str]] = {
    r"[+-]?\d+,\d+": lambda found: f"a decimal point ({found[0].replace(',', '.')}), got {found[0]}",
    rf"[\d.e+]*[{_DASHES}][\d.]+": lambda found: (
        f"a hyphen as the minus sign ({re.sub(f'[{_DASHES}]', '-', found[0])}), got {found[0]}"
    ),
    rf"[{_CURLY}]": lambda found: f'straight quotes ("…"), got {found[0]}',
    r"=\s*(?P<quote>[\"'])(?!(?P=quote)).*(?P<at>)$": lambda found: f"a {found['quote']} after the text, got none",
    r"\\(?P<at>[A-Za-z])": lambda found: rf"\\ for a backslash in text, got {found[0]}",
    r"=\s*$": lambda _: "a value after =, got none",
    r"^\s*(?P<key>[\w-]+)\s*:": lambda found: f"= after {_short(found['key'])}, got :",
    r"^\s*\[+\s*[\w.-]+\s*$": lambda found: f"a ] after {_short(found[0].strip())}, got none",
    r"^\s*(?P<at>)[\[\d-]": lambda _: "a comma between this and the line before, got none",
    r"//": lambda _: "# before a comment, got //",
    r"[^\S\x00-\x20]|[\u200b-\u200f\u2060\ufeff]": lambda found: f"a plain space or none, got U+{ord(found[0]):04X}",
    r"\{[^{}]*(?P<at>)$": lambda _: "a } on the same line as its {, got none",
    rf"{_BEGIN}(?P<at>(?!{_NUMBER}\s*(?:[,\]}}#]|$))[+-]?[.\d(½¼¾]{_END})": _number,
    rf"{_BEGIN}(?P<at>)(?P<got>[^\W\d]{_END})": _text,
}
