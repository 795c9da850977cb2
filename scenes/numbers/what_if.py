"""What changes if the neuron before the last fires at another activation, or if a parameter swings to and fro."""

from dataclasses import dataclass
from functools import cached_property
from math import pi, sin

import numpy as np

import backprop_core as bp
from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import Change, Quantity, Symbol, cost
from scenes.numbers.chain import LastLayer

WEAK, STRONG = 0.1, 0.9
"""The activations that stand for hardly firing and for firing strongly."""


@dataclass(frozen=True)
class Firing:
    """What hangs on w^(L) where a^(L−1) is held at ``activation``, whatever feeds it.

    Every number is computed by the core, and says at which activation.
    """

    last: LastLayer
    activation: float

    @classmethod
    def between(cls, last: LastLayer, before: float, after: float, t: float) -> "Firing":
        """Return it on the way from one activation, at t = 0, to another, at t = 1.

        On the way in hundredths: a number that passes 0 would be a power of ten for a moment.
        """
        activation = (1 - t) * before + t * after
        return cls(last, activation if t in (0, 1) else round(activation, 2))

    @property
    def given(self) -> tuple[Quantity, ...]:
        """What is set otherwise than in the lesson."""
        before = self.last.entering[1]
        return () if self.activation == before.value else (Quantity(before.symbol, self.activation),)

    @cached_property
    def run(self) -> bp.ForwardPass:
        """The forward pass with that activation."""
        return self._held(self.last.chain.network)

    @cached_property
    def factors(self) -> tuple[Quantity, ...]:
        """∂z/∂w, ∂a/∂z, ∂C_0/∂a, and their product ∂C_0/∂w."""
        L, grad = self.run.network.L, bp.backward(self.run.network, self.run, self.last.chain.y)
        slope = self.last.function.df(self.run.z[L]).item()
        values = (self.run.a[L - 1].item(), slope, grad.a[L].item(), grad.w[L].item())
        names = [q.symbol for q in (*self.last.factors(), self.last.derivative)]
        return tuple(Quantity(name, value, self.given) for name, value in zip(names, values, strict=True))

    def changes(self, by: float) -> tuple[Quantity, Quantity]:
        """Return Δw and Δz for this nudge of the weight."""
        net = self.last.chain.network
        w, z, *_ = self.last.path
        pushed = self._held(net.replace(bp.Parameter("w", net.L), self.last.start[0].value + by))
        dz = pushed.z[net.L].item() - self.run.z[net.L].item()
        given = (*self.given, Quantity(Change(w), by))
        return Quantity(Change(w), by, given), Quantity(Change(z), dz, given)

    def _held(self, network: bp.Network) -> bp.ForwardPass:
        x, y = self.last.chain.x, self.last.chain.y
        run = bp.forward(network, x)
        further = self.activation - run.a[network.L - 1].item()
        return bp.nudge(network, x, y, bp.Parameter("a", network.L - 1), by=further).after if further else run


WIGGLE_SIZE = 0.5
"""How far each parameter swings to either side, where all swing in turn."""

# How many times of a swing its lowest and highest cost are sought at.
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
