"""Symbols in their colours, numbers with as many decimals as they need, sentences in the lesson's language."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from string import Formatter

from backprop_core.quantities import Name, Quantity
from scenes.handout.document import Formula, Math, Run, Side, Words
from scenes.handout.formulas.expression import Expression, Leaf
from scenes.handout.formulas.markup import Written, joined
from scenes.kit.text.readout import number_source
from scenes.kit.theme import Theme
from scenes.numbers.format import (
    MINUS,
    agreeing_decimals,
    column_decimals,
    exact_decimals,
    handout_decimals,
    least_decimals,
    significant_decimals,
)
from scenes.numbers.language import Language


@dataclass(frozen=True)
class Writer:
    """Writes in one theme and language.

    Parameters
    ----------
    decimals
        How many decimals a computed number has at least.
    """

    theme: Theme
    language: Language
    decimals: int

    def name(self, name: Name) -> Written:
        """Write a name, each symbol in its colour."""
        return Written(name.marked(lambda symbol, source: self._marked(symbol, source)), name.plain)

    def rounded(self, quantity: Quantity) -> Written:
        """Write a number with the lesson's decimals, or more if it needs them; one that the lesson sets, too."""
        exact = exact_decimals(quantity.value)
        return self._number(quantity, significant_decimals(quantity.value, least=min(exact, self.decimals)))

    def number(self, quantity: Quantity, decimals: int | None = None) -> Written:
        """Write a number in its quantity's colour, with the decimals that it needs if none are given."""
        return self._number(quantity, self.places(quantity) if decimals is None else decimals)

    def places(self, quantity: Quantity) -> int:
        """Return with how many decimals a quantity is written: one that the lesson sets, as the lesson has it."""
        return handout_decimals(quantity, self.decimals)

    def shared_places(self, quantities: Sequence[Quantity]) -> int:
        """Return with how many decimals numbers are written that stand below each other."""
        return column_decimals(quantities, self.decimals)

    def worked(
        self,
        result: Quantity,
        *sides: Expression,
        numbers: Expression | None = None,
        since: Written | None = None,
        becomes: bool = False,
    ) -> Formula:
        """Write a quantity's name, what it is in letters, the same in numbers, and what that comes to.

        Parameters
        ----------
        sides
            What it is in letters; there may be several ways to say it, or none.
        numbers
            What is written in numbers, if it is not the last of the sides.
        since
            A reason, to stand at the end.
        becomes
            Whether it gets this value now, and had another before.
        """
        written: list[tuple[str, list[Written]]] = [("=", side.pieces(Names(self))) for side in sides]
        last = numbers or sides[-1]
        if last.leaves:
            decimals, sign = self._decimals(last, result)
            value, plugged = self.number(result), last.pieces(Numbers(self, iter(decimals)))
            written += [("=", plugged)] if joined(plugged).plain != value.plain else []
            written += [(sign, [value])]
        if becomes:
            written[0] = ("arrow.l", written[0][1])
        written += [("", [since])] if since else []
        return formula(self.name(result.symbol), written)

    def in_letters(self, name: Name, *sides: Expression) -> Formula:
        """Write what a quantity is, without numbers."""
        return formula(self.name(name), [("=", side.pieces(Names(self))) for side in sides])

    def equality(self, quantity: Quantity) -> Math:
        """Write that a quantity has its value, to stand in a sentence."""
        name, number = self.name(quantity.symbol), self.number(quantity)
        return math(name + Written("=", " = ") + number)

    def translate(self, english: str, **parts: Run) -> Words:
        """Return a sentence in this language, with mathematics or words where ``{names}`` stand."""
        runs: list[Run] = []
        for text, field, *_ in Formatter().parse(self.language.text(english)):
            runs += [text] if text else []
            runs += [parts[field]] if field else []
        return Words(runs)

    def _decimals(self, expression: Expression, result: Quantity) -> tuple[list[int], str]:
        """Return the decimals of what an expression is made of, with which what is printed comes to the result."""
        leaves = expression.leaves
        exact = [least_decimals(leaf, self.decimals) for leaf in leaves]
        values = [leaf.value for leaf in leaves]
        places = self.places(result)
        return agreeing_decimals(values, result.value, _combining(expression), places, least=exact, nearest=True)

    def _number(self, quantity: Quantity, decimals: int) -> Written:
        text = self.language.number(quantity.value, decimals)
        return Written(self._marked(quantity.symbol, digits(text)), text)

    def _marked(self, name: Name, source: str) -> str:
        return f'marked("{self.theme.colour_of(name)}", {source})'


@dataclass(frozen=True)
class Names:
    """A ``Hand`` that writes names."""

    writer: Writer

    in_numbers = False

    @property
    def separator(self) -> str:
        """What stands between the arguments of a function: a comma where that is no decimal sign."""
        return "," if "." in self.writer.language.number(0.0, 1) else ";"

    def quantity(self, quantity: Quantity) -> tuple[Written, bool]:
        """Return a name, which has no sign."""
        return self.writer.name(quantity.symbol), False

    def constant(self, value: float) -> Written:
        """Return a number of mathematics itself."""
        text = self.writer.language.number(value, exact_decimals(value))
        return Written(digits(text), text)


@dataclass(frozen=True)
class Numbers(Names):
    """A ``Hand`` that writes numbers, each with the next of so many decimals."""

    decimals: Iterator[int]

    in_numbers = True

    def quantity(self, quantity: Quantity) -> tuple[Written, bool]:
        """Return a number without its sign, and whether that is a minus."""
        number = self.writer.number(quantity, next(self.decimals))
        if not number.plain.startswith(MINUS):
            return number, False
        return Written(number.typst.replace(MINUS, "", 1), number.plain.removeprefix(MINUS)), True


def formula(left: Written, sides: Sequence[tuple[str, Sequence[Written]]], *, small: bool = False) -> Formula:
    """Return a formula of what is written: its left side, and signs with what stands after them."""
    said = [f" {_SAID[sign]} {joined(pieces).plain}".replace("  ", " ") for sign, pieces in sides]
    each = [Side(sign, [piece.typst for piece in pieces]) for sign, pieces in sides]
    return Formula(left.typst, left.plain, each, left.plain + "".join(said), small)


def digits(text: str) -> str:
    """Return a printed number as mathematics of ``handout.typ``: words would have spaces around them."""
    return f"digits({number_source(text)})"


def math(written: Written) -> Math:
    """Return what stands among words, or in a table."""
    return Math(written.typst, written.plain)


def leaves(*quantities: Quantity) -> list[Leaf]:
    """Return quantities as parts of formulas."""
    return list(map(Leaf, quantities))


def _combining(expression: Expression) -> Callable[[Sequence[float]], float]:
    return lambda numbers: expression.value(iter(numbers))


_SAID = {"=": "=", "approx": "≈", "arrow.l": "←", "": ""}
