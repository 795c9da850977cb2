"""The forward pass: the weighted sums z and the activations a of every layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop_core import validation
from backprop_core.display import HtmlRepr
from backprop_core.frozen import Array, Frozen, read_only
from backprop_core.model.layers import Layers
from backprop_core.model.network import Network


@dataclass(frozen=True, eq=False)
class ForwardPass(Frozen, HtmlRepr):
    """The weighted sums and activations of all neurons, for one input or for a batch.

    Parameters
    ----------
    network
        The network that was run.
    z
        The weighted sums: ``z[l]`` of shape (n_l,) or (N, n_l) for l = 1 … L.
    a
        The activations: ``a[l]`` likewise for l = 0 … L; ``a[0]`` is the input x.
    """

    network: Network
    z: Layers[Array]
    a: Layers[Array]

    def __repr__(self) -> str:
        output = f" of {len(self.output)} examples"
        if self.output.ndim == 1:
            output = "=" + np.array2string(self.output, precision=6, threshold=6, edgeitems=2)
        return f"ForwardPass(sizes={self.network.sizes}, output{output})"

    @property
    def output(self) -> Array:
        """a^(L), of shape (n_L,) or (N, n_L)."""
        return self.a[self.network.L]


def forward(net: Network, x: ArrayLike) -> ForwardPass:
    """Run a network: z^(l) = W^(l) a^(l−1) + b^(l), a^(l) = f(z^(l)), from a^(0) = x.

    Parameters
    ----------
    net
        The network.
    x
        One input of shape (n_0,), or a batch of shape (N, n_0). A float64 array of more than 65,536 numbers is not
        copied, to save time: leave it as it is while its results are in use.

    Raises
    ------
    ValueError
        If x has another shape or a number that is not finite, or if numbers grow beyond float64.

    Examples
    --------
    >>> net = Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5])
    >>> run = forward(net, [0.6])
    >>> run.z[1], run.output
    (array([0.6]), array([0.44583787]))
    """
    n_0 = net.sizes[0]
    x = validation.finite_array(x, "x", (n_0,), ("N", n_0), copy_limit=validation.COPY_LIMIT)
    return require_finite(complete(net, z=(), a=(x,)))


@np.errstate(all="ignore")
def complete(net: Network, z: tuple[Array, ...], a: tuple[Array, ...]) -> ForwardPass:
    """Continue a forward pass to the last layer; numbers beyond float64 become inf or nan, without a warning.

    Parameters
    ----------
    net
        The network.
    z, a
        The weighted sums z^(1) … z^(l) and activations a^(0) … a^(l) known so far.

    Examples
    --------
    >>> net = Network.chain(weights=[1.5, -1.4], biases=[-0.3, 2.3])
    >>> complete(net, z=(), a=(np.array([0.6]),)).z[1]
    array([0.6])
    """
    for l in range(len(a), net.L + 1):
        z_l = a[-1].dot(net.w[l].T)  # half the overhead of @, which counts when a layer has three neurons
        z_l += net.b[l]
        a_l = net.activation[l].f(read_only(z_l))
        z, a = (*z, z_l), (*a, read_only(a_l))
    return ForwardPass(net, Layers("z", 1, z), Layers("a", 0, a))


def require_finite(run: ForwardPass) -> ForwardPass:
    """Return the same pass if all its numbers are finite.

    Raises
    ------
    ValueError
        Naming the first layer where one is not.

    Examples
    --------
    >>> net = Network.chain(weights=[1e200, 1e200], biases=[0.0, 0.0], activation="identity")
    >>> forward(net, [1.0])
    Traceback (most recent call last):
    ValueError: z[2]: expected numbers within float64, got inf
    """
    for l, numbers in enumerate((*run.z, run.output), start=1):
        if not validation.all_finite(numbers):
            where = f"z[{l}]" if l <= len(run.z) else f"a[{l - 1}]"
            raise ValueError(
                f"{where}: expected numbers within float64, got {numbers[~np.isfinite(numbers)].flat[0]}"
            )
    return run
