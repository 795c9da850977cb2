"""``Parameter``, the address of one number in a network: ``w3``, ``w2[1,0]``, ``b2[1]``, ``a1[2]``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from backprop_core import quantities
from backprop_core.display import LatexRepr

_NAME = re.compile(r"([wba])([0-9]+)(?:\[([0-9]+)(?:, ?([0-9]+))?\])?")
_NAMES = "a name such as w3, w2[1,0], b2[1] or a1[2]"


@dataclass(frozen=True, slots=True)
class Parameter(LatexRepr):
    """The address of one number in a network: a weight w_jk^(l), a bias b_j^(l) or an activation a_j^(l).

    Parameters
    ----------
    letter
        ``w``, ``b`` or ``a``.
    l
        The layer: 1 … L, and also 0 for an activation.
    j
        The neuron of layer l; None where the layer has only one (for a weight: where both layers have one).
    k
        The neuron of layer l−1 that a weight comes from.

    Examples
    --------
    >>> Parameter.parse("w2[1,0]")
    Parameter('w2[1,0]')
    >>> print(Parameter("b", 3))
    b3
    """

    letter: str
    l: int
    j: int | None = None
    k: int | None = None

    def __post_init__(self) -> None:
        counts = {"w": (0, 2), "b": (0, 1), "a": (0, 1)}
        if len(self._given) not in counts.get(self.letter, ()) or (self.j is None and self.k is not None):
            raise ValueError(f"parameter: expected {_NAMES}, got {self}")

    @classmethod
    def parse(cls, name: str | Parameter) -> Parameter:
        """Return the parameter of that name, of whatever network; ``str`` is the inverse.

        Raises
        ------
        ValueError
            If it is no such name.

        Examples
        --------
        >>> Parameter.parse("a1[2]").j
        2
        """
        if isinstance(name, Parameter):
            return name
        match = _NAME.fullmatch(name) if isinstance(name, str) else None
        if match is None:
            raise ValueError(f"parameter: expected {_NAMES}, got {name!r}")
        letter, l, *indices = match.groups()
        return cls(letter, int(l), *(int(i) for i in indices if i is not None))

    @property
    def index(self) -> tuple[int, ...]:
        """The index into the array of the layer: (j, k) for a weight, (j,) for a bias or an activation."""
        return (self.j or 0, self.k or 0) if self.letter == "w" else (self.j or 0,)

    @property
    def _given(self) -> tuple[int, ...]:
        return tuple(i for i in (self.j, self.k) if i is not None)

    def resolve(self, sizes: tuple[int, ...]) -> Parameter:
        """Return the parameter as a network of these sizes names it: without indices where there is no choice.

        Parameters
        ----------
        sizes
            The number of neurons in layers 0 … L: ``net.sizes``.

        Raises
        ------
        ValueError
            If the network has no such parameter, or more than one.

        Examples
        --------
        >>> from backprop_core import Network
        >>> net = Network.chain(weights=[1.5, -1.4], biases=[-0.3, 2.3])
        >>> Parameter.parse("w2[0,0]").resolve(net.sizes)
        Parameter('w2')
        >>> Parameter.parse("w3").resolve(net.sizes)
        Traceback (most recent call last):
        ValueError: w3: expected a layer from 1 to 2
        """
        L = len(sizes) - 1
        first = 0 if self.letter == "a" else 1
        if not first <= self.l <= L:
            raise ValueError(f"{self}: expected a layer from {first} to {L}")
        shape = _shape(self.letter, sizes, self.l)
        given = self._given
        if not given and max(shape) == 1:
            return self
        letters = ("j", "k")[: len(shape)]
        if len(given) != len(shape) or not all(0 <= i < n for i, n in zip(given, shape, strict=True)):
            name = f"{self.letter}{self.l}[{','.join(letters)}]"
            bounds = " and ".join(f"{i} from 0 to {n - 1}" for i, n in zip(letters, shape, strict=True))
            raise ValueError(f"{self}: expected {name} with {bounds}")
        return replace(self, j=None, k=None) if max(shape) == 1 else self

    def symbol(self, sizes: tuple[int, ...] | None = None) -> quantities.Symbol:
        """Return the parameter's name for formulas, resolved first if the sizes of a network are given.

        Examples
        --------
        >>> Parameter.parse("w2[1,0]").symbol().latex
        'w^{(2)}_{10}'
        """
        if sizes is not None:
            return self.resolve(sizes).symbol()
        return quantities.Symbol(self.letter, self.l, self._given)

    def __str__(self) -> str:
        return self.symbol().plain

    def __repr__(self) -> str:
        return f"Parameter({str(self)!r})"


def _shape(letter: str, sizes: tuple[int, ...], l: int) -> tuple[int, ...]:
    return (sizes[l], sizes[l - 1]) if letter == "w" else (sizes[l],)
