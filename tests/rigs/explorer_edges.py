"""Networks at the edges of float64, and where functions bend, of which no lesson is."""

from typing import Any

from tests.rigs.explorer_scripts import question


def _edge(
    weights: list[Any],
    biases: list[list[float]],
    activations: list[str],
    cost: str,
    x: list[float],
    y: list[float],
    *,
    nudge: float = 0.01,
    rate: float = 0.1,
    steps: int = 20,
) -> dict[str, Any]:
    network = {"weights": weights, "biases": biases, "activations": activations, "cost": cost}
    example = {"x": x, "y": y}
    return question(network, example, {"rate": rate, "steps": steps, "examples": [example]}, nudge)


_TWO, _THREE = [[1.0, 0.5], [-0.5, 2.0]], [[2.0, -1.0], [0.5, 0.3], [-1.0, 1.5]]
_IDENTITY = ([[[2.0]], [[3.0]]], [[0.5], [-0.5]], ["identity", "identity"], "squared_error", [1.0], [2.0])

EDGES = {
    "on the kinks": _edge(
        [_TWO, _TWO], [[-1.0, 0.0], [0.1, 0.0]], ["relu", "leaky_relu"], "half_squared_error", [1.0, 0.0], [0.0, 1.0]
    ),
    "long steps of softplus": _edge(
        [[[1.0]], [[-2.0]]], [[0.0], [3.0]], ["softplus", "softplus"], "squared_error", [300.0], [0.5], nudge=-3.0
    ),
    "squares of softmax": _edge(
        [_TWO, _THREE],
        [[0.1, -0.2], [0.0, 0.4, -0.3]],
        ["tanh", "softmax"],
        "squared_error",
        [0.4, -1.2],
        [0.0, 1.0, 0.0],
    ),
    "classes without a chance": _edge(
        [_TWO, _THREE],
        [[0.1, -0.2], [900.0, 0.0, -900.0]],
        ["sigmoid", "softmax"],
        "categorical_cross_entropy",
        [0.4, -1.2],
        [0.0, 0.25, 0.75],
    ),
    "saturated and right": _edge(
        [_TWO, _TWO], [[0.1, -0.2], [40.0, -800.0]], ["sigmoid", "sigmoid"], "cross_entropy", [0.4, -1.2], [1.0, 0.5]
    ),
    "nudges without an effect": _edge(*_IDENTITY, nudge=1e-17),
    "a cost beyond float64": _edge(*_IDENTITY, rate=10.0, steps=40),
    "a step beyond float64": _edge(*_IDENTITY, rate=1e308),
    "classes beyond float64": _edge(
        [_TWO, _TWO],
        [[0.1, -0.2], [0.0, 0.4]],
        ["identity", "softmax"],
        "categorical_cross_entropy",
        [0.4, -1.2],
        [0.0, 1.0],
        rate=1e200,
    ),
}
