"""Shortens a long column to its first, its watched and its last entries, with gaps between."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def excerpt(items: Sequence[T], watched: T, most: int = 7) -> list[T | None]:
    """Return all items, if there are no more than ``most``; else the first, watched and last, None for each gap.

    >>> excerpt("abcdefghij", "f")
    ['a', 'b', None, 'f', None, 'i', 'j']
    >>> excerpt("abcdefghij", "c"), excerpt("abc", "b")
    (['a', 'b', 'c', None, 'i', 'j'], ['a', 'b', 'c'])
    """
    if len(items) <= most:
        return list(items)
    kept = sorted({0, 1, items.index(watched), len(items) - 2, len(items) - 1})
    shown: list[T | None] = []
    for before, place in zip([-1, *kept], kept, strict=False):
        if place - before == 2:
            shown.append(items[place - 1])
        elif place - before > 2:
            shown.append(None)
        shown.append(items[place])
    return shown
