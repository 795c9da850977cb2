"""How fast the core is, as two ratios measured in one run: ``python benchmarks/core.py``.

What is compared takes turns, so that whatever else the machine does slows both down alike; the ratio is the
median over all turns.
"""

import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

import backprop_core as bp

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import autograd
    import autograd.numpy

anp: Any = autograd.numpy
differentiate: Any = autograd.grad

Task = Callable[[], object]


def main() -> None:
    print(f"{'one gradient: core / other':<64}{'core':>10}{'other':>10}{'ratio':>8}{'limit':>8}")
    report("784-128-10, 1000 examples / bare numpy, products and all", *large_batch(products_only=False), limit=1.5)
    report("784-128-10, 1000 examples / nothing but its matrix products", *large_batch(products_only=True), limit=1.5)
    report("3-3-2, forward and backward / HIPS autograd", *small_network(), limit=0.2)


def report(name: str, core: Task, other: Task, limit: float) -> None:
    """Time both in turns and print a line."""
    runs = max(1, round(0.01 / seconds(core, 3)))
    pairs = [(seconds(core, runs), seconds(other, runs)) for _ in range(200)]
    ours, others = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(ours / others for ours, others in pairs)
    print(f"{name:<64}{ours * 1e6:>7.0f} µs{others * 1e6:>7.0f} µs{ratio:>8.2f}{limit:>8}")


def seconds(task: Task, runs: int) -> float:
    """Return how long one run takes, on average over some."""
    start = time.perf_counter()
    for _ in range(runs):
        task()
    return (time.perf_counter() - start) / runs


def large_batch(*, products_only: bool) -> tuple[Task, Task]:
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


if __name__ == "__main__":
    main()
