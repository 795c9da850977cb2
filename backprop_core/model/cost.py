"""``Cost``, the cost of one training example as a function of the outputs, with its derivatives."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop_core import validation
from backprop_core.digits import as_given
from backprop_core.frozen import Array
from backprop_core.model.activation import Activation

CostFunction = Callable[[Array, Array], Array]
DeltaFunction = Callable[[Array, Array, Array], Array]

SUM_TOLERANCE = 1e-6
"""How far from 1 the sum of a distribution may be: as much as float32 puts it off."""


@dataclass(frozen=True)
class CostByZ:
    """A cost as a function of z and y where a = f(z), accurate even where f(z) rounds to 0 or 1.

    Parameters
    ----------
    activation
        The function f.
    f
        The cost C of each example, summed over the last axis.
    df_da, df_dz
        Its derivatives, of the shape of z.
    delta
        Takes z, Δz and y and returns the change of the cost from z to z + Δz.
    terms
        If f takes a whole layer: ∂C/∂a_i · ∂a_i/∂z_j, of shape (…, n, n), which sum to ∂C/∂z_j.
    """

    activation: Activation
    f: CostFunction
    df_da: CostFunction
    df_dz: CostFunction
    delta: DeltaFunction
    terms: CostFunction | None = None


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
    in_terms_of_z
        The same cost in terms of z, if that is more accurate for outputs of one activation function.
    delta
        Takes a, Δa and y and returns C(a + Δa, y) − C(a, y), without cancellation; None if there is no such formula.
    of_distribution
        Whether outputs and targets are a distribution, together 1: then the outputs are those of a whole layer.

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
    in_terms_of_z: CostByZ | None = None
    delta: DeltaFunction | None = None
    of_distribution: bool = False

    def __repr__(self) -> str:
        return f"Cost({self.name!r})"

    def check(self, activation: Activation, a: Array, y: Array) -> None:
        """Make sure that the cost is defined for these outputs and targets, and for such outputs at all.

        Raises
        ------
        ValueError
            Naming the first value outside of the interval, or what would fit instead.

        Examples
        --------
        >>> from backprop_core import get_activation, get_cost
        >>> get_cost("cross_entropy").check(get_activation("sigmoid"), np.array([0.5, 0.5]), np.array([0.5, 1.3]))
        Traceback (most recent call last):
        ValueError: y[1]: cross_entropy expects a number from 0 to 1, got 1.3
        >>> get_cost("cross_entropy").check(get_activation("tanh"), np.array([0.5]), np.array([1.0]))
        Traceback (most recent call last):
        ValueError: cost: cross_entropy expects outputs from 0 to 1, as of sigmoid, got tanh
        (squared_error would fit it)
        """
        if self._takes_any:
            return
        least, greatest = activation.interval
        if math.isfinite(greatest - least) or self.of_distribution != activation.whole_layer:
            self.check_function(activation)
        self.check_targets(y)
        self._check_interval(a, "output")

    def check_function(self, activation: Activation, where: str = "cost") -> None:
        """Make sure that the cost is defined for all outputs that this function may have.

        Raises
        ------
        ValueError
            Saying what would fit instead.

        Examples
        --------
        >>> from backprop_core import get_activation, get_cost
        >>> get_cost("cross_entropy").check_function(get_activation("relu"), "layers.cost")
        Traceback (most recent call last):
        ValueError: layers.cost: cross_entropy expects outputs from 0 to 1, as of sigmoid, got relu
        (squared_error would fit it)
        """
        (low, high), (least, greatest) = self.interval, activation.interval
        within = low <= least <= greatest <= high and self.of_distribution == activation.whole_layer
        if self._takes_any or within:
            return
        expected = "a softmax output" if self.of_distribution else f"outputs from {low:g} to {high:g}, as of sigmoid"
        probability = "cross_entropy" if activation.interval == self.interval else "squared_error"
        fits = "categorical_cross_entropy" if activation.whole_layer else probability
        raise ValueError(f"{where}: {self.name} expects {expected}, got {activation.name} ({fits} would fit it)")

    def check_targets(self, y: Array, where: str = "y") -> None:
        """Make sure that the cost is defined for these targets.

        Raises
        ------
        ValueError
            Naming the first that is outside of the interval, or whose sum is not 1 although it is a distribution.

        Examples
        --------
        >>> from backprop_core import get_cost
        >>> get_cost("categorical_cross_entropy").check_targets(np.array([0.5, 0.25]))
        Traceback (most recent call last):
        ValueError: y: categorical_cross_entropy expects numbers whose sum is 1, got 0.75
        """
        if self._takes_any:
            return
        self._check_interval(y, where)
        if self.of_distribution:
            total = np.add.reduce(y, axis=-1)
            for at in np.argwhere(abs(total - 1.0) > SUM_TOLERANCE)[:1]:
                expected = f"{self.name} expects numbers whose sum is 1"
                got = as_given(float(f"{total[tuple(at)]:.9g}"))
                raise ValueError(f"{where}{validation.brackets(at)}: {expected}, got {got}")

    @property
    def _takes_any(self) -> bool:
        return self.interval == (-math.inf, math.inf) and not self.of_distribution

    def _check_interval(self, values: Array, where: str) -> None:
        low, high = self.interval
        outside = ~((values >= low) & (values <= high))
        if outside.any():
            at = tuple(np.argwhere(outside)[0])
            expected = f"{self.name} expects a number from {low:g} to {high:g}"
            raise ValueError(f"{where}{validation.brackets(at)}: {expected}, got {as_given(float(values[at]))}")

    def by_z(self, activation: Activation) -> CostByZ | None:
        """Return the same cost in terms of z if there is one for this activation function, else None.

        Examples
        --------
        >>> from backprop_core import get_activation, get_cost
        >>> get_cost("cross_entropy").by_z(get_activation("softplus")) is None
        True
        """
        return self.in_terms_of_z if self.in_terms_of_z and activation == self.in_terms_of_z.activation else None

    def value(self, activation: Activation, z: Array, a: Array, y: Array) -> Array:
        """Return C of each example, for outputs a = f(z) of an activation function.

        Raises
        ------
        ValueError
            If ``f`` returns another shape than one number for each example.

        Examples
        --------
        >>> from backprop_core import get_activation, get_cost
        >>> z = np.array([1e4])  # so that a is 1, as near as float64 can tell
        >>> sigmoid = get_activation("sigmoid")
        >>> float(get_cost("cross_entropy").value(sigmoid, z, sigmoid.f(z), np.array([0.0])))
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
        >>> from backprop_core import get_activation, get_cost
        >>> softplus, squared_error = get_activation("softplus"), get_cost("squared_error")
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
        >>> from backprop_core import get_activation, get_cost
        >>> z, sigmoid = np.array([0.5]), get_activation("sigmoid")
        >>> get_cost("squared_error").derivatives(sigmoid, z, sigmoid.f(z), np.array([1.0]))
        (array([-0.75508134]), array([-0.17744692]))
        """
        if by_z := self.by_z(activation):
            return by_z.df_da(z, y), by_z.df_dz(z, y)
        dC_da = self._slope(a, y)
        return dC_da, activation.back(z, dC_da)

    def terms(self, activation: Activation, z: Array, a: Array, y: Array) -> Array:
        """Return ∂C/∂a_i · ∂a_i/∂z_j, which sum to ∂C/∂z_j: shaped as ``activation.terms``.

        They are finite, and right, even where a_i underflows and ∂C/∂a_i is infinite, if the cost is known by z.

        Examples
        --------
        >>> from backprop_core import get_activation, get_cost
        >>> z, y, softmax = np.array([0.0, -1e4]), np.array([0.0, 1.0]), get_activation("softmax")
        >>> get_cost("categorical_cross_entropy").terms(softmax, z, softmax.f(z), y)[1].tolist()
        [1.0, -1.0]
        """
        by_z = self.by_z(activation)
        return by_z.terms(z, y) if by_z and by_z.terms else activation.terms(z, self._slope(a, y))

    def _slope(self, a: Array, y: Array) -> Array:
        dC_da = self.df(a, y)
        if np.shape(dC_da) != a.shape:
            raise ValueError(f"cost {self.name!r}: df: expected shape {a.shape}, got {np.shape(dC_da)}")
        return dC_da
