"""Gradient descent on a set of training examples, whole or step by step."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop_core import validation
from backprop_core.calculus.backward import Gradient, backward
from backprop_core.calculus.forward import complete, forward
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
        The network before the first step and after each: steps + 1 of them; or the last one alone.
    """

    costs: Array
    networks: tuple[Network, ...]

    def __repr__(self) -> str:
        return f"Descent(steps={len(self.costs) - 1}, cost={self.costs[0]:.6g} to {self.costs[-1]:.6g})"

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
    keep: str = "all",
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
        How many steps to take, 0 or more.
    cost
        A name or a Cost.
    keep
        ``"all"`` networks, or the ``"last"`` one alone, which saves memory: 20 networks of 784-100-10 take 13 MB.

    Raises
    ------
    ValueError
        If examples, rate, steps or keep do not fit, or a step leads to outputs for which the cost is undefined.

    Examples
    --------
    >>> net = Network.chain(weights=[1.0], biases=[0.0], activation="identity")
    >>> descend(net, [[1.0], [2.0]], [[2.0], [4.0]], rate=0.1, steps=2).costs.round(4)
    array([2.5   , 0.265 , 0.0433])
    """
    X = validation.finite_array(X, "X", ("N", net.sizes[0]))
    Y = validation.finite_array(Y, "Y", (len(X), net.sizes[net.L]))
    rate, cost = _rate(rate), get_cost(cost)
    steps = validation.whole_number(steps, "steps", 0)

    every = validation.lookup({"all": True, "last": False}, keep, "keep")
    networks, costs = [net], [math.inf] * (steps + 1)
    for step in range(steps + 1):
        run = complete(net, z=(), a=(X,))
        if not validation.all_finite(run.output):
            break
        grad = backward(net, run, Y, cost)
        if not math.isfinite(grad.cost):
            break
        costs[step] = grad.cost
        following = _downhill(net, grad, rate) if step < steps else None
        if following is None:
            break
        net = following
        networks = networks if every else []
        networks.append(net)
    networks = (networks + networks[-1:] * steps)[: steps + 1] if every else networks
    return Descent(read_only(np.array(costs)), tuple(networks))


def step(net: Network, x: ArrayLike, y: ArrayLike, rate: float = 1.0, cost: str | Cost = "squared_error") -> Network:
    """Return the network after one step of gradient descent, as ``descend`` takes it.

    In a loop over parts of the training examples it is stochastic gradient descent.

    Parameters
    ----------
    net
        The network before the step.
    x, y
        One example or a batch.
    rate
        The learning rate, above 0.
    cost
        A name or a Cost.

    Raises
    ------
    ValueError
        If the examples or the rate do not fit, or the step leads beyond float64.

    Examples
    --------
    >>> net = Network.chain(weights=[1.0], biases=[0.0], activation="identity")
    >>> for x, y in ([1.0], [2.0]), ([2.0], [4.0]):
    ...     net = step(net, x, y, rate=0.1)
    >>> net.w[1].round(4), net.b[1].round(4)
    (array([[1.76]]), array([0.48]))
    """
    rate = _rate(rate)
    following = _downhill(net, backward(net, forward(net, x), y, cost), rate)
    if following is None:
        raise ValueError(f"rate: expected one that leads to numbers within float64, got {as_given(rate)}")
    return following


def _rate(given: float) -> float:
    rate = validation.finite_number(given, "rate")
    if rate <= 0.0:
        raise ValueError(f"rate: expected a number above 0, got {as_given(rate)}")
    return rate


@np.errstate(all="ignore")
def _downhill(net: Network, grad: Gradient, rate: float) -> Network | None:
    """Return the network after one step, or None if a number is beyond float64."""
    w = [read_only(w_l - rate * dC_dw) for w_l, dC_dw in zip(net.w, grad.w, strict=True)]
    b = [read_only(b_l - rate * dC_db) for b_l, dC_db in zip(net.b, grad.b, strict=True)]
    return Network(w, b, net.activation) if all(map(validation.all_finite, (*w, *b))) else None
