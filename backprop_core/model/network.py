"""``Network``, the weights and biases of a fully connected network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from backprop_core import validation
from backprop_core.display import HtmlRepr
from backprop_core.frozen import Array, Frozen, read_only
from backprop_core.model.activation import Activation
from backprop_core.model.activations import get_activation
from backprop_core.model.initial import random_weights
from backprop_core.model.layers import Layers
from backprop_core.model.parameter import Parameter
from backprop_core.model.plain import network_arguments, plain_network


@dataclass(frozen=True, init=False, eq=False, repr=False)
class Network(Frozen, HtmlRepr):
    """A fully connected network: z^(l) = W^(l) a^(l−1) + b^(l) and a^(l) = f^(l)(z^(l)) for l = 1 … L.

    Parameters
    ----------
    weights
        W^(1) … W^(L), of shape (n_l, n_(l−1)), indexed [j, k]: from neuron k to neuron j.
    biases
        b^(1) … b^(L), of shape (n_l,).
    activations
        One activation function for all layers, or one for each; names or Activations. One that takes a whole layer,
        such as softmax, is for the last one.

    Attributes
    ----------
    w, b
        The same weights and biases, read-only, looked up by layer: ``net.w[1]`` … ``net.w[net.L]``.
    activation
        The Activation of each layer, looked up likewise.

    Raises
    ------
    ValueError
        If there is no layer, shapes do not fit, a number is not finite, or an activation is unknown or does not suit
        its layer.

    Examples
    --------
    >>> net = Network(weights=[[[1.0, -2.0], [0.5, 0.0]], [[3.0, 1.0]]], biases=[[0.1, 0.2], [0.3]])
    >>> net
    Network(sizes=(2, 2, 1), activations='sigmoid')
    >>> net.w[1]
    array([[ 1. , -2. ],
           [ 0.5,  0. ]])
    """

    w: Layers[Array]
    b: Layers[Array]
    activation: Layers[Activation]

    def __init__(
        self,
        weights: Iterable[ArrayLike],
        biases: Iterable[ArrayLike],
        activations: str | Activation | Iterable[str | Activation] = "sigmoid",
    ) -> None:
        given = _listed(weights, "weights")
        if not given:
            raise ValueError("weights: expected at least one layer, got none")
        b = _one_a_layer(biases, "biases", len(given))
        b = [validation.finite_array(b_l, f"biases[{i}]", ("n",)) for i, b_l in enumerate(b)]
        w: list[Array] = []
        for i, w_l in enumerate(given):
            inputs = w[-1].shape[0] if w else "n_0"
            w.append(validation.finite_array(w_l, f"weights[{i}]", (len(b[i]), inputs)))
        if isinstance(activations, str | Activation):
            functions = [get_activation(activations, "activations")] * len(w)
        else:
            names = _one_a_layer(activations, "activations", len(w))
            functions = [get_activation(name, f"activations[{i}]") for i, name in enumerate(names)]
        check_layers(functions, len(b[-1]))
        object.__setattr__(self, "w", Layers("w", 1, tuple(w)))
        object.__setattr__(self, "b", Layers("b", 1, tuple(b)))
        object.__setattr__(self, "activation", Layers("activation", 1, tuple(functions)))

    @classmethod
    def chain(
        cls, weights: Iterable[float], biases: Iterable[float], activation: str | Activation = "sigmoid"
    ) -> Network:
        """Return a network with one neuron in each layer, the input included.

        Raises
        ------
        ValueError
            As for ``Network``.

        Examples
        --------
        >>> Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5]).sizes
        (1, 1, 1, 1)
        """
        w = [validation.finite_number(w, f"weights[{i}]") for i, w in enumerate(_listed(weights, "weights"))]
        b = [validation.finite_number(b, f"biases[{i}]") for i, b in enumerate(_listed(biases, "biases"))]
        return cls([[[w_l]] for w_l in w], [[b_l] for b_l in b], activation)

    @classmethod
    def random(
        cls,
        sizes: Iterable[int],
        activations: str | Activation | Iterable[str | Activation] = "sigmoid",
        *,
        seed: int = 0,
    ) -> Network:
        """Return a network with random weights, as ``initial`` draws them, and biases of 0.

        Parameters
        ----------
        sizes
            The number of neurons in layers 0 … L.
        activations
            As for ``Network``.
        seed
            A whole number, 0 or more: the same one gives the same network.

        Raises
        ------
        ValueError
            If sizes or seed do not fit, or as for ``Network``.

        Examples
        --------
        >>> net = Network.random([784, 100, 10], ["relu", "softmax"], seed=1)
        >>> net.sizes, net == Network.random([784, 100, 10], ["relu", "softmax"], seed=1)
        ((784, 100, 10), True)
        """
        n = [validation.whole_number(size, f"sizes[{l}]", 1) for l, size in enumerate(_listed(sizes, "sizes"))]
        if len(n) < 2:
            raise ValueError(f"sizes: expected 2 or more, the input's first, got {len(n)}")
        biases = [np.zeros(n_l) for n_l in n[1:]]
        zeros = cls([np.zeros((n_l, before)) for before, n_l in pairwise(n)], biases, activations)
        weights = random_weights(n, zeros.activation.values, validation.whole_number(seed, "seed", 0))
        return cls(weights, biases, zeros.activation)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Network:
        """Return the network of plain data, such as the section of a lesson: activation, weights and biases by name.

        Raises
        ------
        ValueError
            If one of them is missing, or as for ``Network``.

        Examples
        --------
        >>> Network.from_dict({"activation": "relu", "weights": [1.5, -1.4], "biases": [-0.3, 2.3]})
        Network(sizes=(1, 1, 1), activations='relu')
        """
        return cls(*network_arguments(data))

    def to_dict(self) -> dict[str, Any]:
        """Return the network as plain data, from which ``from_dict`` makes it again to the same bits.

        Raises
        ------
        ValueError
            If an activation function is one of your own, for which there is no name.

        Examples
        --------
        >>> Network.chain([1.5], [-0.3]).to_dict()
        {'activation': 'sigmoid', 'weights': [[[1.5]]], 'biases': [[-0.3]]}
        """
        return plain_network(self.w.values, self.b.values, self.activation.values)

    @cached_property
    def L(self) -> int:
        """The number of the last layer; the input is layer 0."""
        return len(self.w)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """The number of neurons in layers 0 … L."""
        return (self.w[1].shape[1], *(len(b_l) for b_l in self.b))

    def parameters(self) -> tuple[Parameter, ...]:
        """Return every weight and bias in the order of the gradient: w^(1) row by row, b^(1), then w^(2).

        Examples
        --------
        >>> Network(weights=[[[1.0, 2.0]]], biases=[[3.0]]).parameters()
        (Parameter('w1[0,0]'), Parameter('w1[0,1]'), Parameter('b1'))
        """
        return tuple(
            Parameter(letter, l, *(index if max(numbers[l].shape) > 1 else ()))
            for l in range(1, self.L + 1)
            for letter, numbers in (("w", self.w), ("b", self.b))
            for index in np.ndindex(numbers[l].shape)
        )

    def value(self, parameter: str | Parameter) -> float:
        """Return one weight or bias.

        Raises
        ------
        ValueError
            If the network has no such weight or bias.

        Examples
        --------
        >>> Network.chain(weights=[1.5, -1.4], biases=[-0.3, 2.3]).value("b2")
        2.3
        """
        numbers, p = self._locate(parameter)
        return float(numbers[p.l][p.index])

    def replace(self, parameter: str | Parameter, value: float) -> Network:
        """Return a new network with one weight or bias changed; the other arrays are shared.

        Raises
        ------
        ValueError
            If the network has no such weight or bias, or the value is not finite.

        Examples
        --------
        >>> net = Network.chain(weights=[1.5, -1.4], biases=[-0.3, 2.3])
        >>> net.replace("w2", 0.25).w[2], net.w[2]
        (array([[0.25]]), array([[-1.4]]))
        """
        numbers, p = self._locate(parameter)
        changed = numbers[p.l].copy()
        changed[p.index] = validation.finite_number(value, str(p))
        read_only(changed)
        layers = [changed if l == p.l else numbers[l] for l in range(1, self.L + 1)]
        weights, biases = (layers, self.b) if p.letter == "w" else (self.w, layers)
        return Network(weights, biases, self.activation)

    def _locate(self, parameter: str | Parameter) -> tuple[Layers[Array], Parameter]:
        p = Parameter.parse(parameter).resolve(self.sizes)
        if p.letter == "a":
            raise ValueError(f"{p}: expected a weight or a bias; an activation follows from the input")
        return (self.w if p.letter == "w" else self.b), p

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Network):
            return NotImplemented
        return self.activation == other.activation and all(
            np.array_equal(mine, its) for mine, its in zip((*self.w, *self.b), (*other.w, *other.b), strict=True)
        )

    def __hash__(self) -> int:
        return hash((self.activation, *(tuple(array.flat) for array in (*self.w, *self.b))))

    def __repr__(self) -> str:
        names = [activation.name for activation in self.activation]
        return f"Network(sizes={self.sizes}, activations={names if len(set(names)) > 1 else names[0]!r})"


def check_layers(functions: Sequence[Activation], n_L: int, where: str = "activations") -> None:
    """Make sure that a function that takes a whole layer has the last one, of several neurons.

    >>> check_layers([get_activation("softmax")], 1, "layers.activation")
    Traceback (most recent call last):
    ValueError: layers.activation: expected 2 neurons or more for softmax, got 1 (sigmoid would fit it)
    """
    L = len(functions)
    for function in functions[:-1]:
        if function.whole_layer:
            expected = (
                f"expected {function.name} in the last layer only, as in {['sigmoid'] * (L - 1) + [function.name]}"
            )
            raise ValueError(f"{where}: {expected}, got it in layer {functions.index(function) + 1} of {L}")
    if functions[-1].whole_layer and n_L == 1:
        expected = f"expected 2 neurons or more for {functions[-1].name}"
        raise ValueError(f"{where}: {expected}, got 1 (sigmoid would fit it)")


def _listed(values: Any, where: str) -> list[Any]:
    try:
        return list(values)
    except TypeError:
        raise ValueError(f"{where}: expected one for each layer, got {values!r}") from None


def _one_a_layer(values: Any, where: str, L: int) -> list[Any]:
    listed = _listed(values, where)
    if len(listed) != L:
        raise ValueError(f"{where}: expected {L}, one for each of weights, got {len(listed)}")
    return listed
