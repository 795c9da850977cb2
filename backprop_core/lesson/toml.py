"""Reads lesson files: from bytes to TOML to a document that the default lesson completes."""

import re
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

from backprop_core.lesson.mistakes import DECIMAL_COMMAS, NO_CODE, given_twice, likely_mistake

MAX_BYTES = 1_000_000
"""The largest lesson file that is read."""

MAX_PARTS = 10
"""How many parts a key such as ``layers.watch.j`` may have: with thousands, tomllib would take hours."""

Document = dict[str, Any]


class LessonError(ValueError):
    """Says what is wrong with a lesson: ``mine.toml: chain.weights[1]: expected a finite number, got nan``."""


def read_file(path: str | Path) -> bytes:
    """Return the contents of a lesson file.

    Raises
    ------
    LessonError
        If it cannot be read, or is larger than ``MAX_BYTES``.

    Examples
    --------
    >>> read_file("no such file.toml")
    Traceback (most recent call last):
    backprop_core.lesson.toml.LessonError: cannot be read: No such file or directory
    """
    data = None
    try:
        kind = Path(path).stat().st_mode
        if S_ISREG(kind) or S_ISDIR(kind):  # a pipe might never be written to, a device never end
            with Path(path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise LessonError(f"cannot be read: {error.strerror}") from None
    except ValueError:  # a NUL in the path, or a character that the system's encoding does not have
        raise LessonError("cannot be read: no file can have such a name") from None
    if data is None:
        raise LessonError("cannot be read: expected a file, got a device or a pipe")
    if len(data) > MAX_BYTES:
        raise LessonError(f"expected a file of at most {MAX_BYTES} bytes, got a larger one")
    return data


def parse_toml(data: bytes) -> Document:
    r"""Return the tables of a TOML document.

    Raises
    ------
    LessonError
        If it is not UTF-8 or not TOML: with the line, and what was likely meant or the column, where that is known.

    Examples
    --------
    >>> parse_toml(b"[lesson]\ndecimals = 2")
    {'lesson': {'decimals': 2}}
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")  # Windows editors put a byte order mark in front
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LessonError(f"line {line}: expected UTF-8 text, got byte 0x{data[error.start]:02x}") from None
    _check_code(NO_CODE.sub(lambda found: "q" + "\n" * found[0].count("\n"), text))
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise LessonError("not valid TOML: brackets nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        lines = text.split("\n")
        end = f"line {len(lines)}, column {len(lines[-1]) + 1}"
        message = str(error).replace("(at end of document)", f"(at {end})")
        if mistake := _mistake(text, message):
            raise LessonError(mistake) from None
        short = message if len(message) <= 200 else f"{message[:120]} … {message[-60:]}"
        raise LessonError(f"not valid TOML: {short}") from None


def _mistake(text: str, message: str) -> str | None:
    """Return which usual mistake the parser's message is about; None if it is none."""
    place = re.search(r"\(at line (\d+), column (\d+)\)$", message)
    if not place or message.startswith("Duplicate"):  # it names the key
        return None
    line, column = map(int, place.groups())
    if message.startswith("Cannot"):  # declare it twice, or overwrite it
        twice = given_twice(text.split("\n")[line - 1])
        return twice and f"line {line}: {twice}"
    return likely_mistake(text, line, column)


def _check_code(code: str) -> None:
    """Make sure, in linear time, that no key has too many parts, and no list was written with decimal commas."""
    if found := _LONG_KEY.search(code):
        line = code.count("\n", 0, found.start()) + 1
        raise LessonError(f"line {line}: expected keys of at most {MAX_PARTS} parts, got a longer one")
    if found := DECIMAL_COMMAS.search(code):
        line, got = code.count("\n", 0, found.start()) + 1, found["first"]
        expected = f"a decimal point ({got.replace(',', '.')}), or the same space after each comma"
        raise LessonError(f"line {line}: expected {expected}, got {got}")


_LONG_KEY = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{MAX_PARTS}}}")


@cache
def default_document() -> Document:
    """Return the default lesson's document, which leaves nothing out.

    Examples
    --------
    >>> list(default_document())
    ['lesson', 'chain', 'layers', 'descent', 'narration']
    """
    file = resources.files("backprop_core") / "lessons" / "default.toml"
    return parse_toml(file.read_bytes())


def completed(given: Document) -> Document:
    """Return a document completed with the keys of the default lesson.

    Keys that belong to another title or network are not filled in:

    - the titles in other languages do not belong to another title;
    - weights and biases of a section are taken together or not at all;
    - if the weights of ``[layers]`` are for other sizes than the default lesson's, it does not get the
      default's input, target and watch, and its own input and target become the one example of
      ``[descent]`` (unless that gives its own).

    Examples
    --------
    >>> document = completed({"chain": {"input": 0.2}})
    >>> document["chain"]["input"], document["chain"]["target"]
    (0.2, 1.0)
    """
    base = {name: dict(table) for name, table in default_document().items()}
    tables = {name: given[name] for name in base if isinstance(given.get(name), dict)}
    if "title" in tables.get("lesson", {}):
        _drop(base["lesson"], "titles")
    for name, table in tables.items():
        if table.keys() & {"weights", "biases"}:
            _drop(base[name], "weights", "biases")
    layers = tables.get("layers", {})
    if "weights" in layers and _sizes(layers["weights"]) != _sizes(default_document()["layers"]["weights"]):
        _drop(base["layers"], "input", "target", "watch")
        own = {key: layers[key] for key in ("input", "target") if key in layers}
        base["descent"]["examples"] = [own]
    return base | given | {name: base[name] | table for name, table in tables.items()}


def _drop(table: Document, *keys: str) -> None:
    for key in keys:
        table.pop(key, None)


def _sizes(weights: Any) -> list[int]:
    """Return the number of neurons in each layer, or nothing if the weights, not checked yet, have no such shape."""
    try:
        return [len(weights[0][0]), *map(len, weights)]
    except (TypeError, LookupError):
        return []
