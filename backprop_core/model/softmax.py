"""Softmax, which makes the outputs of a layer a distribution: a_i = e^(z_i) / Σ_k e^(z_k), with its derivatives.

Its derivative is a matrix, ∂a_i/∂z_j = a_i (δ_ij − a_j) (C. Bishop, *Pattern Recognition and Machine Learning*,
equation 4.106). What would be lost to rounding in 1 − a_j or a_j − y_j is computed as a sum over the other outputs.

>>> softmax.f(np.array([0.0, np.log(3.0)])).round(12)
array([0.25, 0.75])
"""

import numpy as np

from backprop_core.frozen import Array
from backprop_core.model.activation import Activation


@np.errstate(over="ignore", under="ignore")
def _softmax(z: Array) -> Array:
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    e /= np.add.reduce(e, axis=-1, keepdims=True)
    return e


@np.errstate(under="ignore")
def _softmax_derivative(z: Array) -> Array:
    a = _softmax(z)
    da_dz = -a[..., :, None] * a[..., None, :]
    i = np.arange(a.shape[-1])
    da_dz[..., i, i] = a * sum_of_others(a)  # a_j (1 − a_j)
    return da_dz


@np.errstate(over="ignore", under="ignore")
def _softmax_change(z: Array, dz: Array) -> Array:
    # a_i is e^(−s), with the surprise s_i
    return _exponential_change(-surprise(z), -surprise_change(z, dz))


@np.errstate(over="ignore", under="ignore")
def surprise(z: Array) -> Array:
    """Return −ln a_i, with all its digits, also where a_i rounds to 0 or 1.

    Parameters
    ----------
    z
        The weighted sums, of shape (…, n).

    Examples
    --------
    >>> surprise(np.array([1000.0, 0.0, 960.0]))
    array([4.24835426e-18, 1.00000000e+03, 4.00000000e+01])
    """
    below = z - z.max(axis=-1, keepdims=True)
    e = np.exp(below)
    np.put_along_axis(e, z.argmax(axis=-1, keepdims=True), 0.0, axis=-1)  # for log1p: the greatest is 1
    return np.log1p(np.add.reduce(e, axis=-1, keepdims=True)) - below


@np.errstate(over="ignore", under="ignore", divide="ignore")
def surprise_change(z: Array, dz: Array) -> Array:
    """Return the change of −ln a_i from z to z + Δz without cancellation: ln Σ_k a_k e^(Δz_k − Δz_i).

    Parameters
    ----------
    z, dz
        The weighted sums and their changes, of shape (…, n).

    Examples
    --------
    >>> surprise_change(np.array([40.0, 0.0]), np.array([0.0, 1e-3])).tolist()
    [4.250479...e-21, -0.001]
    """
    log_a = -surprise(z)[..., None, :]
    step = dz[..., None, :] - dz[..., :, None]
    exponents = log_a + step
    greatest = exponents.max(axis=-1, keepdims=True)
    whole = np.log(np.add.reduce(np.exp(exponents - greatest), axis=-1)) + greatest[..., 0]
    small = np.log1p(np.maximum(np.add.reduce(_exponential_change(log_a, np.minimum(step, 1 - log_a)), axis=-1), -1))
    return np.where(np.abs(whole) < 0.5, small, whole)


def sum_of_others(values: Array) -> Array:
    """Return the sum of all values of the last axis but the one at each place: of a_j, 1 − a_j with all digits.

    Examples
    --------
    >>> sum_of_others(np.array([1.0, 1e-20, 3e-20]))
    array([4.e-20, 1.e+00, 1.e+00])
    """
    before, after = np.zeros_like(values), np.zeros_like(values)
    np.cumsum(values[..., :-1], axis=-1, out=before[..., 1:])
    np.cumsum(values[..., :0:-1], axis=-1, out=after[..., -2::-1])
    return before + after


def _exponential_change(x: Array, dx: Array) -> Array:
    """Return e^(x + Δx) − e^x without cancellation, also where e^x underflows."""
    return np.exp(x + np.maximum(dx, 0.0)) * -np.expm1(-np.abs(dx)) * np.sign(dx)


softmax = Activation(
    "softmax",
    _softmax,
    _softmax_derivative,
    typst='"softmax"',
    latex=r"\operatorname{softmax}",
    delta=_softmax_change,
    whole_layer=True,
    interval=(0.0, 1.0),
)
"""e^(z_i) / Σ_k e^(z_k), for the last layer: between 0 and 1, and together 1."""
