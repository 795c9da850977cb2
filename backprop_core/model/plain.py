"""Networks as plain data, as the sections of a lesson hold them."""

from collections.abc import Mapping, Sequence
from numbers import Real
from typing import Any

from backprop_core.frozen import Array
from backprop_core.model.activation import Activation
from backprop_core.model.activations import OUTPUT_ACTIVATIONS


def plain_network(
    weights: Sequence[Array], biases: Sequence[Array], functions: Sequence[Activation]
) -> dict[str, Any]:
    """Return a network's numbers as lists, and the name of its function, or of each layer's if they differ.

    Raises
    ------
    ValueError
        If a function is none of this package, so that its name says nothing to others.
    """
    for i, function in enumerate(functions):
        if OUTPUT_ACTIVATIONS.get(function.name) != function:
            expected = f"expected one of {', '.join(OUTPUT_ACTIVATIONS)}"
            raise ValueError(f"activations[{i}]: {expected}, which plain data can name, got {function!r}")
    names = [function.name for function in functions]
    return {
        "activation": names[0] if len(set(names)) == 1 else names,
        "weights": [w_l.tolist() for w_l in weights],
        "biases": [b_l.tolist() for b_l in biases],
    }


def network_arguments(data: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """Return weights, biases and activations of plain data; numbers in place of matrices are those of a chain.

    Raises
    ------
    ValueError
        If one of them is missing.
    """
    if not isinstance(data, Mapping):
        raise ValueError(f"data: expected activation, weights and biases by name, got a {type(data).__name__}")
    for key in ("activation", "weights", "biases"):
        if key not in data:
            raise ValueError(f"{key}: missing; expected activation, weights and biases")
    weights, biases = data["weights"], data["biases"]
    if isinstance(weights, Sequence) and isinstance(biases, Sequence):
        weights = [[[w]] if isinstance(w, Real) else w for w in weights]
        biases = [[b] if isinstance(b, Real) else b for b in biases]
    return weights, biases, data["activation"]
