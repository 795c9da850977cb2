"""Gradient check: the derivatives of ``backward`` against finite differences."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop_core import validation
from backprop_core.calculus.backward import Gradient, backward
from backprop_core.calculus.forward import ForwardPass, forward
from backprop_core.digits import as_given
from backprop_core.display import HtmlRepr
from backprop_core.model.cost import Cost
from backprop_core.model.costs import get_cost
from backprop_core.model.network import Network
from backprop_core.model.parameter import Parameter

TOLERANCE = 1e-5
"""The greatest relative error that still passes."""

STEP = 1e-5
"""The default step h, by which a weight or bias is changed to either side."""

# How far steps are halved, where the cost bends: as a part of the first one, and of the one to which rounding leaves
# digits enough for ``TOLERANCE``.
_SHORTEST, _DROWNED = 1e-3, 0.1


@dataclass(frozen=True)
class GradientCheck(HtmlRepr):
    """The result of a gradient check.

    Parameters
    ----------
    max_relative_error
        The greatest relative error of a derivative; 0 if none has one.
    worst
        The weight or bias that it belongs to; None if none has one.
    kinks
        The weights and biases left out because their step crosses a kink of an activation function: there the
        difference says nothing about the derivative.
    flat
        The weights and biases along which the cost is flat, as where neurons are saturated: derivative and difference
        are 0, or less than what rounding makes of 0. So they agree, and their relative error means nothing.
    """

    max_relative_error: float
    worst: Parameter | None
    kinks: tuple[Parameter, ...]
    flat: tuple[Parameter, ...] = ()

    def __repr__(self) -> str:
        worst = f"max_relative_error={self.max_relative_error:.2g}, worst={str(self.worst)!r}"
        return f"GradientCheck(passed={self.passed}, {worst}, {len(self.kinks)} left out)"

    @property
    def passed(self) -> bool:
        """Whether no relative error exceeds TOLERANCE, 1e-5."""
        return self.max_relative_error <= TOLERANCE


@np.errstate(all="ignore")
def check_gradient(
    net: Network, x: ArrayLike, y: ArrayLike, cost: str | Cost = "squared_error", step: float = STEP
) -> GradientCheck:
    """Compare every derivative with the central difference (C(w + h) − C(w − h)) / 2h.

    The error is relative to the greater of the two. Only where rounding leaves their difference fewer digits than
    ``TOLERANCE`` asks for, as of a saturated neuron, it is relative to the least of which it would leave so many.

    Where inputs or weights are large, the cost may bend within a step. So if the two do not agree, the step is halved
    again and again, as long as rounding leaves digits enough, each difference is straightened by the one before
    (L. F. Richardson: their errors are as 1 to 4), and the least error counts: a derivative that is wrong agrees with
    none of them.

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
        If the example does not fit, the step is not above 0, or it is so small that rounding drowns a difference
        which ``STEP`` would tell.

    Examples
    --------
    >>> net = Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5])
    >>> check = check_gradient(net, [0.6], [1.0])
    >>> check.passed, check.max_relative_error < 1e-8, check.kinks
    (True, True, ())
    """
    h, cost = validation.finite_number(step, "step"), get_cost(cost)
    if h <= 0.0:
        raise ValueError(f"step: expected a number above 0, got {step!r}")
    grad = backward(net, forward(net, x), y, cost)

    def pushed(p: Parameter, h: float) -> tuple[ForwardPass, ForwardPass]:
        low, high = (forward(net.replace(p, net.value(p) + by), x) for by in (-h, h))
        return low, high

    def difference(p: Parameter, h: float) -> tuple[np.float64, float]:
        """Return the quotient, and how far rounding may put it off where the step is 1."""
        runs = pushed(p, h)
        low, high = grads = [backward(run.network, run, y, cost) for run in runs]
        rounding = max(_rounding(*each, cost) for each in zip(runs, grads, strict=True))
        return np.float64(high.cost - low.cost) / (2 * h), rounding

    errors: dict[Parameter, float] = {}
    kinks: list[Parameter] = []
    flat: list[Parameter] = []
    for p, derivative in zip(net.parameters(), grad.vector, strict=True):
        if _kink_between(*pushed(p, h)):
            kinks.append(p)
            continue
        shorter, (found, rounding) = h, difference(p, h)
        larger = max(abs(found), abs(derivative))
        least = float(rounding / TOLERANCE / larger)
        if h < least <= STEP:
            expected = f"expected at least {10.0 ** math.ceil(math.log10(least)):g}"
            raise ValueError(f"step: {expected}, or rounding drowns the difference for {p}, got {as_given(h)}")
        if larger <= rounding / max(h, STEP):
            flat.append(p)
            continue
        errors[p] = _error(found, derivative, rounding / h)
        while errors[p] > TOLERANCE and shorter > max(h * _SHORTEST, least * _DROWNED):
            shorter, longer = shorter / 2, found
            found, rounding = difference(p, shorter)
            straightened = found + (found - longer) / 3
            errors[p] = min(errors[p], _error(straightened, derivative, 1.5 * rounding / shorter))
    worst = max(errors, key=lambda p: errors[p], default=None)
    return GradientCheck(errors[worst] if worst else 0.0, worst, tuple(kinks), tuple(flat))


def _error(difference: np.float64, derivative: np.float64, uncertain: float) -> float:
    """Return the relative error, where rounding may put the difference off by so much."""
    if difference == derivative:
        return 0.0
    found = abs(difference - derivative) / max(abs(difference), abs(derivative), uncertain / TOLERANCE)
    return float(found) if np.isfinite(found) else math.inf


def _rounding(run: ForwardPass, grad: Gradient, cost: Cost) -> float:
    """Return how far rounding may put the cost off: what it does to each z and a, carried on by the derivatives.

    A sum of n products is off by at most n times the unit roundoff of the sum of their sizes (N. Higham, *Accuracy
    and Stability of Numerical Algorithms*, section 3.1); a function, a little more than its own.
    """
    net, total = run.network, float(np.abs(grad.costs).sum())
    for l in range(1, net.L + 1):
        sizes = np.abs(run.a[l - 1]) @ np.abs(net.w[l]).T + np.abs(net.b[l])
        total += (net.sizes[l - 1] + 1) * float(np.abs(grad.z[l] * sizes).sum())
        if l < net.L or not cost.by_z(net.activation[l]):
            total += float(np.abs(grad.a[l] * run.a[l]).sum())
    info = np.finfo(np.float64)
    return 2 * float(info.eps) * (total / len(grad.costs) + float(info.tiny))


def _kink_between(low: ForwardPass, high: ForwardPass) -> bool:
    """Tell whether some z is on different sides of a kink in the two passes, or on it in one of them."""
    return any(
        bool((np.sign(z_low - kink) != np.sign(z_high - kink)).any())
        for activation, z_low, z_high in zip(low.network.activation, low.z, high.z, strict=True)
        for kink in activation.kinks
    )
