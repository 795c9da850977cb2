"""The backward pass: the derivatives of the cost with respect to every number in the network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from backprop_core import validation
from backprop_core.calculus.forward import ForwardPass
from backprop_core.display import HtmlRepr
from backprop_core.frozen import Array, Frozen, read_only
from backprop_core.model.cost import Cost
from backprop_core.model.costs import get_cost
from backprop_core.model.layers import Layers
from backprop_core.model.network import Network
from backprop_core.model.parameter import Parameter


@dataclass(frozen=True, eq=False)
class Gradient(Frozen, HtmlRepr):
    """The cost of a network and its derivatives.

    Parameters
    ----------
    network
        The network.
    costs
        C_k of each example, of shape (N,); (1,) for a single one.
    w, b
        ∂C/∂w^(l) of shape (n_l, n_(l−1)) and ∂C/∂b^(l) of shape (n_l,), averaged over the examples.
    z
        ∂C_k/∂z^(l) of each example, of the shape of ``run.z[l]``, for l = 1 … L.
    a_after_input
        ∂C_k/∂a^(1) … ∂C_k/∂a^(L) of each example, of the shapes of ``run.a``.
    """

    network: Network
    costs: Array
    w: Layers[Array]
    b: Layers[Array]
    z: Layers[Array]
    a_after_input: tuple[Array, ...]

    def __repr__(self) -> str:
        examples = f"{len(self.costs)} example{'s' if len(self.costs) > 1 else ''}"
        return f"Gradient(sizes={self.network.sizes}, {examples}, cost={self.cost:.6g})"

    @cached_property
    def cost(self) -> float:
        """C, the mean cost of the examples; inf if it is beyond float64."""
        with np.errstate(over="ignore"):
            return float(np.add.reduce(self.costs) / len(self.costs))

    @cached_property
    def a(self) -> Layers[Array]:
        """∂C_k/∂a^(l) of each example, of the shape of ``run.a[l]``, for l = 0 … L.

        Computed when first asked for: the one by the input takes a matrix product that nothing else needs.
        """
        with np.errstate(all="ignore"):
            dC_dx = read_only(self.z[1] @ self.network.w[1])
        return Layers("a", 0, (dC_dx, *self.a_after_input))

    @cached_property
    def vector(self) -> Array:
        """∇C: the derivatives with respect to all weights and biases, in the order of ``net.parameters()``."""
        pairs = zip(self.w, self.b, strict=True)
        return read_only(np.concatenate([array.ravel() for pair in pairs for array in pair]))

    def of(self, parameter: str | Parameter) -> float:
        """Return one derivative: with respect to a weight, a bias or, for a single example, an activation.

        Raises
        ------
        ValueError
            If there is no such derivative.

        Examples
        --------
        >>> from backprop_core import Network, forward
        >>> net = Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5])
        >>> round(backward(net, forward(net, [0.6]), [1.0]).of("w3"), 6)
        -0.219491
        """
        p = Parameter.parse(parameter).resolve(self.network.sizes)
        array = {"w": self.w, "b": self.b, "a": self.a}[p.letter][p.l]
        if p.letter == "a" and array.ndim > 1:
            raise ValueError(f"{p}: expected a gradient of one example, got one of {len(array)}")
        return float(array[p.index])


def costs_of(run: ForwardPass, y: Array, cost: Cost) -> Array:
    """Return the cost C_k of each example of a forward pass, of shape (N,); (1,) for a single one.

    Raises
    ------
    ValueError
        If outputs or targets are where the cost is undefined, or the cost and the outputs do not go together.

    Examples
    --------
    >>> from backprop_core import Network, forward
    >>> net = Network.chain(weights=[2.0], biases=[0.0], activation="identity")
    >>> costs_of(forward(net, [[1.0], [3.0]]), np.array([[2.0], [7.0]]), get_cost("squared_error"))
    array([0., 1.])
    """
    L = run.network.L
    activation = run.network.activation[L]
    cost.check(activation, run.output, y)
    C = cost.value(activation, run.z[L], run.output, y)
    return read_only(C.reshape(-1))


@np.errstate(all="ignore")
def backward(net: Network, run: ForwardPass, y: ArrayLike, cost: str | Cost = "squared_error") -> Gradient:
    """Return the derivatives of the cost with respect to every weight, bias, weighted sum and activation.

    Starting from ∂C/∂z^(L) = ∂C/∂a^(L) · f′(z^(L)), or with softmax from ∂C/∂z_j = Σ_i ∂C/∂a_i · ∂a_i/∂z_j of the
    outputs, each layer gives

    - ∂C/∂w_jk^(l) = a_k^(l−1) · ∂C/∂z_j^(l) and ∂C/∂b_j^(l) = ∂C/∂z_j^(l),
    - ∂C/∂a_k^(l−1) = Σ_j w_jk^(l) · ∂C/∂z_j^(l), the sum over all paths,
    - ∂C/∂z_k^(l−1) = ∂C/∂a_k^(l−1) · f′(z_k^(l−1)), and so on.

    (M. Nielsen, *Neural Networks and Deep Learning*, chapter 2, equations BP1 to BP4.)

    Parameters
    ----------
    net
        The network.
    run
        Its forward pass.
    y
        The targets, of the shape of ``run.output``. Large arrays are not copied, as in ``forward``.
    cost
        A name or a Cost.

    Raises
    ------
    ValueError
        If the pass is of another network, y does not fit, outputs or targets are where the cost is undefined, or
        the cost and the outputs do not go together.

    Examples
    --------
    >>> from backprop_core import Network, forward
    >>> net = Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5])
    >>> grad = backward(net, forward(net, [0.6]), [1.0])
    >>> round(grad.cost, 6), grad.w[3].round(6), grad.a[2].round(6)
    (0.307096, array([[-0.219491]]), array([-0.438128]))
    """
    if run.network is not net and run.network != net:
        raise ValueError(f"run: expected a forward pass of {net!r}, got one of a different network")
    cost = get_cost(cost)
    y = validation.finite_array(y, "y", run.output.shape, copy_limit=validation.COPY_LIMIT)
    costs = costs_of(run, y, cost)
    dC_da, dC_dz = cost.derivatives(net.activation[net.L], run.z[net.L], run.output, y)
    N = len(costs)
    by_w, by_b, by_z, by_a = [], [], [], []
    for l in range(net.L, 0, -1):
        if l < net.L:
            dC_da = dC_dz.dot(net.w[l + 1])
            dC_dz = dC_da * net.activation[l].df(run.z[l])
        by_a.append(read_only(dC_da))
        by_z.append(read_only(dC_dz))
        each = dC_dz.reshape(N, -1)
        by_w.append(_mean(each.T.dot(run.a[l - 1].reshape(N, -1)), N))
        by_b.append(_mean(np.add.reduce(each), N))
    return Gradient(
        net,
        costs,
        w=Layers("w", 1, tuple(reversed(by_w))),
        b=Layers("b", 1, tuple(reversed(by_b))),
        z=Layers("z", 1, tuple(reversed(by_z))),
        a_after_input=tuple(reversed(by_a)),
    )


def _mean(total: Array, N: int) -> Array:
    if N > 1:
        total /= N
    return read_only(total)
