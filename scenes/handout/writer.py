"""Writes symbols in their colours, numbers with the decimals that they need, formulas, and translated sentences."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import isfinite, isinf
from string import Formatter

from backprop_core.quantities import Name, Quantity, cost
from scenes.handout.colours import Colours
from scenes.handout.decimals import column_decimals, handout_decimals, least_decimals
from scenes.handout.document import FormulaItem, Math, Run, Sentence, Side
from scenes.handout.formulas.expression import Expression
from scenes.handout.formulas.markup import Markup, joined
from scenes.numbers.format import (
    MINUS,
    agreeing_decimals,
    as_printed,
    exact_decimals,
    significant_decimals,
)
from scenes.numbers.language import Language
from scenes.numbers.typesetting import number_source

# How many decimals more than usual the numbers in a power's exponent have at most.
_FURTHER_DECIMALS = 12


@dataclass(frozen=True)
class Writer:
    """Writes mathematics and sentences for one lesson.

    Parameters
    ----------
    colours
        The colours of symbols and numbers.
    language
        The language of sentences, which also has its decimal sign.
    decimals
        The least number of decimals of a computed number.
    example
        The k of C_k, as which the cost of an example is written.
    """

    colours: Colours
    language: Language
    decimals: int
    example: int = 0

    def name(self, name: Name) -> Markup:
        """Return a name, each of its symbols in its colour."""
        source, one, written = name.marked(self._marked), cost(), cost(self.example)
        return Markup(source.replace(one.typst, written.typst), name.plain.replace(one.plain, written.plain))

    def rounded(self, quantity: Quantity) -> Markup:
        """Return a number with the lesson's decimals, or more if it needs them, even if the lesson sets it."""
        exact = exact_decimals(quantity.value)
        return self._number(quantity, significant_decimals(quantity.value, least=min(exact, self.decimals)))

    def number(self, quantity: Quantity, decimals: int | None = None) -> Markup:
        """Return a number in its quantity's colour; without ``decimals``, with those that it needs."""
        return self._number(quantity, self.decimals_for(quantity) if decimals is None else decimals)

    def decimals_for(self, quantity: Quantity) -> int:
        """Return how many decimals a quantity needs; one that the lesson sets has as many as in the lesson."""
        return handout_decimals(quantity, self.decimals)

    def shared_decimals(self, quantities: Sequence[Quantity]) -> int:
        """Return how many decimals the numbers of one column have."""
        return column_decimals(quantities, self.decimals)

    def worked_formula(
        self,
        result: Quantity,
        *sides: Expression,
        numbers: Expression | None = None,
        reason: Markup | None = None,
        becomes: bool = False,
    ) -> FormulaItem:
        """Return a formula: a quantity's name, an expression for it in letters, the same in numbers, and its value.

        Parameters
        ----------
        sides
            Equal expressions in letters, if any.
        numbers
            The expression in numbers, if it is not the last of ``sides``.
        reason
            A remark at the end.
        becomes
            Whether the quantity is assigned the value: ``←`` instead of the first ``=``.
        """
        written: list[tuple[str, list[Markup]]] = [("=", side.pieces(NameNotation(self))) for side in sides]
        last = numbers or sides[-1]
        if last.quantities:
            if isinf(result.value) and all(isfinite(each.value) for each in last.quantities):
                value = self._power(result, last, [each.value for each in last.quantities])
                decimals, sign = self._decimals_leading_to(value, result, last), "approx"
            else:
                value = self.number(result)
                decimals, sign = self._agreeing_decimals(last, result)
            plugged = last.pieces(NumberNotation(self, iter(decimals)))
            written += [("=", plugged)] if joined(plugged).plain != value.plain else []
            written += [(sign, [value])]
        if becomes:
            written[0] = ("arrow.l", written[0][1])
        written += [("", [reason])] if reason else []
        return formula(self.name(result.symbol), written)

    def symbolic_formula(self, name: Name, *sides: Expression) -> FormulaItem:
        """Return a formula without numbers: a name, and equal expressions for it."""
        return formula(self.name(name), [("=", side.pieces(NameNotation(self))) for side in sides])

    def equality(self, quantity: Quantity) -> Math:
        """Return ``name = value`` for a sentence."""
        name, number = self.name(quantity.symbol), self.number(quantity)
        return inline_math(name + Markup("=", " = ") + number)

    def translate(self, english: str, **parts: Run) -> Sentence:
        """Return a sentence in the lesson's language, with ``parts`` in the place of ``{names}``."""
        runs: list[Run] = []
        for text, field, *_ in Formatter().parse(self.language.text(english)):
            runs += [text] if text else []
            runs += [parts[field]] if field else []
        return Sentence(runs)

    def _agreeing_decimals(self, expression: Expression, result: Quantity) -> tuple[list[int], str]:
        """Return the decimals of an expression's numbers with which it yields the printed result, and = or ≈."""
        quantities = expression.quantities
        exact = self._least_decimals(quantities)
        values = [each.value for each in quantities]
        places = self.decimals_for(result)
        return agreeing_decimals(values, result.value, _combining(expression), places, least=exact, nearest=True)

    def _power(self, result: Quantity, expression: Expression, numbers: Sequence[float]) -> Markup:
        """Return the power of ten that an expression of these numbers comes to where a float can only be infinite."""
        value = expression.evaluate(map(Decimal, numbers))
        return self._number(replace(result, value=value), 0)

    def _decimals_leading_to(self, power: Markup, result: Quantity, expression: Expression) -> list[int]:
        """Return the fewest decimals of an expression's numbers with which it comes to such a power of ten."""
        quantities = expression.quantities
        decimals = self._least_decimals(quantities)
        for further in range(_FURTHER_DECIMALS):
            tried = [places + further for places in decimals]
            printed = [as_printed(q.value, n) for q, n in zip(quantities, tried, strict=True)]
            if self._power(result, expression, printed).plain == power.plain:
                return tried
        return decimals

    def _least_decimals(self, quantities: Sequence[Quantity]) -> list[int]:
        return [least_decimals(each, self.decimals) for each in quantities]

    def _number(self, quantity: Quantity, decimals: int) -> Markup:
        text = self.language.number(quantity.value, decimals)
        return Markup(self._marked(quantity.symbol, digits_source(text)), text)

    def _marked(self, name: Name, source: str) -> str:
        return f'marked("{self.colours.colour_of(name)}", {source})'


@dataclass(frozen=True)
class NameNotation:
    """A ``Notation`` that writes quantities as their names."""

    writer: Writer

    in_numbers = False

    @property
    def separator(self) -> str:
        """The separator of a function's arguments: a comma, unless the comma is the decimal sign."""
        return "," if self.writer.language.decimal_mark == "." else ";"

    def quantity(self, quantity: Quantity) -> tuple[Markup, bool]:
        """Return the name, which has no sign."""
        return self.writer.name(quantity.symbol), False

    def constant(self, value: float) -> Markup:
        """Return a constant of a formula."""
        text = self.writer.language.number(value, exact_decimals(value))
        return Markup(digits_source(text), text)


@dataclass(frozen=True)
class NumberNotation(NameNotation):
    """A ``Notation`` that writes quantities as numbers, each with the next of ``decimals``."""

    decimals: Iterator[int]

    in_numbers = True

    def quantity(self, quantity: Quantity) -> tuple[Markup, bool]:
        """Return the number without its sign, and whether the sign is a minus."""
        number = self.writer.number(quantity, next(self.decimals))
        if not number.plain.startswith(MINUS):
            return number, False
        return Markup(number.typst.replace(MINUS, "", 1), number.plain.removeprefix(MINUS)), True


def formula(left: Markup, sides: Sequence[tuple[str, Sequence[Markup]]], *, small: bool = False) -> FormulaItem:
    """Return a formula: its left side, then pairs of a sign and the pieces after it."""
    said = [f" {_PLAIN_SIGNS[sign]} {joined(pieces).plain}".replace("  ", " ") for sign, pieces in sides]
    each = [Side(sign, [piece.typst for piece in pieces]) for sign, pieces in sides]
    return FormulaItem(left.typst, left.plain, each, left.plain + "".join(said), small)


def digits_source(text: str) -> str:
    """Return a printed number as Typst source; ``digits`` of handout.typ puts no spaces around it."""
    return f"digits({number_source(text)})"


def inline_math(markup: Markup) -> Math:
    """Return mathematics for a sentence or a table."""
    return Math(markup.typst, markup.plain)


def _combining(expression: Expression) -> Callable[[Sequence[float]], float]:
    return lambda numbers: expression.evaluate(iter(numbers))


_PLAIN_SIGNS = {"=": "=", "approx": "≈", "arrow.l": "←", "arrow.r": "→", "": ""}
