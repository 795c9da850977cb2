"""The content of a handout as plain data, which ``handout.typ`` lays out.

Words are plain text and never read as Typst code; mathematics is Typst source from the writer.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

Paper = Literal["a4", "us-letter"]
"""The sizes of paper."""


class Math(msgspec.Struct, tag="math", frozen=True):
    """A piece of mathematics within a sentence or a table; ``plain`` is what a screen reader says."""

    typst: str
    plain: str


Run = str | Math
"""A part of a sentence or of a table's cell."""


class Side(msgspec.Struct, frozen=True):
    """One side of a formula, after its sign; lines may be broken between its pieces."""

    sign: str
    pieces: Sequence[str]


class FormulaItem(msgspec.Struct, tag="formula", frozen=True):
    """A worked formula: a name, and what it equals, step by step.

    Parameters
    ----------
    left, name
        The name, as Typst mathematics and as a screen reader says it.
    plain
        The whole formula as a screen reader says it.
    small
        Whether it may share a line with other formulas.
    """

    left: str
    name: str
    sides: Sequence[Side]
    plain: str
    small: bool = False


class Sentence(msgspec.Struct, tag="sentence", frozen=True):
    """A sentence, which may contain mathematics."""

    runs: Sequence[Run]


class TableItem(msgspec.Struct, tag="table", frozen=True):
    """A table; its first columns, as many as ``name_columns``, are aligned left."""

    header: Sequence[Run]
    rows: Sequence[Sequence[Run]]
    name_columns: int = 1


Item = FormulaItem | Sentence | TableItem


class ClipSection(msgspec.Struct, frozen=True):
    """The section of a clip: what it is about, the name of its poster's file, its formulas and tables."""

    number: int
    headline: str
    about: str
    poster: str
    items: Sequence[Item]


class ChapterSection(msgspec.Struct, frozen=True):
    """A chapter and its clips."""

    title: str
    clips: Sequence[ClipSection]


class Listing(msgspec.Struct, frozen=True):
    """A titled list of names and numbers."""

    title: Sequence[Run]
    rows: Sequence[tuple[Math, Math]]


class Exercise(msgspec.Struct, frozen=True):
    """A question, what is given for it, and its answers, each with room to write."""

    title: str
    question: Sentence
    given: Sequence[Item]
    answers: Sequence[FormulaItem]


class Handout(msgspec.Struct, frozen=True):
    """A whole handout; ``author`` and ``subject`` are for the file's properties, ``credits`` are printed."""

    title: str
    author: str
    subject: str
    credits: Sequence[str]
    language: str
    paper: Paper
    solved: bool
    words: Mapping[str, str]
    colours: Mapping[str, str]
    symbols: TableItem
    networks: Sequence[Item]
    chapters: Sequence[ChapterSection]
    numbers: Sequence[Listing]
    exercises: Sequence[Exercise]
