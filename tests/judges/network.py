"""Computes every number of a network independently of ``backprop_core``.

``judged`` returns any number by its plain name (``z3``, ``∂C0/∂w3``, ``ΔC0/Δw2[1,0]``), computed with mpmath at 50
digits from the definitions; derivatives are numerical, with the quantity in the denominator held.
``autograd_gradient`` returns whole gradients, by HIPS autograd. Both read only a network's arrays and the names of
its activation functions.
"""

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import mpmath
import numpy as np
from mpmath import mpf
from numpy.typing import ArrayLike

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import autograd
    import autograd.numpy
    import autograd.tracer

anp: Any = autograd.numpy
differentiate: Any = autograd.grad


class NetworkLike(Protocol):
    """The attributes of a network that the judge reads."""

    @property
    def w(self) -> Any: ...
    @property
    def b(self) -> Any: ...
    @property
    def activation(self) -> Any: ...


# --- one number, by mpmath ---------------------------------------------------------------------------------------

Key = tuple[str | int, ...]
Numbers = dict[Key, Any]

ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "relu": lambda z: z if z > 0 else mpf(0),
    "leaky_relu": lambda z: z if z > 0 else mpf("0.01") * z,
    "tanh": mpmath.tanh,
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)),
    "identity": lambda z: z,
}


def _shares(z: list[Any]) -> list[Any]:
    """Return the shares that e^z have of their sum."""
    greatest = max(z)
    powers = [mpmath.exp(each - greatest) for each in z]
    return [power / mpmath.fsum(powers) for power in powers]


# Those that take all z of a layer.
LAYER_ACTIVATIONS: dict[str, Callable[[list[Any]], list[Any]]] = {
    "softmax": _shares,
}

COSTS: dict[str, Callable[[Any, Any], Any]] = {
    "squared_error": lambda a, y: (a - y) ** 2,
    "half_squared_error": lambda a, y: (a - y) ** 2 / 2,
    "cross_entropy": lambda a, y: -(y * _log(a, y) + (1 - y) * _log(1 - a, 1 - y)),
    "categorical_cross_entropy": lambda a, y: -y * _log(a, y),
}


def _entropy_of_sigmoid(z: list[Any], y: list[Any]) -> Any:
    return mpmath.fsum(y_j * _softplus(-z_j) + (1 - y_j) * _softplus(z_j) for z_j, y_j in zip(z, y, strict=True))


def _entropy_of_softmax(z: list[Any], y: list[Any]) -> Any:
    first, *others = sorted(z, reverse=True)
    rest = mpmath.log1p(mpmath.fsum(mpmath.exp(each - first) for each in others))
    return mpmath.fsum(y_j * (first - z_j + rest) for z_j, y_j in zip(z, y, strict=True))


def _softplus(z: Any) -> Any:
    return max(z, mpf(0)) + mpmath.log1p(mpmath.exp(-abs(z)))


# Costs of one example in terms of the outputs' z, for which few digits suffice however large these are.
COSTS_BY_Z: dict[str, Callable[[list[Any], list[Any]], Any]] = {
    "cross_entropy": _entropy_of_sigmoid,
    "categorical_cross_entropy": _entropy_of_softmax,
}


def judged(
    name: str,
    net: NetworkLike,
    x: ArrayLike,
    y: ArrayLike,
    *,
    cost: str = "squared_error",
    nudge: tuple[str, float] | None = None,
    digits: int = 50,
) -> float:
    """Return the number called ``name``.

    Parameters
    ----------
    name
        ``w2[1,0]``, ``b3``, ``a2[1]``, ``z3``, ``y[1]``, ``C0`` (the cost of an example), ``C`` (their mean), a
        derivative ``∂C0/∂w3`` of any of these by any other, a change ``Δz3`` that the nudge makes, a ratio
        ``ΔC0/Δw3``, a product of names, ``∂C0/∂w3·Δw3``, or a sum of powers of e, ``e^z3[0]+e^z3[1]``. Indices of a
        single neuron may be left out.
    net, x, y
        The network and an example, or a batch of them.
    cost
        The name of the cost.
    nudge
        What is nudged, and by how much: ``("w3", 0.01)``.
    digits
        The precision. At a saturated neuron, cross-entropy needs about |z|/2 digits.
    """
    with mpmath.workdps(digits):
        return float(Judge(net, x, y, COSTS[cost], nudge).number(name))


@dataclass(frozen=True)
class Judge:
    """The numbers of a network for one example or a batch, by name, computed with mpmath.

    The cost is summed over the outputs; ``by_z`` is the whole of it for an example, in terms of z, instead.
    """

    net: NetworkLike
    x: ArrayLike
    y: ArrayLike
    cost: Callable[[Any, Any], Any]
    nudge: tuple[str, float] | None
    by_z: Callable[[list[Any], list[Any]], Any] | None = field(default=None, kw_only=True)
    _passes: dict[Any, Numbers] = field(default_factory=dict, init=False, repr=False, compare=False)

    def number(self, name: str) -> Any:
        if "e^" in name:
            return mpmath.fsum(mpmath.exp(self.number(term.removeprefix("e^"))) for term in name.split("+"))
        if "·" in name:
            return mpmath.fprod(self.number(factor) for factor in name.split("·"))
        if match := re.fullmatch("∂(.+)/∂(.+)", name):
            top, bottom = map(key, match.groups())
            # On a kink of an activation function its slope is, by choice, that on the left.
            side = -1 if (top[0], bottom[0]) == ("a", "z") else 0
            return mpmath.diff(lambda t: self.all({bottom: t})[top], self.all({})[bottom], direction=side)
        if match := re.fullmatch("Δ(.+)/Δ(.+)", name):
            return self.change(match[1]) / self.change(match[2])
        return self.change(name[1:]) if name.startswith("Δ") else self.all({})[key(name)]

    def change(self, name: str) -> Any:
        """Return a change with at least half of the digits, computed with 400 digits if need be."""
        assert self.nudge is not None, f"{name} changes by a nudge, but none is given"
        nudged, by = key(self.nudge[0]), mpf(self.nudge[1])

        def ends() -> tuple[Any, Any]:
            before = self.all({})
            return before[key(name)], self.all({nudged: before[nudged] + by})[key(name)]

        before, after = ends()
        if abs(after - before) <= abs(before) * mpf(10) ** (-mpmath.mp.dps / 2):
            with mpmath.workdps(400):
                before, after = ends()
                return after - before
        return after - before

    def all(self, held: Numbers) -> Numbers:
        """Return all numbers of the network; those in ``held`` keep the given values.

        A pass is computed once for each precision: derivatives by the same quantity need the same two.
        """
        at = mpmath.mp.prec, *held.items()
        if at not in self._passes:
            self._passes[at] = self._pass(held)
        return self._passes[at]

    def _pass(self, held: Numbers) -> Numbers:
        X, Y = np.atleast_2d(self.x), np.atleast_2d(self.y)
        q: Numbers = {}
        for l, (W, b) in enumerate(zip(self.net.w, self.net.b, strict=True), start=1):
            q |= {("w", l, j, k): mpf(float(W[j, k])) for j, k in np.ndindex(*W.shape)}
            q |= {("b", l, j): mpf(float(b[j])) for j in range(len(b))}
        for n in reversed(range(len(X))):  # so that names refer to example 0 in the end
            q |= {("a", 0, k): mpf(float(value)) for k, value in enumerate(X[n])}
            q |= {("y", j): mpf(float(value)) for j, value in enumerate(Y[n])}
            q |= held
            l = 0
            for W, b, f in zip(self.net.w, self.net.b, self.net.activation, strict=True):
                l += 1
                for j, row in enumerate(W):
                    q["z", l, j] = q["b", l, j] + sum(q["w", l, j, k] * q["a", l - 1, k] for k in range(len(row)))
                q |= held
                z = [q["z", l, j] for j in range(len(b))]
                of_layer = LAYER_ACTIVATIONS.get(f.name, lambda z, name=f.name: list(map(ACTIVATIONS[name], z)))
                q |= {("a", l, j): a for j, a in enumerate(of_layer(z))}
                q |= held
            q["C", n] = self._cost([(q["z", l, j], q["a", l, j], q["y", j]) for j in range(len(Y[n]))])
        q["C",] = sum(q["C", n] for n in range(len(X))) / len(X)
        return q

    def _cost(self, outputs: list[tuple[Any, Any, Any]]) -> Any:
        if self.by_z:
            return self.by_z([z for z, _, _ in outputs], [y for _, _, y in outputs])
        return sum(self.cost(a, y) for _, a, y in outputs)


def key(name: str) -> Key:
    """Return ("w", 2, 1, 0) for ``w2[1,0]``, ("z", 3, 0) for ``z3``, ("y", 1) for ``y[1]``, ("C",) for ``C``."""
    match = re.fullmatch(r"([wbzayxC])(\d*)(?:\[([\d,]+)\])?", name)
    assert match is not None, f"the judge knows no quantity called {name!r}"
    letter, layer, index = match.groups()
    if letter == "C":
        return ("C", int(layer)) if layer else ("C",)
    given = [int(i) for i in index.split(",")] if index else []
    length = 2 if letter == "w" else 1
    indices = given or [0] * length
    assert len(indices) == length, f"{name!r} has {len(indices)} indices instead of {length}"
    if letter == "x":
        return ("a", 0, *indices)
    return (letter, *indices) if letter == "y" else (letter, int(layer), *indices)


def _log(a: Any, weight: Any) -> Any:
    return mpmath.log(a) if weight else mpf(0)


# --- whole gradients, by autograd --------------------------------------------------------------------------------

_AUTOGRAD_ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "sigmoid": lambda z: anp.exp(-anp.logaddexp(0.0, -z)),
    "relu": lambda z: anp.where(z > 0, z, 0.0),
    "leaky_relu": lambda z: anp.where(z > 0, z, 0.01 * z),
    # Beyond that, autograd overflows, and the slope is 0 anyway.
    "tanh": lambda z: anp.tanh(anp.clip(z, -350, 350)),
    "softplus": lambda z: anp.logaddexp(0.0, z),
    "identity": lambda z: z,
    "softmax": lambda z: (
        anp.exp(z - anp.max(z, axis=-1, keepdims=True))
        / anp.sum(anp.exp(z - anp.max(z, axis=-1, keepdims=True)), axis=-1, keepdims=True)
    ),
}

_AUTOGRAD_COSTS: dict[str, Callable[[Any, Any], Any]] = {
    "squared_error": lambda a, y: anp.sum((a - y) ** 2),
    "half_squared_error": lambda a, y: anp.sum((a - y) ** 2) / 2,
    "cross_entropy": lambda a, y: -anp.sum(y * anp.log(a) + (1 - y) * anp.log(1 - a)),
    "categorical_cross_entropy": lambda a, y: -anp.sum(y * anp.log(a)),
}


def _cost_of_shares(z: Any, push: Any, y: np.ndarray) -> Any:
    """Return the categorical cross-entropy of softmax, to first order in a push of it: also of shares that underflow.

    An infinite slope is the largest number.
    """
    shifted = z - anp.max(z, axis=-1, keepdims=True)
    logs = shifted - anp.log(anp.sum(anp.exp(shifted), axis=-1, keepdims=True))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        slopes = np.where(y > 0, y / np.exp(autograd.tracer.getval(logs)), 0.0)
    return -anp.sum(y * logs) - anp.sum(np.nan_to_num(slopes) * push)


def _cost_of_sigmoid(z: Any, push: Any, y: np.ndarray) -> Any:
    """Return the cross-entropy of sigmoid, likewise: also of outputs that round to 0 or 1."""
    log, log_of_rest = -anp.logaddexp(0.0, -z), -anp.logaddexp(0.0, z)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        a, rest = (np.exp(autograd.tracer.getval(each)) for each in (log, log_of_rest))
        slopes = np.where(y < 1, (1 - y) / rest, 0.0) - np.where(y > 0, y / a, 0.0)
    return -anp.sum(y * log + (1 - y) * log_of_rest) + anp.sum(np.nan_to_num(slopes) * push)


_COSTS_OF_SUMS = {
    ("softmax", "categorical_cross_entropy"): _cost_of_shares,
    ("sigmoid", "cross_entropy"): _cost_of_sigmoid,
}


@dataclass(frozen=True)
class ReferenceGradient:
    """Derivatives of the mean cost with respect to ``w`` and ``b``, and of each example's cost to ``z`` and ``a``."""

    cost: float
    w: list[np.ndarray]
    b: list[np.ndarray]
    z: list[np.ndarray]
    a: list[np.ndarray]


def autograd_gradient(net: NetworkLike, x: ArrayLike, y: ArrayLike, cost: str = "squared_error") -> ReferenceGradient:
    """Return the gradient for one example or a batch.

    ``w``, ``b`` and ``z`` are lists for layers 1 … L, ``a`` for layers 0 … L.
    """
    names = [f.name for f in net.activation]
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    n = 1 if x.ndim == 1 else len(x)
    w, b = [np.array(W) for W in net.w], [np.array(v) for v in net.b]
    sizes = [w[0].shape[1], *(len(v) for v in b)]
    zeros = [np.zeros((*x.shape[:-1], size)) for size in sizes]

    def total(w: Sequence[Any], b: Sequence[Any], push_z: Sequence[Any], push_a: Sequence[Any]) -> Any:
        a, z = x + push_a[0], x
        for l, name in enumerate(names):
            z = anp.dot(a, anp.transpose(w[l])) + b[l] + push_z[l]
            a = _AUTOGRAD_ACTIVATIONS[name](z) + push_a[l + 1]
        if (names[-1], cost) in _COSTS_OF_SUMS:
            return _COSTS_OF_SUMS[names[-1], cost](z, push_a[-1], y)
        return _AUTOGRAD_COSTS[cost](a, y)

    start = (w, b, zeros[1:], zeros)
    by_w, by_b, by_z, by_a = differentiate(lambda pack: total(*pack))(start)
    return ReferenceGradient(total(*start) / n, [d / n for d in by_w], [d / n for d in by_b], by_z, by_a)
