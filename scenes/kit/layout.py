"""The room for formulas beside what stands on the left."""

from typing import TypeVar

from manim import RIGHT, UP, VMobject

from scenes.kit.theme import SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP

M = TypeVar("M", bound=VMobject)

HEIGHT = SAFE_TOP - SAFE_BOTTOM


def width_from(left: float) -> float:
    """Return how wide the room is that begins there, in frame units."""
    return SAFE_RIGHT - left


def kept_inside(mobject: M, left: float = SAFE_LEFT, right: float = SAFE_RIGHT) -> M:
    """Make something no wider than the room between ``left`` and ``right``, and shift it as far as it stands out."""
    mobject.scale(min(1.0, (right - left) / mobject.width))
    x = max(0.0, left - mobject.get_left()[0]) - max(0.0, mobject.get_right()[0] - right)
    return mobject.shift(x * RIGHT - max(0.0, mobject.get_top()[1] - SAFE_TOP) * UP)


def centred(mobject: M, left: float) -> M:
    """Put something in the middle of the room that begins there."""
    return mobject.move_to(((left + SAFE_RIGHT) / 2, (SAFE_TOP + SAFE_BOTTOM) / 2, 0))
