"""Expressions made of other expressions: sums, products, squares, fractions, function calls."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from backprop_core.quantities import Quantity, Symbol
from scenes.handout.formulas.expression import Constant, Expression, Leaf, Notation
from scenes.handout.formulas.markup import Markup, negated


class Compound(Expression):
    """An expression made of other expressions."""

    @property
    @abstractmethod
    def parts(self) -> tuple[Expression, ...]:
        """The parts, in the order in which they are printed."""

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities of all parts."""
        return tuple(each for part in self.parts for each in part.quantities)


@dataclass(frozen=True)
class Minus(Compound):
    """An expression with a minus before it."""

    operand: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The operand."""
        return (self.operand,)

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return minus the operand's value."""
        return -self.operand.evaluate(numbers)

    def pieces(self, notation: Notation) -> list[Markup]:
        """Return the operand with a minus; two minuses cancel."""
        if isinstance(self.operand, Leaf):
            size, negative = notation.quantity(self.operand.quantity)
            return [size if negative else negated(size)]
        if isinstance(self.operand, Sum):
            first, *others = self.operand.bracketed_pieces(notation)
            return [negated(first), *others]
        return [negated(self.operand.as_factor(notation))]


@dataclass(frozen=True, init=False)
class Sum(Compound):
    """A sum of terms."""

    terms: tuple[Expression, ...]

    def __init__(self, *terms: Expression):
        object.__setattr__(self, "terms", terms)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The terms."""
        return self.terms

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return the sum."""
        return sum(term.evaluate(numbers) for term in self.terms)

    def pieces(self, notation: Notation) -> list[Markup]:
        """Return a piece for each term; a negative number is subtracted, not added."""
        first, *others = self.terms
        return [first.markup(notation), *(self._added(term, notation) for term in others)]

    def bracketed_if_needed(self, markup: Markup) -> Markup:
        """Return ``markup`` in brackets, whatever its sign."""
        return markup.in_brackets()

    def bracketed_pieces(self, notation: Notation) -> list[Markup]:
        """Return a piece for each term, with brackets around all."""
        if len(self.terms) == 1:
            return [self.as_factor(notation)]
        first, *middle, end = self.pieces(notation)
        return [_OPEN + first, *middle, end + _CLOSE]

    @staticmethod
    def _added(term: Expression, notation: Notation) -> Markup:
        match term:
            case Minus(operand=operand):
                return _MINUS + operand.as_factor(notation)
            case Leaf(quantity=quantity):
                size, negative = notation.quantity(quantity)
                return (_MINUS if negative else _PLUS) + size
            case _:
                return _PLUS + term.markup(notation)


@dataclass(frozen=True, init=False)
class Multiplication(Compound):
    """A product of factors: names side by side, anything else with dots between."""

    factors: tuple[Expression, ...]

    def __init__(self, *factors: Expression):
        object.__setattr__(self, "factors", factors)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The factors."""
        return self.factors

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return the product."""
        return prod(factor.evaluate(numbers) for factor in self.factors)

    def pieces(self, notation: Notation) -> list[Markup]:
        """Return a piece for each factor, and for each term of the last factor if it is a sum."""
        times = _SIDE_BY_SIDE if not notation.in_numbers and all(map(_is_short, self.factors)) else _TIMES
        *others, last = self.factors
        found = [factor.as_factor(notation) for factor in others]
        found += last.bracketed_pieces(notation) if isinstance(last, Sum) else [last.as_factor(notation)]
        return [found[0], *(times + factor for factor in found[1 : len(others) + 1]), *found[len(others) + 1 :]]


@dataclass(frozen=True)
class Square(Compound):
    """The square of an expression."""

    operand: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The base."""
        return (self.operand,)

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return the square, or infinity if it overflows."""
        base = self.operand.evaluate(numbers)
        return base * base

    def pieces(self, notation: Notation) -> list[Markup]:
        """Return the square; a name is put into brackets, as it may have a superscript."""
        base = self.operand.as_factor(notation)
        if isinstance(self.operand, Leaf) and not notation.in_numbers:
            base = base.in_brackets()
        return [Markup(f"{base.typst}^2", f"{base.plain}²")]


@dataclass(frozen=True)
class Fraction(Compound):
    """A fraction."""

    numerator: Expression
    denominator: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The numerator and the denominator."""
        return self.numerator, self.denominator

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return the quotient."""
        return self.numerator.evaluate(numbers) / self.denominator.evaluate(numbers)

    def pieces(self, notation: Notation) -> list[Markup]:
        """Return it with a bar; in plain text with a slash, and brackets where they are needed."""
        numerator, denominator = self.numerator.markup(notation), self.denominator.markup(notation)
        above, below = (
            self.numerator.bracketed_if_needed(numerator),
            self.denominator.bracketed_if_needed(denominator),
        )
        return [Markup(f"frac({numerator.typst}, {denominator.typst})", f"{above.plain}/{below.plain}")]


@dataclass(frozen=True, init=False)
class FunctionCall(Compound):
    """A function applied to arguments.

    Parameters
    ----------
    name
        The function's name in print.
    function
        Computes its value.
    arguments
        The expressions that it is applied to.
    """

    name: Markup
    function: Callable[..., float]
    arguments: tuple[Expression, ...]

    def __init__(self, name: Markup, function: Callable[..., float], *arguments: Expression):
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "function", function)
        object.__setattr__(self, "arguments", arguments)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The arguments."""
        return self.arguments

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return the function's value."""
        return self.function(*(argument.evaluate(numbers) for argument in self.arguments))

    def pieces(self, notation: Notation) -> list[Markup]:
        """Return the name, and the arguments in brackets."""
        each = [argument.markup(notation) for argument in self.arguments]
        typst = f" \\{notation.separator} ".join(argument.typst for argument in each)
        plain = f"{notation.separator} ".join(argument.plain for argument in each)
        return [Markup(f"{self.name.typst}({typst})", f"{self.name.plain}({plain})")]


def product_of(quantities: Iterable[Quantity]) -> Multiplication:
    """Return the product of some quantities."""
    return Multiplication(*map(Leaf, quantities))


def sum_of(terms: Sequence[Expression]) -> Expression:
    """Return the sum of some terms, or the term if there is only one."""
    return Sum(*terms) if len(terms) > 1 else terms[0]


def _is_short(factor: Expression) -> bool:
    """Return whether a factor is a letter, a constant, or in brackets."""
    match factor:
        case Leaf(quantity=Quantity(symbol=Symbol())) | Constant() | Sum():
            return True
        case _:
            return False


# Brackets that Typst does not pair, so that a line may be broken between them.
_OPEN, _CLOSE = Markup("\\(", "("), Markup("\\)", ")")
_MINUS, _PLUS = Markup("-", " − "), Markup("+", " + ")
_TIMES, _SIDE_BY_SIDE = Markup("dot.op", "·"), Markup("thin", " ")
