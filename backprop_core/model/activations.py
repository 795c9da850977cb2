"""Activation functions of one neuron with their derivatives; ``get_activation`` finds them, and softmax, by name.

Both are exact to rounding wherever float64 can hold the result, and silent: nothing overflows or warns for
|z| up to 1e4, where a saturated sigmoid's derivative is simply 0.
"""

from __future__ import annotations

from collections import ChainMap

import numpy as np

from backprop_core import validation
from backprop_core.frozen import Array
from backprop_core.model.activation import Activation
from backprop_core.model.softmax import softmax

LEAK = 0.01
"""The slope of leaky_relu below 0."""


@np.errstate(over="ignore", under="ignore")
def _sigmoid(z: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-z))  # exp may overflow to inf, and 1/inf is the right answer: 0


@np.errstate(under="ignore")
def _sigmoid_derivative(z: Array) -> Array:
    # σ(1 − σ) would be 0 from z = 37 on, where 1 − σ is lost to rounding; this keeps every digit.
    e = np.exp(-np.abs(z))
    square = 1.0 + e
    square *= square  # in place, as is what follows: a large batch spends more time on fresh memory than on this
    e /= square
    return e


@np.errstate(under="ignore")
def _tanh(z: Array) -> Array:
    return np.tanh(z)


def _tanh_derivative(z: Array) -> Array:
    return 4.0 * _sigmoid_derivative(2.0 * z)  # since tanh(z) = 2σ(2z) − 1


def _bend(z: Array) -> Array:
    """Return softplus(z) − relu(z)."""
    return np.log1p(np.exp(-np.abs(z)))


@np.errstate(under="ignore")
def _softplus(z: Array) -> Array:
    return np.maximum(z, 0.0) + _bend(z)


@np.errstate(under="ignore")
def _leaky_relu(z: Array) -> Array:
    return np.maximum(z, LEAK * z)


@np.errstate(over="ignore", under="ignore")
def _sigmoid_change(z: Array, dz: Array) -> Array:
    # σ(z + Δ) − σ(z) = (1 − e^−Δ) σ(z + Δ) σ(−z); from the lower to the upper of both, so that nothing overflows
    low, high = np.minimum(z, z + dz), np.maximum(z, z + dz)
    return -np.sign(dz) * np.expm1(-np.abs(dz)) * _sigmoid(high) * _sigmoid(-low)


def _tanh_change(z: Array, dz: Array) -> Array:
    return 2.0 * _sigmoid_change(2.0 * z, 2.0 * dz)


@np.errstate(under="ignore")
def _softplus_change(z: Array, dz: Array) -> Array:
    # The derivative is σ: ln((1 + e^(z + Δ))/(1 + e^z)) = ln(1 + σ(z)(e^Δ − 1)), for steps that are not too long.
    short = np.log1p(_sigmoid(z) * np.expm1(np.clip(dz, -1.0, 1.0)))
    return np.where(np.abs(dz) < 1.0, short, _relu_change(z, dz) + _bend(z + dz) - _bend(z))


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _relu_derivative(z: Array) -> Array:
    return np.heaviside(z, 0.0)


def _relu_change(z: Array, dz: Array) -> Array:
    return np.where(np.greater(z, 0.0), np.maximum(dz, -z), np.maximum(z + dz, 0.0))


def _leaky_relu_derivative(z: Array) -> Array:
    return np.where(np.greater(z, 0.0), 1.0, LEAK)[()]


@np.errstate(under="ignore")
def _leaky_relu_change(z: Array, dz: Array) -> Array:
    return LEAK * dz + (1.0 - LEAK) * _relu_change(z, dz)


def _identity_change(_: Array, dz: Array) -> Array:
    return np.positive(dz)


sigmoid = Activation(
    "sigmoid",
    _sigmoid,
    _sigmoid_derivative,
    delta=_sigmoid_change,
    interval=(0.0, 1.0),
)
"""σ(z) = 1/(1 + e^−z), between 0 and 1; σ′ = σ(1 − σ)."""

tanh = Activation(
    "tanh",
    _tanh,
    _tanh_derivative,
    typst="tanh",
    latex=r"\tanh",
    delta=_tanh_change,
    interval=(-1.0, 1.0),
)
"""tanh z, between −1 and 1; its derivative is 1 − tanh² z."""

softplus = Activation(
    "softplus",
    _softplus,
    _sigmoid,
    typst='"softplus"',
    latex=r"\operatorname{softplus}",
    delta=_softplus_change,
)
"""ln(1 + e^z), a smooth ReLU; its derivative is σ."""

relu = Activation(
    "relu",
    _relu,
    _relu_derivative,
    kinks=(0.0,),
    typst='"ReLU"',
    latex=r"\operatorname{ReLU}",
    delta=_relu_change,
)
"""max(0, z); the derivative at 0 is chosen to be 0."""

leaky_relu = Activation(
    "leaky_relu",
    _leaky_relu,
    _leaky_relu_derivative,
    kinks=(0.0,),
    typst='"LReLU"',
    latex=r"\operatorname{LReLU}",
    delta=_leaky_relu_change,
)
"""z above 0, 0.01 z below; the derivative at 0 is chosen to be 0.01."""

identity = Activation(
    "identity",
    np.positive,
    np.ones_like,
    typst='"id"',
    latex=r"\operatorname{id}",
    delta=_identity_change,
)
"""z itself; the derivative is 1."""

ACTIVATIONS = {a.name: a for a in (sigmoid, relu, leaky_relu, tanh, softplus, identity)}
"""Those of one neuron, for any layer."""

OUTPUT_ACTIVATIONS = ChainMap({softmax.name: softmax}, ACTIVATIONS)
"""Those for the last layer."""


def get_activation(activation: str | Activation, where: str = "activation") -> Activation:
    """Return the activation function of that name; an Activation is returned as it is.

    Raises
    ------
    ValueError
        If the name is unknown; it lists the known ones, and the nearest.

    Examples
    --------
    >>> get_activation("relu").f(np.array([-1.0, 2.0]))
    array([0., 2.])
    >>> get_activation("sigmod")
    Traceback (most recent call last):
    ValueError: activation: expected one of sigmoid, relu, leaky_relu, tanh, softplus, identity, softmax,
    got 'sigmod' (did you mean 'sigmoid'?)
    """
    if isinstance(activation, Activation):
        return activation
    return validation.lookup(OUTPUT_ACTIVATIONS, activation, where)
