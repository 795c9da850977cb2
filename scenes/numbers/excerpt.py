"""Shortens a long column to its first, its watched and its last entries, with gaps between."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def excerpt(items: Sequence[T], watched: T, *, most: int = 7, ends: int = 2) -> list[T | None]:
    """Return all items, if there are at most ``most``; else the watched and ``ends`` at each end, None for each gap.

    >>> excerpt("abcdefghij", "f")
    ['a', 'b', None, 'f', None, 'i', 'j']
    >>> excerpt("abcdefghij", "c"), excerpt("abc", "b")
    (['a', 'b', 'c', None, 'i', 'j'], ['a', 'b', 'c'])
    >>> excerpt("abcdefghij", "f", most=3, ends=1)
    ['a', None, 'f', None, 'j']
    """
    if len(items) <= most:
        return list(items)
    kept = sorted({*range(ends), items.index(watched), *range(len(items) - ends, len(items))})
    shown: list[T | None] = []
    for before, place in zip([-1, *kept], kept, strict=False):
        if place - before == 2:
            shown.append(items[place - 1])
        elif place - before > 2:
            shown.append(None)
        shown.append(items[place])
    return shown
