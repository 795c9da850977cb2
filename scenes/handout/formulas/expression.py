"""Formulas that can be written in letters or in numbers, and worked out from the numbers as they are printed."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from backprop_core.quantities import Quantity
from scenes.handout.formulas.markup import Written, guarded, joined, opposite


class Hand(Protocol):
    """Writes what formulas are made of: names, or numbers."""

    @property
    def in_numbers(self) -> bool:
        """Whether quantities are written as numbers."""
        ...

    @property
    def separator(self) -> str:
        """What stands between the arguments of a function: a comma where that is no decimal sign."""
        ...

    def quantity(self, quantity: Quantity) -> tuple[Written, bool]:
        """Return a quantity without its sign, and whether that is a minus; a name has none."""
        ...

    def constant(self, value: float) -> Written:
        """Return a number of mathematics itself."""
        ...


class Expression(ABC):
    """A formula. Its ``pieces`` are what a line may be broken between."""

    @property
    def leaves(self) -> tuple[Quantity, ...]:
        """The quantities in it, in the order in which they are written."""
        return ()

    @abstractmethod
    def value(self, numbers: Iterator[float]) -> float:
        """Return what it comes to, if its quantities have these values."""

    @abstractmethod
    def pieces(self, hand: Hand) -> list[Written]:
        """Return it as it is written."""

    def written(self, hand: Hand) -> Written:
        """Return it in one piece."""
        return joined(self.pieces(hand))

    def tight(self, hand: Hand) -> Written:
        """Return it as a factor is written."""
        return self.guarded(self.written(hand))

    def guarded(self, written: Written) -> Written:
        """Return what was written of it as a factor."""
        return guarded(written)


@dataclass(frozen=True)
class Constant(Expression):
    """A number of mathematics itself, such as the 2 of a square's derivative."""

    number: float

    def value(self, numbers: Iterator[float]) -> float:  # noqa: ARG002 - it needs none
        """Return the number."""
        return self.number

    def pieces(self, hand: Hand) -> list[Written]:
        """Return the number."""
        return [hand.constant(self.number)]


@dataclass(frozen=True)
class Leaf(Expression):
    """A quantity: its name, or its number."""

    quantity: Quantity

    @property
    def leaves(self) -> tuple[Quantity, ...]:
        """The quantity."""
        return (self.quantity,)

    def value(self, numbers: Iterator[float]) -> float:
        """Return the next number."""
        return next(numbers)

    def pieces(self, hand: Hand) -> list[Written]:
        """Return it with its sign."""
        size, negative = hand.quantity(self.quantity)
        return [opposite(size) if negative else size]


@dataclass(frozen=True)
class Letters(Expression):
    """Something that is written in letters only, such as a rule for any j."""

    rule: Written

    def value(self, numbers: Iterator[float]) -> float:
        """Nothing to work out."""
        raise NotImplementedError(self.rule.plain)

    def pieces(self, hand: Hand) -> list[Written]:  # noqa: ARG002 - it is written in one way only
        """Return it."""
        return [self.rule]
