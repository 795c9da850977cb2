"""An arrow up or down, exactly as long as it should be, however short."""

from manim import Polygon

# What an arrow of full size is made of, in frame units.
_SHAFT, _HEAD, _HEAD_WIDTH = 0.07, 0.2, 0.24


class UprightArrow(Polygon):
    """An arrow around the origin.

    Parameters
    ----------
    length
        In frame units, negative downwards. Where there is no room for its head, that shrinks with it.
    colour
        ``#RRGGBB``.
    thickness
        How many times as thick as usual it is.
    """

    def __init__(self, length: float, colour: str, thickness: float = 1.0):
        self.length = length
        shrink = thickness * min(1.0, abs(length) / 2 / (thickness * _HEAD))
        shaft, wing, tip = _SHAFT * shrink / 2, _HEAD_WIDTH * shrink / 2, length / 2
        neck = tip - (_HEAD if length > 0 else -_HEAD) * shrink
        right = [(shaft, -tip), (shaft, neck), (wing, neck)]
        left = [(-x, y) for x, y in reversed(right)]
        corners = [(x, y, 0) for x, y in [*right, (0, tip), *left]]
        super().__init__(*corners, color=colour, fill_opacity=1, stroke_width=0)
