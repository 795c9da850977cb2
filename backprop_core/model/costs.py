"""The costs by name, and those that are sums of squares.

The project's convention is set here: the default cost is the lecture's C = Σ_j (a_j − y_j)², without
a factor ½, so that ∂C/∂a_j = 2(a_j − y_j). Every cost is summed over the outputs and averaged over the examples.
"""

from __future__ import annotations

import numpy as np

from backprop_core import validation
from backprop_core.frozen import Array
from backprop_core.model.cost import Cost
from backprop_core.model.entropies import categorical_cross_entropy, cross_entropy


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

COSTS = {cost.name: cost for cost in (squared_error, half_squared_error, cross_entropy, categorical_cross_entropy)}


CONVENTION = "summed over the outputs and averaged over the examples"
"""How the costs of outputs and examples are put together, in words."""

_SUMMED = f"here {CONVENTION}"

# What others call them.
_HINTS: dict[str, str] = {
    **dict.fromkeys(
        ("mse", "mean_squared_error", "l2", "sse", "quadratic"), f"squared_error, {_SUMMED}, without 1/2"
    ),
    **dict.fromkeys(("bce", "binary_cross_entropy", "binary_crossentropy", "log_loss"), f"cross_entropy, {_SUMMED}"),
    **dict.fromkeys(("cce", "categorical_crossentropy", "nll"), f"categorical_cross_entropy, {_SUMMED}"),
}


def get_cost(cost: str | Cost, where: str = "cost") -> Cost:
    """Return the cost of that name; a Cost is returned as it is.

    Raises
    ------
    ValueError
        If the name is unknown; it lists the known ones, and what is meant or the nearest.

    Examples
    --------
    >>> get_cost("squared_error").df(np.array([0.75]), np.array([1.0]))
    array([-0.5])
    """
    return cost if isinstance(cost, Cost) else validation.lookup(COSTS, cost, where, _HINTS)
