"""The watched activation nudged: what is measured, above what the sum over the paths says."""

from dataclasses import replace

from manim import DL, VGroup

from backprop_core.symbols import Change, cost
from scenes.kit.path_sum import PathSum
from scenes.kit.pen import Pen
from scenes.kit.theme import LABEL, SMALL

# From one line to the next, in em.
_LINE = 1.12


class PathCheck(VGroup):
    """Δa_k, ΔC_0, their ratio and the derivative below each other, equals signs in one column.

    Parameters
    ----------
    by
        The size of the nudge.
    places
        The decimals of the ratio and the derivative.
    left, right, top, bottom
        The box that they may fill, in frame units; at its lower left.

    Notes
    -----
    ``nudge``, ``change``, ``ratio`` and ``derivative`` are its lines, to be shown one by one. Names are as the
    lecture writes changes, without the layer.
    """

    def __init__(
        self,
        pen: Pen,
        sums: PathSum,
        by: float,
        places: int,
        *,
        left: float,
        right: float,
        top: float,
        bottom: float,
    ):
        a, C, (da, dC) = replace(sums.letters[0].bottom.of, layer=None), cost(), sums.changes(by)
        self.nudge, self.change = (
            pen.formula("{} = {}", Change(of), value, size=LABEL) for of, value in ((a, da), (C, dC))
        )
        self.ratio, self.derivative = (
            pen.formula("{} slash {} = {}", Change(C, sign), Change(a, sign), value, size=LABEL, decimals=places)
            for sign, value in (("Δ", sums.ratio(by)), ("∂", sums.total))
        )
        lines = self.nudge, self.change, self.ratio, self.derivative
        super().__init__(*lines)
        for place, line in enumerate(lines):
            line.on_baseline(-place * _LINE * LABEL).shift((-line.rest()[-1].get_left()[0], 0, 0))
        fitting = min((right - left) / self.width, (top - bottom) / self.height, 1.0)
        self.scale(max(fitting, SMALL / LABEL)).move_to((left, bottom, 0), aligned_edge=DL)
