"""The activation functions and their derivatives as expressions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import backprop_core as bp
from backprop_core.model.activations import LEAK
from backprop_core.quantities import Quantity
from scenes.handout.formulas.exponentials import Exponential, LogOnePlusExp, Share
from scenes.handout.formulas.expression import Constant, Expression, Leaf
from scenes.handout.formulas.markup import Markup
from scenes.handout.formulas.operations import (
    Fraction,
    FunctionCall,
    Minus,
    Multiplication,
    Square,
    Sum,
    sum_of,
)


@dataclass(frozen=True)
class ActivationFormula:
    """An activation function of the core as expressions.

    Parameters
    ----------
    activation
        The function.
    """

    activation: bp.Activation

    @property
    def name(self) -> Markup:
        """The name of the function: σ."""
        return Markup(self.activation.typst, _PLAIN_NAMES.get(self.activation.name, self.activation.typst.strip('"')))

    @property
    def slope_name(self) -> Markup:
        """The name of its derivative: σ′."""
        return Markup(f"{self.name.typst}'", f"{self.name.plain}′")

    def call(self, z: Quantity) -> FunctionCall:
        """Return σ(z)."""
        return FunctionCall(self.name, self._value, Leaf(z))

    def slope_call(self, z: Quantity) -> FunctionCall:
        """Return σ′(z)."""
        return FunctionCall(self.slope_name, lambda value: float(self.activation.df(value)), Leaf(z))

    def formula(self, layer: Sequence[Quantity], j: int = 0) -> list[Expression]:
        """Return σ(z_j) and its formula 1/(1 + e^(−z_j)), of a layer's weighted sums.

        For tanh, which calculators have, it is only tanh(z_j), and for softmax only the formula with all of the sums.
        """
        if self.activation.whole_layer:
            return [Share(layer, j)]
        z, known = layer[j], _FORMULAS.get(self.activation.name)
        return [self.call(z), known(z)] if known else [self.call(z)]

    def slope_formula(self, z: Quantity, a: Quantity) -> list[Expression]:
        """Return σ′(z) and its formula a(1 − a)."""
        return [self.slope_call(z), _SLOPES[self.activation.name](z, a)]

    @property
    def has_corner(self) -> bool:
        """Whether the derivative jumps at z = 0."""
        return bool(self.activation.kinks)

    def _value(self, value: float) -> float:
        return float(self.activation.f(value))


def _sigmoid(z: Quantity) -> Expression:
    return Fraction(Constant(1), Sum(Constant(1), Exponential(Minus(Leaf(z)))))


def _sigmoid_slope(z: Quantity, a: Quantity) -> Expression:
    """Return a(1 − a), or the equal e^(−z) a² where 1 − a would lose its digits."""
    if a.value < _NEARLY_ONE:
        return Multiplication(Leaf(a), Sum(Constant(1), Minus(Leaf(a))))
    return Multiplication(Exponential(Minus(Leaf(z))), Square(Leaf(a)))


def _tanh_slope(z: Quantity, a: Quantity) -> Expression:
    """Return 1 − a², or the equal 4/(e^z + e^(−z))² where 1 − a² would lose its digits."""
    if abs(a.value) < _NEARLY_ONE:
        return Sum(Constant(1), Minus(Square(Leaf(a))))
    return Fraction(Constant(4), Square(Sum(Exponential(Leaf(z)), Exponential(Minus(Leaf(z))))))


def share_slope(a: Sequence[Quantity], i: int, j: int) -> Expression:
    """Return ∂a_i/∂z_j of softmax: −a_i a_j, or a_j(1 − a_j) for i = j.

    Where 1 − a_j would lose its digits, it is the sum of the others.
    """
    if i != j:
        return Minus(Multiplication(Leaf(a[i]), Leaf(a[j])))
    if a[j].value < _NEARLY_ONE:
        return Multiplication(Leaf(a[j]), Sum(Constant(1), Minus(Leaf(a[j]))))
    return Multiplication(Leaf(a[j]), sum_of([Leaf(each) for k, each in enumerate(a) if k != j]))


def _max(*arguments: Expression) -> Expression:
    return FunctionCall(Markup("max", "max"), max, *arguments)


def _step(low: float) -> Callable[[Quantity, Quantity], Expression]:
    return lambda z, _a: Constant(1.0 if z.value > 0 else low)


_FORMULAS: dict[str, Callable[[Quantity], Expression]] = {
    "sigmoid": _sigmoid,
    "softplus": lambda z: LogOnePlusExp(Leaf(z)),
    "relu": lambda z: _max(Constant(0), Leaf(z)),
    "leaky_relu": lambda z: _max(Multiplication(Constant(LEAK), Leaf(z)), Leaf(z)),
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

# From this activation on, 1 − a loses too many digits.
_NEARLY_ONE = 0.99

_PLAIN_NAMES = {"sigmoid": "σ"}
