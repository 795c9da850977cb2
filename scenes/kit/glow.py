"""The glow around what is talked about."""

from manim import VMobject

from scenes.kit.pen import Pen
from scenes.kit.theme import THICK

_WIDTH, _OPACITY = 2.5 * THICK, 0.45


class Glow(VMobject):
    """A broad, translucent line along an edge or around a circle.

    Parameters
    ----------
    shape
        The edge or the circle.
    """

    def __init__(self, pen: Pen, shape: VMobject):
        super().__init__(stroke_color=pen.theme.highlight, stroke_width=_WIDTH, stroke_opacity=_OPACITY)
        self.points = shape.points.copy()
