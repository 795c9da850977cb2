"""Brackets beside rows of formulas: square, or curly with a tip."""

import numpy as np
from manim import VMobject

from scenes.kit.theme import MEDIUM

# The middle knots of a quarter turn, as a share of its size.
_TURN = 0.55


class Bracket(VMobject):
    """A square bracket with its upright stroke at ``x``, from ``top`` to ``bottom``; a negative ``arm`` closes it."""

    def __init__(self, x: float, arm: float, top: float, bottom: float, colour: str):
        super().__init__(color=colour, stroke_width=MEDIUM)
        self.set_points_as_corners([(x + arm, top, 0), (x, top, 0), (x, bottom, 0), (x + arm, bottom, 0)])


class CurlyBracket(VMobject):
    """A curly bracket, whose tip is two arms away from its ends."""

    def __init__(self, colour: str):
        super().__init__(color=colour, stroke_width=MEDIUM)

    def place(self, x: float, arm: float, top: float, bottom: float) -> None:
        """Draw it with its upright stroke at ``x``, and its tip to the right for a positive ``arm``."""
        size, middle = abs(arm), (top + bottom) / 2
        knots = [
            *_quarter((x - arm, top), (x, top - size)),
            *_straight((x, top - size), (x, middle + size)),
            *_quarter((x + arm, middle), (x, middle + size))[::-1],
            *_quarter((x + arm, middle), (x, middle - size)),
            *_straight((x, middle - size), (x, bottom + size)),
            *_quarter((x - arm, bottom), (x, bottom + size))[::-1],
        ]
        self.points = np.array([(*knot, 0.0) for knot in knots])


Point = tuple[float, float]


def _quarter(level: Point, upright: Point) -> list[Point]:
    """Return the knots of a quarter turn that is level at one end and upright at the other."""
    (x, y), (end_x, end_y) = level, upright
    return [level, (x + _TURN * (end_x - x), y), (end_x, end_y + (1 - _TURN) * (y - end_y)), upright]


def _straight(start: Point, end: Point) -> list[Point]:
    """Return the knots of a straight line."""
    knots = np.linspace(start, end, 4)
    return [(float(x), float(y)) for x, y in knots]
