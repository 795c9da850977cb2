"""Base class of the clip about gradient descent: the lesson's descent, and the flags that select the narration."""

from collections.abc import Callable, Mapping
from functools import cached_property

from backprop_core.quantities import Quantity
from scenes.kit.clip import Clip
from scenes.numbers.descent import Learning
from scenes.numbers.format import as_printed

# A cost that changes by no more than this fraction of its first value has hardly changed. If so, there may be three
# reasons. The ground is flat: the largest component of the gradient is less than this. The learning rate is small: it
# is at most this, and at the pace of the first step, even so many steps would hardly change the cost. Or they would,
# but there are too few.
NEGLIGIBLE = 0.1
FLAT, SMALL_RATE, MANY_STEPS = 0.01, 0.1, 100


class DescentClip(Clip):
    """A clip about the lesson's descent; its narration may depend on its properties."""

    reads = "layers descent"
    explores = "view=layers&layers.steps={steps}"

    @cached_property
    def learning(self) -> Learning:
        """The descent that this clip shows."""
        return Learning(self.lesson)

    @property
    def zero_gradient(self) -> bool:
        """Whether the gradient is zero at the start."""
        return not self.learning.gradient.vector.any()

    @property
    def astray(self) -> list[int]:
        """The outputs that are seen to move away from what is desired in the first step."""
        learning, places = self.learning, self.typesetter.decimals
        outputs = zip(learning.outputs(0), learning.outputs(1), learning.targets, strict=True)
        gaps = ([as_printed(abs(a.value - y.value), places) for a in (before, after)] for before, after, y in outputs)
        return [j for j, (before, after) in enumerate(gaps) if before < after]

    @property
    def some_go_astray(self) -> bool:
        """Whether in the first step some outputs are seen to move away from what is desired, but the cost falls."""
        return self.learning.cost(1).value < self.learning.cost(0).value and bool(self.astray)

    @property
    def cost_rose(self) -> bool:
        """Whether the average cost ends higher than it began."""
        return self._growth(self.learning.cost) > NEGLIGIBLE

    @property
    def cost_stalled(self) -> bool:
        """Whether the average cost has hardly changed."""
        return abs(self._growth(self.learning.cost)) <= NEGLIGIBLE

    @property
    def single_step(self) -> bool:
        """Whether the descent is over after one step."""
        return self.learning.steps == 1

    @property
    def stalled_on_the_flat(self) -> bool:
        """Whether the average cost has hardly changed where, at the start or in the end, the gradient is flat."""
        ends = self.learning.gradient, self.learning.gradient_after(self.learning.steps)
        return self.cost_stalled and any(abs(gradient.vector).max() < FLAT for gradient in ends)

    @property
    def stalled_by_rate(self) -> bool:
        """Whether the average cost has hardly changed since the learning rate is small."""
        small = self.learning.rate.value <= SMALL_RATE
        return self.cost_stalled and small and self._first_gain * MANY_STEPS <= NEGLIGIBLE

    @property
    def stalled_too_soon(self) -> bool:
        """Whether the average cost has hardly changed since there are few steps."""
        could_change, should_change = (self._first_gain * steps for steps in (MANY_STEPS, self.learning.steps))
        return self.cost_stalled and could_change > NEGLIGIBLE and should_change <= 2 * NEGLIGIBLE

    @property
    def only_own_cost_rose(self) -> bool:
        """Whether the cost of the lesson's own example has risen while the average cost has come down."""
        return self.own_cost_rose and self._growth(self.learning.cost) < 0

    @property
    def own_cost_rose(self) -> bool:
        """Whether the cost of the lesson's own example ends higher than it began."""
        return self._growth(self.learning.own_cost) > NEGLIGIBLE

    @property
    def own_cost_stalled(self) -> bool:
        """Whether the cost of the lesson's own example has hardly changed."""
        return abs(self._growth(self.learning.own_cost)) <= NEGLIGIBLE

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers that the narration names."""
        learning = self.learning
        return {
            "rate": learning.rate,
            "steps": learning.count(learning.steps),
            "start": learning.cost(0),
            "end": learning.cost(learning.steps),
            "before": learning.own_cost(0),
            "after": learning.own_cost(learning.steps),
        }

    @property
    def _first_gain(self) -> float:
        """By how much the first step should lower the average cost, as a fraction of it."""
        gradient, before = self.learning.gradient.vector, self.learning.cost(0).value
        return self.learning.rate.value * float(gradient @ gradient) / before if before else 0.0

    def _growth(self, cost: Callable[[int], Quantity]) -> float:
        """Return by how much a cost grows from the first step to the last, as a fraction of its first value."""
        before, after = cost(0).value, cost(self.learning.steps).value
        return (after - before) / before if before else after
