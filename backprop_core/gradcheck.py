"""The gradient of ``backward`` against finite differences."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop_core import checks
from backprop_core.backward import backward, costs_of
from backprop_core.costs import Cost, get_cost
from backprop_core.forward import ForwardPass, forward
from backprop_core.network import Network
from backprop_core.notebook import ShownAsTable
from backprop_core.parameter import Parameter

TOLERANCE = 1e-5
"""The greatest relative error that still passes."""

_SMALLER = (0.1, 0.01, 0.001)


@dataclass(frozen=True)
class GradientCheck(ShownAsTable):
    """How far the gradient is from finite differences.

    Parameters
    ----------
    max_relative_error
        The greatest relative error of a derivative; 0 if all were left out.
    worst
        The weight or bias that it belongs to; None if all were left out.
    kinks
        The weights and biases left out, because their difference stepped over a kink of an activation function:
        there it says nothing about the derivative.
    """

    max_relative_error: float
    worst: Parameter | None
    kinks: tuple[Parameter, ...]

    @property
    def passed(self) -> bool:
        """Whether no relative error exceeds TOLERANCE, 1e-5."""
        return self.max_relative_error <= TOLERANCE


@np.errstate(all="ignore")
def check_gradient(
    net: Network, x: ArrayLike, y: ArrayLike, cost: str | Cost = "squared_error", step: float = 1e-5
) -> GradientCheck:
    """Compare every derivative with the central difference (C(w + h) − C(w − h)) / 2h.

    The error is relative to the greater of the two, but at least to 1e-10 · C/h, or 1e-10/h if C is below 1: a
    difference of two costs is uncertain by some 1e-16 · C/h, so of anything smaller it could not tell six digits.
    That keeps dead neurons and zero derivatives from looking wrong.

    Where inputs or weights are large, the cost may bend within a step. So if the two do not agree, smaller steps are
    tried, down to h/1000, and the least error counts: a derivative that is wrong agrees at none of them.

    Parameters
    ----------
    net
        The network.
    x, y
        One example or a batch.
    cost
        A name or a Cost.
    step
        The size h of the step, above 0.

    Raises
    ------
    ValueError
        If the example does not fit, or the step is not above 0.

    Examples
    --------
    >>> net = Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5])
    >>> check = check_gradient(net, [0.6], [1.0])
    >>> check.passed, check.max_relative_error < 1e-8, check.kinks
    (True, True, ())
    """
    h, cost = checks.finite_number(step, "step"), get_cost(cost)
    if h <= 0.0:
        raise ValueError(f"step: expected a number above 0, got {step!r}")
    grad = backward(net, forward(net, x), y, cost)
    y = np.asarray(y, dtype=np.float64)
    uncertain = 1e-10 * max(1.0, grad.cost)

    def pushed(p: Parameter, h: float) -> tuple[ForwardPass, ForwardPass]:
        low, high = (forward(net.replace(p, net.value(p) + by), x) for by in (-h, h))
        return low, high

    def error(p: Parameter, derivative: float, h: float) -> float:
        low, high = (costs_of(run, y, cost).mean() for run in pushed(p, h))
        difference = float(high - low) / (2 * h)
        found = float(abs(difference - derivative) / max(abs(difference), abs(derivative), uncertain / h))
        return found if math.isfinite(found) else math.inf

    errors: dict[Parameter, float] = {}
    kinks: list[Parameter] = []
    for p, derivative in zip(net.parameters(), grad.vector, strict=True):
        if _kink_between(*pushed(p, h)):
            kinks.append(p)
            continue
        errors[p] = error(p, derivative, h)
        for smaller in _SMALLER:
            if errors[p] > TOLERANCE:
                errors[p] = min(errors[p], error(p, derivative, smaller * h))
    worst = max(errors, key=lambda p: errors[p], default=None)
    return GradientCheck(errors[worst] if worst else 0.0, worst, tuple(kinks))


def _kink_between(low: ForwardPass, high: ForwardPass) -> bool:
    """Tell whether some z is on different sides of a kink in the two passes, or on it in one of them."""
    return any(
        bool((np.sign(z_low - kink) != np.sign(z_high - kink)).any())
        for activation, z_low, z_high in zip(low.network.activation, low.z, high.z, strict=True)
        for kink in activation.kinks
    )
