"""One weight or bias of the chain moved up, down and back, and what the cost does meanwhile."""

from dataclasses import dataclass
from functools import cached_property
from math import pi, sin

import numpy as np

import backprop_core as bp
from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import Quantity, Symbol, cost

_SAMPLES = 49


@dataclass(frozen=True)
class Wiggle:
    """A swing of one parameter of the chain, as a function of the time t from 0 to 1.

    Parameters
    ----------
    chain
        The lesson's chain.
    parameter
        The weight or bias that swings.
    size
        How far it swings to either side.
    """

    chain: ChainPart
    parameter: bp.Parameter
    size: float

    @property
    def symbol(self) -> Symbol:
        """The parameter's name."""
        return self.parameter.symbol()

    def shift(self, t: float) -> float:
        """Return how far out it is: 1 at the top, −1 at the bottom."""
        return 0.0 if not 2 * t % 1 else sin(2 * pi * t)  # it comes home exactly

    def at(self, t: float) -> Quantity:
        """Return the parameter."""
        return Quantity(self.symbol, self.chain.network.value(self.parameter) + self.size * self.shift(t))

    def run(self, t: float) -> bp.ForwardPass:
        """Return the forward pass of the network with the parameter where it is."""
        return bp.forward(self.chain.network.replace(self.parameter, self.at(t).value), self.chain.x)

    def cost(self, t: float) -> Quantity:
        """Return the cost of that forward pass."""
        run = self.run(t)
        return Quantity(cost(), bp.backward(run.network, run, self.chain.y).cost, (self.at(t),))

    def reached(self, t: float = 1.0) -> tuple[float, float]:
        """Return the lowest and the highest cost until the time ``t``."""
        passed = [each.value for time, each in self._samples.items() if time <= t] + [self.cost(t).value]
        return min(passed), max(passed)

    def costs(self) -> list[Quantity]:
        """Return the costs on the way."""
        return list(self._samples.values())

    @cached_property
    def _samples(self) -> dict[float, Quantity]:
        return {t: self.cost(t) for t in map(float, np.linspace(0, 1, _SAMPLES))}
