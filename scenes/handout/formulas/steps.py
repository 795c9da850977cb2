"""One step of the calculation each, worked out for any network and example."""

from dataclasses import dataclass

import backprop_core as bp
from backprop_core.quantities import Product as Multiplied
from backprop_core.quantities import Quantity, activation, cost, partial, weighted_sum
from scenes.handout.document import Formula
from scenes.handout.formulas.example import Example
from scenes.handout.formulas.expression import Constant, Leaf, Letters
from scenes.handout.formulas.functions import Function
from scenes.handout.formulas.markup import Written
from scenes.handout.formulas.operations import Minus, Product, Square, Sum, total
from scenes.handout.writer import Writer, leaves


@dataclass(frozen=True)
class Steps:
    """The steps for one example.

    Parameters
    ----------
    writer
        Writes them.
    example
        The network and the example.
    """

    writer: Writer
    example: Example

    def function(self, l: int) -> Function:
        """Return the activation function of a layer."""
        return Function(self.example.network.activation[l])

    def weighted_sum(self, l: int, j: int = 0) -> Formula:
        """z_j = Σ_k w_jk a_k + b_j."""
        own = self.example
        terms = [Product(Leaf(own.w(l, j, k)), Leaf(own.a(l - 1, k))) for k in own.neurons(l - 1)]
        return self.writer.worked(own.z(l, j), Sum(*terms, Leaf(own.b(l, j))))

    def activation(self, l: int, j: int = 0) -> Formula:
        """a_j = σ(z_j)."""
        own = self.example
        return self.writer.worked(own.a(l, j), *self.function(l).formula(own.z(l, j)))

    def forward(self, *layers: int) -> list[Formula]:
        """Return z and a of every neuron of some layers."""
        own = self.example
        return [step(l, j) for l in layers for j in own.neurons(l) for step in (self.weighted_sum, self.activation)]

    def cost(self) -> Formula:
        """C_0 = Σ_j (a_j − y_j)²."""
        return self.writer.worked(self.example.cost, total([Square(self._gap(j)) for j in self._outputs]))

    def cost_slope(self, j: int = 0) -> Formula:
        """∂C_0/∂a_j = 2(a_j − y_j), in the last layer."""
        *_, slope = self.example.rule("b", self.example.L, j).factors
        return self.writer.worked(slope, Product(Constant(2), self._gap(j)))

    def activation_slope(self, l: int, j: int = 0) -> Formula:
        """∂a_j/∂z_j = σ′(z_j)."""
        own, function = self.example, self.function(l)
        z = own.z(l, j)
        slope = own.rule("b", l, j).factors[1]
        since = self._side_of_zero(z) if function.has_corner else None
        return self.writer.worked(slope, *function.slope(z, own.a(l, j)), since=since)

    def sum_slope(self, letter: str, l: int, j: int = 0, k: int = 0) -> Formula:
        """∂z_j/∂w_jk = a_k; ∂z_j/∂b_j = 1."""
        slope = self.example.rule(letter, l, j, k).factors[0]
        return self.writer.worked(slope, Leaf(self.example.a(l - 1, k)) if letter == "w" else Constant(1))

    def derivative(self, letter: str, l: int, j: int = 0, k: int = 0) -> Formula:
        """∂C_0/∂w_jk = ∂z_j/∂w_jk · ∂a_j/∂z_j · ∂C_0/∂a_j; or by b_j."""
        rule = self.example.rule(letter, l, j, k)
        return self.writer.worked(rule.derivative, Product(*leaves(*rule.factors)))

    def last_derivative(self, letter: str, j: int = 0, k: int = 0) -> Formula:
        """Return the same for the last layer, where each factor is known in letters."""
        own, rule = self.example, self.example.rule(letter, self.example.L, j, k)
        first = Leaf(own.a(own.L - 1, k)) if letter == "w" else Constant(1)
        slope = self.function(own.L).slope_of(own.z(own.L, j))
        known = Product(first, slope, Product(Constant(2), self._gap(j)))
        return self.writer.worked(rule.derivative, known, numbers=Product(*leaves(*rule.factors)))

    def paths(self, l: int, k: int = 0) -> list[Formula]:
        """Return what each path from a_k^(l) contributes: the products of their factors."""
        ways = self.example.ways(l, k).paths
        return [self.writer.worked(contribution(path), numbers=Product(*leaves(*path.factors))) for path in ways]

    def by_activation(self, l: int, k: int = 0) -> Formula:
        """∂C_0/∂a_k = Σ_j ∂z_j/∂a_k · ∂a_j/∂z_j · ∂C_0/∂a_j: the sum of what the paths contribute."""
        ways = self.example.ways(l, k)
        derivative = Quantity(ways.symbol, ways.value)
        if len(ways.paths) == 1:
            return self.writer.worked(derivative, Product(*leaves(*ways.paths[0].factors)))
        z, a = weighted_sum(l + 1, "j"), activation(l + 1, "j")
        factors = (partial(z, ways.parameter.symbol()), partial(a, z), partial(cost(), a))
        rule = Written("sum_j", "Σ_j ") + self.writer.name(Multiplied(factors))
        terms = leaves(*map(contribution, ways.paths))
        return self.writer.worked(derivative, Letters(rule), numbers=total(terms))

    @property
    def _outputs(self) -> range:
        return self.example.neurons(self.example.L)

    def _gap(self, j: int) -> Sum:
        """a_j − y_j."""
        return Sum(Leaf(self.example.a(self.example.L, j)), Minus(Leaf(self.example.target(j))))

    def _side_of_zero(self, z: Quantity) -> Written:
        """Return on which side of 0 the sum is."""
        name, above = self.writer.name(z.symbol), z.value > 0
        sign = Written(">" if above else "lt.eq", " > " if above else " ≤ ")
        return Written("quad", "") + (name + sign + Written("0", "0")).in_brackets()


def contribution(path: bp.Path) -> Quantity:
    """Return what a path contributes: the product of its factors."""
    return Quantity(Multiplied(tuple(factor.symbol for factor in path.factors)), path.value)
