"""Labels each glyph that a typesetter writes with the number, symbol or sentence that it belongs to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count, groupby
from typing import Any
from unittest.mock import patch

from manim import Mobject

from backprop_core.quantities import Change, Name, Product, Quantity, Ratio, Symbol
from scenes.figures.nudges.table import Table
from scenes.kit.text.formula import Formula, TextLine
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.typesetter import Typesetter


@dataclass(frozen=True)
class Tick:
    """A round number at a tick or in a legend."""

    value: float


@dataclass(frozen=True)
class Sentence:
    """A line of words that contains numbers."""

    text: str


Meaning = Quantity | Symbol | Change | Tick | Sentence


@dataclass(frozen=True)
class GlyphLabel:
    """The label of a glyph: the text it is part of, by a serial number, its meaning, and the glyph's place in it."""

    part: int
    meaning: Meaning
    place: int

    def __deepcopy__(self, memo: dict[int, object]) -> "GlyphLabel":
        return self


@dataclass(frozen=True)
class Equation:
    """A name and the quantity written as its value, in a formula or a table."""

    name: Name
    quantity: Quantity


# The template of a name and its value.
_EQUALS = re.compile(r"\{\}\s*(?:=|approx)\s*\{\}")


@contextmanager
def labelled_glyphs() -> Iterator[list[Equation]]:
    """Label every glyph that a typesetter writes; copies keep the label.

    Yields a list that collects the names and values that are written beside each other.
    """
    formula, tick, plain, live, table = (
        Typesetter.formula,
        Typesetter.tick,
        Typesetter.plain,
        LiveFormula.__init__,
        Table.__init__,
    )
    equations: list[Equation] = []
    names: dict[int, Name] = {}
    parts = count()

    def note(name: Any, number: Any) -> None:
        if isinstance(name, Symbol | Change | Ratio | Product):
            quantities = number if isinstance(number, list | tuple) else [number]
            equations.extend(Equation(name, quantity) for quantity in quantities if isinstance(quantity, Quantity))

    def note_formula(template: str, arguments: Sequence[Any]) -> None:
        if _EQUALS.fullmatch(template):
            note(*arguments[:2])

    def noted_live(self: LiveFormula, typesetter: Typesetter, template: str, *arguments: Any, **options: Any) -> None:
        note_formula(template, arguments)
        live(self, typesetter, template, *arguments, **options)

    def noted_table(self: Table, *arguments: Any, **options: Any) -> None:
        table(self, *arguments, **options)
        for cell in (cell for row in self.rows for cell in row):
            above = min(self.header, key=lambda name: abs(name.get_x() - cell.get_x()))
            label = label_of(cell[0])
            assert label is not None
            note(names[id(above)], label.meaning)

    def labelled_formula(typesetter: Typesetter, template: str, *arguments: Any, **options: Any) -> Formula:
        line = formula(typesetter, template, *arguments, **options)
        note_formula(template, arguments)
        if template == "{}" and isinstance(arguments[0], Symbol | Change | Ratio | Product):
            names[id(line)] = arguments[0]
        for index, argument in enumerate(arguments):
            for glyphs, meaning in _parts(line, index, argument):
                _label(glyphs, next(parts), meaning)
        return line

    def labelled_tick(typesetter: Typesetter, value: float, *args: Any, **options: Any) -> Formula:
        line = tick(typesetter, value, *args, **options)
        _label(line, next(parts), Tick(value))
        return line

    def labelled_plain(typesetter: Typesetter, text: str, **options: Any) -> TextLine:
        line = plain(typesetter, text, **options)
        if any(character.isdigit() for character in text):
            _label(line, next(parts), Sentence(text))
        return line

    patches = {"formula": labelled_formula, "tick": labelled_tick, "plain": labelled_plain}
    with ExitStack() as stack:
        for name, method in patches.items():
            stack.enter_context(patch.object(Typesetter, name, method))
        stack.enter_context(patch.object(LiveFormula, "__init__", noted_live))
        stack.enter_context(patch.object(Table, "__init__", noted_table))
        yield equations


def _parts(line: Formula, index: int, argument: Name | Quantity | str) -> Iterator[tuple[Iterable[Any], Meaning]]:
    """Yield the glyphs of an argument of a formula with their meaning; those of a name symbol by symbol."""
    try:
        glyphs = line.argument(index)
    except KeyError:  # the template does not use it
        return
    if isinstance(argument, str):
        return
    if isinstance(argument, Quantity):
        yield glyphs, argument
        return
    pieces = list(_pieces(argument))
    symbols = {piece.of if isinstance(piece, Change) else piece for piece in pieces}
    owner = {id(glyph): symbol for symbol in symbols for glyph in line.of(symbol)}
    runs = [list(run) for symbol, run in groupby(glyphs, lambda glyph: owner.get(id(glyph))) if symbol]
    yield from zip(runs, pieces, strict=True)


def _pieces(name: Name) -> Iterator[Symbol | Change]:
    """Yield the symbols in a name, in the order in which they are typeset."""
    match name:
        case Symbol() | Change():
            yield name
        case Ratio(top, bottom):
            yield from (top, bottom)
        case Product(factors):
            for factor in factors:
                yield from _pieces(factor)


def _label(glyphs: Iterable[Any], part: int, meaning: Meaning) -> None:
    for place, glyph in enumerate(glyphs):
        glyph.written_for = GlyphLabel(part, meaning, place)


def label_of(glyph: Mobject) -> GlyphLabel | None:
    """Return the label of a glyph, or None if no typesetter wrote it."""
    return vars(glyph).get("written_for")
