"""The activation functions and the cost that a section of a lesson names, if they go together."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np

from backprop_core import validation
from backprop_core.lesson.toml import LessonError
from backprop_core.model.activation import Activation
from backprop_core.model.cost import Cost
from backprop_core.model.costs import get_cost

# Where softmax is no choice.
_HINTS = {"softmax": "sigmoid, for one output; softmax is for several, in [layers]"}


def chosen_functions(
    given: str | list[str], known: Mapping[str, Activation], L: int, where: str, expected: str
) -> list[Activation]:
    """Return the function of each of L layers: one for all of them, or one for each.

    Parameters
    ----------
    given
        One name, or a list of names.
    known
        The functions that may be chosen, by name.
    where, expected
        For the message: the place of the entry, and how many names a list has.

    Raises
    ------
    LessonError
        If a name is unknown, or there are not as many as layers.

    Examples
    --------
    >>> from backprop_core.model.activations import ACTIVATIONS
    >>> chosen_functions("tanh", ACTIVATIONS, 2, "chain.activation", "2 names")
    [Activation('tanh'), Activation('tanh')]
    """
    names = {where: given} if isinstance(given, str) else {f"{where}[{i}]": name for i, name in enumerate(given)}
    with refused():
        functions = [validation.lookup(known, name, at, _HINTS) for at, name in names.items()]
    if isinstance(given, str):
        return functions * L
    if len(functions) != L:
        raise LessonError(f"{where}: expected one name or {expected}, got {len(functions)}")
    return functions


def chosen_cost(name: str, last: Activation, where: str, targets: Mapping[str, float | Sequence[float]]) -> Cost:
    """Return the cost of that name.

    Parameters
    ----------
    name
        The name.
    last
        The function of the last layer.
    where
        The place of the entry, for the message.
    targets
        The target of each example, by its place.

    Raises
    ------
    LessonError
        If the name is unknown, or the cost is not defined for all outputs of the function or for a target.

    Examples
    --------
    >>> from backprop_core.model.activations import sigmoid
    >>> chosen_cost("cross_entropy", sigmoid, "chain.cost", {"chain.target": 2.0})
    Traceback (most recent call last):
    backprop_core.lesson.toml.LessonError: chain.target: cross_entropy expects a number from 0 to 1, got 2
    """
    with refused():
        cost = get_cost(name, where)
        cost.check_function(last, where)
        for place, target in targets.items():
            cost.check_targets(np.asarray(target), place)
    return cost


@contextmanager
def refused() -> Iterator[None]:
    """Make what the core refuses a ``LessonError``."""
    try:
        yield
    except ValueError as error:
        raise LessonError(str(error)) from None
