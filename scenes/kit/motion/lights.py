"""Lights that run along lines, or glow around edges and circles."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import Animation, Circle, Line, VGroup, VMobject

from scenes.kit.motion.animations import redraw
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import THICK

# The length of a running light, in lines.
_LIGHT_LENGTH = 0.7

# The strokes of the halo of a running light, from the widest to the narrowest, in manim's pixels at 1080p; their
# opacities and that of the light itself in its middle, and at how many places they are calculated.
_HALO, _OPACITIES, _PLACES = (18.0, 14.0, 10.5), (0.1, 0.1, 0.1, 1.0), 9

# A glow's strokes, from the widest to the narrowest, in manim's pixels at 1080p, their number and their opacity: so
# many that their edges cannot be seen.
_WIDEST, _NARROWEST, _STROKES = 30.0, 5.0, 10
_OPACITY = 0.075


class Light(VGroup):
    """A light with a soft halo that runs along lines, from their starts to their ends, one step after another.

    Parameters
    ----------
    steps
        The lines of each step; the light runs along all of them at once.
    colour
        ``#RRGGBB``.
    """

    def __init__(self, steps: Sequence[Sequence[Line]], colour: str):
        super().__init__()
        self._steps = [[(line.copy(), _beam(colour)) for line in step] for step in steps]
        self.add(*(beam for step in self._steps for _, beam in step))

    def show(self, t: float) -> Self:
        """Draw the light at the time ``t``, from 0 (not there yet) to 1 (gone)."""
        head = t * (len(self._steps) + _LIGHT_LENGTH)
        for place, step in enumerate(self._steps):
            start, end = (min(max(reached - place, 0.0), 1.0) for reached in (head - _LIGHT_LENGTH, head))
            behind = (head - place - np.linspace(start, end, _PLACES)) / _LIGHT_LENGTH
            strengths = np.sin(np.pi * np.clip(behind, 0, 1))
            for line, beam in step:
                ends = [line.point_from_proportion(at) for at in (start, end)] if start < end else []
                for stroke, opacity in zip(beam, _OPACITIES, strict=True):
                    stroke.set_points_as_corners(ends) if ends else stroke.clear_points()
                    _fade_along(stroke, opacity * strengths)
        return self

    def run(self, **options) -> Animation:
        """Return an animation of the light's whole run."""
        return redraw(self, self.show, remover=True, **options)


def _beam(colour: str) -> VGroup:
    """Return the strokes of one line's light: those of its halo, and the light itself."""
    return VGroup(*(Line(color=colour, stroke_width=width) for width in (*_HALO, THICK)))


def _fade_along(stroke: VMobject, opacities: np.ndarray) -> None:
    """Give a straight stroke these opacities, from its start to its end."""
    if len(stroke.points):
        stroke.set_sheen_direction(np.sign(stroke.get_end() - stroke.get_start()))
    colour = stroke.stroke_rgbas[0, :3]
    stroke.stroke_rgbas = np.column_stack([np.tile(colour, (len(opacities), 1)), opacities])


class _Stroke(VMobject):
    """A translucent copy of an edge or a circle, in one of the glow's widths."""

    def __init__(self, typesetter: Typesetter, shape: VMobject, width: float):
        width *= 1.5 if isinstance(shape, Circle) else 1.0
        super().__init__(stroke_color=typesetter.theme.highlight, stroke_width=width, stroke_opacity=_OPACITY)
        self.points = shape.points.copy()


class Glow(_Stroke):
    """A soft light along an edge or around a circle, behind everything else.

    Parameters
    ----------
    shape
        The edge or the circle, which hides the inner half of its glow.
    """

    def __init__(self, typesetter: Typesetter, shape: VMobject):
        super().__init__(typesetter, shape, _WIDEST)
        self.add(*(_Stroke(typesetter, shape, width) for width in np.linspace(_WIDEST, _NARROWEST, _STROKES)[1:]))
        self.set_z_index(-1)
