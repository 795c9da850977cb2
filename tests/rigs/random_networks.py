"""Generates random networks with examples, for every activation function and cost."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

import backprop_core as bp

ACTIVATIONS = ("sigmoid", "relu", "leaky_relu", "tanh", "softplus", "identity")
SQUARES = ("squared_error", "half_squared_error")
COSTS = (*SQUARES, "cross_entropy")

# The costs and the last layer's functions that go together.
PAIRS = [(cost, last) for last in ACTIVATIONS for cost in COSTS if (cost, last) != ("cross_entropy", "tanh")]
PAIRS += [(cost, "softmax") for cost in (*SQUARES, "categorical_cross_entropy")]

# The mean of the last layer's z at which outputs lie between 0 and 1.
_MIDDLE = {"sigmoid": 0.0, "softplus": -1.0}


def seeds(count: int) -> list[object]:
    """Return the values of a parameter: in the short run, as many as cover each of ``PAIRS``."""
    return [pytest.param(seed, marks=[] if seed < len(PAIRS) else [pytest.mark.long]) for seed in range(count)]


@dataclass(frozen=True)
class Case:
    net: bp.Network
    x: np.ndarray
    y: np.ndarray
    cost: str

    def __repr__(self) -> str:
        return f"{self.net!r}, x of shape {self.x.shape}, {self.cost}"


def random_case(seed: int, batch: int | None = None) -> Case:
    """Return a network of 1 to 4 layers of 1 to 5 neurons, with one example or a batch.

    Costs and the last layer's activation functions alternate, so that 20 consecutive seeds cover each of ``PAIRS``.
    """
    rng = np.random.default_rng(seed)
    cost, last = PAIRS[seed % len(PAIRS)]
    L = rng.integers(1, 5)
    sizes = rng.integers(1, 6, L + 1)
    if last == "softmax":
        sizes[-1] += 1  # of one neuron it would always be 1
    names = [*rng.choice(ACTIVATIONS, L - 1), last]
    w = [rng.normal(size=(n, m)) for m, n in pairwise(sizes)]
    b = [rng.normal(size=n) for n in sizes[1:]]
    shape = () if batch is None else (batch,)
    x, y = rng.normal(size=(*shape, sizes[0])), rng.random((*shape, sizes[-1]))
    if cost == "cross_entropy":
        z = bp.forward(bp.Network(w, b, names), x).z[int(L)]
        scale = 0.3 / np.abs(z).max()
        w[-1], b[-1] = w[-1] * scale, b[-1] * scale + _MIDDLE.get(last, 0.5)
    if cost == "categorical_cross_entropy":
        y /= y.sum(axis=-1, keepdims=True)
    return Case(bp.Network(w, b, [str(name) for name in names]), x, y, cost)
