"""A clip that shows the numbers of the chain's last layer."""

from collections.abc import Mapping
from functools import cached_property

from backprop_core.quantities import Quantity
from scenes.kit.clip import Clip
from scenes.numbers.chain import LastLayer


class LastLayerClip(Clip):
    """A clip that shows the numbers of the last layer; its narration may depend on its properties."""

    reads = "chain"

    @cached_property
    def last(self) -> LastLayer:
        """The numbers that this clip shows."""
        return LastLayer(self.lesson.chain)

    @property
    def zero_derivative(self) -> bool:
        """Whether the derivative of the cost with respect to the weight is 0."""
        return self.last.derivative.value == 0

    def spoken(self) -> Mapping[str, Quantity]:
        """Return the numbers that narrations name."""
        nudge = self.lesson.chain.nudge
        return {
            "dw": self.last.changes(nudge)[0],
            "dC": self.last.changes(nudge)[-1],
            "ratio": self.last.ratio(nudge),
            "by_w": self.last.derivative,
        }
