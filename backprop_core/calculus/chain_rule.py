"""One derivative as the product of the chain rule's three factors, or as the sum over all paths.

Each derivative is that of ``backward``, and the product of its factors. A factor may be beyond float64 where the
derivative is not: the cross-entropy of a sigmoid output with |z| above 710 has an infinite
∂C/∂a and a ∂a/∂z of 0, and still ∂C/∂z = ±1.
"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from backprop_core import quantities, validation
from backprop_core.calculus.backward import Gradient, backward
from backprop_core.calculus.forward import ForwardPass, forward
from backprop_core.display import LatexRepr
from backprop_core.model.costs import Cost
from backprop_core.model.network import Network
from backprop_core.model.neurons import neuron_symbol
from backprop_core.model.parameter import Parameter
from backprop_core.quantities import Quantity, Ratio, partial

Factors = tuple[Quantity, Quantity, Quantity]


@dataclass(frozen=True)
class ChainRuleFactors(LatexRepr):
    """The derivative of the cost with respect to one weight or bias, as a product of three factors.

    Parameters
    ----------
    parameter
        The weight w_jk^(l) or bias b_j^(l).
    symbol
        The name of the derivative, ∂C_0/∂w_jk^(l).
    factors
        ∂z/∂w (or ∂z/∂b), ∂a/∂z and ∂C_0/∂a of the neuron j that it feeds.
    value
        The derivative.
    """

    parameter: Parameter
    symbol: Ratio
    factors: Factors
    value: float


@dataclass(frozen=True)
class Path(LatexRepr):
    """One way from an activation to the cost: through neuron j of the next layer.

    Parameters
    ----------
    j
        The neuron.
    factors
        ∂z_j^(l+1)/∂a_k^(l), ∂a_j^(l+1)/∂z_j^(l+1) and ∂C_0/∂a_j^(l+1).
    value
        Their product: what this path contributes to the derivative.
    """

    j: int
    factors: Factors
    value: float


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


def chain_rule(
    net: Network, x: ArrayLike, y: ArrayLike, parameter: str | Parameter, cost: str | Cost = "squared_error"
) -> ChainRuleFactors:
    """Return the derivative of the cost of one example with respect to one weight or bias, as a product of factors.

    ∂C_0/∂w_jk^(l) = ∂z_j^(l)/∂w_jk^(l) · ∂a_j^(l)/∂z_j^(l) · ∂C_0/∂a_j^(l), where the first factor is a_k^(l−1), or
    1 for a bias, and the second f′(z_j^(l)).

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
    run, grad = _passes(net, x, y, cost)
    j = p.index[0]
    dz = float(run.a[p.l - 1][p.index[1]]) if p.letter == "w" else 1.0
    dz_dw = Quantity(partial(_z(net, p.l, j), p.symbol()), dz)
    symbol = partial(quantities.cost(), p.symbol())
    return ChainRuleFactors(p, symbol, (dz_dw, *_from_z_to_cost(net, run, grad, p.l, j)), grad.of(p))


def paths(
    net: Network, x: ArrayLike, y: ArrayLike, parameter: str | Parameter, cost: str | Cost = "squared_error"
) -> Paths:
    """Return the derivative of the cost of one example with respect to an activation, as a sum over paths.

    ∂C_0/∂a_k^(l) = Σ_j ∂z_j^(l+1)/∂a_k^(l) · ∂a_j^(l+1)/∂z_j^(l+1) · ∂C_0/∂a_j^(l+1), where the first factor is
    w_jk^(l+1).

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
    run, grad = _passes(net, x, y, cost)
    l, k = p.l + 1, p.index[0]
    each = []
    for j in range(net.sizes[l]):
        w = float(net.w[l][j, k])
        dz_da = Quantity(partial(_z(net, l, j), p.symbol()), w)
        each.append(Path(j, (dz_da, *_from_z_to_cost(net, run, grad, l, j)), w * float(grad.z[l][j])))
    return Paths(p, partial(quantities.cost(), p.symbol()), tuple(each), grad.of(p))


def _passes(net: Network, x: ArrayLike, y: ArrayLike, cost: str | Cost) -> tuple[ForwardPass, Gradient]:
    run = forward(net, validation.finite_array(x, "x", (net.sizes[0],)))
    return run, backward(net, run, y, cost)


def _from_z_to_cost(net: Network, run: ForwardPass, grad: Gradient, l: int, j: int) -> tuple[Quantity, Quantity]:
    z, a = _z(net, l, j), neuron_symbol("a", l, j, net.sizes[l])
    da_dz = Quantity(partial(a, z), float(net.activation[l].df(run.z[l])[j]))
    return da_dz, Quantity(partial(quantities.cost(), a), float(grad.a[l][j]))


def _z(net: Network, l: int, j: int) -> quantities.Symbol:
    return neuron_symbol("z", l, j, net.sizes[l])
