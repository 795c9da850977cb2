"""Expressions with e^z: powers of e, their logarithms, and the shares of softmax; they do not overflow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, log
from typing import Any

import numpy as np

from backprop_core.quantities import Quantity
from scenes.handout.formulas.expression import Constant, Expression, Leaf, Notation
from scenes.handout.formulas.markup import Markup
from scenes.handout.formulas.operations import Compound, Fraction, FunctionCall, Minus, Sum


@dataclass(frozen=True)
class Exponential(Compound):
    """e to a power."""

    power: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The power."""
        return (self.power,)

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return e to this power, or infinity if it overflows as a float."""
        power = self.power.evaluate(numbers)
        if isinstance(power, Decimal):
            return power.exp()
        return exp(power) if power < _LARGEST_POWER else float("inf")

    def pieces(self, notation: Notation) -> list[Markup]:
        """Return e with the power as a superscript."""
        power = self.power.markup(notation)
        return [Markup(f"e^({power.typst})", f"e^({power.plain})")]


@dataclass(frozen=True, init=False)
class LogOnePlusExp(FunctionCall):
    """The expression ln(1 + e^power)."""

    power: Expression

    def __init__(self, power: Expression):
        super().__init__(Markup("ln", "ln"), log, Sum(Constant(1), Exponential(power)))
        object.__setattr__(self, "power", power)

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return the logarithm without overflow."""
        return float(np.logaddexp(0, self.power.evaluate(numbers)))


@dataclass(frozen=True, init=False)
class LogOfExponentials(FunctionCall):
    """The expression ln Σ_i e^(z_i − z_j), which is −ln a_j of softmax; its j-th term is 1."""

    def __init__(self, z: Sequence[Quantity], j: int):
        super().__init__(Markup("ln", "ln"), log, inverse_share(z, j))

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return the logarithm without overflow."""
        pairs = np.array([next(numbers) for _ in self.quantities]).reshape(-1, 2)
        return float(np.logaddexp.reduce([0.0, *(pairs[:, 0] - pairs[:, 1])]))


@dataclass(frozen=True, init=False)
class Share(Fraction):
    """The expression e^(z_j) / Σ_i e^(z_i), which is a_j of softmax."""

    j: int

    def __init__(self, z: Sequence[Quantity], j: int):
        powers = [Exponential(Leaf(each)) for each in z]
        super().__init__(powers[j], Sum(*powers))
        object.__setattr__(self, "j", j)

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Return the share without overflow."""
        _, *z = (next(numbers) for _ in self.quantities)
        e = np.exp(np.array(z) - max(z))
        return float(e[self.j] / e.sum())


def inverse_share(z: Sequence[Quantity], j: int) -> Sum:
    """Return Σ_i e^(z_i − z_j), which is 1/a_j of softmax; its j-th term is 1."""
    others = (Sum(Leaf(each), Minus(Leaf(z[j]))) for i, each in enumerate(z) if i != j)
    return Sum(Constant(1), *map(Exponential, others))


_LARGEST_POWER = 709.0
