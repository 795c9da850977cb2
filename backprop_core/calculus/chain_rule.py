"""One derivative as the product of the chain rule's factors, or as the sum over all paths.

Each derivative is that of ``backward``, and the product of its factors. A factor may be beyond float64 where the
derivative is not: the cross-entropy of a sigmoid output with |z| above 710 has an infinite
∂C/∂a and a ∂a/∂z of 0, and still ∂C/∂z = ±1.

A neuron's own function gives three factors. Softmax does not: every output depends on z_j, so the last two are one,
∂C_0/∂z_j, which is a sum over the outputs.
"""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from backprop_core import quantities, validation
from backprop_core.calculus.backward import Gradient, backward
from backprop_core.calculus.forward import ForwardPass, forward
from backprop_core.display import LatexRepr
from backprop_core.frozen import Array
from backprop_core.model.cost import Cost
from backprop_core.model.costs import get_cost
from backprop_core.model.network import Network
from backprop_core.model.neurons import neuron_symbol
from backprop_core.model.parameter import Parameter
from backprop_core.quantities import Quantity, Ratio, partial

Factors = tuple[Quantity, ...]


@dataclass(frozen=True)
class OutputTerm(LatexRepr):
    """One term of ∂C_0/∂z_j = Σ_i ∂a_i/∂z_j · ∂C_0/∂a_i, where every output depends on z_j: the way by output i.

    Parameters
    ----------
    i
        The output neuron.
    factors
        ∂a_i^(L)/∂z_j^(L) and ∂C_0/∂a_i^(L).
    value
        Their product.
    """

    i: int
    factors: Factors
    value: float

    def __repr__(self) -> str:
        return f"OutputTerm(i={self.i}, value={self.value:.6g})"


@dataclass(frozen=True)
class ChainRuleFactors(LatexRepr):
    """The derivative of the cost with respect to one weight or bias, as a product of factors.

    Parameters
    ----------
    parameter
        The weight w_jk^(l) or bias b_j^(l).
    symbol
        The name of the derivative, ∂C_0/∂w_jk^(l).
    factors
        ∂z/∂w (or ∂z/∂b), ∂a/∂z and ∂C_0/∂a of the neuron j that it feeds; with softmax, ∂z/∂w and ∂C_0/∂z.
    value
        The derivative.
    outputs
        The terms whose sum is ∂C_0/∂z, one for each output, if every output depends on z; else none.
    """

    parameter: Parameter
    symbol: Ratio
    factors: Factors
    value: float
    outputs: tuple[OutputTerm, ...] = ()

    def __repr__(self) -> str:
        return f"ChainRuleFactors({self.symbol.plain} = {self.value:.6g})"


@dataclass(frozen=True)
class Path(LatexRepr):
    """One way from an activation to the cost: through neuron j of the next layer.

    Parameters
    ----------
    j
        The neuron.
    factors
        ∂z_j^(l+1)/∂a_k^(l), ∂a_j^(l+1)/∂z_j^(l+1) and ∂C_0/∂a_j^(l+1); with softmax, the first one
        and ∂C_0/∂z_j^(l+1).
    value
        Their product: what this path contributes to the derivative.
    outputs
        The terms whose sum is ∂C_0/∂z_j, one for each output, if every output depends on z_j; else none.
    """

    j: int
    factors: Factors
    value: float
    outputs: tuple[OutputTerm, ...] = ()

    def __repr__(self) -> str:
        return f"Path(j={self.j}, value={self.value:.6g})"


@dataclass(frozen=True)
class Paths(LatexRepr):
    """The derivative of the cost with respect to an activation, as a sum over paths.

    Parameters
    ----------
    parameter
        The activation a_k^(l).
    symbol
        The name of the derivative, ∂C_0/∂a_k^(l).
    paths
        One for each neuron of layer l+1.
    value
        The derivative.
    """

    parameter: Parameter
    symbol: Ratio
    paths: tuple[Path, ...]
    value: float

    def __repr__(self) -> str:
        return f"Paths({self.symbol.plain} = {self.value:.6g}, n={len(self.paths)})"


def chain_rule(
    net: Network, x: ArrayLike, y: ArrayLike, parameter: str | Parameter, cost: str | Cost = "squared_error"
) -> ChainRuleFactors:
    """Return the derivative of the cost of one example with respect to one weight or bias, as a product of factors.

    ∂C_0/∂w_jk^(l) = ∂z_j^(l)/∂w_jk^(l) · ∂a_j^(l)/∂z_j^(l) · ∂C_0/∂a_j^(l), where the first factor is a_k^(l−1), or
    1 for a bias, and the second f′(z_j^(l)). Into a softmax layer it is ∂z_j^(L)/∂w_jk^(L) · ∂C_0/∂z_j^(L), where
    ∂C_0/∂z_j^(L) = Σ_i ∂a_i^(L)/∂z_j^(L) · ∂C_0/∂a_i^(L).

    Parameters
    ----------
    net
        The network.
    x, y
        One example, of shape (n_0,) and (n_L,).
    parameter
        ``"w3"``, ``"w2[1,0]"``, ``"b2[1]"`` …
    cost
        A name or a Cost.

    Raises
    ------
    ValueError
        If the network has no such weight or bias, or the example does not fit. For an activation, use ``paths``.

    Examples
    --------
    >>> net = Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5])
    >>> rule = chain_rule(net, [0.6], [1.0], "w3")
    >>> for factor in rule.factors:
    ...     print(factor)
    ∂z3/∂w3 = 0.801561
    ∂a3/∂z3 = 0.247066
    ∂C0/∂a3 = -1.10832
    >>> round(rule.value, 6)
    -0.219491
    """
    p = Parameter.parse(parameter).resolve(net.sizes)
    if p.letter == "a":
        raise ValueError(f"{p}: expected a weight or a bias; for an activation, use paths()")
    passes = _Passes.of(net, x, y, cost)
    run, grad, j = passes.run, passes.grad, p.index[0]
    dz = float(run.a[p.l - 1][p.index[1]]) if p.letter == "w" else 1.0
    dz_dw = Quantity(partial(passes.name("z", p.l, j), p.symbol()), dz)
    symbol = partial(quantities.cost(), p.symbol())
    factors = (dz_dw, *passes.from_z_to_cost(p.l, j))
    return ChainRuleFactors(p, symbol, factors, grad.of(p), passes.by_outputs(p.l, j))


def paths(
    net: Network, x: ArrayLike, y: ArrayLike, parameter: str | Parameter, cost: str | Cost = "squared_error"
) -> Paths:
    """Return the derivative of the cost of one example with respect to an activation, as a sum over paths.

    ∂C_0/∂a_k^(l) = Σ_j ∂z_j^(l+1)/∂a_k^(l) · ∂a_j^(l+1)/∂z_j^(l+1) · ∂C_0/∂a_j^(l+1), where the first factor is
    w_jk^(l+1). Into a softmax layer, the other two are one, ∂C_0/∂z_j^(L), a sum over the outputs.

    Parameters
    ----------
    net
        The network.
    x, y
        One example, of shape (n_0,) and (n_L,).
    parameter
        ``"a1[2]"`` …, of any layer but the last; layer 0 is the input.
    cost
        A name or a Cost.

    Raises
    ------
    ValueError
        If the network has no such activation before the last layer, or the example does not fit.

    Examples
    --------
    >>> net = Network([[[0.5], [-0.5]], [[1.0, 2.0], [-1.0, 0.5]]], [[0.0, 0.1], [0.0, 0.0]])
    >>> both = paths(net, [1.0], [1.0, 0.0], "a1[0]")
    >>> both.symbol.plain, [round(path.value, 4) for path in both.paths], round(both.value, 4)
    ('∂C0/∂a1[0]', [-0.0606, -0.1895], -0.2501)
    """
    p = Parameter.parse(parameter).resolve(net.sizes)
    if p.letter != "a" or p.l == net.L:
        raise ValueError(f"{p}: expected an activation of a layer from 0 to {net.L - 1}")
    passes = _Passes.of(net, x, y, cost)
    grad, l, k = passes.grad, p.l + 1, p.index[0]
    each = []
    for j in range(net.sizes[l]):
        w = float(net.w[l][j, k])
        dz_da = Quantity(partial(passes.name("z", l, j), p.symbol()), w)
        factors = (dz_da, *passes.from_z_to_cost(l, j))
        each.append(Path(j, factors, w * float(grad.z[l][j]), passes.by_outputs(l, j)))
    return Paths(p, partial(quantities.cost(), p.symbol()), tuple(each), grad.of(p))


@dataclass(frozen=True)
class _Passes:
    """Both passes of one example, from which the factors are taken."""

    run: ForwardPass
    grad: Gradient
    y: Array
    cost: Cost

    @classmethod
    def of(cls, net: Network, x: ArrayLike, y: ArrayLike, cost: str | Cost) -> _Passes:
        run = forward(net, validation.finite_array(x, "x", (net.sizes[0],)))
        y = validation.finite_array(y, "y", run.output.shape)
        return cls(run, backward(net, run, y, cost), y, get_cost(cost))

    def from_z_to_cost(self, l: int, j: int) -> Factors:
        """Return ∂a_j/∂z_j and ∂C_0/∂a_j; or ∂C_0/∂z_j if other a depend on z_j too."""
        z, activation = self.name("z", l, j), self.run.network.activation[l]
        if activation.whole_layer:
            return (Quantity(partial(quantities.cost(), z), float(self.grad.z[l][j])),)
        a = self.name("a", l, j)
        da_dz = Quantity(partial(a, z), float(activation.df(self.run.z[l])[j]))
        return da_dz, Quantity(partial(quantities.cost(), a), float(self.grad.a[l][j]))

    def by_outputs(self, l: int, j: int) -> tuple[OutputTerm, ...]:
        """Return the terms of ∂C_0/∂z_j if other a depend on z_j too, else none."""
        activation, z = self.run.network.activation[l], self.run.z[l]
        if not activation.whole_layer:
            return ()
        da_dz = activation.df(z)[:, j]
        terms = self.cost.terms(activation, z, self.run.output, self.y)[:, j]
        return tuple(self._output_term(i, j, float(da_dz[i]), float(term)) for i, term in enumerate(terms))

    def _output_term(self, i: int, j: int, da_dz: float, term: float) -> OutputTerm:
        L = self.run.network.L
        z, a = self.name("z", L, j), self.name("a", L, i)
        dC_da = Quantity(partial(quantities.cost(), a), float(self.grad.a[L][i]))
        return OutputTerm(i, (Quantity(partial(a, z), da_dz), dC_da), term)

    def name(self, letter: str, l: int, j: int) -> quantities.Symbol:
        """Return the name of a quantity of neuron j of layer l."""
        return neuron_symbol(letter, l, j, self.run.network.sizes[l])
