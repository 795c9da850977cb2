"""The last weight of the chain and what hangs on it: w, z, a and C_0 as quantities of the core."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import copysign, nan

import backprop_core as bp
from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import (
    Change,
    Product,
    Quantity,
    Ratio,
    Symbol,
    activation,
    bias,
    cost,
    measured,
    partial,
    target,
    weight,
    weighted_sum,
)
from scenes.numbers.scales import limits

# The nudges that become smaller and smaller.
_SHRINKING = (0.5, 0.1, 0.01, 0.001)


@dataclass(frozen=True)
class LastLayer:
    """The chain of a lesson, seen from its last weight w^(L).

    Every number is computed by the core when it is asked for, and comes with its name and with what was set
    otherwise than in the lesson.
    """

    chain: ChainPart

    @cached_property
    def path(self) -> tuple[Symbol, Symbol, Symbol, Symbol]:
        """The names along which a nudge travels: w, z, a, C_0."""
        L = self.chain.network.L
        return weight(L, L=L), weighted_sum(L, L=L), activation(L, L=L), cost()

    @cached_property
    def side(self) -> tuple[Symbol, Symbol, Symbol]:
        """The names of what else enters: the bias, the activation before, the desired output."""
        L = self.chain.network.L
        return bias(L, L=L), activation(L - 1, L=L), target()

    @cached_property
    def start(self) -> tuple[Quantity, ...]:
        """w, z, a and C_0 of the lesson."""
        return self._along(self.chain.network)

    @cached_property
    def entering(self) -> tuple[Quantity, Quantity, Quantity]:
        """b, the activation before and y of the lesson: what else enters."""
        chain, L = self.chain, self.chain.network.L
        before = bp.forward(chain.network, chain.x).a[L - 1]
        values = (chain.network.b[L].item(), before.item(), chain.y.item())
        b, a, y = (Quantity(symbol, value) for symbol, value in zip(self.side, values, strict=True))
        return b, a, y

    @property
    def derivative(self) -> Quantity:
        """∂C_0/∂w."""
        return self.derivative_by("w")

    def derivative_by(self, letter: str, l: int | None = None) -> Quantity:
        """Return the derivative of C_0 by w^(l) or b^(l) or, with ``letter="a"``, by a^(l−1); l is L if not given."""
        found = self._rule(letter, l)
        return Quantity(found.symbol, found.value).relative_to(self.chain.network.L)

    def factors(self, letter: str = "w", l: int | None = None) -> tuple[Quantity, ...]:
        """Return ∂z/∂w (or ∂z/∂b), ∂a/∂z and ∂C_0/∂a: the product of the three is ∂C_0/∂w (or ∂C_0/∂b).

        With ``letter="a"`` the first is ∂z/∂a of the layer before, and the product ∂C_0/∂a^(L−1). For another
        layer than the last, give ``l``.
        """
        found = self._rule(letter, l)
        factors = found.factors if isinstance(found, bp.ChainRuleFactors) else found.paths[0].factors
        return tuple(factor.relative_to(self.chain.network.L) for factor in factors)

    def ratios(self, by: float) -> tuple[Quantity, ...]:
        """Return the measured Δz/Δw, Δa/Δz and ΔC_0/Δa for this nudge; of nothing to nothing, not a number."""
        changes = self.changes(by)
        return tuple(
            self._of_nudge(measured(s_to, s_from), to.value / from_.value if from_.value else nan, by)
            for (s_from, s_to), (from_, to) in zip(pairwise(self.path), pairwise(changes), strict=True)
        )

    @property
    def function(self) -> bp.Activation:
        """The activation function of the last neuron."""
        return self.chain.network.activation[self.chain.network.L]

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """Between which values the activation function stays, None where it grows without end: (0, 1) for σ."""
        return limits(self.function)

    def at(self, w: float) -> tuple[Quantity, ...]:
        """Return w, z, a and C_0 for this value of the weight."""
        return self._along(self.chain.network.replace(self._parameter, w), Quantity(self.path[0], w))

    def changes(self, by: float) -> tuple[Quantity, ...]:
        """Return Δw, Δz, Δa and ΔC_0 for this nudge of the weight; all 0 while it does not move the weight yet."""
        values: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
        if self.start[0].value + by != self.start[0].value:
            push = self._push(by)
            values = (push.dw, float(push.dz), float(push.da), push.dC)
        return tuple(self._of_nudge(Change(s), v, by) for s, v in zip(self.path, values, strict=True))

    def ratio(self, by: float) -> Quantity:
        """Return the measured ratio ΔC_0/Δw for this nudge."""
        return self._of_nudge(measured(self.path[-1], self.path[0]), self._push(by).ratio, by)

    def predicted(self, by: float) -> Quantity:
        """Return ∂C_0/∂w · Δw: the change of the cost that the derivative predicts for this nudge."""
        name = Product((self.derivative.symbol, Change(self.path[0])))
        return self._of_nudge(name, self._push(by).predicted, by)

    def compared(self, by: float) -> tuple[Quantity, Quantity, Quantity, Quantity]:
        """Return Δw, ΔC_0, the change that the derivative predicts, and the ratio ΔC_0/Δw for this nudge."""
        dw, *_, dC = self.changes(by)
        return dw, dC, self.predicted(by), self.ratio(by)

    @staticmethod
    def shrinking(by: float) -> list[float]:
        """Return ever smaller nudges, in the direction of this one."""
        return [copysign(size, by) for size in _SHRINKING]

    def _rule(self, letter: str, l: int | None) -> bp.ChainRuleFactors | bp.Paths:
        chain, l = self.chain, l or self.chain.network.L
        if letter == "a":
            return bp.paths(chain.network, chain.x, chain.y, bp.Parameter("a", l - 1))
        return bp.chain_rule(chain.network, chain.x, chain.y, bp.Parameter(letter, l))

    @property
    def _parameter(self) -> bp.Parameter:
        return bp.Parameter("w", self.chain.network.L)

    def _push(self, by: float) -> bp.Nudge:
        return bp.nudge(self.chain.network, self.chain.x, self.chain.y, self._parameter, by=by)

    def _along(self, net: bp.Network, *given: Quantity) -> tuple[Quantity, ...]:
        run = bp.forward(net, self.chain.x)
        cost_now = bp.backward(net, run, self.chain.y).cost
        values = (net.w[net.L].item(), run.z[net.L].item(), run.output.item(), cost_now)
        return tuple(Quantity(s, v, given) for s, v in zip(self.path, values, strict=True))

    def _of_nudge(self, name: Change | Ratio | Product, value: float, by: float) -> Quantity:
        return Quantity(name, value, (Quantity(Change(self.path[0]), by),))


@dataclass(frozen=True)
class BackwardPath:
    """The way from C_0 back to w^(l) through every z and a in between.

    Parameters
    ----------
    chain
        The lesson's chain.
    l
        The layer of the weight.
    """

    chain: ChainPart
    l: int

    @cached_property
    def symbols(self) -> tuple[Symbol, ...]:
        """The names that it passes: C_0, a^(L), z^(L), a^(L−1) … z^(l), w^(l)."""
        L = self.chain.network.L
        layers = [symbol for m in range(L, self.l - 1, -1) for symbol in (activation(m, L=L), weighted_sum(m, L=L))]
        return cost(), *layers, weight(self.l, L=L)

    @cached_property
    def factors(self) -> tuple[Quantity, ...]:
        """One for each step: ∂C_0/∂a^(L), ∂a^(L)/∂z^(L), ∂z^(L)/∂a^(L−1) … ∂z^(l)/∂w^(l)."""
        chain, L = self.chain, self.chain.network.L
        found = []
        for m in range(L, self.l - 1, -1):
            *rule, by_a = bp.chain_rule(chain.network, chain.x, chain.y, bp.Parameter("w", m)).factors
            found += [by_a] if m == L else []
            found += [rule[1]]
            if m > self.l:
                found += bp.paths(chain.network, chain.x, chain.y, bp.Parameter("a", m - 1)).paths[0].factors[:1]
            else:
                found += rule[:1]
        return tuple(factor.relative_to(L) for factor in found)

    @cached_property
    def products(self) -> tuple[Quantity, ...]:
        """The derivative of C_0 by each of the names but the first: what the factors so far multiply to."""
        chain, L = self.chain, self.chain.network.L
        grad = bp.backward(chain.network, bp.forward(chain.network, chain.x), chain.y)
        layers = [values for m in range(L, self.l - 1, -1) for values in (grad.a[m], grad.z[m])]
        values = [value.item() for value in (*layers, grad.w[self.l])]
        return tuple(Quantity(partial(cost(), s), value) for s, value in zip(self.symbols[1:], values, strict=True))
