"""The room for formulas beside what stands on the left."""

from typing import TypeVar

from manim import VMobject

from scenes.kit.theme import SAFE_BOTTOM, SAFE_RIGHT, SAFE_TOP

M = TypeVar("M", bound=VMobject)

HEIGHT = SAFE_TOP - SAFE_BOTTOM


def width_from(left: float) -> float:
    """Return how wide the room is that begins there, in frame units."""
    return SAFE_RIGHT - left


def centred(mobject: M, left: float) -> M:
    """Put something in the middle of the room that begins there."""
    return mobject.move_to(((left + SAFE_RIGHT) / 2, (SAFE_TOP + SAFE_BOTTOM) / 2, 0))
