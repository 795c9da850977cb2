"""The gradient as a column: each component with its number and a bar."""

from collections.abc import Sequence

from manim import LEFT, Dot, VGroup, VMobject

from backprop_core.quantities import Quantity, Ratio, cost
from scenes.figures.training_examples.bars import BarRows, Row
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import MEDIUM, NORMAL

_PITCH = 0.82
_ARM, _AIR = 0.14, 0.14
_DOT = 0.05


class GradientColumn(BarRows):
    """∇C = [∂C/∂w^(1), ∂C/∂b^(1), …] as a column in brackets, with numbers and bars beside it.

    Parameters
    ----------
    slopes
        The components, two or more.
    top, bottom
        The ends of the column, in frame units.
    left, right, decimals
        As for all rows of bars.

    Notes
    -----
    Further parts, which are not shown with it: ``heading`` is ∇C =, ``brackets`` are around the labels, and ``dots``
    stand where labels are still to come.
    """

    def __init__(
        self,
        pen: Pen,
        slopes: Sequence[Quantity],
        *,
        top: float,
        bottom: float,
        left: float,
        right: float,
        decimals: int,
    ):
        self.heading = pen.formula("nabla {} =", cost(None), size=NORMAL)
        pitch = min(_PITCH, (top - bottom) / len(slopes))
        first = (top + bottom + (len(slopes) - 1) * pitch) / 2
        inside = left + self.heading.width + 2 * _AIR + _ARM
        rows = [Row(_changes(slope), (slope,)) for slope in slopes]
        super().__init__(pen, rows, top=first, pitch=pitch, left=inside, right=right, decimals=decimals)
        end = max(label.get_right()[0] for label in self.labels)
        ends, colour = (self.ys[0] + pitch / 2, self.ys[-1] - pitch / 2), pen.theme.text
        self.brackets = VGroup(Bracket(inside - _AIR, _ARM, *ends, colour), Bracket(end + _AIR, -_ARM, *ends, colour))
        middle = (inside + end) / 2
        self.dots = [Dot((middle, y, 0), _DOT, color=pen.theme.muted) for y in self.ys]
        self.heading.next_to(self.brackets, LEFT, buff=_AIR)


class Bracket(VMobject):
    """A square bracket at ``x``, from ``top`` to ``bottom``; with a negative ``arm``, a closing one."""

    def __init__(self, x: float, arm: float, top: float, bottom: float, colour: str):
        super().__init__(color=colour, stroke_width=MEDIUM)
        self.set_points_as_corners([(x + arm, top, 0), (x, top, 0), (x, bottom, 0), (x + arm, bottom, 0)])


def _changes(slope: Quantity):
    assert isinstance(slope.symbol, Ratio)
    return slope.symbol.top, slope.symbol.bottom
