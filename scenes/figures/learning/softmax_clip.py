"""Base class of the clip about a softmax output: the lessons that it can show, and flags that select sentences."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.kit.clip import Clip
from scenes.numbers.softmax import Distribution, SoftmaxLayer

# How many of the distributions that a move passes are looked at, to leave room for their numbers.
_LOOKS = 25


class SoftmaxClip(Clip):
    """A clip about a softmax output; its narration may depend on its properties."""

    reads = "layers"
    needs = "a softmax output with categorical_cross_entropy in [layers]"

    @classmethod
    def shows(cls, lesson: bp.Lesson) -> bool:
        """Return whether the layers end with a softmax, and their cost is that of a distribution."""
        layers = lesson.layers
        return layers.network.activation[layers.network.L].whole_layer and layers.cost.of_distribution

    @cached_property
    def outputs(self) -> SoftmaxLayer:
        """The numbers that this clip shows."""
        return SoftmaxLayer(self.lesson.layers)

    @property
    def several_desired(self) -> bool:
        """Whether more than one class is desired."""
        return not self.outputs.one_hot

    @property
    def nothing_sticks_out(self) -> bool:
        """Whether the outputs are what is desired."""
        return not any(slope.value for slope in self.outputs.slopes)

    def reached(self) -> list[Distribution]:
        """Return distributions that will be shown: the lesson's own, and some on the way up and down."""
        own, (high, low) = self.outputs.lead, self.outputs.leads
        ways = (own, high), (high, low), (low, own)
        times = np.linspace(0.0, 1.0, _LOOKS).tolist()
        return [self.outputs.own, *(self.outputs.led(*way, t) for way in ways for t in times)]

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers that narrations name."""
        dz, _, ratio = self.outputs.changes
        return {"C": self.outputs.own.cost, "dz": dz, "ratio": ratio}
