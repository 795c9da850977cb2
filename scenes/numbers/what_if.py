"""The last layer while the neuron before it is made to fire at a chosen activation."""

from dataclasses import dataclass
from functools import cached_property

from manim import interpolate

import backprop_core as bp
from backprop_core.quantities import Change, Quantity
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
        activation = interpolate(before, after, t)
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
