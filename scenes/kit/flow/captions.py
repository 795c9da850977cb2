"""Splits a narration into captions of two lines at most, and times them by their length."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np

LINE_LENGTH = 42
LINES = 2

# How long the last caption of a recording stays if the beat does: its reading speed, in characters a second, and the
# least time, in seconds.
_READING_SPEED = 17
_LEAST_TIME = 1.2

# The cost of each caption, and of a break after a word that ends in one of these marks, or in none.
_CAPTION_COST = 100
_BREAK_COSTS = ((".?!…", 0), (":;", 60), (",", 120))
_OTHER_BREAK_COST = 800

# How much longer a line may be for the sake of a clause of which only one word would be on it, or on the other.
_HANGING = 12

# A symbol, which belongs to the word before it, as in "neuron k".
_SYMBOL = r"[bjkwzCL](?![’'\w])"

# What ends a clause; in some languages after a space that does not break.
_MARK = r'\u00a0?[.?!…:;,][”"»]?'

# The fewest letters of a caption that can be read at full speed, and the cost of one that has less.
_SHORTEST, _SHORT_COST = math.ceil(_READING_SPEED * _LEAST_TIME), 800


@dataclass(frozen=True)
class Caption:
    """A caption: its lines, joined by a newline, and the time when it is shown, in seconds."""

    text: str
    start: float
    end: float


def timed(narration: str, start: float, end: float) -> list[Caption]:
    """Return a narration's captions, which share the time from ``start`` to ``end`` by their length."""
    texts = split(narration)
    ends = [0.0]
    for text in texts:
        ends.append(ends[-1] + len(text))
    seconds = [start + (end - start) * reached / ends[-1] for reached in ends]
    return [Caption(text, *span) for text, span in zip(texts, pairwise(seconds), strict=True)]


def timed_by_speech(
    narration: str, speech: float, start: float, end: float, begins: Sequence[float] = ()
) -> list[Caption]:
    """Return a narration's captions, timed by a recording of ``speech`` seconds, in a beat from ``start`` to ``end``.

    They follow the voice, however fast it is. The last one stays long enough to be read, if the beat does. If it is
    known after how many seconds each clause ``begins``, a caption that begins with one begins when it is said.
    """
    captions = timed(narration, start, min(start + speech, end))
    if begins:
        reached = [0, *accumulate(len(each.text) + 1 for each in captions)]
        times = np.interp(reached, [*clause_starts(narration), reached[-1]], [*begins, captions[-1].end - start])
        spans = pairwise((start + times).tolist())
        captions = [Caption(each.text, *span) for each, span in zip(captions, spans, strict=True)]
    *others, last = captions
    read = last.start + max(len(last.text) / _READING_SPEED, _LEAST_TIME)
    return [*others, replace(last, end=min(max(last.end, read), end))]


def clauses(narration: str) -> list[float]:
    """Return the share of a narration that has been said when each of its clauses begins.

    >>> clauses("Try it: pause.")
    [0.0, 0.5714285714285714]
    """
    return [start / len(narration) for start in clause_starts(narration)]


def clause_starts(narration: str) -> list[int]:
    """Return the places in a narration where its clauses begin.

    >>> clause_starts("Try it: pause.")
    [0, 8]
    """
    return [0, *(mark.end() for mark in re.finditer(r"[.?!…:;,] ", narration))]


def split(narration: str) -> list[str]:
    """Split a narration into few captions of even length, at the ends of sentences where possible.

    Raises
    ------
    ValueError
        If a word is longer than a line.

    >>> split("A nudge.")
    ['A nudge.']
    """
    words = narration.split(" ")
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    for stop in range(1, len(words) + 1):
        choices = []
        for start in range(stop):
            lines = _lines(words[start:stop])
            if lines is not None and start in best:
                cost, captions = best[start]
                emptiness = (LINES * LINE_LENGTH - len(lines)) ** 2 / 10
                end = _break_cost(words[stop - 1], "".join(words[stop : stop + 1]))
                short = _SHORT_COST if len(lines) < _SHORTEST else 0
                choices.append((cost + _CAPTION_COST + emptiness + short + end, [*captions, lines]))
        if choices:
            best[stop] = min(choices, key=lambda choice: choice[0])
    if len(words) not in best:
        raise ValueError(f"narration: expected words of at most {LINE_LENGTH} letters, got {narration!r}")
    return best[len(words)][1]


def _lines(words: list[str]) -> str | None:
    """Return the words on one line, or on two of about even length, or None if they do not fit."""
    whole = " ".join(words)
    if len(whole) <= LINE_LENGTH:
        return whole
    if len(whole) > LINES * LINE_LENGTH + 1:
        return None
    halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    fitting = [pair for pair in halves if max(map(len, pair)) <= LINE_LENGTH]
    return "\n".join(min(fitting, key=_raggedness)) if fitting else None


def _raggedness(lines: tuple[str, str]) -> int:
    """Return the length of the longer of two lines, and more if a clause has only one word on one of them.

    The second line begins with a symbol only if all else is impossible.

    >>> _raggedness(("Nothing is drawn: it", "is computed")), _raggedness(("Nothing is drawn:", "it is computed"))
    (32, 17)
    >>> _raggedness(("into neuron", "k are row j")), _raggedness(("into", "neuron k are row j"))
    (53, 18)
    """
    first, second = lines
    hangs = re.search(rf"{_MARK} \S+$", first) or re.match(rf"\S+{_MARK}( |$)", second)
    broken = not re.search(f"{_MARK}$", first)
    parted = re.match(_SYMBOL, second)
    return max(map(len, lines)) + (_HANGING if broken and hangs else 0) + (LINE_LENGTH if parted else 0)


def _break_cost(word: str, after: str) -> int:
    """Return the cost of a break between two words; a number belongs to the words before it."""
    if re.match(r"−?\d", after):
        return _OTHER_BREAK_COST
    last = word.rstrip('”"»\u00a0')[-1:]
    return next((cost for marks, cost in _BREAK_COSTS if last in marks), _OTHER_BREAK_COST)
