"""The network with several neurons per layer: one weight w_jk^(L), and ∂C_0/∂a_k^(L−1) as a sum over paths."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

import backprop_core as bp
from backprop_core.lesson.load import LayersPart
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

PATH_NUDGE = 0.001
"""How far a_k is nudged to check the sum over its paths: little, so the measured ratio is near the derivative."""


@dataclass(frozen=True)
class WatchedWeight:
    """The weight w_jk^(L) that a lesson singles out, and the last two layers around it.

    Names have the indices j and k, as letters or as numbers, as in the formulas: even where a layer has one neuron.
    The core computes each number when it is asked for.
    """

    part: LayersPart

    @property
    def L(self) -> int:
        """The number of the last layer."""
        return self.part.network.L

    @property
    def function(self) -> bp.Activation:
        """The activation function of the last layer."""
        return self.part.network.activation[self.L]

    @property
    def cost_formula(self) -> CostFormula:
        """The formula of the cost."""
        return COST_FORMULAS[self.part.cost.name]

    @property
    def whole_layer(self) -> bool:
        """Whether each output depends on the weighted sums of the whole layer, as with softmax."""
        return self.function.whole_layer

    @cached_property
    def run(self) -> bp.ForwardPass:
        """The lesson's forward pass."""
        return bp.forward(self.part.network, self.part.x)

    @cached_property
    def path(self) -> tuple[Symbol, Symbol, Symbol, Symbol]:
        """The names of w_jk, z_j, a_j and C_0, each computed from the one before; j and k are letters."""
        L = self.L
        return weight(L, "j", "k", L=L), weighted_sum(L, "j", L=L), activation(L, "j", L=L), cost()

    @cached_property
    def side(self) -> tuple[Symbol, Symbol, Symbol]:
        """The names of the other inputs: b_j, a_k of the layer before, y_j; j and k are letters."""
        return bias(self.L, "j", L=self.L), activation(self.L - 1, "k", L=self.L), target("j")

    @property
    def ratios(self) -> tuple[Ratio, ...]:
        """The names of ∂C_0/∂w_jk and of its factors; j and k are letters."""
        return chain_names(*self.path, whole_layer=self.whole_layer)

    @property
    def bare_ratios(self) -> tuple[Ratio, ...]:
        """The same names without indices, as for layers of one neuron."""
        L = self.L
        bare = weight(L, L=L), weighted_sum(L, L=L), activation(L, L=L), cost()
        return chain_names(*bare, whole_layer=self.whole_layer)

    @cached_property
    def before(self) -> tuple[Quantity, ...]:
        """All a_k of the layer before the last."""
        return self._activations(self.L - 1)

    @cached_property
    def outputs(self) -> tuple[Quantity, ...]:
        """All a_j of the last layer."""
        return self._activations(self.L)

    @cached_property
    def targets(self) -> tuple[Quantity, ...]:
        """All y_j."""
        return _named(target, self.part.y)

    @cached_property
    def cost(self) -> Quantity:
        """C_0."""
        return Quantity(cost(), bp.backward(self.part.network, self.run, self.part.y, self.part.cost).cost)

    @cached_property
    def cost_terms(self) -> tuple[float, ...]:
        """The terms of C_0, one for each output."""
        part, z, a = self.part, self.run.z[self.L], self.run.output
        if part.cost.of_distribution:  # where a term depends on all z
            each = np.tile(z, (len(z), 1)), np.tile(a, (len(a), 1)), np.diag(part.y)
        else:
            each = z[:, None], a[:, None], part.y[:, None]
        return tuple(part.cost.value(self.function, *each).tolist())

    @cached_property
    def sums(self) -> tuple[Quantity, ...]:
        """All z_j of the last layer."""
        return _named(self.sum_name, self.run.z[self.L])

    @cached_property
    def weights(self) -> tuple[Quantity, ...]:
        """The weights w_jk of the watched j, one for each k."""
        j = self.part.watch.j
        return _named(lambda k: self.weight_name(j, k), self.part.network.w[self.L][j])

    @cached_property
    def bias(self) -> Quantity:
        """b_j of the watched j."""
        j = self.part.watch.j
        return Quantity(self.bias_name(j), float(self.part.network.b[self.L][j]))

    @cached_property
    def sum(self) -> Quantity:
        """z_j of the watched j."""
        return self.sums[self.part.watch.j]

    @property
    def weight(self) -> Quantity:
        """The watched weight."""
        return self.weights[self.part.watch.k]

    @property
    def output(self) -> Quantity:
        """a_j of the watched j."""
        return self.outputs[self.part.watch.j]

    @property
    def derivative(self) -> Quantity:
        """∂C_0/∂w_jk."""
        return Quantity(self._rule.symbol, self._rule.value).relative_to(self.L)

    @property
    def factors(self) -> tuple[Quantity, ...]:
        """∂z_j/∂w_jk, ∂a_j/∂z_j and ∂C_0/∂a_j, whose product is the derivative; with softmax, ∂C_0/∂z_j is one."""
        return tuple(factor.relative_to(self.L) for factor in self._rule.factors)

    def weight_name(self, j: int, k: int) -> Symbol:
        """Return the name of any weight of the last layer."""
        return weight(self.L, j, k, L=self.L)

    def bias_name(self, j: int) -> Symbol:
        """Return the name of any bias of the last layer."""
        return bias(self.L, j, L=self.L)

    def sum_name(self, j: int) -> Symbol:
        """Return the name of any weighted sum of the last layer."""
        return weighted_sum(self.L, j, L=self.L)

    @cached_property
    def _rule(self) -> bp.ChainRuleFactors:
        part = self.part
        return bp.chain_rule(part.network, part.x, part.y, part.watched_weight, part.cost)

    def _activations(self, l: int) -> tuple[Quantity, ...]:
        return _named(lambda j: activation(l, j, L=self.L), self.run.a[l])


@dataclass(frozen=True)
class PathSum:
    """∂C_0/∂a_k^(L−1) of a lesson's layers as a sum over the neurons j of the last layer.

    The core computes each number when it is asked for. It is returned with its name and with the nudge that caused
    it, if any.
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
    def whole_layer(self) -> bool:
        """Whether each output depends on the weighted sums of the whole layer, as with softmax."""
        return self.part.network.activation[self.part.network.L].whole_layer

    @property
    def letters(self) -> tuple[Ratio, ...]:
        """The names of ∂C_0/∂a_k and of the factors of path j, with letters: ∂z_j/∂a_k, ∂a_j/∂z_j, ∂C_0/∂a_j.

        With softmax the last two are one, ∂C_0/∂z_j.
        """
        return ratio_names(self.part.network.L, self.part.network.L, whole_layer=self.whole_layer)

    @cached_property
    def factors(self) -> tuple[tuple[Quantity, ...], ...]:
        """The factors of each path."""
        return tuple(path.factors for path in self._paths.paths)

    @cached_property
    def products(self) -> tuple[Quantity, ...]:
        """The contribution of each path: the product of its factors."""
        return tuple(
            Quantity(Product(tuple(factor.symbol for factor in path.factors)), path.value)
            for path in self._paths.paths
        )

    @property
    def total(self) -> Quantity:
        """∂C_0/∂a_k, the sum over the paths."""
        return Quantity(self._paths.symbol, self._paths.value)

    def nudged(self, by: float) -> tuple[bp.ForwardPass, Quantity]:
        """Return the forward pass with a_k held at its value plus ``by``, and that a_k."""
        k = self.part.watched_neuron
        value = float(self.run.a[k.l][k.index])
        return (self._push(by).after if by else self.run), Quantity(self.neuron, value + by)

    def cost(self, by: float) -> Quantity:
        """Return C_0 with a_k held at its value plus ``by``."""
        part, (run, neuron) = self.part, self.nudged(by)
        return Quantity(cost(), bp.backward(part.network, run, part.y, part.cost).cost, (neuron,) if by else ())

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
        return bp.paths(self.part.network, self.part.x, self.part.y, self.part.watched_neuron, self.part.cost)

    def _push(self, by: float) -> bp.Nudge:
        part = self.part
        return bp.nudge(part.network, part.x, part.y, part.watched_neuron, by=by, cost=part.cost)

    def _of_nudge(self, name: Change | Ratio, value: float, by: float) -> Quantity:
        return Quantity(name, value, (Quantity(Change(self.neuron), by),))


def ratio_names(l: int, L: int, by: str = "a", *, whole_layer: bool = False) -> tuple[Ratio, ...]:
    """Return the symbols of a path's derivative and its factors: of ∂C_0/∂a_k^(l−1) or, if asked, ∂C_0/∂w_jk^(l).

    >>> [name.plain for name in ratio_names(2, L=3, by="w")]
    ['∂C0/∂w2[j,k]', '∂z2[j]/∂w2[j,k]', '∂a2[j]/∂z2[j]', '∂C0/∂a2[j]']
    """
    x = weight(l, "j", "k", L=L) if by == "w" else activation(l - 1, "k", L=L)
    z, a = weighted_sum(l, "j", L=L), activation(l, "j", L=L)
    return chain_names(x, z, a, cost(), whole_layer=whole_layer)


def chain_names(x: Symbol, z: Symbol, a: Symbol, C: Symbol, *, whole_layer: bool = False) -> tuple[Ratio, ...]:
    """Return the symbols of ∂C/∂x and of its factors ∂z/∂x, ∂a/∂z and ∂C/∂a.

    Where every a of the layer depends on z, the last two are one, ∂C/∂z: a sum over these a.

    >>> [name.plain for name in chain_names(weight(1), weighted_sum(1), activation(1), cost(), whole_layer=True)]
    ['∂C0/∂w1', '∂z1/∂w1', '∂C0/∂z1']
    """
    from_z = (partial(C, z),) if whole_layer else (partial(a, z), partial(C, a))
    return partial(C, x), partial(z, x), *from_z


def _named(name: Callable[[int], Symbol], values: Iterable[float]) -> tuple[Quantity, ...]:
    """Return values with the names of their places."""
    return tuple(Quantity(name(place), float(value)) for place, value in enumerate(values))
