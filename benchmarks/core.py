"""Times one gradient of the core, forward and backward, against other code that computes the same.

Both sides are run in turns, so that other load on the machine slows both down alike; the ratio is the median over all
turns.
"""

import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

import backprop_core as bp
from benchmarks.cost import Row

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import autograd
    import autograd.numpy

anp: Any = autograd.numpy
differentiate: Any = autograd.grad

Task = Callable[[], object]


def rows() -> Iterator[Row]:
    """Yield the ratios."""
    yield compare("784-128-10, 1,000 examples: core / bare numpy", *large_batch(products_only=False), aim="≤ 1.5")
    yield compare("784-128-10: core / its matrix products", *large_batch(products_only=True), aim="≤ 1.5")
    yield compare("3-3-2, one example: core / HIPS autograd", *small_network(), aim="≤ 0.2")
    yield compare("3-3-2: an example of 1,000,000 / of 10,000", *batches(1_000_000, 10_000), aim="flat", turns=9)


def compare(name: str, one: Task, other: Task, *, aim: str, turns: int = 200) -> Row:
    """Time two tasks in turns and return their ratio."""
    runs = max(1, round(0.01 / seconds(other, 1)))
    pairs = [(seconds(one, runs), seconds(other, runs)) for _ in range(turns)]
    ours, others = (1e6 * statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    return Row(name, ratio, aim, f"{ours:.3g} µs / {others:.3g} µs")


def seconds(task: Task, runs: int) -> float:
    """Return the average seconds of one run."""
    start = time.perf_counter()
    for _ in range(runs):
        task()
    return (time.perf_counter() - start) / runs


def large_batch(*, products_only: bool) -> tuple[Task, Task]:
    """Return the gradient of 784-128-10, 1000 examples, by the core, and by numpy or its matrix products alone."""
    rng = np.random.default_rng(0)
    W1, W2 = rng.normal(size=(128, 784)) / 28, rng.normal(size=(10, 128)) / 11
    b1, b2 = rng.normal(size=128), rng.normal(size=10)
    X, Y = rng.random((1000, 784)), rng.random((1000, 10))
    net = bp.Network(weights=[W1, W2], biases=[b1, b2], activations="sigmoid")

    def core() -> object:
        return bp.backward(net, bp.forward(net, X), Y)

    def products() -> object:
        z1 = X @ W1.T
        z2 = z1 @ W2.T
        return z2.T @ z1, (z2 @ W2).T @ X

    def bare() -> object:
        a1 = 1 / (1 + np.exp(-(X @ W1.T + b1)))
        a2 = 1 / (1 + np.exp(-(a1 @ W2.T + b2)))
        d2 = 2 * (a2 - Y) * a2 * (1 - a2)
        d1 = (d2 @ W2) * a1 * (1 - a1)
        return ((a2 - Y) ** 2).sum() / 1000, d2.T @ a1 / 1000, d2.mean(0), d1.T @ X / 1000, d1.mean(0)

    return core, products if products_only else bare


def small_network() -> tuple[Task, Task]:
    """Return the gradient of the default lesson's layers by the core and by HIPS autograd."""
    layers = bp.default_lesson().layers
    net, x, y = layers.network, layers.x, layers.y
    parameters = (net.w[1], net.b[1], net.w[2], net.b[2])

    def cost(parameters: tuple[np.ndarray, ...]) -> object:
        W1, b1, W2, b2 = parameters
        a1 = 1 / (1 + anp.exp(-(anp.dot(W1, x) + b1)))
        a2 = 1 / (1 + anp.exp(-(anp.dot(W2, a1) + b2)))
        return anp.sum((a2 - y) ** 2)

    gradient = differentiate(cost)
    return lambda: bp.backward(net, bp.forward(net, x), y), lambda: gradient(parameters)


def batches(many: int, few: int) -> tuple[Task, Task]:
    """Return the gradient of many examples in one batch, and of as many in batches of few."""
    layers = bp.default_lesson().layers
    net, rng = layers.network, np.random.default_rng(0)
    X, Y = rng.random((many, net.sizes[0])), rng.random((many, net.sizes[-1]))

    def one_batch() -> None:
        bp.backward(net, bp.forward(net, X), Y)

    def small_batches() -> None:
        for start in range(0, many, few):
            part = slice(start, start + few)
            bp.backward(net, bp.forward(net, X[part]), Y[part])

    return one_batch, small_batches
