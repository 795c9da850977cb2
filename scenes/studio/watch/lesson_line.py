"""Finds the line of a lesson's file on which an entry stands that is complained about."""

import re

# The head of a table, [chain] or [[layers.examples]], and the key of an entry.
_HEAD, _KEY = re.compile(r"\s*\[{1,2}\s*([\w.-]+)\s*\]"), re.compile(r"\s*([\w.-]+)\s*=")

# The entry in a complaint: what stands between the file's name and what was expected.
_ENTRY = re.compile(r": ((?:\w+)(?:[.\[][\w\].\[-]*)?): ")


def with_line(complaint: str, text: str) -> str:
    r"""Return a complaint with the line of its entry; as it is, if it names no entry that the file has.

    >>> lesson = "[lesson]\ndecimals = 3\n\n[chain]\nweights = [1, 2,\n nan]"
    >>> with_line("mine.toml: chain.weights[2]: expected a finite number, got nan", lesson)
    'mine.toml: chain.weights[2]: expected a finite number, got nan (line 5)'
    >>> with_line("mine.toml: chain.biases: missing", lesson)
    'mine.toml: chain.biases: missing (line 4)'
    >>> with_line("mine.toml: cannot be read: No such file or directory", lesson)
    'mine.toml: cannot be read: No such file or directory'
    """
    entry = _ENTRY.search(complaint)
    line = _line(entry[1], text) if entry else None
    return f"{complaint} (line {line})" if line else complaint


def _line(entry: str, text: str) -> int | None:
    """Return the line of an entry; that of its table if it is not there itself."""
    table, of_table = "", None
    for number, line in enumerate(text.splitlines(), start=1):
        if head := _HEAD.match(line):
            table = f"{head[1]}."
            of_table = number if entry.startswith(table) else of_table
        elif (key := _KEY.match(line)) and re.match(rf"{re.escape(table + key[1])}(?![\w-])", entry):
            return number
    return of_table
