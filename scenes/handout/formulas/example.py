"""A network and one example: all its numbers as quantities of the core."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

import backprop_core as bp
from backprop_core.model.neurons import layer_quantities, neuron_symbol
from backprop_core.quantities import Quantity, cost, partial


@dataclass(frozen=True, eq=False)
class Example:
    """A network and one example. Names have no neuron index in layers with a single neuron.

    Parameters
    ----------
    network, C
        The network, and the cost as a function.
    x, y
        The input and the desired output.
    """

    network: bp.Network
    C: bp.Cost
    x: np.ndarray
    y: np.ndarray

    @property
    def L(self) -> int:
        """The number of the last layer."""
        return self.network.L

    @cached_property
    def run(self) -> bp.ForwardPass:
        """The forward pass."""
        return bp.forward(self.network, self.x)

    @cached_property
    def gradient(self) -> bp.Gradient:
        """The backward pass."""
        return bp.backward(self.network, self.run, self.y, self.C)

    def neurons(self, l: int) -> range:
        """Return the numbers of the neurons of a layer."""
        return range(self.network.sizes[l])

    def w(self, l: int, j: int = 0, k: int = 0) -> Quantity:
        """Return w_jk^(l)."""
        return self._parameter(bp.Parameter("w", l, j, k))

    def b(self, l: int, j: int = 0) -> Quantity:
        """Return b_j^(l)."""
        return self._parameter(bp.Parameter("b", l, j))

    def z(self, l: int, j: int = 0) -> Quantity:
        """Return z_j^(l)."""
        return layer_quantities("z", l, self.run.z[l])[j]

    def a(self, l: int, j: int = 0) -> Quantity:
        """Return a_j^(l); in layer 0, the input."""
        return layer_quantities("a", l, self.run.a[l])[j]

    def target(self, j: int = 0) -> Quantity:
        """Return y_j."""
        return layer_quantities("y", None, self.y)[j]

    @property
    def cost(self) -> Quantity:
        """The cost C_0."""
        return Quantity(cost(), self.gradient.cost)

    def slope(self, l: int, j: int = 0) -> Quantity:
        """Return ∂C_0/∂a_j^(l)."""
        return self._derivative("a", l, j, float(self.gradient.a[l][j]))

    def slope_by_sum(self, l: int, j: int = 0) -> Quantity:
        """Return ∂C_0/∂z_j^(l)."""
        return self._derivative("z", l, j, float(self.gradient.z[l][j]))

    def chain_rule(self, letter: str, l: int, j: int = 0, k: int = 0) -> "FactoredDerivative":
        """Return ∂C_0/∂w_jk^(l) or ∂C_0/∂b_j^(l), and its factors."""
        indices = (j, k) if letter == "w" else (j,)
        found = bp.chain_rule(self.network, self.x, self.y, bp.Parameter(letter, l, *indices), self.C)
        return FactoredDerivative(Quantity(found.symbol, found.value), found.factors, found.outputs)

    def paths(self, l: int, k: int = 0) -> bp.Paths:
        """Return the paths from a_k^(l) to the cost, whose sum is ∂C_0/∂a_k^(l)."""
        return bp.paths(self.network, self.x, self.y, bp.Parameter("a", l, k), self.C)

    def _derivative(self, letter: str, l: int, j: int, value: float) -> Quantity:
        return Quantity(partial(cost(), neuron_symbol(letter, l, j, self.network.sizes[l])), value)

    def _parameter(self, parameter: bp.Parameter) -> Quantity:
        resolved = parameter.resolve(self.network.sizes)
        return Quantity(resolved.symbol(), self.network.value(resolved))


@dataclass(frozen=True)
class FactoredDerivative:
    """A derivative and the factors that it is the product of; the last may be a sum over the outputs."""

    derivative: Quantity
    factors: Sequence[Quantity]
    outputs: Sequence[bp.OutputTerm]
