"""Formulas made of others: sums, products, powers, fractions, functions."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, prod

import numpy as np

from backprop_core.quantities import Quantity, Symbol
from scenes.handout.formulas.expression import Constant, Expression, Hand, Leaf
from scenes.handout.formulas.markup import Written, opposite


class _Compound(Expression):
    """An expression of others."""

    @property
    @abstractmethod
    def parts(self) -> tuple[Expression, ...]:
        """The others, in the order in which they are written."""

    @property
    def leaves(self) -> tuple[Quantity, ...]:
        """Those of the parts."""
        return tuple(leaf for part in self.parts for leaf in part.leaves)


@dataclass(frozen=True)
class Minus(_Compound):
    """The opposite of something."""

    of: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        """What it is the opposite of."""
        return (self.of,)

    def value(self, numbers: Iterator[float]) -> float:
        """Return the opposite."""
        return -self.of.value(numbers)

    def pieces(self, hand: Hand) -> list[Written]:
        """Return it; the opposite of a negative number has no sign."""
        if isinstance(self.of, Leaf):
            size, negative = hand.quantity(self.of.quantity)
            return [size if negative else opposite(size)]
        return [opposite(self.of.tight(hand))]


@dataclass(frozen=True, init=False)
class Sum(_Compound):
    """Terms, added."""

    terms: tuple[Expression, ...]

    def __init__(self, *terms: Expression):
        object.__setattr__(self, "terms", terms)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The terms."""
        return self.terms

    def value(self, numbers: Iterator[float]) -> float:
        """Return the sum."""
        return sum(term.value(numbers) for term in self.terms)

    def pieces(self, hand: Hand) -> list[Written]:
        """Return a piece for each term; a negative number that is added is written as one that is taken away."""
        first, *others = self.terms
        return [first.written(hand), *(self._added(term, hand) for term in others)]

    def guarded(self, written: Written) -> Written:
        """Return it in brackets."""
        return written.in_brackets()

    @staticmethod
    def _added(term: Expression, hand: Hand) -> Written:
        match term:
            case Minus(of=of):
                return _LESS + of.tight(hand)
            case Leaf(quantity=quantity):
                size, negative = hand.quantity(quantity)
                return (_LESS if negative else _PLUS) + size
            case _:
                return _PLUS + term.written(hand)


@dataclass(frozen=True, init=False)
class Product(_Compound):
    """Factors, multiplied: names side by side, all else with dots between."""

    factors: tuple[Expression, ...]

    def __init__(self, *factors: Expression):
        object.__setattr__(self, "factors", factors)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The factors."""
        return self.factors

    def value(self, numbers: Iterator[float]) -> float:
        """Return the product."""
        return prod(factor.value(numbers) for factor in self.factors)

    def pieces(self, hand: Hand) -> list[Written]:
        """Return a piece for each factor, and for each term of a sum that is the last."""
        times = _SIDE_BY_SIDE if not hand.in_numbers and all(map(_is_short, self.factors)) else _TIMES
        *others, last = self.factors
        found = [factor.tight(hand) for factor in others]
        if isinstance(last, Sum):
            first, *middle, end = last.pieces(hand)
            found += [_OPEN + first, *middle, end + _CLOSE]
        else:
            found.append(last.tight(hand))
        return [found[0], *(times + factor for factor in found[1 : len(others) + 1]), *found[len(others) + 1 :]]


@dataclass(frozen=True)
class Square(_Compound):
    """Something times itself."""

    of: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        """What is squared."""
        return (self.of,)

    def value(self, numbers: Iterator[float]) -> float:
        """Return the square; beyond the largest number, infinity."""
        base = self.of.value(numbers)
        return base * base

    def pieces(self, hand: Hand) -> list[Written]:
        """Return it; a name with a superscript is put into brackets."""
        base = self.of.tight(hand)
        if isinstance(self.of, Leaf) and not hand.in_numbers:
            base = base.in_brackets()
        return [Written(f"{base.typst}^2", f"{base.plain}²")]


@dataclass(frozen=True)
class Fraction(_Compound):
    """One thing over another."""

    top: Expression
    bottom: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        """Top and bottom."""
        return self.top, self.bottom

    def value(self, numbers: Iterator[float]) -> float:
        """Return the quotient."""
        return self.top.value(numbers) / self.bottom.value(numbers)

    def pieces(self, hand: Hand) -> list[Written]:
        """Return it with a bar; in plain text with a stroke, and brackets that make clear what is where."""
        top, bottom = self.top.written(hand), self.bottom.written(hand)
        plain = f"{self.top.guarded(top).plain}/{self.bottom.guarded(bottom).plain}"
        return [Written(f"frac({top.typst}, {bottom.typst})", plain)]


@dataclass(frozen=True, init=False)
class Call(_Compound):
    """A function of something.

    Parameters
    ----------
    name
        As it is written.
    function
        Works it out.
    arguments
        What it is of.
    """

    name: Written
    function: Callable[..., float]
    arguments: tuple[Expression, ...]

    def __init__(self, name: Written, function: Callable[..., float], *arguments: Expression):
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "function", function)
        object.__setattr__(self, "arguments", arguments)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The arguments."""
        return self.arguments

    def value(self, numbers: Iterator[float]) -> float:
        """Return what the function makes of its arguments."""
        return self.function(*(argument.value(numbers) for argument in self.arguments))

    def pieces(self, hand: Hand) -> list[Written]:
        """Return its name, and the arguments in brackets."""
        each = [argument.written(hand) for argument in self.arguments]
        typst = f" \\{hand.separator} ".join(argument.typst for argument in each)
        plain = f"{hand.separator} ".join(argument.plain for argument in each)
        return [Written(f"{self.name.typst}({typst})", f"{self.name.plain}({plain})")]


@dataclass(frozen=True)
class Exponential(_Compound):
    """A power of e."""

    power: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The power."""
        return (self.power,)

    def value(self, numbers: Iterator[float]) -> float:
        """Return e to this power; beyond the largest number, infinity."""
        power = self.power.value(numbers)
        return exp(power) if power < _LARGEST_POWER else float("inf")

    def pieces(self, hand: Hand) -> list[Written]:
        """Return it with the power raised."""
        power = self.power.written(hand)
        return [Written(f"e^({power.typst})", f"e^({power.plain})")]


@dataclass(frozen=True, init=False)
class LogarithmOfOnePlus(Call):
    """ln(1 + e^…)."""

    power: Expression

    def __init__(self, power: Expression):
        super().__init__(Written("ln", "ln"), log, Sum(Constant(1), Exponential(power)))
        object.__setattr__(self, "power", power)

    def value(self, numbers: Iterator[float]) -> float:
        """Return the logarithm, however large or small the power of e."""
        return float(np.logaddexp(0, self.power.value(numbers)))


def total(terms: Sequence[Expression]) -> Expression:
    """Return the sum of some terms: of one, the term itself."""
    return Sum(*terms) if len(terms) > 1 else terms[0]


def _is_short(factor: Expression) -> bool:
    """Say whether a factor is a letter, a constant, or in brackets."""
    match factor:
        case Leaf(quantity=Quantity(symbol=Symbol())) | Constant() | Sum():
            return True
        case _:
            return False


# Brackets between which a line may be broken.
_OPEN, _CLOSE = Written("\\(", "("), Written("\\)", ")")
_LESS, _PLUS = Written("-", " − "), Written("+", " + ")
_TIMES, _SIDE_BY_SIDE = Written("dot.op", "·"), Written("thin", " ")
_LARGEST_POWER = 709.0
