"""A softmax output: its z, the distribution that it makes of them, its cost, and what one z that moves changes."""

from dataclasses import dataclass
from functools import cached_property
from math import asinh, isfinite, log, sinh

import numpy as np

import backprop_core as bp
from backprop_core.display import LatexRepr
from backprop_core.frozen import Array, read_only
from backprop_core.lesson.load import LayersPart
from backprop_core.model.neurons import layer_quantities, neuron_symbol
from backprop_core.quantities import (
    Change,
    Mark,
    Quantity,
    Ratio,
    Symbol,
    activation,
    cost,
    measured,
    partial,
    weighted_sum,
)

OUTPUT_NUDGE = 0.001
"""How far z_j is nudged to check ∂C_0/∂z_j: little, so the measured ratio is near the derivative."""

# So much above or below ln Σ e^z of the others, z_j makes a_j 0.9 or 0.1. A z_j that is there already goes further.
_FAR, _FURTHER = log(9.0), 1.0

# So far below, the curve of −ln a would be a corner.
_CORNER = 20.0


@dataclass(frozen=True)
class PowerSum(LatexRepr):
    """The name of a sum of powers of e, or of a single one: ``e^z2[0]+e^z2[1]``."""

    exponents: tuple[Symbol, ...]

    @property
    def plain(self) -> str:
        """The name in plain text, terms joined by a plus sign."""
        return "+".join(f"e^{each.plain}" for each in self.exponents)

    @property
    def latex(self) -> str:
        """The name as LaTeX mathematics."""
        return " + ".join(f"e^{{{each.latex}}}" for each in self.exponents)

    @property
    def typst(self) -> str:
        """The name as Typst mathematics."""
        return self.marked(lambda _, source: source)

    def marked(self, mark: Mark) -> str:
        """Return the Typst name with every exponent marked."""
        return " + ".join(f"e^({each.marked(mark)})" for each in self.exponents)

    def relative_to(self, L: int | None) -> "PowerSum":
        """Return the same name with its layer counted from the last one."""
        return PowerSum(tuple(each.relative_to(L) for each in self.exponents))


@dataclass(frozen=True)
class Distribution:
    """All z_j of a softmax layer, the a_j that it makes of them, and the cost C_0.

    Parameters
    ----------
    sums, shares
        The z_j and the a_j.
    cost
        C_0.
    """

    sums: tuple[Quantity, ...]
    shares: tuple[Quantity, ...]
    cost: Quantity


@dataclass(frozen=True)
class SoftmaxLayer:
    """The softmax outputs of a lesson's layers, with the cost of distributions.

    The core computes each number. One with another z_j than the lesson's is marked with that. The ``right`` class is
    the one that is desired most.
    """

    part: LayersPart

    @property
    def L(self) -> int:
        """The number of the last layer."""
        return self.part.network.L

    @property
    def function(self) -> bp.Activation:
        """The softmax."""
        return self.part.network.activation[self.L]

    @property
    def right(self) -> int:
        """The j of the class that is desired most."""
        return int(np.argmax(self.part.y))

    @property
    def one_hot(self) -> bool:
        """Whether one class is desired, and no other at all."""
        return np.count_nonzero(self.part.y) == 1

    @property
    def by_share(self) -> bool:
        """Whether the cost is shown as a function of the right class's a, not of its z.

        It is one if no other class is desired; but where a is next to 0, its curve is only a corner.
        """
        return self.one_hot and self.leads[1] > -_CORNER

    @cached_property
    def targets(self) -> tuple[Quantity, ...]:
        """All y_j."""
        return tuple(layer_quantities("y", None, self.part.y))

    @property
    def letters(self) -> tuple[Symbol, Symbol]:
        """The names of z_j and a_j; j is a letter."""
        return weighted_sum(self.L, "j", L=self.L), activation(self.L, "j", L=self.L)

    def sum_name(self, j: int) -> Symbol:
        """Return the name of z_j with its number."""
        return neuron_symbol("z", self.L, j, len(self._z)).relative_to(self.L)

    @property
    def own(self) -> Distribution:
        """The lesson's own distribution."""
        return self.moved(0.0)

    @cached_property
    def powers(self) -> tuple[Quantity, ...]:
        """All e^z_j; none where one is too large or too small for a floating-point number."""
        with np.errstate(over="ignore", under="ignore"):
            values = np.exp(self._z).tolist()
        if not all(value and isfinite(value) for value in (*values, sum(values))):
            return ()
        return tuple(Quantity(PowerSum((self.sum_name(j),)), value) for j, value in enumerate(values))

    @property
    def sum_of_powers(self) -> Quantity:
        """The sum of all e^z_j that are ``powers``."""
        name = PowerSum(tuple(self.sum_name(j) for j in range(len(self._z))))
        return Quantity(name, sum(each.value for each in self.powers))

    @property
    def lead(self) -> float:
        """How far the right class's z is above ln Σ e^z of the others."""
        return float(self._z[self.right] - np.logaddexp.reduce(np.delete(self._z, self.right)))

    @property
    def leads(self) -> tuple[float, float]:
        """The greatest and the least lead to which the right class's z moves."""
        return max(_FAR, self.lead + _FURTHER), min(-_FAR, self.lead - _FURTHER)

    def led(self, start: float, end: float, t: float) -> Distribution:
        """Return the distribution at a time from 0 to 1 while the right class's z moves from one lead to another.

        Far away, where nothing changes, it moves faster.
        """
        lead = sinh((1 - t) * asinh(start) + t * asinh(end)) if 0 < t < 1 else (start, end)[int(t)]
        return self.moved(lead - self.lead)

    def moved(self, by: float) -> Distribution:
        """Return the distribution with the right class's z moved by so much."""
        z = self._z.copy()
        z[self.right] += by
        given = (Quantity(self.sum_name(self.right), float(z[self.right])),) if by else ()
        function, y = self.function, self.part.y
        a = function.f(read_only(z))
        return Distribution(
            sums=tuple(Quantity(self.sum_name(j), float(each), given) for j, each in enumerate(z)),
            shares=tuple(each.relative_to(self.L) for each in layer_quantities("a", self.L, a, given)),
            cost=Quantity(cost(), float(self.part.cost.value(function, z, a, y)), given),
        )

    def on_curve(self, shown: Distribution) -> tuple[Quantity, Quantity]:
        """Return the coordinates of a distribution on the curve of its cost: a or z of the right class, and C_0."""
        return (shown.shares if self.by_share else shown.sums)[self.right], shown.cost

    def curve(self, x: Array) -> Array:
        """Return C_0 for each value of the coordinate x."""
        if self.by_share:
            return self.part.cost.f(x[:, None], self.part.y[[self.right]])
        return np.array([self.moved(float(z) - self._z[self.right]).cost.value for z in x])

    @cached_property
    def slopes(self) -> tuple[Quantity, ...]:
        """All ∂C_0/∂z_j."""
        gradient = bp.backward(self.part.network, self._run, self.part.y, self.part.cost).z[self.L]
        return tuple(Quantity(partial(cost(), self.sum_name(j)), float(slope)) for j, slope in enumerate(gradient))

    @cached_property
    def changes(self) -> tuple[Quantity, Quantity, Quantity]:
        """A nudge Δz of the right class, the change ΔC_0 that it causes, and their ratio.

        It is that of its bias, which z follows.
        """
        part, z = self.part, self.sum_name(self.right)
        push = bp.nudge(part.network, part.x, part.y, bp.Parameter("b", self.L, self.right), OUTPUT_NUDGE, part.cost)
        names: tuple[Change | Ratio, ...] = Change(z), Change(cost()), measured(cost(), z)
        given = (Quantity(Change(z), push.by),)
        dz, dC, ratio = (
            Quantity(name, value, given) for name, value in zip(names, (push.by, push.dC, push.ratio), strict=True)
        )
        return dz, dC, ratio

    @cached_property
    def _run(self) -> bp.ForwardPass:
        return bp.forward(self.part.network, self.part.x)

    @property
    def _z(self) -> Array:
        return self._run.z[self.L]
