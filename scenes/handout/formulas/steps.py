"""The steps of forward and backward pass as worked formulas, for any network and example."""

from dataclasses import dataclass, replace

import backprop_core as bp
from backprop_core.quantities import Product, Quantity, activation, cost, partial, weighted_sum
from scenes.handout.document import FormulaItem
from scenes.handout.formulas.costs import CostExpressions, Output, Worked
from scenes.handout.formulas.example import Example
from scenes.handout.formulas.expression import Constant, Expression, Leaf, Symbolic
from scenes.handout.formulas.functions import ActivationFormula, share_slope
from scenes.handout.formulas.markup import Markup
from scenes.handout.formulas.operations import Multiplication, Sum, product_of, sum_of
from scenes.handout.writer import Writer
from scenes.numbers.layers import chain_names


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

    @property
    def cost_expressions(self) -> CostExpressions:
        """The cost as expressions."""
        example, L = self.example, self.example.L
        z = [example.z(L, j) for j in self._outputs]
        return CostExpressions(example.C, example.network.activation[L], z)

    def weighted_sum(self, l: int, j: int = 0) -> FormulaItem:
        """Return z_j = Σ_k w_jk a_k + b_j."""
        example = self.example
        terms = [Multiplication(Leaf(example.w(l, j, k)), Leaf(example.a(l - 1, k))) for k in example.neurons(l - 1)]
        return self.writer.worked_formula(example.z(l, j), Sum(*terms, Leaf(example.b(l, j))))

    def activation(self, l: int, j: int = 0) -> FormulaItem:
        """Return a_j = σ(z_j)."""
        example = self.example
        layer = [example.z(l, i) for i in example.neurons(l)]
        return self.writer.worked_formula(example.a(l, j), *self.activation_formula(l).formula(layer, j))

    def forward(self, *layers: int) -> list[FormulaItem]:
        """Return z and a of every neuron of these layers."""
        example = self.example
        return [
            step(l, j) for l in layers for j in example.neurons(l) for step in (self.weighted_sum, self.activation)
        ]

    def cost(self) -> FormulaItem:
        """Return C_0 as a function of all outputs, such as Σ_j (a_j − y_j)²."""
        return self._worked(self.example.cost, self.cost_expressions.total([self._output(j) for j in self._outputs]))

    def cost_slope(self, j: int = 0) -> FormulaItem:
        """Return ∂C_0/∂a_j, such as 2(a_j − y_j), in the last layer."""
        return self._worked(self.example.slope(self.example.L, j), self.cost_expressions.slope(self._output(j)))

    def output_slopes(self, j: int = 0) -> list[FormulaItem]:
        """Return the factors by which C_0 depends on z_j of the last layer.

        They are ∂a_j/∂z_j and ∂C_0/∂a_j. With softmax there are these for every output, and their sum ∂C_0/∂z_j.
        """
        L = self.example.L
        if not self.example.network.activation[L].whole_layer:
            return [self.activation_slope(L, j), self.cost_slope(j), *self.short_slope(j)]
        each = [step for i in self._outputs for step in (self._share_slope(i, j), self.cost_slope(i))]
        return [*each, *self._sum_over_outputs(j)]

    def short_slope(self, j: int = 0) -> list[FormulaItem]:
        """Return ∂C_0/∂z_j = a_j − y_j, if the slope of the outputs' function cancels with that of the cost."""
        short = self.cost_expressions.slope_of_sum(self._output(j))
        return [self.writer.worked_formula(self.example.slope_by_sum(self.example.L, j), short)] if short else []

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
        known = Multiplication(first, slope, self.cost_expressions.slope(self._output(j)).letters)
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
        whole_layer = self.example.network.activation[l + 1].whole_layer
        _, *factors = chain_names(sum_over_paths.parameter.symbol(), z, a, cost(), whole_layer=whole_layer)
        rule = Markup("sum_j", "Σ_j ") + self.writer.name(Product(tuple(factors)))
        terms = [Leaf(contribution(path)) for path in sum_over_paths.paths]
        return self.writer.worked_formula(derivative, Symbolic(rule), numbers=sum_of(terms))

    @property
    def _outputs(self) -> range:
        return self.example.neurons(self.example.L)

    def _output(self, j: int) -> Output:
        L = self.example.L
        return Output(self.example.z(L, j), self.example.a(L, j), self.example.target(j))

    def _worked(self, result: Quantity, formula: Worked) -> FormulaItem:
        return self.writer.worked_formula(result, formula.letters, numbers=formula.numbers)

    def _share_slope(self, i: int, j: int) -> FormulaItem:
        """Return ∂a_i/∂z_j of softmax outputs."""
        example = self.example
        slope, _ = example.chain_rule("b", example.L, j).outputs[i].factors
        return self.writer.worked_formula(slope, share_slope([example.a(example.L, m) for m in self._outputs], i, j))

    def output_rule(self, output: Output) -> FormulaItem:
        """Return, for the names of an output, ∂C_0/∂a_j or, with softmax, ∂C_0/∂z_j: as a_j − y_j, or as a sum."""
        z, a = output.names
        if self.example.network.activation[self.example.L].whole_layer:
            return self.writer.symbolic_formula(partial(cost(), z), self._slopes_of_sum(output)[0])
        return self.writer.symbolic_formula(partial(cost(), a), self.cost_expressions.slope(output).letters)

    def sum_slopes(self) -> list[FormulaItem]:
        """Return, for softmax outputs, the shortest form of every ∂C_0/∂z_j of the last layer; else nothing."""
        L = self.example.L
        whole_layer = self.example.network.activation[L].whole_layer
        return [self._sum_over_outputs(j)[-1] for j in self._outputs] if whole_layer else []

    def _sum_over_outputs(self, j: int) -> list[FormulaItem]:
        """Return ∂C_0/∂z_j as the sum over the outputs and, if the cost makes it short, as a_j − y_j."""
        rule = self.example.chain_rule("b", self.example.L, j)
        terms = [Quantity(Product(tuple(each.symbol for each in term.factors)), term.value) for term in rule.outputs]
        letters = self._slopes_of_sum(self._output(j))[-1]
        numbers = sum_of([Leaf(term) for term in terms])
        return [self.writer.worked_formula(rule.factors[-1], letters, numbers=numbers), *self.short_slope(j)]

    def _slopes_of_sum(self, output: Output) -> list[Expression]:
        """Return ∂C_0/∂z_j in letters: a_j − y_j, if the cost makes it so short, and Σ_i ∂a_i/∂z_j · ∂C_0/∂a_i."""
        z, a = output.names
        each = replace(a, index=("i",))
        short = self.cost_expressions.slope_of_sum(output)
        names = self.writer.name(Product((partial(each, z), partial(cost(), each))))
        return [*([short] if short else []), Symbolic(Markup("sum_i", "Σ_i ") + names)]

    def _side_of_zero(self, z: Quantity) -> Markup:
        """Return the remark (z > 0) or (z ≤ 0)."""
        name, above = self.writer.name(z.symbol), z.value > 0
        sign = Markup(">" if above else "lt.eq", " > " if above else " ≤ ")
        return Markup("quad", "") + (name + sign + Markup("0", "0")).in_brackets()


def contribution(path: bp.Path) -> Quantity:
    """Return the contribution of a path: the product of its factors."""
    return Quantity(Product(tuple(factor.symbol for factor in path.factors)), path.value)
