"""Moves that several clips share."""

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

# The angle of the arc in which a symbol flies straight up, so that it does not cross what stands beside its place;
# the more level its way is, the straighter.
_ARC = PI / 2

# How high a digit is, with what is below the baseline, in em.
_HEIGHT = 0.688

M = TypeVar("M", bound=Mobject)


def fly(source: Mobject, target: VMobject, **options) -> Animation:
    """Let ``target`` come to its place from where ``source`` stands, which stays."""
    return ReplacementTransform(target.copy().move_to(source), target, introducer=True, **options)


def carry(source: VMobject, target: VMobject, **options) -> Animation:
    """Let ``target``, a number, come to its place from where ``source`` shows the same, with its size and colour."""
    start = target.copy().scale(_digit(source) / _digit(target)).move_to(source, aligned_edge=RIGHT)
    start.set_fill(source.family_members_with_points()[0].get_fill_color())
    return ReplacementTransform(start, target, introducer=True, **options)


def _digit(text: VMobject) -> float:
    """Return how high the digits of a number are: the highest of its glyphs, if it has more than one shape."""
    return text.em * _HEIGHT if isinstance(text, Readout) else max(glyph.height for glyph in text)


def assemble(formula: Formula, sources: Mapping[Symbol, Mobject], **options) -> Animation:
    """Let each symbol of ``formula`` that has a source come from there in an arc; the rest fades in."""
    flown = {symbol: formula.of(symbol) for symbol in sources}
    moving = {id(glyph) for part in flown.values() for glyph in part}
    rest = VGroup(*(glyph for glyph in formula if id(glyph) not in moving))
    flights = []
    for symbol, part in flown.items():
        way = part.get_center() - sources[symbol].get_center()
        flights.append(fly(sources[symbol], part, path_arc=_ARC * way[1] / max(np.linalg.norm(way), 1e-9)))
    return AnimationGroup(*flights, FadeIn(rest), **options)


def change(mobject: M, into: Callable[[M], object], **options) -> Animation:
    """Let ``mobject`` turn into what ``into`` makes of a copy of it."""
    target = mobject.copy()
    into(target)
    return Transform(mobject, target, **options)


def follow(mobject: Mobject, show: Callable[[float], object], **options) -> Animation:
    """Redraw ``mobject`` on each frame: ``show`` is called with how far the move is, from 0 to 1."""
    return UpdateFromAlphaFunc(mobject, lambda _, alpha: show(alpha), **options)


def grow_from(source: VMobject, target: VMobject, **options) -> Animation:
    """Let ``target`` come to its place out of ``source``, which stays.

    At first it is no larger than the source and cannot be seen: where several wait for their turn, none of them
    stands in front of what it comes from.
    """
    start = target.copy().set_opacity(0)
    room = max(source.width, source.height) / max(start.width, start.height)
    return ReplacementTransform(start.scale(min(1.0, room)).move_to(source), target, introducer=True, **options)


_TAIL = 0.7


class Light(VGroup):
    """A light that runs along lines, each from its start to its end, one step after another.

    Parameters
    ----------
    steps
        The lines of each step, along which it runs at the same time.
    colour
        ``#RRGGBB``.
    """

    def __init__(self, steps: Sequence[Sequence[Line]], colour: str):
        super().__init__()
        self._steps = [[(line.copy(), Line(color=colour, stroke_width=THICK)) for line in step] for step in steps]
        self.add(*(glow for step in self._steps for _, glow in step))

    def show(self, t: float) -> Self:
        """Draw the light at the time ``t``, from 0 (not there yet) to 1 (gone)."""
        head = t * (len(self._steps) + _TAIL)
        for place, step in enumerate(self._steps):
            start, end = (min(max(reached - place, 0.0), 1.0) for reached in (head - _TAIL, head))
            for line, glow in step:
                glow.clear_points()
                if start < end:
                    glow.set_points_as_corners([line.point_from_proportion(at) for at in (start, end)])
        return self

    def run(self, **options) -> Animation:
        """Return the animation of its whole way."""
        return follow(self, self.show, remover=True, **options)


# Strokes on top of each other, from the widest to the finest, in manim's pixels at 1080p, and the opacity of each:
# so many that no eye tells where one ends.
_WIDEST, _FINEST, _COUNT = 30.0, 5.0, 10
_OPACITY = 0.075


class _Stroke(VMobject):
    """A translucent line along an edge or around a circle."""

    def __init__(self, typesetter: Typesetter, shape: VMobject, width: float):
        times = 1.5 if isinstance(shape, Circle) else 1.0
        super().__init__(stroke_color=typesetter.theme.highlight, stroke_width=times * width, stroke_opacity=_OPACITY)
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
        self.add(*(_Stroke(typesetter, shape, width) for width in np.linspace(_WIDEST, _FINEST, _COUNT)[1:]))
        self.set_z_index(-1)
