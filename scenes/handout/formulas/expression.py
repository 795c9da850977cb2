"""Expressions that can be printed in letters or in numbers, and evaluated with the numbers as printed."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from backprop_core.quantities import Quantity
from scenes.handout.formulas.markup import Markup, bracketed_if_negative, joined, negated


class Notation(Protocol):
    """How the quantities and constants of an expression are written: as names, or as numbers."""

    @property
    def in_numbers(self) -> bool:
        """Whether quantities are written as numbers."""
        ...

    @property
    def separator(self) -> str:
        """The separator of a function's arguments: a comma, unless the comma is the decimal sign."""
        ...

    def quantity(self, quantity: Quantity) -> tuple[Markup, bool]:
        """Return a quantity without its sign, and whether the sign is a minus."""
        ...

    def constant(self, value: float) -> Markup:
        """Return a constant of a formula."""
        ...


class Expression(ABC):
    """An expression of quantities and constants; in print, a line may be broken between its ``pieces``."""

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities in it, in the order in which they are printed."""
        return ()

    @abstractmethod
    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return its value, given those of its quantities in their order; decimals do not overflow."""

    @abstractmethod
    def pieces(self, notation: Notation) -> list[Markup]:
        """Return its pieces in print."""

    def markup(self, notation: Notation) -> Markup:
        """Return all of it in print."""
        return joined(self.pieces(notation))

    def as_factor(self, notation: Notation) -> Markup:
        """Return it as a factor of a product, in brackets if it needs them."""
        return self.bracketed_if_needed(self.markup(notation))

    def bracketed_if_needed(self, markup: Markup) -> Markup:
        """Return ``markup`` of it, in brackets if it cannot be a factor without."""
        return bracketed_if_negative(markup)


@dataclass(frozen=True)
class Constant(Expression):
    """A constant, such as the 2 in a square's derivative."""

    number: float

    def evaluate(self, numbers: Iterator[Any]) -> Any:  # noqa: ARG002 - it needs none
        """Return the number."""
        return self.number

    def pieces(self, notation: Notation) -> list[Markup]:
        """Return the number."""
        return [notation.constant(self.number)]


@dataclass(frozen=True)
class Leaf(Expression):
    """A quantity, printed as its name or its number."""

    quantity: Quantity

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantity."""
        return (self.quantity,)

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return the next number."""
        return next(numbers)

    def pieces(self, notation: Notation) -> list[Markup]:
        """Return the quantity with its sign."""
        size, negative = notation.quantity(self.quantity)
        return [negated(size) if negative else size]


@dataclass(frozen=True)
class Symbolic(Expression):
    """An expression in letters only, such as a rule for any j; it has no value."""

    rule: Markup

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Raise an error: there are no numbers in it."""
        raise NotImplementedError(self.rule.plain)

    def pieces(self, notation: Notation) -> list[Markup]:  # noqa: ARG002 - it has one notation
        """Return the rule."""
        return [self.rule]
