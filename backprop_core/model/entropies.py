"""The two cross-entropies: of outputs that are each a probability of its own, and of a distribution over the classes.

Both are computed from z for the outputs that they are made for, sigmoid and softmax (C. Bishop, *Pattern Recognition
and Machine Learning*, sections 4.3.2 and 4.3.4), so that saturated and wrong outputs have a finite cost.
"""

import numpy as np

from backprop_core.frozen import Array
from backprop_core.model.activations import sigmoid, softplus
from backprop_core.model.cost import Cost, CostByZ
from backprop_core.model.softmax import softmax, sum_of_others, surprise, surprise_change


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


@np.errstate(over="ignore", under="ignore")
def _entropy_slope_by_a(z: Array, y: Array) -> Array:
    # 1/σ(z) = e^softplus(−z) and 1/(1 − σ(z)) = e^softplus(z)
    return _times_exp(1.0 - y, softplus.f(z)) - _times_exp(y, softplus.f(-z))


@np.errstate(under="ignore")
def _entropy_slope_by_z(z: Array, y: Array) -> Array:
    return (1.0 - y) * sigmoid.f(z) - y * sigmoid.f(-z)  # σ(z) − y, but exact for y = 1 too


@np.errstate(divide="ignore", under="ignore")
def _categorical(a: Array, y: Array) -> Array:
    return -np.add.reduce(_times_log(y, a), axis=-1)


@np.errstate(divide="ignore", over="ignore", under="ignore")
def _categorical_slope(a: Array, y: Array) -> Array:
    return -_over(y, a)


@np.errstate(all="ignore")
def _categorical_change(a: Array, da: Array, y: Array) -> Array:
    return -np.add.reduce(_times_log_change(y, a, da), axis=-1)


@np.errstate(under="ignore")
def _categorical_of_softmax(z: Array, y: Array) -> Array:
    return np.add.reduce(_times(y, surprise(z)), axis=-1)


@np.errstate(over="ignore", under="ignore")
def _categorical_slope_by_a(z: Array, y: Array) -> Array:
    return -_times_exp(y, surprise(z))  # 1/a = e^surprise


@np.errstate(under="ignore")
def _categorical_slope_by_z(z: Array, y: Array) -> Array:
    a = softmax.f(z)
    return a * sum_of_others(y) - y * sum_of_others(a)  # a_j Σy − y_j, but exact for y_j = 1 too


@np.errstate(under="ignore")
def _categorical_terms(z: Array, y: Array) -> Array:
    a = softmax.f(z)
    terms = y[..., :, None] * a[..., None, :]
    i = np.arange(a.shape[-1])
    terms[..., i, i] = -y * sum_of_others(a)
    return terms


@np.errstate(under="ignore")
def _categorical_change_by_z(z: Array, dz: Array, y: Array) -> Array:
    return np.add.reduce(_times(y, surprise_change(z, dz)), axis=-1)


def _times(y: Array, values: Array) -> Array:
    """Return y times the values, which is 0 for y = 0 even where a value is infinite."""
    return np.multiply(y, values, where=y != 0.0, out=np.zeros_like(values))


def _times_exp(y: Array, power: Array) -> Array:
    """Return y e^power, which is 0 for y = 0, and finite also where only e^power is beyond float64."""
    positive = y > 0.0
    log = np.log(y, where=positive, out=np.zeros_like(power))
    return np.exp(power + log, where=positive, out=np.zeros_like(power))


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


cross_entropy = Cost(
    "cross_entropy",
    _cross_entropy,
    _cross_entropy_slope,
    interval=(0.0, 1.0),
    in_terms_of_z=CostByZ(
        sigmoid,
        _entropy_of_sigmoid,
        df_da=_entropy_slope_by_a,
        df_dz=_entropy_slope_by_z,
        delta=_entropy_change,
    ),
    delta=_cross_entropy_change,
)
"""−Σ_j [y_j ln a_j + (1 − y_j) ln(1 − a_j)], the binary cross-entropy of each output neuron.

For sigmoid outputs it is computed from z, so that a neuron that is saturated and wrong has the finite cost
|z| and ∂C/∂z = ±1; only its ∂C/∂a, which grows like e^|z|, is inf where it is beyond float64. For other outputs,
C and ∂C/∂a are infinite at an a of exactly 0 or 1 that contradicts the target.
"""

categorical_cross_entropy = Cost(
    "categorical_cross_entropy",
    _categorical,
    _categorical_slope,
    interval=(0.0, 1.0),
    in_terms_of_z=CostByZ(
        softmax,
        _categorical_of_softmax,
        df_da=_categorical_slope_by_a,
        df_dz=_categorical_slope_by_z,
        delta=_categorical_change_by_z,
        terms=_categorical_terms,
    ),
    delta=_categorical_change,
    of_distribution=True,
)
"""−Σ_j y_j ln a_j of softmax outputs and a target that is a distribution, most often 1 for the right class.

It is computed from z: ∂C/∂z_j = a_j Σ_i y_i − y_j, with all its digits also where an a underflows. Only ∂C/∂a_j,
which is −y_j/a_j, is infinite where it is beyond float64, as may be where a is below 1e-308.
"""
