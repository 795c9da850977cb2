"""The gradient descent of the lesson's network: costs, outputs, weights and biases after every step.

``excerpt`` shortens the column of its weights and biases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import backprop_core as bp
from backprop_core.lesson.load import DescentPart, LayersPart
from backprop_core.model.neurons import layer_quantities
from backprop_core.quantities import Product, Quantity, Symbol, cost, partial
from scenes.numbers.training import named_from_the_end

T = TypeVar("T")

RATE = Symbol("η")
STEP = Symbol("step")

_OPPOSITE = Symbol("−η")

# A weight has the widest stroke if it is at least this many times as large as the largest one at the start.
_OUTGROWN = 4.0


@dataclass(frozen=True)
class Learning:
    """The gradient descent of a lesson.

    A quantity after a step is marked with the step's number; one after a part of the first step is marked with the
    smaller learning rate that leads there.
    """

    lesson: bp.Lesson

    @property
    def layers(self) -> LayersPart:
        """The network that learns, and the lesson's own example."""
        return self.lesson.layers

    @property
    def descent(self) -> DescentPart:
        """The examples, the rate and the number of steps."""
        return self.lesson.descent

    @property
    def trajectory(self) -> bp.Descent:
        """The network and its cost before the first step and after each."""
        return self.lesson.training

    @cached_property
    def gradient(self) -> bp.Gradient:
        """∇C before the first step, averaged over the training examples."""
        return self.gradient_after(0)

    def gradient_after(self, step: int) -> bp.Gradient:
        """Return ∇C after so many steps, averaged over the training examples."""
        net, examples = self.trajectory.networks[step], self.descent.examples
        return bp.backward(net, bp.forward(net, examples.X), examples.Y, self.layers.cost)

    @property
    def steps(self) -> int:
        """The number of steps."""
        return self.descent.steps

    @property
    def rate(self) -> Quantity:
        """η."""
        return Quantity(RATE, self.descent.rate)

    @cached_property
    def most_changed(self) -> bp.Parameter:
        """The weight that changes most from before the first step to after the last."""
        first, last = self.trajectory.networks[0], self.trajectory.networks[-1]
        weights = (p for p in first.parameters() if p.letter == "w")
        return max(weights, key=lambda p: abs(last.value(p) - first.value(p)))

    @property
    def widest(self) -> float:
        """The absolute value of a weight whose edge has the widest stroke."""
        networks = self.trajectory.networks
        return min(max(map(_largest, networks)), _OUTGROWN * _largest(networks[0]))

    def given(self, step: int) -> tuple[Quantity, ...]:
        """Return how a quantity after so many steps is marked: with the step's number, except before the first."""
        return (Quantity(STEP, float(step)),) if step else ()

    def count(self, step: int) -> Quantity:
        """Return the number of a step as a quantity."""
        return Quantity(STEP, float(step), self.given(step))

    @cached_property
    def runs(self) -> list[bp.ForwardPass]:
        """The forward pass of the lesson's own example before the first step and after each."""
        return [bp.forward(net, self.layers.x) for net in self.trajectory.networks]

    def cost(self, step: int) -> Quantity:
        """Return C, the average cost over the training examples, after so many steps."""
        return Quantity(cost(None), float(self.trajectory.costs[step]), self.given(step))

    def own_cost(self, step: int) -> Quantity:
        """Return C_0, the cost of the lesson's own example, after so many steps."""
        run, layers = self.runs[step], self.layers
        return Quantity(cost(), bp.backward(run.network, run, layers.y, layers.cost).cost, self.given(step))

    def outputs(self, step: int) -> list[Quantity]:
        """Return the activations of the last layer for the lesson's own example, after so many steps."""
        L = self.layers.network.L
        outputs = layer_quantities("a", L, self.runs[step].output, self.given(step))
        return [output.relative_to(L) for output in outputs]

    @property
    def targets(self) -> list[Quantity]:
        """The desired outputs of the lesson's own example."""
        return layer_quantities("y", None, self.layers.y)

    def parameter(self, p: bp.Parameter, step: int) -> Quantity:
        """Return a weight or a bias after so many steps."""
        return Quantity(self.name(p), self.trajectory.networks[step].value(p), self.given(step))

    def move(self, p: bp.Parameter) -> Quantity:
        """Return −η ∂C/∂w: how far the first step moves a weight or a bias."""
        slope = self.gradient.vector[self.layers.network.parameters().index(p)]
        return Quantity(Product((_OPPOSITE, partial(cost(None), self.name(p)))), -self.descent.rate * float(slope))

    def first_step(self, p: bp.Parameter) -> tuple[Quantity, Quantity, Quantity]:
        """Return a weight or a bias before the first step, its move, and the same after the step."""
        return self.parameter(p, 0), self.move(p), self.parameter(p, 1)

    def part_of_first_step(self, t: float) -> tuple[bp.ForwardPass, tuple[Quantity, ...]]:
        """Return the forward pass after a fraction ``t`` of the first step, and how its quantities are marked."""
        if t == 0:
            return self.runs[0], ()
        return bp.forward(self._first_step(t).network, self.layers.x), self._given_in_first_step(t)

    def cost_in_first_step(self, t: float) -> Quantity:
        """Return C, the average cost over the training examples, after a fraction ``t`` of the first step."""
        if t in (0, 1):
            return self.cost(round(t))
        return Quantity(cost(None), float(self._first_step(t).costs[-1]), self._given_in_first_step(t))

    def _first_step(self, t: float) -> bp.Descent:
        layers, examples, rate = self.layers, self.descent.examples, t * self.descent.rate
        return bp.descend(layers.network, examples.X, examples.Y, rate=rate, steps=1, cost=layers.cost)

    def _given_in_first_step(self, t: float) -> tuple[Quantity, ...]:
        given = () if t == 1 else (Quantity(RATE, t * self.descent.rate),)
        return (*given, *self.given(1))

    def name(self, p: bp.Parameter) -> Symbol:
        """Return the name of a weight or a bias, as in ∇C."""
        return named_from_the_end(p.symbol(self.layers.network.sizes), self.layers.network.L)

    def __deepcopy__(self, memo: dict[int, object]) -> "Learning":
        """Return this object: manim copies what it animates, but nothing in here changes."""
        return self


def excerpt(items: Sequence[T], watched: T, *, most: int = 7, ends: int = 2) -> list[T | None]:
    """Return all items, if there are at most ``most``; else the watched and ``ends`` at each end, None for each gap.

    >>> excerpt("abcdefghij", "f")
    ['a', 'b', None, 'f', None, 'i', 'j']
    >>> excerpt("abcdefghij", "c"), excerpt("abc", "b")
    (['a', 'b', 'c', None, 'i', 'j'], ['a', 'b', 'c'])
    >>> excerpt("abcdefghij", "f", most=3, ends=1)
    ['a', None, 'f', None, 'j']
    """
    if len(items) <= most:
        return list(items)
    kept = sorted({*range(ends), items.index(watched), *range(len(items) - ends, len(items))})
    shown: list[T | None] = []
    for before, place in zip([-1, *kept], kept, strict=False):
        if place - before == 2:
            shown.append(items[place - 1])
        elif place - before > 2:
            shown.append(None)
        shown.append(items[place])
    return shown


def _largest(net: bp.Network) -> float:
    return max(float(abs(w).max()) for w in net.w)
