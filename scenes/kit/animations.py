"""Moves that several clips share."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np
from manim import (
    PI,
    RIGHT,
    Animation,
    AnimationGroup,
    FadeIn,
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
