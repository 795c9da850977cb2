"""The random weights that a network begins with; the same seed gives the same ones.

They are normal with mean 0 and variance 1/n, where n is the number of neurons before (Y. LeCun and others, *Efficient
BackProp*, section 4.6), or 2/n for functions that are flat on one side (K. He and others, *Delving Deep into
Rectifiers*, equation 10).
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from backprop_core.frozen import Array, read_only
from backprop_core.model.activation import Activation

FLAT_ON_ONE_SIDE = ("relu", "leaky_relu")


def random_weights(sizes: Sequence[int], functions: Sequence[Activation], seed: int) -> list[Array]:
    """Return W^(1) … W^(L) of shape (n_l, n_(l−1)).

    Parameters
    ----------
    sizes
        The number of neurons in layers 0 … L.
    functions
        The activation functions of layers 1 … L.
    seed
        A whole number, 0 or more.

    Examples
    --------
    >>> from backprop_core import get_activation
    >>> [w.shape for w in random_weights([3, 4, 2], [get_activation("relu")] * 2, seed=1)]
    [(4, 3), (2, 4)]
    """
    generator = np.random.default_rng(seed)
    weights = []
    for (before, n), function in zip(pairwise(sizes), functions, strict=True):
        variance = (2.0 if function.name in FLAT_ON_ONE_SIDE else 1.0) / before
        weights.append(read_only(generator.normal(scale=np.sqrt(variance), size=(n, before))))
    return weights
