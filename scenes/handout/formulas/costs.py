"""The costs and their derivatives as expressions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, log
from sys import float_info
from typing import Any

import backprop_core as bp
from backprop_core.quantities import Quantity, Symbol
from scenes.handout.formulas.exponentials import Exponential, LogOfExponentials, LogOnePlusExp, inverse_share
from scenes.handout.formulas.expression import Constant, Expression, Leaf, Notation
from scenes.handout.formulas.markup import Markup
from scenes.handout.formulas.operations import Fraction, FunctionCall, Minus, Multiplication, Square, Sum, sum_of


@dataclass(frozen=True)
class Output:
    """An output neuron: z, its activation a, and the desired output y."""

    z: Quantity
    a: Quantity
    y: Quantity

    @property
    def names(self) -> tuple[Symbol, Symbol]:
        """The names of z and a."""
        z, a = self.z.symbol, self.a.symbol
        assert isinstance(z, Symbol)
        assert isinstance(a, Symbol)
        return z, a

    @property
    def saturated(self) -> bool:
        """Whether a is so near to 0 or 1 that it, or 1 − a, has lost too many digits."""
        return not 1 - _NEARLY_ONE < self.a.value < _NEARLY_ONE


@dataclass(frozen=True)
class Worked:
    """An expression in letters, and an equal one that is to be worked out in numbers."""

    letters: Expression
    numbers: Expression


@dataclass(frozen=True)
class CostExpressions:
    """A cost of the core as expressions.

    Parameters
    ----------
    cost
        The cost.
    activation
        The function of the outputs.
    z
        Their weighted sums.
    """

    cost: bp.Cost
    activation: bp.Activation
    z: Sequence[Quantity]

    def rule(self, output: Output) -> Expression:
        """Return C_0 as a sum over j, for the names of the output j."""
        return self._form.whole(OverOutputs(self._form.term(output)))

    def total(self, outputs: Sequence[Output]) -> Worked:
        """Return C_0; in numbers, a term that a desired output of 0 makes 0 is left out."""
        form = self._form
        letters = form.whole(sum_of([form.term(each) for each in outputs]))
        return Worked(letters, form.numbers(self.activation, outputs) if form.numbers else letters)

    def slope(self, output: Output) -> Worked:
        """Return ∂C_0/∂a_j."""
        form = self._form
        letters = form.slope(output)
        return Worked(letters, form.slope_numbers(self, output) if form.slope_numbers else letters)

    def slope_of_sum(self, output: Output) -> Expression | None:
        """Return a_j − y_j, what ∂C_0/∂z_j comes to of a cross-entropy with the outputs that it is made for."""
        return _error(output) if self.cost.by_z(self.activation) else None

    @property
    def _form(self) -> "_Form":
        return _FORMS[self.cost.name]


@dataclass(frozen=True)
class OverOutputs(Expression):
    """A sum over j in letters; it has no value."""

    term: Expression

    def evaluate(self, numbers: Iterator[Any]) -> Any:
        """Raise an error: there are no numbers in it."""
        raise NotImplementedError

    def pieces(self, notation: Notation) -> list[Markup]:
        """Return the sum sign and the term."""
        return [Markup("sum_j", "Σ_j ") + self.term.as_factor(notation)]


@dataclass(frozen=True)
class _Form:
    """The parts of a cost: what is made of the sum, its terms, and the slope; and how the latter are worked out."""

    whole: Callable[[Expression], Expression]
    term: Callable[[Output], Expression]
    slope: Callable[[Output], Expression]
    numbers: Callable[[bp.Activation, Sequence[Output]], Expression] | None = None
    slope_numbers: Callable[[CostExpressions, Output], Expression] | None = None


def _error(output: Output) -> Sum:
    return Sum(Leaf(output.a), Minus(Leaf(output.y)))


def _square(output: Output) -> Expression:
    return Square(_error(output))


def _half(expression: Expression) -> Expression:
    return Multiplication(Fraction(Constant(1), Constant(2)), expression)


def _both_logs(output: Output) -> Expression:
    """Return y ln a + (1 − y) ln(1 − a)."""
    one = Multiplication(Leaf(output.y), _ln(Leaf(output.a)))
    return Sum(one, Multiplication(_rest(output.y), _ln(_rest(output.a))))


def _entropy_numbers(activation: bp.Activation, outputs: Sequence[Output]) -> Expression:
    """Return the cross-entropy; of saturated sigmoid outputs by z, as −ln a is ln(1 + e^(−z))."""
    by_z = activation.name == "sigmoid" and any(each.saturated for each in outputs)
    terms: list[Expression] = []
    for each in outputs:
        z, a = Leaf(each.z), Leaf(each.a)
        one, zero = (LogOnePlusExp(Minus(z)), LogOnePlusExp(z)) if by_z else (_ln(a), _ln(_rest(each.a)))
        terms += _weighed(each.y, one, zero)
    return sum_of(terms) if by_z else Minus(sum_of(terms))


def _entropy_slope(output: Output) -> Expression:
    y, a = output.y, output.a
    return Sum(Minus(Fraction(Leaf(y), Leaf(a))), Fraction(_rest(y), _rest(a)))


def _entropy_slope_numbers(of: CostExpressions, output: Output) -> Expression:
    """Return the slope of the cross-entropy; of a saturated sigmoid output by z, as 1/a is 1 + e^(−z)."""
    y, z, a = output.y, Leaf(output.z), Leaf(output.a)
    if of.activation.name == "sigmoid" and output.saturated:
        one, zero = (Sum(Constant(1), Exponential(power)) for power in (Minus(z), z))
        return sum_of(_weighed(y, Minus(one), zero))
    one = Fraction(Constant(1) if y.value == 1 else Leaf(y), a)
    zero = Fraction(Constant(1) if y.value == 0 else _rest(y), _rest(output.a))
    return sum_of([*([Minus(one)] if y.value != 0 else []), *([zero] if y.value != 1 else [])])


def _log_of_share(output: Output) -> Expression:
    return Multiplication(Leaf(output.y), _ln(Leaf(output.a)))


def _categorical_numbers(_: bp.Activation, outputs: Sequence[Output]) -> Expression:
    """Return the categorical cross-entropy; of saturated outputs by z."""
    counting = [(j, each) for j, each in enumerate(outputs) if each.y.value != 0]
    by_z, z = any(each.saturated for _, each in counting), [each.z for each in outputs]
    terms = [_product(each.y, LogOfExponentials(z, j) if by_z else _ln(Leaf(each.a))) for j, each in counting]
    return sum_of(terms) if by_z else Minus(sum_of(terms))


def _categorical_slope(output: Output) -> Expression:
    return Minus(Fraction(Leaf(output.y), Leaf(output.a)))


def _categorical_slope_numbers(of: CostExpressions, output: Output) -> Expression:
    """Return the slope of the categorical cross-entropy; by z where a float cannot hold a softmax output."""
    if output.a.value >= float_info.min or not of.activation.whole_layer:
        return _categorical_slope(output)
    j = [each.symbol for each in of.z].index(output.z.symbol)
    return Minus(_product(output.y, inverse_share(of.z, j))) if output.y.value else Leaf(output.y)


def _weighed(y: Quantity, one: Expression, zero: Expression) -> list[Expression]:
    """Return y times the first and 1 − y times the second expression, without what is 0 and without factors of 1."""
    if y.value in (0, 1):
        return [one if y.value else zero]
    return [Multiplication(Leaf(y), one), Multiplication(_rest(y), zero)]


def _product(y: Quantity, expression: Expression) -> Expression:
    return expression if y.value == 1 else Multiplication(Leaf(y), expression)


def _rest(quantity: Quantity) -> Sum:
    """Return 1 − a, or 1 − y."""
    return Sum(Constant(1), Minus(Leaf(quantity)))


def _ln(argument: Expression) -> FunctionCall:
    return FunctionCall(Markup("ln", "ln"), lambda value: log(value) if value > 0 else -inf, argument)


_FORMS = {
    "squared_error": _Form(lambda total: total, _square, lambda output: Multiplication(Constant(2), _error(output))),
    "half_squared_error": _Form(_half, _square, _error),
    "cross_entropy": _Form(Minus, _both_logs, _entropy_slope, _entropy_numbers, _entropy_slope_numbers),
    "categorical_cross_entropy": _Form(
        Minus, _log_of_share, _categorical_slope, _categorical_numbers, _categorical_slope_numbers
    ),
}

# From this output on, 1 − a loses too many digits; as near to 0, z tells more than a.
_NEARLY_ONE = 0.99
