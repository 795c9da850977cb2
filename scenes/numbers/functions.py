"""The three steps from the last weight to the cost, each a function with its derivative: z(w), a(z), C_0(a)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import backprop_core as bp
from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import Change, Quantity, Symbol, activation, cost, partial, weighted_sum
from scenes.numbers.scales import limits

# The least half-widths of an activation function's graph: of a smooth, bounded function, and of any other.
_BOUNDED_REACH, _OTHER_REACH = 6.0, 1.0

Function = Callable[[np.ndarray], np.ndarray]

OWN_SLOPE = "f'^((l))"
"""What the derivative of the function of a layer l is called where layers differ in it, as Typst mathematics."""


@dataclass(frozen=True)
class ChainStep:
    """One quantity as a function of the one it is computed from; everything else is as in the lesson.

    Parameters
    ----------
    x, y
        The names; y is computed from x.
    start
        The lesson's x.
    f, df
        The core's function and its derivative; both apply to each number of an array.
    kinks
        The values of x at which the function has no derivative.
    y_limits
        The bounds of y, None where it has none.
    """

    x: Symbol
    y: Symbol
    start: float
    f: Function
    df: Function
    kinks: tuple[float, ...] = ()
    y_limits: tuple[float | None, float | None] = (None, None)

    @classmethod
    def of_sum(cls, chain: ChainPart, letter: str = "w") -> "ChainStep":
        """Return z^(L) as a function of w^(L) or of b^(L)."""
        L = chain.network.L
        p = bp.Parameter(letter, L)

        def z(value: float) -> float:
            return bp.forward(chain.network.replace(p, value), chain.x).z[L].item()

        def slope(value: float) -> float:
            return bp.chain_rule(chain.network.replace(p, value), chain.x, chain.y, p, chain.cost).factors[0].value

        x = p.symbol().relative_to(L)
        return cls(x, weighted_sum(L, L=L), chain.network.value(p), _each(z), _each(slope))

    @classmethod
    def of_activation(cls, chain: ChainPart) -> "ChainStep":
        """Return a^(L) as a function of z^(L)."""
        L = chain.network.L
        function = chain.network.activation[L]
        z = bp.forward(chain.network, chain.x).z[L].item()
        names = weighted_sum(L, L=L), activation(L, L=L)
        return cls(*names, z, function.f, function.df, function.kinks, limits(function))

    @classmethod
    def of_cost(cls, chain: ChainPart) -> "ChainStep":
        """Return C_0 as a function of a^(L)."""
        L = chain.network.L
        C, a = chain.cost, bp.forward(chain.network, chain.x).output.item()
        f, df = (_each(lambda a, of=of: of(np.array([a]), chain.y).item()) for of in (C.f, C.df))
        return cls(activation(L, L=L), cost(), a, f, df, y_limits=(0.0, None))

    @property
    def reach(self) -> float:
        """How far to either side of 0 an activation function's graph should go to show its shape and its start."""
        bounded = not self.kinks and self.y_limits != (None, None)
        return max(_BOUNDED_REACH, 1.25 * abs(self.start)) if bounded else max(_OTHER_REACH, 2 * abs(self.start))

    def at(self, x: float) -> tuple[Quantity, Quantity, Quantity]:
        """Return x, y and the derivative at ``x``."""
        given = () if x == self.start else (Quantity(self.x, x),)
        y, slope = (float(function(np.array([x]))[0]) for function in (self.f, self.df))
        return Quantity(self.x, x, given), Quantity(self.y, y, given), Quantity(partial(self.y, self.x), slope, given)

    def changes(self, by: float = 1.0) -> tuple[Quantity, Quantity]:
        """Return a change of x from the lesson's, and that of y which it causes."""
        given = (Quantity(Change(self.x), by),)
        before, after = self.f(np.array([self.start, self.start + by]))
        return Quantity(Change(self.x), by, given), Quantity(Change(self.y), float(after - before), given)


def shared_function(network: bp.Network) -> bp.Activation | None:
    """Return the activation function that all layers of a network have; None if they differ.

    >>> shared_function(bp.Network.chain([1.0, 2.0], [0.0, 0.0], "tanh"))
    Activation('tanh')
    """
    functions = set(network.activation)
    return functions.pop() if len(functions) == 1 else None


def _each(of: Callable[[float], float]) -> Function:
    return np.vectorize(of, otypes=[float])
