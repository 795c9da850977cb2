"""Base class of clips about the chain's last layer: the layer's numbers for pictures and narration."""

from collections.abc import Mapping
from functools import cached_property

from backprop_core.quantities import Quantity
from scenes.kit.clip import Clip
from scenes.numbers.chain import LastLayer
from scenes.numbers.symbol_names import FUNCTION_NAMES


class LastLayerClip(Clip):
    """A clip about the last layer of the chain."""

    reads = "chain"

    @cached_property
    def last(self) -> LastLayer:
        """The numbers that this clip shows."""
        return LastLayer(self.lesson.chain)

    @property
    def zero_derivative(self) -> bool:
        """Whether ∂C_0/∂w^(L) is 0; selects a beat's variant of that name."""
        return self.last.derivative.value == 0

    @property
    def corner(self) -> bool:
        """Whether the cost has a corner at w^(L), where ratios that a nudge causes depend on its side."""
        (_, z, a, _), (_, before, y) = self.last.start, self.last.entering
        return z.value in self.last.function.kinks and before.value != 0 and a.value != y.value

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the lesson's nudge, the change and the ratio that it causes, ∂C_0/∂w^(L), and a function's name."""
        nudge = self.lesson.chain.nudge
        return {
            "dw": self.last.changes(nudge)[0],
            "dC": self.last.changes(nudge)[-1],
            "ratio": self.last.ratio(nudge),
            "by_w": self.last.derivative,
            "function": FUNCTION_NAMES[self.last.function.name],
        }
