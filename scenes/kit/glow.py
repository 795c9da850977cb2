"""The glow around what is talked about."""

import numpy as np
from manim import Circle, VMobject

from scenes.kit.text.typesetter import Pen

# Strokes on top of each other, from the widest to the finest, in manim's pixels at 1080p, and the opacity of each:
# so many that no eye tells where one ends.
_WIDEST, _FINEST, _COUNT = 30.0, 5.0, 10
_OPACITY = 0.075


class _Stroke(VMobject):
    """A translucent line along an edge or around a circle."""

    def __init__(self, pen: Pen, shape: VMobject, width: float):
        times = 1.5 if isinstance(shape, Circle) else 1.0
        super().__init__(stroke_color=pen.theme.highlight, stroke_width=times * width, stroke_opacity=_OPACITY)
        self.points = shape.points.copy()


class Glow(_Stroke):
    """A soft light along an edge or around a circle, behind everything else.

    Parameters
    ----------
    shape
        The edge or the circle, which hides the inner half of its glow.
    """

    def __init__(self, pen: Pen, shape: VMobject):
        super().__init__(pen, shape, _WIDEST)
        self.add(*(_Stroke(pen, shape, width) for width in np.linspace(_WIDEST, _FINEST, _COUNT)[1:]))
        self.set_z_index(-1)
