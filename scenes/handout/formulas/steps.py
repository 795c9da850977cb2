"""The steps of forward and backward pass as worked formulas, for any network and example."""

from dataclasses import dataclass

import backprop_core as bp
from backprop_core.quantities import Product, Quantity, activation, cost, partial, weighted_sum
from scenes.handout.document import FormulaItem
from scenes.handout.formulas.example import Example
from scenes.handout.formulas.expression import Constant, Leaf, Symbolic
from scenes.handout.formulas.functions import ActivationFormula
from scenes.handout.formulas.markup import Markup
from scenes.handout.formulas.operations import Minus, Multiplication, Square, Sum, product_of, sum_of
from scenes.handout.writer import Writer


@dataclass(frozen=True)
class Steps:
    """The worked formulas of one network and example.

    Parameters
    ----------
    writer
        Writes the formulas.
    example
        The network and the example.
    """

    writer: Writer
    example: Example

    def activation_formula(self, l: int) -> ActivationFormula:
        """Return the activation function of layer l as a formula."""
        return ActivationFormula(self.example.network.activation[l])

    def weighted_sum(self, l: int, j: int = 0) -> FormulaItem:
        """Return z_j = Σ_k w_jk a_k + b_j."""
        example = self.example
        terms = [Multiplication(Leaf(example.w(l, j, k)), Leaf(example.a(l - 1, k))) for k in example.neurons(l - 1)]
        return self.writer.worked_formula(example.z(l, j), Sum(*terms, Leaf(example.b(l, j))))

    def activation(self, l: int, j: int = 0) -> FormulaItem:
        """Return a_j = σ(z_j)."""
        example = self.example
        return self.writer.worked_formula(example.a(l, j), *self.activation_formula(l).formula(example.z(l, j)))

    def forward(self, *layers: int) -> list[FormulaItem]:
        """Return z and a of every neuron of these layers."""
        example = self.example
        return [
            step(l, j) for l in layers for j in example.neurons(l) for step in (self.weighted_sum, self.activation)
        ]

    def cost(self) -> FormulaItem:
        """Return C_0 = Σ_j (a_j − y_j)²."""
        return self.writer.worked_formula(self.example.cost, sum_of([Square(self._error(j)) for j in self._outputs]))

    def cost_slope(self, j: int = 0) -> FormulaItem:
        """Return ∂C_0/∂a_j = 2(a_j − y_j), in the last layer."""
        *_, slope = self.example.chain_rule("b", self.example.L, j).factors
        return self.writer.worked_formula(slope, Multiplication(Constant(2), self._error(j)))

    def activation_slope(self, l: int, j: int = 0) -> FormulaItem:
        """Return ∂a_j/∂z_j = σ′(z_j)."""
        example, function = self.example, self.activation_formula(l)
        z = example.z(l, j)
        slope = example.chain_rule("b", l, j).factors[1]
        side = self._side_of_zero(z) if function.has_corner else None
        return self.writer.worked_formula(slope, *function.slope_formula(z, example.a(l, j)), reason=side)

    def weighted_sum_slope(self, letter: str, l: int, j: int = 0, k: int = 0) -> FormulaItem:
        """Return ∂z_j/∂w_jk = a_k or ∂z_j/∂b_j = 1."""
        slope = self.example.chain_rule(letter, l, j, k).factors[0]
        return self.writer.worked_formula(slope, Leaf(self.example.a(l - 1, k)) if letter == "w" else Constant(1))

    def derivative(self, letter: str, l: int, j: int = 0, k: int = 0) -> FormulaItem:
        """Return ∂C_0/∂w_jk = ∂z_j/∂w_jk · ∂a_j/∂z_j · ∂C_0/∂a_j, or the same for b_j."""
        rule = self.example.chain_rule(letter, l, j, k)
        return self.writer.worked_formula(rule.derivative, product_of(rule.factors))

    def last_layer_derivative(self, letter: str, j: int = 0, k: int = 0) -> FormulaItem:
        """Return the same in the last layer, each factor replaced by its formula."""
        example, rule = self.example, self.example.chain_rule(letter, self.example.L, j, k)
        first = Leaf(example.a(example.L - 1, k)) if letter == "w" else Constant(1)
        slope = self.activation_formula(example.L).slope_call(example.z(example.L, j))
        known = Multiplication(first, slope, Multiplication(Constant(2), self._error(j)))
        return self.writer.worked_formula(rule.derivative, known, numbers=product_of(rule.factors))

    def paths(self, l: int, k: int = 0) -> list[FormulaItem]:
        """Return the contribution of each path from a_k^(l): the product of its factors."""
        paths = self.example.paths(l, k).paths
        return [self.writer.worked_formula(contribution(path), numbers=product_of(path.factors)) for path in paths]

    def derivative_by_activation(self, l: int, k: int = 0) -> FormulaItem:
        """Return ∂C_0/∂a_k = Σ_j ∂z_j/∂a_k · ∂a_j/∂z_j · ∂C_0/∂a_j, the sum over the paths from a_k^(l)."""
        sum_over_paths = self.example.paths(l, k)
        derivative = Quantity(sum_over_paths.symbol, sum_over_paths.value)
        if len(sum_over_paths.paths) == 1:
            return self.writer.worked_formula(derivative, product_of(sum_over_paths.paths[0].factors))
        z, a = weighted_sum(l + 1, "j"), activation(l + 1, "j")
        factors = (partial(z, sum_over_paths.parameter.symbol()), partial(a, z), partial(cost(), a))
        rule = Markup("sum_j", "Σ_j ") + self.writer.name(Product(factors))
        terms = [Leaf(contribution(path)) for path in sum_over_paths.paths]
        return self.writer.worked_formula(derivative, Symbolic(rule), numbers=sum_of(terms))

    @property
    def _outputs(self) -> range:
        return self.example.neurons(self.example.L)

    def _error(self, j: int) -> Sum:
        """Return a_j − y_j."""
        return Sum(Leaf(self.example.a(self.example.L, j)), Minus(Leaf(self.example.target(j))))

    def _side_of_zero(self, z: Quantity) -> Markup:
        """Return the remark (z > 0) or (z ≤ 0)."""
        name, above = self.writer.name(z.symbol), z.value > 0
        sign = Markup(">" if above else "lt.eq", " > " if above else " ≤ ")
        return Markup("quad", "") + (name + sign + Markup("0", "0")).in_brackets()


def contribution(path: bp.Path) -> Quantity:
    """Return the contribution of a path: the product of its factors."""
    return Quantity(Product(tuple(factor.symbol for factor in path.factors)), path.value)
