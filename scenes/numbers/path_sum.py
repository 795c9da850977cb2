"""The watched neuron of the layer before the last, and its paths to the cost, as quantities of the core."""

from dataclasses import dataclass
from functools import cached_property

import backprop_core as bp
from backprop_core.lesson.load import LayersPart
from backprop_core.quantities import (
    Change,
    Product,
    Quantity,
    Ratio,
    Symbol,
    activation,
    cost,
    measured,
    partial,
    weight,
    weighted_sum,
)


@dataclass(frozen=True)
class PathSum:
    """∂C_0/∂a_k^(L−1) of a lesson's layers as a sum over the neurons j of the last layer.

    Every number is computed by the core when it is asked for, and comes with its name and with the nudge that
    caused it, if one did.
    """

    part: LayersPart

    @cached_property
    def run(self) -> bp.ForwardPass:
        """The lesson's forward pass."""
        return bp.forward(self.part.network, self.part.x)

    @property
    def neuron(self) -> Symbol:
        """The name of the watched activation, with its number k: ``a1[2]``."""
        return self.part.watched_neuron.symbol()

    @property
    def letters(self) -> tuple[Ratio, Ratio, Ratio, Ratio]:
        """The names, in letters, of ∂C_0/∂a_k and of the factors of any one path: ∂z_j/∂a_k, ∂a_j/∂z_j, ∂C_0/∂a_j."""
        return letters(self.part.network.L, self.part.network.L)

    @cached_property
    def factors(self) -> tuple[tuple[Quantity, ...], ...]:
        """The three factors of each path."""
        return tuple(path.factors for path in self._paths.paths)

    @cached_property
    def products(self) -> tuple[Quantity, ...]:
        """What each path contributes: the product of its factors."""
        return tuple(
            Quantity(Product(tuple(factor.symbol for factor in path.factors)), path.value)
            for path in self._paths.paths
        )

    @property
    def total(self) -> Quantity:
        """∂C_0/∂a_k, the sum over the paths."""
        return Quantity(self._paths.symbol, self._paths.value)

    def nudged(self, by: float) -> tuple[bp.ForwardPass, Quantity]:
        """Return the forward pass in which a_k is held at so much more, and what a_k then is."""
        k = self.part.watched_neuron
        value = float(self.run.a[k.l][k.index])
        return (self._push(by).after if by else self.run), Quantity(self.neuron, value + by)

    def changes(self, by: float) -> tuple[Quantity, Quantity]:
        """Return the nudge Δa_k and the change ΔC_0 that it causes."""
        values = by, self._push(by).dC
        da, dC = (self._of_nudge(Change(s), v, by) for s, v in zip((self.neuron, cost()), values, strict=True))
        return da, dC

    def ratio(self, by: float) -> Quantity:
        """Return the measured ratio ΔC_0/Δa_k."""
        return self._of_nudge(measured(cost(), self.neuron), self._push(by).ratio, by)

    @cached_property
    def _paths(self) -> bp.Paths:
        return bp.paths(self.part.network, self.part.x, self.part.y, self.part.watched_neuron)

    def _push(self, by: float) -> bp.Nudge:
        return bp.nudge(self.part.network, self.part.x, self.part.y, self.part.watched_neuron, by=by)

    def _of_nudge(self, name: Change | Ratio, value: float, by: float) -> Quantity:
        return Quantity(name, value, (Quantity(Change(self.neuron), by),))


def letters(l: int, L: int, by: str = "a") -> tuple[Ratio, Ratio, Ratio, Ratio]:
    """Return the names of ∂C_0/∂a_k^(l−1) and of its factors for one neuron j of layer ``l``; or ∂C_0/∂w_jk^(l).

    >>> [name.plain for name in letters(2, L=3, by="w")]
    ['∂C0/∂w2[j,k]', '∂z2[j]/∂w2[j,k]', '∂a2[j]/∂z2[j]', '∂C0/∂a2[j]']
    """
    x = weight(l, "j", "k", L=L) if by == "w" else activation(l - 1, "k", L=L)
    z, a = weighted_sum(l, "j", L=L), activation(l, "j", L=L)
    return partial(cost(), x), partial(z, x), partial(a, z), partial(cost(), a)
