"""The space around signs: the same between inks on either side of each, in every formula.

Typst spaces signs by advances, so that what one sees depends on the letters: a fraction has air of its own, and an
exponent ends in a bracket that leans over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from scenes.kit.text.glyphs import Glyph, typeset_math

EQUALS, DOT = 0.3, 0.25
"""The space on either side of an equals sign, and of any other sign, in em."""

_SPACES = {"=": EQUALS, "approx": EQUALS, "arrow.r": EQUALS, "dot.op": DOT, "+": DOT, "-": DOT, "sum": DOT}
_OPENING = r"\("


@cache
def spaced(glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    """Return the glyphs of a formula with equal space around its signs; the first part stays in its place."""
    moved: list[Glyph] = []
    before, end = "", 0.0
    for sign, part in _parts(glyphs):
        left, right = _ends(part)
        space = max(_SPACES.get(before, 0.0), _SPACES.get(sign, 0.0))
        step = np.array([end + space - left if moved else 0.0, 0.0, 0.0])
        moved += [replace(glyph, outline=glyph.outline + step, origin=glyph.origin + step) for glyph in part]
        before, end = sign, right + float(step[0])
    return tuple(moved)


def _parts(glyphs: Sequence[Glyph]) -> Iterator[tuple[str, list[Glyph]]]:
    """Yield each sign with its name, a sum sign with its limits; and, with no name, what stands between signs."""
    between: list[Glyph] = []
    rest = list(glyphs)
    while rest:
        glyph = rest.pop(0)
        sign = _sign(glyph)
        if sign in ("+", "-") and (not between or _is(between[-1], _OPENING)):
            sign = ""
        if not sign:
            between.append(glyph)
            continue
        if between:
            yield "", between
            between = []
        part = [glyph]
        while sign == "sum" and rest and _is_limit(rest[0], glyph):
            part.append(rest.pop(0))
        yield sign, part
    if between:
        yield "", between


def _sign(glyph: Glyph) -> str:
    return next((sign for sign in _SPACES if _is(glyph, sign)), "")


def _is(glyph: Glyph, sign: str) -> bool:
    """Return whether a glyph is this character, on the formula's line and not smaller."""
    known = _outline(sign)
    return (
        abs(glyph.origin[1]) < 1e-6
        and glyph.outline.shape == known.shape
        and np.allclose(glyph.outline - glyph.origin, known, atol=1e-4)
    )


def _is_limit(glyph: Glyph, sum_: Glyph) -> bool:
    heights, limits = glyph.outline[:, 1], sum_.outline[:, 1]
    return heights.min() > limits.max() or heights.max() < limits.min()


def _ends(part: Sequence[Glyph]) -> tuple[float, float]:
    xs = np.concatenate([glyph.outline[:, 0] for glyph in part])
    return float(xs.min()), float(xs.max())


@cache
def _outline(sign: str) -> np.ndarray:
    (glyph,) = typeset_math(sign)
    return glyph.outline - glyph.origin
