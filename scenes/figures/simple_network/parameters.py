"""The weight and the bias of the last layer, written beside the last two neurons."""

from manim import DOWN, RIGHT, UP, VGroup

from scenes.kit.network.chain import LastTwoDiagram
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE
from scenes.numbers.chain import LastLayer

# The gaps between the edge and its weight's name and number, and between the last neuron and its bias.
_ABOVE, _BELOW, _BESIDE = 0.16, 0.2, 0.2


class LastParameters(VGroup):
    """The weight on its edge, and the bias right of the last neuron: each a name above its number.

    Notes
    -----
    ``weight`` and ``bias`` are the two, each a pair of name and number.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, pair: LastTwoDiagram):
        edge, neuron = pair.edge(last.chain.network.L), pair.neurons[-1]
        self.weight, self.bias = (
            VGroup(typesetter.formula("{}", each.symbol, size=LARGE), typesetter.formula("{}", each, size=LABEL))
            for each in (last.start[0], last.entering[0])
        )
        self.weight[0].next_to(edge, UP, buff=_ABOVE)
        self.weight[1].next_to(edge, DOWN, buff=_BELOW)
        for mine, other in zip(self.bias, self.weight, strict=True):
            mine.match_y(other)
        self.bias[0].match_x(self.bias[1])
        self.bias.shift((neuron.get_right()[0] + _BESIDE - self.bias.get_left()[0]) * RIGHT)
        super().__init__(self.weight, self.bias)
