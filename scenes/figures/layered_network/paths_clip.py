"""A clip about the paths from the watched neuron to the cost: its numbers, and where they stand."""

from collections.abc import Mapping
from functools import cached_property

from backprop_core.quantities import Quantity
from scenes.figures.layered_network.paths import PathStage
from scenes.kit.clip import Clip
from scenes.numbers.path_sum import PathSum


class PathsClip(Clip):
    """A clip that shows ∂C_0/∂a_k as a sum over paths; what it says may depend on its properties."""

    reads = "layers"

    stage: PathStage

    nudge = 0.001
    """How far the activation is nudged: little, for the measured ratio to come close to the derivative."""

    @cached_property
    def sums(self) -> PathSum:
        """The numbers that this clip shows."""
        return PathSum(self.lesson.layers)

    @property
    def single(self) -> bool:
        """Whether there is one path only."""
        return len(self.sums.products) == 1

    @property
    def opposed(self) -> bool:
        """Whether some paths raise the cost and others lower it."""
        values = [product.value for product in self.sums.products]
        return min(values) < 0 < max(values)

    def setup(self) -> None:
        """Lay out the diagram, the table, the bars and the check."""
        super().setup()
        self.stage = PathStage(self.pen, self.sums, self.nudge)

    def spoken(self) -> Mapping[str, Quantity]:
        """Return the numbers that narrations name."""
        da, dC = self.sums.changes(self.nudge)
        return {"da": da, "dC": dC, "ratio": self.sums.ratio(self.nudge), "total": self.sums.total}
