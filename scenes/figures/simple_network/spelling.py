"""The writing of a formula, symbol by symbol, each with what stands before it."""

from collections.abc import Mapping
from typing import Any

from manim import Animation, AnimationGroup, FadeIn, Mobject

from backprop_core.quantities import Symbol
from scenes.kit.motion.animations import fly, one_by_one
from scenes.kit.text.formula import Formula


def spell(formula: Formula, sources: Mapping[Symbol, Mobject], **options: Any) -> Animation:
    """Return an animation in which symbols fly in from left to right, each with what stands before it.

    What stands behind the last one comes after it.
    """
    pairs = [(source, formula.of(symbol)) for symbol, source in sources.items()]
    pairs.sort(key=lambda pair: pair[1].get_x())
    flown = {id(glyph) for _, symbol in pairs for glyph in symbol}
    others, steps = [glyph for glyph in formula if id(glyph) not in flown], []
    for source, symbol in pairs:
        before = [glyph for glyph in others if glyph.get_x() < symbol.get_x()]
        others = [glyph for glyph in others if glyph not in before]
        steps.append(AnimationGroup(fly(source, symbol), *map(FadeIn, before)))
    return one_by_one(*steps, *map(FadeIn, others), **options)
