"""The last layer of the chain, from w to z, a and C_0, and the path back from C_0 to an earlier weight."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import copysign, nan

import numpy as np

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
from scenes.numbers.functions import COST_FORMULAS, CostFormula
from scenes.numbers.scales import limits

# The sizes of ever smaller nudges.
_SHRINKING = (1.0, 0.1, 0.01, 0.001)


@dataclass(frozen=True)
class LastLayer:
    """The last layer of a lesson's chain: w^(L), what is computed from it, its derivatives and its nudges.

    The core computes each number when it is asked for. It is returned with its name and with all that differs from
    the lesson.
    """

    chain: ChainPart

    @cached_property
    def path(self) -> tuple[Symbol, Symbol, Symbol, Symbol]:
        """The names of w, z, a and C_0, each computed from the one before."""
        L = self.chain.network.L
        return weight(L, L=L), weighted_sum(L, L=L), activation(L, L=L), cost()

    @cached_property
    def side(self) -> tuple[Symbol, Symbol, Symbol]:
        """The names of the other inputs: the bias, the activation before, the desired output."""
        L = self.chain.network.L
        return bias(L, L=L), activation(L - 1, L=L), target()

    @cached_property
    def start(self) -> tuple[Quantity, ...]:
        """w, z, a and C_0 with the lesson's values."""
        return self._along(self.chain.network)

    @cached_property
    def entering(self) -> tuple[Quantity, Quantity, Quantity]:
        """The other inputs with the lesson's values: the bias, the activation before, the desired output."""
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
        """Return the derivative of C_0 by w^(l), b^(l) or, with ``letter="a"``, a^(l−1); ``l`` is L if not given."""
        found = self._rule(letter, l)
        return Quantity(found.symbol, found.value).relative_to(self.chain.network.L)

    @cached_property
    def by_sum(self) -> Quantity:
        """∂C_0/∂z of the last layer."""
        chain, (_, z, *_) = self.chain, self.path
        grad = bp.backward(chain.network, bp.forward(chain.network, chain.x), chain.y, chain.cost)
        return Quantity(partial(cost(), z), grad.z[chain.network.L].item())

    @property
    def cancels(self) -> bool:
        """Whether the slope of the activation function cancels in ∂C_0/∂z, as the cost is made for its outputs."""
        return self.chain.cost.by_z(self.function) is not None

    def factors(self, letter: str = "w", l: int | None = None) -> tuple[Quantity, ...]:
        """Return ∂z/∂w (or ∂z/∂b), ∂a/∂z and ∂C_0/∂a: the product of the three is ∂C_0/∂w (or ∂C_0/∂b).

        With ``letter="a"`` the first is ∂z/∂a of the layer before, and the product is ∂C_0/∂a^(L−1). For a layer
        other than the last, give ``l``.
        """
        found = self._rule(letter, l)
        factors = found.factors if isinstance(found, bp.ChainRuleFactors) else found.paths[0].factors
        return tuple(factor.relative_to(self.chain.network.L) for factor in factors)

    def ratios(self, by: float) -> tuple[Quantity, ...]:
        """Return the measured Δz/Δw, Δa/Δz and ΔC_0/Δa for this nudge, each NaN if it is 0/0."""
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
    def cost_formula(self) -> CostFormula:
        """The formula of the cost."""
        return COST_FORMULAS[self.chain.cost.name]

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The bounds of the activation function, None where it has none: (0, 1) for σ."""
        return limits(self.function)

    def at(self, w: float) -> tuple[Quantity, ...]:
        """Return w, z, a and C_0 for this value of the weight."""
        return self._along(self.chain.network.replace(self._parameter, w), Quantity(self.path[0], w))

    def changes(self, by: float) -> tuple[Quantity, ...]:
        """Return Δw, Δz, Δa and ΔC_0 for this nudge of the weight; all 0 if it is too small to change the weight."""
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
        """Return ever smaller nudges with the sign of ``by``."""
        return [copysign(size, by) for size in _SHRINKING]

    def _rule(self, letter: str, l: int | None) -> bp.ChainRuleFactors | bp.Paths:
        chain, l = self.chain, l or self.chain.network.L
        if letter == "a":
            return bp.paths(chain.network, chain.x, chain.y, bp.Parameter("a", l - 1), chain.cost)
        return bp.chain_rule(chain.network, chain.x, chain.y, bp.Parameter(letter, l), chain.cost)

    @property
    def _parameter(self) -> bp.Parameter:
        return bp.Parameter("w", self.chain.network.L)

    def _push(self, by: float) -> bp.Nudge:
        chain = self.chain
        return bp.nudge(chain.network, chain.x, chain.y, self._parameter, by=by, cost=chain.cost)

    def _along(self, net: bp.Network, *given: Quantity) -> tuple[Quantity, ...]:
        run, L = bp.forward(net, self.chain.x), net.L
        with np.errstate(all="ignore"):  # it may be infinite
            cost_now = self.chain.cost.value(net.activation[L], run.z[L], run.output, self.chain.y)
        values = (net.w[L].item(), run.z[L].item(), run.output.item(), cost_now.item())
        return tuple(Quantity(s, v, given) for s, v in zip(self.path, values, strict=True))

    def _of_nudge(self, name: Change | Ratio | Product, value: float, by: float) -> Quantity:
        return Quantity(name, value, (Quantity(Change(self.path[0]), by),))


@dataclass(frozen=True)
class BackwardPath:
    """The chain rule from C_0 back to w^(l), through every z and a in between.

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
        """The names along the path: C_0, a^(L), z^(L), a^(L−1) … z^(l), w^(l)."""
        L = self.chain.network.L
        layers = [symbol for m in range(L, self.l - 1, -1) for symbol in (activation(m, L=L), weighted_sum(m, L=L))]
        return cost(), *layers, weight(self.l, L=L)

    @cached_property
    def factors(self) -> tuple[Quantity, ...]:
        """The local derivative of each step: ∂C_0/∂a^(L), ∂a^(L)/∂z^(L), ∂z^(L)/∂a^(L−1) … ∂z^(l)/∂w^(l)."""
        chain, L = self.chain, self.chain.network.L
        found = []
        for m in range(L, self.l - 1, -1):
            *rule, by_a = bp.chain_rule(chain.network, chain.x, chain.y, bp.Parameter("w", m), chain.cost).factors
            found += [by_a] if m == L else []
            found += [rule[1]]
            if m > self.l:
                by_paths = bp.paths(chain.network, chain.x, chain.y, bp.Parameter("a", m - 1), chain.cost)
                found += by_paths.paths[0].factors[:1]
            else:
                found += rule[:1]
        return tuple(factor.relative_to(L) for factor in found)

    @cached_property
    def products(self) -> tuple[Quantity, ...]:
        """The derivatives of C_0 by each name after the first: the products of the first factors."""
        chain, L = self.chain, self.chain.network.L
        grad = bp.backward(chain.network, bp.forward(chain.network, chain.x), chain.y, chain.cost)
        layers = [values for m in range(L, self.l - 1, -1) for values in (grad.a[m], grad.z[m])]
        values = [value.item() for value in (*layers, grad.w[self.l])]
        return tuple(Quantity(partial(cost(), s), value) for s, value in zip(self.symbols[1:], values, strict=True))
