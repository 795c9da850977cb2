"""Moves that several clips share."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np
from manim import (
    PI,
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

from backprop_core.symbols import Symbol
from scenes.kit.formula import Formula

# The angle of the arc in which a symbol flies straight up, so that it does not cross what stands beside its place;
# the more level its way is, the straighter.
_ARC = PI / 2

M = TypeVar("M", bound=Mobject)


def fly(source: Mobject, target: VMobject, **options) -> Animation:
    """Let ``target`` come to its place from where ``source`` stands, which stays."""
    return ReplacementTransform(target.copy().move_to(source), target, introducer=True, **options)


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
