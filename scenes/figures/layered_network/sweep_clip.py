"""A clip about the way back through the whole network: where everything stands, and what there is to say."""

from scenes.figures.layered_network.sweep import SweepStage
from scenes.kit.clip import Clip


class SweepClip(Clip):
    """A clip that repeats the rule layer by layer; what it says may depend on its properties."""

    reads = "layers"

    stage: SweepStage

    @property
    def shallow(self) -> bool:
        """Whether the layer before the last is the input already."""
        return self.lesson.layers.network.L == 1

    @property
    def silent(self) -> bool:
        """Whether the cost answers to no weight and no bias."""
        return self.stage.network.strokes.largest == 0

    def setup(self) -> None:
        """Lay out the network, the two rules and the legend."""
        super().setup()
        self.stage = SweepStage(self.pen, self.lesson.layers)
