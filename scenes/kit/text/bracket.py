"""A square bracket beside rows of formulas."""

from manim import VMobject

from scenes.kit.theme import MEDIUM


class Bracket(VMobject):
    """A square bracket with its upright stroke at ``x``, from ``top`` to ``bottom``; a negative ``arm`` closes it."""

    def __init__(self, x: float, arm: float, top: float, bottom: float, colour: str):
        super().__init__(color=colour, stroke_width=MEDIUM)
        self.set_points_as_corners([(x + arm, top, 0), (x, top, 0), (x, bottom, 0), (x + arm, bottom, 0)])
