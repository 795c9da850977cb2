"""A clip about the watched weight of a network with several neurons a layer: its numbers."""

from collections.abc import Mapping
from functools import cached_property

from backprop_core.quantities import Quantity
from scenes.figures.layered_network.named_layers import NamedLayers
from scenes.kit.clip import Clip
from scenes.numbers.layers import WatchedWeight


class WatchedClip(Clip):
    """A clip about the last two layers and the watched weight between them."""

    reads = "layers"

    layers: NamedLayers

    @cached_property
    def watched(self) -> WatchedWeight:
        """The numbers that this clip shows."""
        return WatchedWeight(self.lesson.layers)

    def setup(self) -> None:
        """Lay out the last two layers."""
        super().setup()
        self.layers = NamedLayers(self.pen, self.watched)

    def spoken(self) -> Mapping[str, Quantity]:
        """Return the numbers that narrations name."""
        watched = self.watched
        return {"C": watched.cost, "z": watched.sum, "a": watched.output, "by_w": watched.derivative}
