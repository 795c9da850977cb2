"""``Activation``, a function from weighted sums z to activations a, with its derivative."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core import validation
from backprop_core.frozen import Array, read_only


@dataclass(frozen=True)
class Activation:
    """A function a = f(z) and its derivative f′(z), applied to each number of an array or to whole layers.

    Parameters
    ----------
    name
        The name in lessons and messages.
    f, df
        Take an array of any shape, which is read-only, and return a new one of that shape and of type float64.
    kinks
        The z at which f has no derivative; the value of ``df`` there is a convention.
    typst, latex
        The function's name in formulas.
    delta
        Takes z and Δz and returns f(z + Δz) − f(z) without cancellation; None if there is no such formula.
    whole_layer
        Whether each a of a layer depends on all its z, as those of softmax do, not only on its own. Then the last
        axis is that of the layer's n neurons, and ``df`` returns the matrix ∂a_i/∂z_j, of shape (…, n, n).
    interval
        The least and the greatest value of f, as far as they are known.

    Raises
    ------
    ValueError
        If there is no name, or a function does not map an array to one of the right shape, or changes the one given.

    Examples
    --------
    >>> cube = Activation("cube", lambda z: z**3, lambda z: 3 * z**2)
    >>> cube.df(np.array([1.0, 2.0]))
    array([ 3., 12.])
    """

    name: str
    f: Callable[[Any], Any]
    df: Callable[[Any], Any]
    kinks: tuple[float, ...] = ()
    typst: str = "sigma"
    latex: str = r"\sigma"
    delta: Callable[[Any, Any], Any] | None = None
    whole_layer: bool = False
    interval: tuple[float, float] = (-math.inf, math.inf)

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise ValueError(f"activation: expected a name, got {self.name!r}")
        for symbol, function in (("f", self.f), ("df", self.df), ("delta", lambda z: self.change(z, z))):
            where = f"activation {self.name!r}: {symbol}"
            z = read_only(np.array([[0.25, 0.5, 0.75]]))
            try:
                values = np.asarray(function(z))
            except (TypeError, ValueError) as error:
                expected = "expected a function that takes an array and returns a new one"
                raise ValueError(f"{where}: {expected}, but {error}") from error
            shape = (*z.shape, 3) if symbol == "df" and self.whole_layer else z.shape
            if values.shape != shape or values.dtype != z.dtype:
                got = f"{values.dtype} of shape {values.shape}"
                raise ValueError(f"{where}: expected float64 of shape {shape} for a z of shape {z.shape}, got {got}")

    def __repr__(self) -> str:
        return f"Activation({self.name!r})"

    def change(self, z: Array, dz: Array) -> Array:
        """Return Δa = f(z + Δz) − f(z), of the shape of z; exact to rounding for the functions of this package.

        Examples
        --------
        >>> from backprop_core import get_activation
        >>> get_activation("sigmoid").change(np.array([30.0]), np.array([0.01]))  # σ(30) has no digit left for it
        array([9.31099043e-16])
        """
        return self.delta(z, dz) if self.delta else self.f(z + dz) - self.f(z)

    @np.errstate(invalid="ignore", over="ignore", under="ignore")
    def terms(self, z: Array, dC_da: Array) -> Array:
        """Return ∂C/∂a_i · ∂a_i/∂z_j: for a whole layer of shape (…, n, n), indexed [i, j], else for i = j only.

        Where f is flat they are 0, even if ∂C/∂a is infinite.

        Examples
        --------
        >>> from backprop_core import get_activation
        >>> get_activation("relu").terms(np.array([-1.0, 2.0]), np.array([np.inf, 3.0]))
        array([0., 3.])
        """
        da_dz = self.df(z)
        terms = (dC_da[..., None] if self.whole_layer else dC_da) * da_dz
        if not validation.all_finite(terms):
            terms[da_dz == 0.0] = 0.0
        return terms

    def back(self, z: Array, dC_da: Array) -> Array:
        """Return ∂C/∂z_j = Σ_i ∂C/∂a_i · ∂a_i/∂z_j, of the shape of z; of one neuron's function, only i = j counts.

        Examples
        --------
        >>> from backprop_core import get_activation
        >>> get_activation("softmax").back(np.array([0.0, 0.0]), np.array([1.0, -1.0]))
        array([ 0.5, -0.5])
        """
        terms = self.terms(z, dC_da)
        return np.add.reduce(terms, axis=-2) if self.whole_layer else terms
