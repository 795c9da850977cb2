"""Fits mobjects into the frame's safe area, and shortens long columns to what there is room for."""

from typing import TypeVar

from manim import RIGHT, UP, VMobject

from scenes.kit.theme import SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP

M = TypeVar("M", bound=VMobject)
T = TypeVar("T")

HEIGHT = SAFE_TOP - SAFE_BOTTOM


def width_from(left: float) -> float:
    """Return the width from ``left`` to the right edge of the safe area, in frame units."""
    return SAFE_RIGHT - left


def kept_inside(mobject: M, left: float = SAFE_LEFT, right: float = SAFE_RIGHT) -> M:
    """Scale a mobject down to the width between ``left`` and ``right``, and shift it inside, below the safe top."""
    mobject.scale(min(1.0, (right - left) / mobject.width))
    x = max(0.0, left - mobject.get_left()[0]) - max(0.0, mobject.get_right()[0] - right)
    return mobject.shift(x * RIGHT - max(0.0, mobject.get_top()[1] - SAFE_TOP) * UP)


def centred(mobject: M, left: float) -> M:
    """Move a mobject to the middle of the safe area right of ``left``."""
    return mobject.move_to(((left + SAFE_RIGHT) / 2, (SAFE_TOP + SAFE_BOTTOM) / 2, 0))
