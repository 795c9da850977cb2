"""What the pages are made of, as plain data: Typst lays it out.

Words are text wherever they go, and never read as code; mathematics is Typst source that the writer wrote.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

Paper = Literal["a4", "us-letter"]
"""The sizes of paper."""


class Math(msgspec.Struct, tag="math", frozen=True):
    """A piece of mathematics among words or in a table; ``plain`` is what it is for who listens."""

    typst: str
    plain: str


Run = str | Math
"""What a sentence or a cell is made of."""


class Side(msgspec.Struct, frozen=True):
    """What stands after a sign of equality, in pieces between which a line may be broken."""

    sign: str
    pieces: Sequence[str]


class Formula(msgspec.Struct, tag="formula", frozen=True):
    """A formula worked out: a name, and what it equals, step by step.

    Parameters
    ----------
    left, name
        The name, as Typst mathematics and for who listens.
    plain
        All of it for who listens.
    small
        Whether it may share a line with others.
    """

    left: str
    name: str
    sides: Sequence[Side]
    plain: str
    small: bool = False


class Words(msgspec.Struct, tag="words", frozen=True):
    """A sentence."""

    runs: Sequence[Run]


class Table(msgspec.Struct, tag="table", frozen=True):
    """Columns of cells below their headers; ``names`` are the first so many, which are aligned left."""

    header: Sequence[Run]
    rows: Sequence[Sequence[Run]]
    names: int = 1


Item = Formula | Words | Table


class Clip(msgspec.Struct, frozen=True):
    """What a clip is about, the name of its poster's file, and what it works out."""

    number: int
    headline: str
    about: str
    poster: str
    items: Sequence[Item]


class Chapter(msgspec.Struct, frozen=True):
    """A chapter and its clips."""

    title: str
    clips: Sequence[Clip]


class Listing(msgspec.Struct, frozen=True):
    """Some of the lesson's numbers: names and numbers below a title."""

    title: Sequence[Run]
    rows: Sequence[tuple[Math, Math]]


class Exercise(msgspec.Struct, frozen=True):
    """A question, what is given for it, and what is to be found, each with room to write."""

    title: str
    question: Words
    given: Sequence[Item]
    answers: Sequence[Formula]


class Handout(msgspec.Struct, frozen=True):
    """All of it."""

    title: str
    language: str
    paper: Paper
    solved: bool
    words: Mapping[str, str]
    colours: Mapping[str, str]
    symbols: Table
    given: Sequence[Item]
    chapters: Sequence[Chapter]
    numbers: Sequence[Listing]
    exercises: Sequence[Exercise]
