"""The writing of a formula, symbol by symbol, each with what stands before it."""

from collections.abc import Mapping
from typing import Any

from manim import Animation, AnimationGroup, FadeIn, Mobject, VGroup

from scenes.kit.motion.animations import fly, one_by_one
from scenes.kit.text.formula import Formula


def spell(formula: Formula, sources: Mapping[VGroup, Mobject], **options: Any) -> Animation:
    """Return an animation in which parts of a formula fly in from left to right, each with what stands before it.

    What stands behind the last one comes after it.
    """
    parts = sorted(sources, key=lambda part: part.get_x())
    flown = {id(glyph) for part in parts for glyph in part}
    others, steps = [glyph for glyph in formula if id(glyph) not in flown], []
    for part in parts:
        before = [glyph for glyph in others if glyph.get_x() < part.get_x()]
        others = [glyph for glyph in others if glyph not in before]
        steps.append(AnimationGroup(fly(sources[part], part), *map(FadeIn, before)))
    return one_by_one(*steps, *map(FadeIn, others), **options)
