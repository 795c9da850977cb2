"""Cost functions of one training example, with their derivatives with respect to the outputs.

The project's convention is set here: the default cost is the lecture's C = Σ_j (a_j − y_j)², without
a factor ½, so that ∂C/∂a_j = 2(a_j − y_j).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop_core import validation
from backprop_core.digits import as_given
from backprop_core.frozen import Array
from backprop_core.model.activations import Activation, sigmoid, softplus

CostFunction = Callable[[Array, Array], Array]
DeltaFunction = Callable[[Array, Array, Array], Array]


@dataclass(frozen=True)
class CostOfSigmoid:
    """A cost as a function of z and y where a = σ(z), accurate even where σ(z) rounds to 0 or 1.

    Parameters
    ----------
    f
        The cost C of each example, summed over the last axis.
    df_da, df_dz
        Its derivatives, of the shape of z.
    delta
        Takes z, Δz and y and returns the change of the cost from z to z + Δz.
    """

    f: CostFunction
    df_da: CostFunction
    df_dz: CostFunction
    delta: DeltaFunction


@dataclass(frozen=True)
class Cost:
    """The cost C(a, y) of outputs a whose target is y, and its derivative ∂C/∂a.

    Parameters
    ----------
    name
        The name in messages and for ``cost=``.
    f
        Takes a and y of shape (n_L,) or (N, n_L) and returns C of each example, of shape () or (N,).
    df
        Takes the same and returns ∂C/∂a, of the shape of a.
    interval
        The least and the greatest value that outputs and targets may have.
    of_sigmoid
        The same cost in terms of z, if that is more accurate for sigmoid outputs.
    delta
        Takes a, Δa and y and returns C(a + Δa, y) − C(a, y), without cancellation; None if there is no such formula.

    Examples
    --------
    >>> absolute = Cost("absolute", lambda a, y: abs(a - y).sum(axis=-1), lambda a, y: np.sign(a - y))
    >>> float(absolute.f(np.array([0.5, 0.25]), np.array([1.0, 0.0])))
    0.75
    """

    name: str
    f: CostFunction
    df: CostFunction
    interval: tuple[float, float] = (-math.inf, math.inf)
    of_sigmoid: CostOfSigmoid | None = None
    delta: DeltaFunction | None = None

    def __repr__(self) -> str:
        return f"Cost({self.name!r})"

    def check(self, values: Array, where: str) -> None:
        """Make sure that outputs or targets lie in the interval on which the cost is defined.

        Raises
        ------
        ValueError
            Naming the first value outside.

        Examples
        --------
        >>> cross_entropy.check(np.array([0.5, 1.3]), "y")
        Traceback (most recent call last):
        ValueError: y[1]: cross_entropy expects a number from 0 to 1, got 1.3
        """
        low, high = self.interval
        if (low, high) == (-math.inf, math.inf):
            return
        outside = ~((values >= low) & (values <= high))
        if outside.any():
            at = tuple(np.argwhere(outside)[0])
            expected = f"{self.name} expects a number from {low:g} to {high:g}"
            raise ValueError(f"{where}{validation.brackets(at)}: {expected}, got {as_given(float(values[at]))}")

    def by_z(self, activation: Activation) -> CostOfSigmoid | None:
        """Return the same cost in terms of z if there is one for this activation function, else None.

        Examples
        --------
        >>> cross_entropy.by_z(softplus) is None
        True
        """
        return self.of_sigmoid if self.of_sigmoid and activation == sigmoid else None

    def value(self, activation: Activation, z: Array, a: Array, y: Array) -> Array:
        """Return C of each example, for outputs a = f(z) of an activation function.

        Raises
        ------
        ValueError
            If ``f`` returns another shape than one number for each example.

        Examples
        --------
        >>> z = np.array([1e4])  # so that a is 1, as near as float64 can tell
        >>> float(cross_entropy.value(sigmoid, z, sigmoid.f(z), np.array([0.0])))
        10000.0
        """
        by_z = self.by_z(activation)
        C = np.asarray(by_z.f(z, y) if by_z else self.f(a, y))
        if C.shape != y.shape[:-1]:
            raise ValueError(f"cost {self.name!r}: f: expected shape {y.shape[:-1]}, got {C.shape}")
        return C

    def change(self, activation: Activation, z: Array, dz: Array, a: Array, da: Array, y: Array) -> Array:
        """Return ΔC of each example, for outputs a = f(z) of an activation function that change by Δa.

        Examples
        --------
        >>> z, dz, y = np.array([1.0]), np.array([1e-9]), np.array([1e4])
        >>> a, da = softplus.f(z), softplus.change(z, dz)
        >>> float(squared_error.change(softplus, z, dz, a, da, y))  # C is 1e8, of which the last digit is worth 1e-8
        -1.46192...e-05
        """
        if by_z := self.by_z(activation):
            return by_z.delta(z, dz, y)
        return self.delta(a, da, y) if self.delta else self.f(a + da, y) - self.f(a, y)

    def derivatives(self, activation: Activation, z: Array, a: Array, y: Array) -> tuple[Array, Array]:
        """Return ∂C/∂a and ∂C/∂z, for outputs a = f(z) of an activation function.

        Where f is flat, ∂C/∂z is 0, even if ∂C/∂a is infinite.

        Raises
        ------
        ValueError
            If ``df`` returns another shape than that of a.

        Examples
        --------
        >>> z = np.array([0.5])
        >>> squared_error.derivatives(sigmoid, z, sigmoid.f(z), np.array([1.0]))
        (array([-0.75508134]), array([-0.17744692]))
        """
        if by_z := self.by_z(activation):
            return by_z.df_da(z, y), by_z.df_dz(z, y)
        dC_da = self.df(a, y)
        if np.shape(dC_da) != a.shape:
            raise ValueError(f"cost {self.name!r}: df: expected shape {a.shape}, got {np.shape(dC_da)}")
        da_dz = activation.df(z)
        dC_dz = dC_da * da_dz
        if not validation.all_finite(dC_dz):
            dC_dz[da_dz == 0.0] = 0.0
        return dC_da, dC_dz


def _squares(a: Array, y: Array) -> Array:
    error = a - y
    return np.add.reduce(error * error, axis=-1)


def _slope_of_squares(a: Array, y: Array) -> Array:
    return 2.0 * (a - y)


def _change_of_squares(a: Array, da: Array, y: Array) -> Array:
    return np.add.reduce(da * (2.0 * (a - y) + da), axis=-1)


def _half_squares(a: Array, y: Array) -> Array:
    return 0.5 * _squares(a, y)


def _change_of_half_squares(a: Array, da: Array, y: Array) -> Array:
    return 0.5 * _change_of_squares(a, da, y)


@np.errstate(divide="ignore", under="ignore")
def _cross_entropy(a: Array, y: Array) -> Array:
    return -np.add.reduce(_times_log(y, a) + _times_log(1.0 - y, 1.0 - a), axis=-1)


@np.errstate(all="ignore")
def _cross_entropy_change(a: Array, da: Array, y: Array) -> Array:
    return -np.add.reduce(_times_log_change(y, a, da) + _times_log_change(1.0 - y, 1.0 - a, -da), axis=-1)


@np.errstate(divide="ignore", over="ignore", under="ignore")
def _cross_entropy_slope(a: Array, y: Array) -> Array:
    return _over(1.0 - y, 1.0 - a) - _over(y, a)


@np.errstate(under="ignore")
def _entropy_of_sigmoid(z: Array, y: Array) -> Array:
    # −ln σ(z) = softplus(−z) and −ln(1 − σ(z)) = softplus(z)
    return np.add.reduce(y * softplus.f(-z) + (1.0 - y) * softplus.f(z), axis=-1)


@np.errstate(under="ignore")
def _entropy_change(z: Array, dz: Array, y: Array) -> Array:
    return np.add.reduce(y * softplus.change(-z, -dz) + (1.0 - y) * softplus.change(z, dz), axis=-1)


@np.errstate(divide="ignore", over="ignore", under="ignore")
def _entropy_slope_by_a(z: Array, y: Array) -> Array:
    return _over(1.0 - y, sigmoid.f(-z)) - _over(y, sigmoid.f(z))  # 1 − σ(z) = σ(−z)


@np.errstate(under="ignore")
def _entropy_slope_by_z(z: Array, y: Array) -> Array:
    return (1.0 - y) * sigmoid.f(z) - y * sigmoid.f(-z)  # σ(z) − y, but exact for y = 1 too


def _times_log(y: Array, a: Array) -> Array:
    """Return y ln a, which is 0 for y = 0 even at a = 0."""
    return y * np.log(a, where=y != 0.0, out=np.zeros_like(a))


def _times_log_change(y: Array, a: Array, da: Array) -> Array:
    """Return y ln(a + Δa) − y ln a, which is 0 for y = 0 or Δa = 0 even at a = 0."""
    change = np.where(np.abs(da) < 0.5 * a, np.log1p(da / a), np.log(a + da) - np.log(a))
    return np.multiply(y, change, where=(y != 0.0) & (da != 0.0), out=np.zeros_like(a))


def _over(y: Array, a: Array) -> Array:
    """Return y/a, which is 0 for y = 0 even at a = 0."""
    return np.divide(y, a, where=y != 0.0, out=np.zeros_like(a))


squared_error = Cost(
    "squared_error",
    _squares,
    _slope_of_squares,
    delta=_change_of_squares,
)
"""Σ_j (a_j − y_j)²: the lecture's cost and the default."""

half_squared_error = Cost(
    "half_squared_error",
    _half_squares,
    np.subtract,
    delta=_change_of_half_squares,
)
"""½ Σ_j (a_j − y_j)²: the convention of many textbooks."""

cross_entropy = Cost(
    "cross_entropy",
    _cross_entropy,
    _cross_entropy_slope,
    interval=(0.0, 1.0),
    of_sigmoid=CostOfSigmoid(
        _entropy_of_sigmoid,
        df_da=_entropy_slope_by_a,
        df_dz=_entropy_slope_by_z,
        delta=_entropy_change,
    ),
    delta=_cross_entropy_change,
)
"""−Σ_j [y_j ln a_j + (1 − y_j) ln(1 − a_j)], the binary cross-entropy of each output neuron.

For sigmoid outputs it is computed from z, so that a neuron that is saturated and wrong has the finite cost
|z| and ∂C/∂z = ±1; only its ∂C/∂a, which grows like e^|z|, is inf from |z| = 710 on. For other outputs,
C and ∂C/∂a are infinite at an a of exactly 0 or 1 that contradicts the target.
"""

COSTS = {cost.name: cost for cost in (squared_error, half_squared_error, cross_entropy)}


def get_cost(cost: str | Cost, where: str = "cost") -> Cost:
    """Return the cost of that name; a Cost is returned as it is.

    Raises
    ------
    ValueError
        If the name is unknown; it lists the known ones, and the nearest.

    Examples
    --------
    >>> get_cost("squared_error").df(np.array([0.75]), np.array([1.0]))
    array([-0.5])
    """
    return cost if isinstance(cost, Cost) else validation.lookup(COSTS, cost, where)
