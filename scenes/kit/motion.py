"""Moves that several clips share."""

from collections.abc import Callable

from manim import Animation, Mobject, ReplacementTransform, UpdateFromAlphaFunc, VMobject


def fly(source: Mobject, target: VMobject, **options) -> Animation:
    """Let ``target`` come to its place from where ``source`` stands, which stays."""
    return ReplacementTransform(target.copy().move_to(source), target, **options)


def follow(mobject: Mobject, show: Callable[[float], object], **options) -> Animation:
    """Redraw ``mobject`` on each frame: ``show`` is called with how far the move is, from 0 to 1."""
    return UpdateFromAlphaFunc(mobject, lambda _, alpha: show(alpha), **options)
