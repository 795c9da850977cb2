"""Read-only arrays, and the base class of results that hold them."""

from dataclasses import fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def read_only(array: Array) -> Array:
    """Return the same array, made read-only: for an array that nobody else holds.

    >>> read_only(np.zeros(2)).flags.writeable
    False
    """
    array.flags.writeable = False
    return array


class Frozen:
    """Base of frozen dataclasses whose arrays stay read-only when they are copied or pickled, which numpy forgets.

    A copy is the object itself.

    Examples
    --------
    >>> import copy, pickle
    >>> from backprop_core import Network
    >>> net = Network.chain(weights=[1.5, -1.4], biases=[-0.3, 2.3])
    >>> copy.deepcopy(net) is net, pickle.loads(pickle.dumps(net)).w[1].flags.writeable
    (True, False)
    """

    __slots__ = ()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        each: Any = self
        return _restored, (type(self), {field.name: getattr(self, field.name) for field in fields(each)})


def _restored(kind: type[Any], values: dict[str, Any]) -> Any:
    result = object.__new__(kind)
    for name, value in values.items():
        object.__setattr__(result, name, _frozen(value))
    return result


def _frozen(value: Any) -> Any:
    """Return a value with all arrays in it read-only again."""
    if isinstance(value, tuple):
        return tuple(map(_frozen, value))
    return read_only(value) if isinstance(value, np.ndarray) else value
