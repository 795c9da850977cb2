"""The network of several neurons a layer, folded into a chain that can be opened."""

from manim import smooth

from backprop_core.lesson.load import LayersPart
from scenes.kit.layout import centred
from scenes.kit.network.layers import LayersDiagram
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import SAFE_LEFT

# How much larger it is than there: nothing stands above it.
_LARGER = 1.2


class FoldedLayers(LayersDiagram):
    """The network as the first chapter shows it, the neurons of each layer laid on one another.

    Notes
    -----
    ``openings`` are the moves in which the layers open, one after the other.
    """

    def __init__(self, pen: Pen, layers: LayersPart):
        super().__init__(pen, layers)
        centred(self.scale(_LARGER), SAFE_LEFT)
        several = [l for l in self.layers if len(self.column(l)) > 1]
        self.openings = [self.fold(l, rate_func=lambda t: 1 - smooth(t)) for l in several]
        for opening in self.openings:
            opening.interpolate(0)
