"""Gradient descent on a set of training examples."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop_core import validation
from backprop_core.calculus.backward import Gradient, backward
from backprop_core.calculus.forward import complete
from backprop_core.digits import as_given
from backprop_core.display import HtmlRepr
from backprop_core.frozen import Array, Frozen, read_only
from backprop_core.model.cost import Cost
from backprop_core.model.costs import get_cost
from backprop_core.model.network import Network


@dataclass(frozen=True, eq=False)
class Descent(Frozen, HtmlRepr):
    """The networks and costs of a gradient descent, step by step.

    Parameters
    ----------
    costs
        C, the mean over the examples, before the first step and after each: of shape (steps + 1,).
    networks
        The network before the first step and after each: steps + 1 of them.
    """

    costs: Array
    networks: tuple[Network, ...]

    @property
    def network(self) -> Network:
        """The last network."""
        return self.networks[-1]


def descend(
    net: Network,
    X: ArrayLike,
    Y: ArrayLike,
    rate: float = 1.0,
    steps: int = 100,
    cost: str | Cost = "squared_error",
) -> Descent:
    """Train by gradient descent: each step changes all weights and biases at once by −rate · ∇C.

    ∇C is the average of the examples' gradients, taken at the network as it is before the step.

    A rate that is too large can make the numbers grow beyond float64. From there on the cost is inf, and the network
    that of the last step within float64; there is no warning.

    Parameters
    ----------
    net
        The network before the first step.
    X, Y
        The training examples, of shape (N, n_0) and (N, n_L).
    rate
        The learning rate, above 0.
    steps
        How many steps to take, 0 or more. All networks are kept.
    cost
        A name or a Cost.

    Raises
    ------
    ValueError
        If examples, rate or steps do not fit, or a step leads to outputs for which the cost is undefined.

    Examples
    --------
    >>> net = Network.chain(weights=[1.0], biases=[0.0], activation="identity")
    >>> descend(net, [[1.0], [2.0]], [[2.0], [4.0]], rate=0.1, steps=2).costs.round(4)
    array([2.5   , 0.265 , 0.0433])
    """
    X = validation.finite_array(X, "X", ("N", net.sizes[0]))
    Y = validation.finite_array(Y, "Y", (len(X), net.sizes[net.L]))
    rate, cost = validation.finite_number(rate, "rate"), get_cost(cost)
    if rate <= 0.0:
        raise ValueError(f"rate: expected a number above 0, got {as_given(rate)}")
    if not isinstance(steps, int | np.integer) or isinstance(steps, bool) or steps < 0:
        raise ValueError(f"steps: expected a whole number, 0 or more, got {steps!r}")

    networks, costs = [net], [math.inf] * (steps + 1)
    for step in range(steps + 1):
        grad = backward(net, complete(net, z=(), a=(X,)), Y, cost)
        if not math.isfinite(grad.cost):
            break
        costs[step] = grad.cost
        following = _downhill(net, grad, rate)
        if following is None:
            break
        net = following
        networks.append(net)
    networks = (networks + networks[-1:] * steps)[: steps + 1]
    return Descent(read_only(np.array(costs)), tuple(networks))


@np.errstate(all="ignore")
def _downhill(net: Network, grad: Gradient, rate: float) -> Network | None:
    """Return the network after one step, or None if a number is beyond float64."""
    w = [read_only(w_l - rate * dC_dw) for w_l, dC_dw in zip(net.w, grad.w, strict=True)]
    b = [read_only(b_l - rate * dC_db) for b_l, dC_db in zip(net.b, grad.b, strict=True)]
    return Network(w, b, net.activation) if all(map(validation.all_finite, (*w, *b))) else None
