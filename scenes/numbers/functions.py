"""The three steps from the last weight to the cost, each a function with its derivative: z(w), a(z), C_0(a)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import backprop_core as bp
from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import Quantity, Symbol, activation, cost, partial, weighted_sum
from scenes.numbers.scales import limits

# How far to either side the curve of an activation function is drawn at least, if it bends and if it has corners
# only.
_BENT, _STRAIGHT = 6.0, 1.0

Function = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Step:
    """One quantity as a function of the one before it, while everything else is as in the lesson.

    Parameters
    ----------
    x, y
        The names: the second is computed from the first.
    start
        The lesson's x.
    f, df
        The core's function and its derivative, both applied to each number of an array.
    kinks
        Where it has no derivative.
    y_limits
        Between which values y stays, None where it grows without end.
    """

    x: Symbol
    y: Symbol
    start: float
    f: Function
    df: Function
    kinks: tuple[float, ...] = ()
    y_limits: tuple[float | None, float | None] = (None, None)

    @classmethod
    def of_sum(cls, chain: ChainPart, letter: str = "w") -> "Step":
        """Return z^(L) as a function of w^(L) or of b^(L)."""
        L = chain.network.L
        p = bp.Parameter(letter, L)

        def z(value: float) -> float:
            return bp.forward(chain.network.replace(p, value), chain.x).z[L].item()

        def slope(value: float) -> float:
            return bp.chain_rule(chain.network.replace(p, value), chain.x, chain.y, p).factors[0].value

        x = p.symbol().relative_to(L)
        return cls(x, weighted_sum(L, L=L), chain.network.value(p), _each(z), _each(slope))

    @classmethod
    def of_activation(cls, chain: ChainPart) -> "Step":
        """Return a^(L) as a function of z^(L)."""
        L = chain.network.L
        function = chain.network.activation[L]
        z = bp.forward(chain.network, chain.x).z[L].item()
        names = weighted_sum(L, L=L), activation(L, L=L)
        return cls(*names, z, function.f, function.df, function.kinks, limits(function))

    @classmethod
    def of_cost(cls, chain: ChainPart) -> "Step":
        """Return C_0 as a function of a^(L)."""
        L = chain.network.L
        C, a = bp.get_cost("squared_error"), bp.forward(chain.network, chain.x).output.item()
        f, df = (_each(lambda a, of=of: of(np.array([a]), chain.y).item()) for of in (C.f, C.df))
        return cls(activation(L, L=L), cost(), a, f, df, y_limits=(0.0, None))

    @property
    def reach(self) -> float:
        """How far to either side of 0 the curve of an activation function shows what it is like, and its start."""
        bent = not self.kinks and self.y_limits != (None, None)
        return max(_BENT, 1.25 * abs(self.start)) if bent else max(_STRAIGHT, 2 * abs(self.start))

    def at(self, x: float) -> tuple[Quantity, Quantity, Quantity]:
        """Return x, y and the derivative at this x."""
        given = () if x == self.start else (Quantity(self.x, x),)
        y, slope = (float(function(np.array([x]))[0]) for function in (self.f, self.df))
        return Quantity(self.x, x, given), Quantity(self.y, y, given), Quantity(partial(self.y, self.x), slope, given)


def _each(of: Callable[[float], float]) -> Function:
    return np.vectorize(of, otypes=[float])
