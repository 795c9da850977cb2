"""Writes lesson files: for networks that were made, or trained, in Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from backprop_core import validation
from backprop_core.lesson.load import make_lesson
from backprop_core.lesson.toml import Document, LessonError
from backprop_core.model.network import Network


def save_lesson(
    path: str | Path,
    chain: Network | Mapping[str, Any] | None = None,
    layers: Network | Mapping[str, Any] | None = None,
    *,
    descent: Mapping[str, Any] | None = None,
    lesson: Mapping[str, Any] | None = None,
    overwrite: bool = False,
) -> None:
    """Write a lesson file that ``load_lesson`` reads back to the same bits.

    Parameters
    ----------
    path
        The file to write.
    chain, layers
        The network of the section, or the entries of the section by name: ``net.to_dict() | {"input": [0.5, 0.1]}``.
    descent, lesson
        The entries of these sections by name. What is left out is taken from the default lesson.
    overwrite
        Whether a file that is there is replaced.

    Raises
    ------
    LessonError
        If a lesson cannot hold it, the file is there already, or it cannot be written; then nothing is changed.

    Examples
    --------
    >>> import tempfile
    >>> from backprop_core import load_lesson
    >>> file, net = Path(tempfile.mkdtemp(), "mine.toml"), Network.random([2, 3, 1], "tanh", seed=4)
    >>> save_lesson(file, layers=net.to_dict() | {"input": [0.5, 0.1], "target": [1.0]}, lesson={"decimals": 2})
    >>> load_lesson(file).layers.network == net
    True
    """
    given = {"lesson": lesson, "chain": chain, "layers": layers, "descent": descent}
    document = {name: _section(name, section) for name, section in given.items() if section is not None}
    make_lesson(document)
    file = Path(path)
    part = file.with_name(f".{file.name}.part")
    try:
        if file.exists() and not overwrite:
            raise LessonError(validation.printable(f"{validation.shown(path)}: is there already; see overwrite"))
        part.write_text(_text(document), "utf-8")
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        message = f"{validation.shown(path)}: cannot be written: {error.strerror}"
        raise LessonError(validation.printable(message)) from None


def _section(name: str, given: Network | Mapping[str, Any]) -> Document:
    """Return the entries of a section as the file holds them: for a chain, numbers in place of matrices."""
    section = given.to_dict() if isinstance(given, Network) else _plain(given)
    if not isinstance(section, dict):
        raise LessonError(f"{name}: expected a network or entries by name, got a {type(given).__name__}")
    if name == "chain":
        for key in ("weights", "biases"):
            if isinstance(section.get(key), list):
                section[key] = [_only(each) for each in section[key]]
    return section


def _only(value: Any) -> Any:
    """Return the one number of a matrix or list that holds no other."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value


def _plain(value: Any) -> Any:
    match value:
        case np.ndarray() | np.generic():
            return value.tolist()
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            return value


def _text(document: Document) -> str:
    sections = []
    for name, section in document.items():
        sections.append("\n".join([f"[{name}]", *(f"{key} = {_entry(value)}" for key, value in section.items())]))
    return "\n\n".join(sections) + "\n"


def _entry(value: Any) -> str:
    """Return a value as TOML, each part of a nested list on a line of its own."""
    if isinstance(value, list) and any(isinstance(each, list | dict) for each in value):
        return "[\n" + "".join(f"    {_value(each)},\n" for each in value) + "]"
    return _value(value)


def _value(value: Any) -> str:
    match value:
        case dict():
            return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case bool():
            return str(value).lower()
        case _:
            return repr(value)
