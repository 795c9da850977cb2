"""A finite change of one number, and the changes that it causes on the way to the cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop_core import validation
from backprop_core.calculus.backward import backward, costs_of
from backprop_core.calculus.forward import ForwardPass, complete, forward, require_finite
from backprop_core.digits import as_given
from backprop_core.display import HtmlRepr
from backprop_core.frozen import Array, Frozen, read_only
from backprop_core.model.cost import Cost
from backprop_core.model.costs import get_cost
from backprop_core.model.network import Network
from backprop_core.model.parameter import Parameter


@dataclass(frozen=True, eq=False)
class Nudge(Frozen, HtmlRepr):
    """The changes that a nudge of one number causes.

    Each change is computed from the one that causes it, not as a difference of two numbers, so it keeps its digits
    however small it is.

    Parameters
    ----------
    parameter
        The weight, bias or activation that was nudged.
    dw
        The size of the nudge.
    before, after
        The forward passes without and with it.
    dz, da
        For a weight or a bias: the changes of z_j^(l) and a_j^(l) of the neuron that it feeds, numbers; if it feeds
        softmax, da is the change of all outputs, of shape (n_L,), for they all depend on z_j.
        For an activation of layer l: the changes of z^(l+1) and a^(l+1), of shape (n_(l+1),).
    dC
        ΔC, the change of the cost.
    cost_before, cost_after
        The cost C_0 without and with it.
    derivative
        The derivative of the cost with respect to the nudged number, without the nudge.
    """

    parameter: Parameter
    dw: float
    before: ForwardPass
    after: ForwardPass
    dz: float | Array
    da: float | Array
    dC: float
    cost_before: float
    cost_after: float
    derivative: float

    def __repr__(self) -> str:
        return f"Nudge({str(self.parameter)!r}, by={self.dw:g}, dC={self.dC:.6g}, ratio={self.ratio:.6g})"

    @property
    def by(self) -> float:
        """The size of the nudge, as ``dw``."""
        return self.dw

    @property
    def ratio(self) -> float:
        """ΔC/Δw, which tends to the derivative as the nudge shrinks."""
        return self.dC / self.dw

    @property
    def predicted(self) -> float:
        """∂C/∂w · Δw, the change of the cost to first order."""
        return self.derivative * self.dw


@np.errstate(all="ignore")
def nudge(
    net: Network,
    x: ArrayLike,
    y: ArrayLike,
    parameter: str | Parameter,
    by: float = 0.01,
    cost: str | Cost = "squared_error",
) -> Nudge:
    """Change one number by ``by`` and return what else changes.

    A nudged weight or bias makes another network. A nudged activation a_j^(l) is held at its new value, whatever
    its z_j^(l) says: layers up to l keep their z, those after it follow.

    Parameters
    ----------
    net
        The network.
    x, y
        One example, of shape (n_0,) and (n_L,).
    parameter
        ``"w3"``, ``"w2[1,0]"``, ``"b2[1]"``, or an activation before the last layer, such as ``"a1[2]"``.
    by
        The size of the nudge; negative is fine, 0 is not.
    cost
        A name or a Cost.

    Raises
    ------
    ValueError
        If the network has no such number, the example does not fit, the nudge is 0, not finite, or too small to
        change the number at all, or the cost is infinite and stays so.

    Examples
    --------
    >>> net = Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5])
    >>> push = nudge(net, [0.6], [1.0], "w3", by=0.01)
    >>> round(push.dz, 6), round(push.da, 6), round(push.dC, 6)
    (0.008016, 0.001981, -0.002192)
    >>> round(push.ratio, 6), round(push.derivative, 6)
    (-0.219193, -0.219491)
    """
    p = Parameter.parse(parameter).resolve(net.sizes)
    if p.letter == "a" and p.l == net.L:
        raise ValueError(f"{p}: expected a weight, a bias or an activation of a layer from 0 to {net.L - 1}")
    by, cost = validation.finite_number(by, "by"), get_cost(cost)
    before = forward(net, validation.finite_array(x, "x", (net.sizes[0],)))
    y = validation.finite_array(y, "y", (net.sizes[net.L],))
    at = float(before.a[p.l][p.index]) if p.letter == "a" else net.value(p)
    if at + by == at:
        raise ValueError(f"by: expected a nudge that changes {p} = {as_given(at)}, got {as_given(by)}")
    validation.finite_number(at + by, str(p))

    after = _hold(before, p, at + by) if p.letter == "a" else forward(net.replace(p, at + by), before.a[0])
    first, by_z = _first_change(before, p, by)
    changes = _changes(before, first, by_z)
    dz, da = (change if p.letter == "a" else float(change[p.index[0]]) for change in changes[0])
    if net.activation[first].whole_layer:
        da = changes[0][1]  # other outputs depend on z_j too
    grad = backward(net, before, y, cost)
    dC = float(cost.change(net.activation[net.L], before.z[net.L], changes[-1][0], before.output, changes[-1][1], y))
    cost_after = float(costs_of(after, y, cost)[0])
    if math.isnan(dC) or (math.isinf(dC) and grad.cost == cost_after):
        raise ValueError(
            f"{p}: expected a nudge whose ΔC float64 can tell, but C is {cost_after} with and without it"
        )
    return Nudge(
        p,
        by,
        before,
        after,
        dz,
        da,
        dC,
        cost_before=grad.cost,
        cost_after=cost_after,
        derivative=grad.of(p),
    )


def _first_change(run: ForwardPass, p: Parameter, by: float) -> tuple[int, Array]:
    """Return the first layer whose weighted sums a nudge changes, and Δz: w_jk Δa_k, a_k Δw_jk or Δb_j."""
    net, j = run.network, p.index[0]
    if p.letter == "a":
        return p.l + 1, net.w[p.l + 1][:, j] * by
    dz = np.zeros(net.sizes[p.l])
    dz[j] = by * run.a[p.l - 1][p.index[1]] if p.letter == "w" else by
    return p.l, dz


def _changes(run: ForwardPass, first: int, dz: Array) -> list[tuple[Array, Array]]:
    """Return Δz and Δa = f(z + Δz) − f(z) of a layer and of those after it, where Δz is W Δa."""
    net, changes = run.network, []
    for l in range(first, net.L + 1):
        if l > first:
            dz = net.w[l].dot(changes[-1][1])
        da = net.activation[l].change(run.z[l], read_only(dz))
        changes.append((dz, read_only(da)))
    return changes


def _hold(run: ForwardPass, p: Parameter, value: float) -> ForwardPass:
    a = run.a[p.l].copy()
    a[p.index] = value
    known = (*run.a.values[: p.l], read_only(a))
    return require_finite(complete(run.network, run.z.values[: p.l], known))
