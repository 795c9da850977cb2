"""An arrow inside a neuron: which way its activation should go."""

from manim import Polygon

from scenes.kit.neuron import Neuron
from scenes.kit.theme import ink_on

# What an arrow of full size is made of, in frame units.
_SHAFT, _HEAD, _HEAD_WIDTH = 0.07, 0.2, 0.24


class NudgeArrow(Polygon):
    """An arrow up or down in the middle of a neuron.

    Parameters
    ----------
    length
        In frame units, negative downwards. Where there is no room for its head, that shrinks with it.
    """

    def __init__(self, neuron: Neuron, length: float):
        shrink = min(1.0, abs(length) / 2 / _HEAD)
        shaft, wing, tip = _SHAFT * shrink / 2, _HEAD_WIDTH * shrink / 2, length / 2
        neck = tip - (_HEAD if length > 0 else -_HEAD) * shrink
        right = [(shaft, -tip), (shaft, neck), (wing, neck)]
        left = [(-x, y) for x, y in reversed(right)]
        ink = ink_on(neuron.circle.get_fill_color().to_hex())
        super().__init__(
            *((x, y, 0) for x, y in [*right, (0, tip), *left]), color=ink, fill_opacity=1, stroke_width=0
        )
        self.move_to(neuron.circle)
