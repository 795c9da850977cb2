"""A quantity worked out in several steps, one below the other, equals signs in one column."""

from collections.abc import Sequence

from manim import VGroup

from scenes.kit.text.formula import Formula
from scenes.kit.text.live_formula import LiveFormula

_AIR = 0.16


class Derivation(VGroup):
    """Steps that all begin with an equals sign; what they are about stands left of the first.

    Parameters
    ----------
    left
        What is worked out.
    steps
        Formulas that begin with an equals sign.
    gap
        Room between two steps, in frame units.
    """

    def __init__(self, left: Formula, steps: Sequence[Formula | LiveFormula], *, gap: float = 0.32):
        self.left, self.steps = left, list(steps)
        super().__init__(left, *self.steps)
        left.on_baseline(0)
        x, bottom = left.get_right()[0] + _AIR, left.get_bottom()[1]
        for place, step in enumerate(self.steps):
            step.on_baseline(0)
            step.shift((x - step.get_left()[0], (bottom - gap - step.get_top()[1]) if place else 0.0, 0))
            bottom = min(bottom, step.get_bottom()[1])
