"""Results that cannot be changed, not even when they come from a copy or from another process."""

from dataclasses import fields
from typing import Any, Self

import numpy as np

from backprop_core import validation


class Frozen:
    """A dataclass whose arrays stay read-only: its copies are itself, and what is unpickled is as it was.

    numpy forgets in both that an array is read-only.

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
        object.__setattr__(result, name, _read_only(value))
    return result


def _read_only(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_read_only, value))
    return validation.read_only(value) if isinstance(value, np.ndarray) else value
