"""Animations that several clips share: flights, growth and redrawing, and lights that run along lines or glow."""

from collections.abc import Callable, Mapping, Sequence
from typing import Self, TypeVar

import numpy as np
from manim import (
    PI,
    RIGHT,
    Animation,
    AnimationGroup,
    Circle,
    FadeIn,
    Line,
    Mobject,
    ReplacementTransform,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
)

from backprop_core.quantities import Symbol
from scenes.kit.text.formula import Formula
from scenes.kit.text.readout import Readout
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import THICK

# The angle of the arc in which a symbol flies straight up, so that it does not cross what stands beside its place.
# The more level its path, the smaller the angle.
_ARC = PI / 2

# The height of a digit, with what is below the baseline, in em.
_DIGIT_HEIGHT = 0.688

# The length of a running light, in lines.
_LIGHT_LENGTH = 0.7

# The strokes of the halo of a running light, from the widest to the narrowest, in manim's pixels at 1080p, and their
# opacity.
_HALO, _HALO_OPACITY = (18.0, 14.0, 10.5), 0.1

# A glow's strokes, from the widest to the narrowest, in manim's pixels at 1080p, their number and their opacity: so
# many that their edges cannot be seen.
_WIDEST, _NARROWEST, _STROKES = 30.0, 5.0, 10
_OPACITY = 0.075

M = TypeVar("M", bound=Mobject)


def fly(source: Mobject, target: VMobject, **options) -> Animation:
    """Return an animation in which ``target`` flies to its place from ``source``, which stays."""
    return ReplacementTransform(target.copy().move_to(source), target, introducer=True, **options)


def carry(source: VMobject, target: VMobject, **options) -> Animation:
    """Return an animation in which a number flies to its place from ``source``, with the source's size and colour."""
    start = target.copy().scale(_digit_height(source) / _digit_height(target)).move_to(source, aligned_edge=RIGHT)
    start.set_fill(source.family_members_with_points()[0].get_fill_color())
    return ReplacementTransform(start, target, introducer=True, **options)


def _digit_height(text: VMobject) -> float:
    """Return the height of a number's digits: of its highest glyph, if each glyph is a mobject."""
    return text.em * _DIGIT_HEIGHT if isinstance(text, Readout) else max(glyph.height for glyph in text)


def assemble(formula: Formula, sources: Mapping[Symbol, Mobject], **options) -> Animation:
    """Return an animation in which each symbol of ``formula`` flies in an arc from its source; the rest fades in."""
    flown = {symbol: formula.of(symbol) for symbol in sources}
    moving = {id(glyph) for part in flown.values() for glyph in part}
    rest = VGroup(*(glyph for glyph in formula if id(glyph) not in moving))
    flights = []
    for symbol, part in flown.items():
        way = part.get_center() - sources[symbol].get_center()
        flights.append(fly(sources[symbol], part, path_arc=_ARC * way[1] / max(np.linalg.norm(way), 1e-9)))
    return AnimationGroup(*flights, FadeIn(rest), **options)


def change(mobject: M, into: Callable[[M], object], **options) -> Animation:
    """Return an animation that transforms ``mobject`` into the result of applying ``into`` to a copy."""
    target = mobject.copy()
    into(target)
    return Transform(mobject, target, **options)


def redraw(mobject: Mobject, show: Callable[[float], object], **options) -> Animation:
    """Return an animation that redraws ``mobject`` on each frame: ``show`` is called with its progress, 0 to 1."""
    return UpdateFromAlphaFunc(mobject, lambda _, alpha: show(alpha), **options)


def grow_from(source: VMobject, target: VMobject, **options) -> Animation:
    """Return an animation in which ``target`` grows out of ``source``, which stays.

    At first it is transparent and no larger than the source: those that wait for their turn in a group do not hide
    their sources.
    """
    start = target.copy().set_opacity(0)
    ratio = max(source.width, source.height) / max(start.width, start.height)
    return ReplacementTransform(start.scale(min(1.0, ratio)).move_to(source), target, introducer=True, **options)


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
            for line, beam in step:
                ends = [line.point_from_proportion(at) for at in (start, end)] if start < end else []
                for stroke in beam:
                    stroke.set_points_as_corners(ends) if ends else stroke.clear_points()
        return self

    def run(self, **options) -> Animation:
        """Return an animation of the light's whole run."""
        return redraw(self, self.show, remover=True, **options)


def _beam(colour: str) -> VGroup:
    """Return the strokes of one line's light: those of its halo, and the light itself."""
    halo = (Line(color=colour, stroke_width=width, stroke_opacity=_HALO_OPACITY) for width in _HALO)
    return VGroup(*halo, Line(color=colour, stroke_width=THICK))


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
