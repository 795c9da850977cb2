"""The fenced blocks of a page: their language, the words behind it, and their text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# A fence, indented or not, to the one that closes it; and code within a line.
_FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```$\n?", re.S | re.M)
_CODE = re.compile(r"`[^`\n]*`")


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Parameters
    ----------
    language
        The first word behind the fence, such as ``sh``.
    note
        The words after it, such as ``refused`` or ``title="lesson.toml"``.
    text
        What it holds, without the fence's own indentation.
    """

    language: str
    note: str
    text: str


def blocks(markdown: str) -> Iterator[Block]:
    r"""Yield the fenced blocks of a page.

    >>> list(blocks("Type\n\n```sh\nls\n```\n"))
    [Block(language='sh', note='', text='ls\n')]
    """
    for found in _FENCE.finditer(markdown):
        yield _block(found)


def replaced(markdown: str, by: Callable[[Block], str | None]) -> str:
    """Return a page whose blocks are replaced by what ``by`` returns for them; None leaves one as it is."""

    def one(found: re.Match[str]) -> str:
        new = by(_block(found))
        return found[0] if new is None else new

    return _FENCE.sub(one, markdown)


def outside_blocks(markdown: str) -> list[str]:
    """Return the text of a page between its fenced blocks, without code."""
    return [_CODE.sub("", text) for text in _FENCE.sub("\0", markdown).split("\0")]


def _block(found: re.Match[str]) -> Block:
    language, _, note = found["info"].strip().partition(" ")
    text = re.sub(f"^{found['indent']}", "", found["text"], flags=re.MULTILINE)
    return Block(language, note.strip(), text)
