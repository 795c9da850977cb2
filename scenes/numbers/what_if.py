"""What-if passes of the chain: a^(L−1) fixed at a chosen value, or one weight or bias varied back and forth."""

from dataclasses import dataclass, replace
from functools import cached_property
from math import pi, sin

import numpy as np

import backprop_core as bp
from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import Change, Quantity, Symbol, cost
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import FIRING_DECIMALS

WEAK, STRONG = 0.1, 0.9
"""The activations of a neuron that hardly fires, and of one that fires strongly."""


@dataclass(frozen=True)
class Firing:
    """The last layer with a^(L−1) fixed at ``activation``.

    The core computes each number; it is marked with the activation.
    """

    last: LastLayer
    activation: float

    @classmethod
    def between(cls, last: LastLayer, before: float, after: float, t: float) -> "Firing":
        """Return the state at time t between one activation, at t = 0, and another, at t = 1.

        In between, activations are rounded: otherwise one near 0 would be printed as a power of ten.
        """
        activation = (1 - t) * before + t * after
        return cls(last, activation if t in (0, 1) else round(activation, FIRING_DECIMALS))

    @property
    def given(self) -> tuple[Quantity, ...]:
        """What differs from the lesson: the activation, unless it is the lesson's."""
        before = self.last.entering[1]
        return () if self.activation == before.value else (Quantity(before.symbol, self.activation),)

    @cached_property
    def run(self) -> bp.ForwardPass:
        """The forward pass with that activation."""
        return self._held(self.last.chain.network)

    @cached_property
    def factors(self) -> tuple[Quantity, ...]:
        """∂z/∂w, ∂a/∂z, ∂C_0/∂a, and their product ∂C_0/∂w."""
        L, chain = self.run.network.L, self.last.chain
        grad = bp.backward(self.run.network, self.run, chain.y, chain.cost)
        slope = self.last.function.df(self.run.z[L]).item()
        values = (self.run.a[L - 1].item(), slope, grad.a[L].item(), grad.w[L].item())
        names = [q.symbol for q in (*self.last.factors(), self.last.derivative)]
        return tuple(Quantity(name, value, self.given) for name, value in zip(names, values, strict=True))

    def changes(self, by: float) -> tuple[Quantity, Quantity]:
        """Return Δw and Δz for a nudge of the weight by ``by``."""
        net = self.last.chain.network
        w, z, *_ = self.last.path
        pushed = self._held(net.replace(bp.Parameter("w", net.L), self.last.start[0].value + by))
        dz = pushed.z[net.L].item() - self.run.z[net.L].item()
        given = (*self.given, Quantity(Change(w), by))
        return Quantity(Change(w), by, given), Quantity(Change(z), dz, given)

    def _held(self, network: bp.Network) -> bp.ForwardPass:
        chain, before = self.last.chain, bp.Parameter("a", network.L - 1)
        run = bp.forward(network, chain.x)
        further = self.activation - run.a[before.l].item()
        if not further:
            return run
        return bp.nudge(network, chain.x, chain.y, before, by=further, cost=chain.cost).after


WIGGLE_SIZE = 0.5
"""How far each parameter swings to either side, where all swing in turn."""

# At how many times the cost of a swing is sampled.
_SAMPLES = 49


@dataclass(frozen=True)
class Wiggle:
    """One parameter of the chain varied up, down and back, as a function of the time t from 0 to 1.

    Parameters
    ----------
    chain
        The lesson's chain.
    parameter
        The weight or bias that swings.
    size
        The amplitude.
    """

    chain: ChainPart
    parameter: bp.Parameter
    size: float

    @property
    def symbol(self) -> Symbol:
        """The parameter's name."""
        return self.parameter.symbol()

    def shift(self, t: float) -> float:
        """Return the deviation in amplitudes: 1 at the top, −1 at the bottom."""
        return round(sin(2 * pi * t), 9)  # passes and ends exactly where it began

    def at(self, t: float) -> Quantity:
        """Return the parameter at the time ``t``."""
        return Quantity(self.symbol, self.chain.network.value(self.parameter) + self.size * self.shift(t))

    def change(self, t: float) -> Quantity:
        """Return how far the parameter is from the lesson's at the time ``t``."""
        by = Quantity(Change(self.symbol), self.size * self.shift(t))
        return replace(by, given=(by,))

    def run(self, t: float) -> bp.ForwardPass:
        """Return the forward pass at the time ``t``."""
        return bp.forward(self.chain.network.replace(self.parameter, self.at(t).value), self.chain.x)

    def cost(self, t: float) -> Quantity:
        """Return the cost at the time ``t``."""
        run, chain = self.run(t), self.chain
        return Quantity(cost(), bp.backward(run.network, run, chain.y, chain.cost).cost, (self.at(t),))

    def cost_range(self, t: float = 1.0) -> tuple[float, float]:
        """Return the lowest and the highest cost up to the time ``t``."""
        passed = [each.value for time, each in self._samples.items() if time <= t] + [self.cost(t).value]
        return min(passed), max(passed)

    @property
    def lowest(self) -> float:
        """The time at which the cost is lowest."""
        return min(self._samples, key=lambda t: self._samples[t].value)

    def costs(self) -> list[Quantity]:
        """Return the sampled costs of the whole swing."""
        return list(self._samples.values())

    @cached_property
    def _samples(self) -> dict[float, Quantity]:
        return {t: self.cost(t) for t in map(float, np.linspace(0, 1, _SAMPLES))}
