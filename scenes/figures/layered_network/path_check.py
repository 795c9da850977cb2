"""The watched activation nudged: what is measured, above what the sum over the paths says."""

from dataclasses import replace

from manim import LEFT, Animation, AnimationGroup, FadeIn, VGroup, VMobject

from backprop_core.quantities import Change, cost
from scenes.kit.grow_from import emerge
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, SMALLEST
from scenes.numbers.path_sum import PathSum

# From one line to the next, and from the nudge to the change, in em.
_LINE, _BETWEEN = 1.3, 1.0


class PathCheck(VGroup):
    """Δa_k and ΔC_0, below them their ratio, and below that the derivative, its equals sign in the same column.

    Parameters
    ----------
    by
        The size of the nudge.
    places
        The decimals of the ratio and the derivative.
    left, right, top, bottom
        The box that they may fill, in frame units.

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
        for place, line in enumerate((self.ratio, self.derivative), start=1):
            line.on_baseline(-place * _LINE * LABEL).shift((-line.rest()[-1].get_left()[0], 0, 0))
        x = VGroup(self.ratio, self.derivative).get_left()[0]
        for line in (self.nudge, self.change):
            x = line.on_baseline(0).set_x(x, direction=LEFT).get_right()[0] + _BETWEEN * LABEL
        super().__init__(self.nudge, self.change, self.ratio, self.derivative)
        fitting = min((right - left) / self.width, (top - bottom) / self.height, 1.0)
        self.scale(max(fitting, SMALLEST / LABEL))
        self.move_to(((left + right) / 2, max((top + bottom) / 2, bottom + self.height / 2), 0))

    def compare(self, total: VMobject, **options) -> Animation:
        """Return the move in which the derivative's number comes from where the sum stands."""
        names = FadeIn(self.derivative.argument(0, 1), self.derivative.rest())
        return AnimationGroup(emerge(total, self.derivative.argument(2)), names, **options)
