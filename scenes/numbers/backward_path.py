"""The chain of single neurons walked backwards, from the cost to a weight: a factor for each step."""

from dataclasses import dataclass
from functools import cached_property

import backprop_core as bp
from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import Quantity, Symbol, activation, cost, partial, weight, weighted_sum


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
