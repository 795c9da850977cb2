"""Runs the ``backprop`` command in this process and returns what it prints."""

import io
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unicodedata import category
from unittest.mock import patch

import pytest

from scenes.locale.languages import all_languages
from scenes.studio.cli import main
from tests.rigs.malformed_lessons import time_limit

KNOWN = ", ".join(all_languages())
"""The languages, as messages list them."""

INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""The Unicode categories of characters that are neither visible nor a space."""


@dataclass
class CliResult:
    """The exit status and output of a command."""

    status: int
    out: str
    err: str


def run_cli(*arguments: object) -> CliResult:
    """Run the command with these arguments; any exception but SystemExit fails the test."""
    with _streams() as (out, err), patch.object(sys, "argv", ["backprop", *map(str, arguments)]):
        before = signal.getsignal(signal.SIGTERM)
        try:
            with time_limit(), pytest.raises(SystemExit) as ended:
                main.main()
        finally:
            signal.signal(signal.SIGTERM, before)
        status = ended.value.code or 0
        assert isinstance(status, int), "a message, which the interpreter would print"
        return CliResult(status, _text(out), _text(err))


def complaint_of(answer: CliResult, status: int = 2) -> str:
    """Assert that a command printed nothing but one line of complaint, and return that line."""
    assert (answer.status, answer.out) == (status, "")
    (line,) = answer.err.split("\n")[:-1]
    assert line.startswith("backprop: ")
    assert not {category(each) for each in line} & INVISIBLE
    return line.removeprefix("backprop: ")


@contextmanager
def _streams() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Replace standard output and error by text streams over bytes, as a process has them."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with patch.object(sys, "stdout", out), patch.object(sys, "stderr", err):
        yield out, err


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
