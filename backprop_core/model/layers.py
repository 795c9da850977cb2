"""``Layers``, a tuple that is indexed by layer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from backprop_core.frozen import Frozen

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Layers(Frozen, Generic[T]):
    """A tuple with one item for each layer, indexed by the layer's number.

    Parameters
    ----------
    name
        The name in messages: ``w``, ``a``.
    first
        The number of the first layer: 0 for activations, 1 for weights.
    values
        The items, in order.

    Examples
    --------
    >>> z = Layers("z", 1, ("first", "second"))
    >>> z[2], len(z), list(z)
    ('second', 2, ['first', 'second'])
    >>> z[0]
    Traceback (most recent call last):
    ValueError: z[0]: expected a layer from 1 to 2
    """

    name: str
    first: int
    values: tuple[T, ...]

    def __repr__(self) -> str:
        return f"Layers({self.name}[{self.first}] … {self.name}[{self.first + len(self.values) - 1}])"

    def __str__(self) -> str:
        return "\n".join(f"{self.name}[{l}] = {value}" for l, value in enumerate(self.values, start=self.first))

    def __getitem__(self, l: int) -> T:
        i = l - self.first
        if 0 <= i < len(self.values):
            return self.values[i]
        last = self.first + len(self.values) - 1
        raise ValueError(f"{self.name}[{l}]: expected a layer from {self.first} to {last}")

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[T]:
        return iter(self.values)
