"""The activation functions and their derivatives as formulas."""

from collections.abc import Callable
from dataclasses import dataclass

import backprop_core as bp
from backprop_core.model.activations import LEAK
from backprop_core.quantities import Quantity
from scenes.handout.formulas.expression import Constant, Expression, Leaf
from scenes.handout.formulas.markup import Written
from scenes.handout.formulas.operations import (
    Call,
    Exponential,
    Fraction,
    LogarithmOfOnePlus,
    Minus,
    Product,
    Square,
    Sum,
)


@dataclass(frozen=True)
class Function:
    """An activation function, on paper.

    Parameters
    ----------
    activation
        The core's.
    """

    activation: bp.Activation

    @property
    def name(self) -> Written:
        """Its name: σ."""
        return Written(self.activation.typst, _PLAIN.get(self.activation.name, self.activation.typst.strip('"')))

    @property
    def slope_name(self) -> Written:
        """The name of its derivative: σ′."""
        return Written(f"{self.name.typst}'", f"{self.name.plain}′")

    def of(self, z: Quantity) -> Call:
        """Return σ(z)."""
        return Call(self.name, self._f, Leaf(z))

    def slope_of(self, z: Quantity) -> Call:
        """Return σ′(z)."""
        return Call(self.slope_name, lambda value: float(self.activation.df(value)), Leaf(z))

    def formula(self, z: Quantity) -> list[Expression]:
        """Return σ(z), and what that is: 1/(1 + e^(−z)). Of tanh, calculators know."""
        known = _FORMULAS.get(self.activation.name)
        return [self.of(z), known(z)] if known else [self.of(z)]

    def slope(self, z: Quantity, a: Quantity) -> list[Expression]:
        """Return σ′(z), and what that is: a(1 − a)."""
        return [self.slope_of(z), _SLOPES[self.activation.name](z, a)]

    @property
    def has_corner(self) -> bool:
        """Whether the derivative depends on the side of 0 on which z is."""
        return bool(self.activation.kinks)

    def _f(self, value: float) -> float:
        return float(self.activation.f(value))


def _sigmoid(z: Quantity) -> Expression:
    return Fraction(Constant(1), Sum(Constant(1), Exponential(Minus(Leaf(z)))))


def _sigmoid_slope(z: Quantity, a: Quantity) -> Expression:
    """Return a(1 − a), or where little would be left of 1 − a, the same in another way: e^(−z) a²."""
    if a.value < _NEARLY:
        return Product(Leaf(a), Sum(Constant(1), Minus(Leaf(a))))
    return Product(Exponential(Minus(Leaf(z))), Square(Leaf(a)))


def _tanh_slope(z: Quantity, a: Quantity) -> Expression:
    """Return 1 − a², or where little would be left of that, the same in another way: 4/(e^z + e^(−z))²."""
    if abs(a.value) < _NEARLY:
        return Sum(Constant(1), Minus(Square(Leaf(a))))
    return Fraction(Constant(4), Square(Sum(Exponential(Leaf(z)), Exponential(Minus(Leaf(z))))))


def _max(*arguments: Expression) -> Expression:
    return Call(Written("max", "max"), max, *arguments)


def _step(low: float) -> Callable[[Quantity, Quantity], Expression]:
    return lambda z, _a: Constant(1.0 if z.value > 0 else low)


_FORMULAS: dict[str, Callable[[Quantity], Expression]] = {
    "sigmoid": _sigmoid,
    "softplus": lambda z: LogarithmOfOnePlus(Leaf(z)),
    "relu": lambda z: _max(Constant(0), Leaf(z)),
    "leaky_relu": lambda z: _max(Product(Constant(LEAK), Leaf(z)), Leaf(z)),
    "identity": Leaf,
}

_SLOPES: dict[str, Callable[[Quantity, Quantity], Expression]] = {
    "sigmoid": _sigmoid_slope,
    "tanh": _tanh_slope,
    "softplus": lambda z, _a: _sigmoid(z),
    "relu": _step(0.0),
    "leaky_relu": _step(LEAK),
    "identity": lambda _z, _a: Constant(1),
}

# From here on 1 − a has lost too many of its digits.
_NEARLY = 0.99

_PLAIN = {"sigmoid": "σ"}
