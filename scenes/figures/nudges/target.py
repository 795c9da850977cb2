"""The desired output, marked on the number line of the activation, and the gap between the two."""

from typing import Self

from manim import DOWN, LEFT, RIGHT, Circle, Line, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.plot.value_line import DOT_RADIUS, ValueLine
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, THICK

# How far below the line y's name stands, and how far beyond its end: there it stands if y is so near to the end, as a
# share of the line, that it would meet the number there.
_DROP, _BEYOND, _NEAR = 0.36, 0.34, 0.15

# From the number of the line to y's name beside its end, in frame units.
_NUMBER_GAP = 0.1

_GAP_OPACITY = 0.45


class Target(VGroup):
    """A ring at y on the line of a^(L), y's name, and a broad stroke from the line's dot to the ring, the gap.

    Parameters
    ----------
    line
        The line; ``follow`` brings the target and the gap to where the line and its dot are.
    target
        The desired output.

    Notes
    -----
    ``gap``, ``ring`` and ``label`` are its parts, to be shown one by one.
    """

    def __init__(self, typesetter: Typesetter, line: ValueLine, target: Quantity):
        self._line, self._y = line, target.value
        colour = typesetter.theme.colour_of(target.symbol)
        self.gap = Line(color=colour, stroke_width=2 * THICK, stroke_opacity=_GAP_OPACITY)
        self.ring = Circle(1.5 * DOT_RADIUS, color=colour, stroke_width=MEDIUM)
        self.label = typesetter.formula("{}", target.symbol, size=LABEL)
        super().__init__(self.gap, self.ring, self.label)
        if not self._is_inside:
            line.keep_number_within(_BEYOND - self.label.width / 2 - _NUMBER_GAP)
        self.follow()

    def show_gap(self, share: float) -> Self:
        """Let the gap have this share of its opacity."""
        self.gap.set_stroke(opacity=share * _GAP_OPACITY)
        return self

    def follow(self) -> Self:
        """Draw the target on its line, and the gap to the line's dot."""
        at = self._line.point(self._y)
        self.ring.move_to(at)
        self.gap.set_points_as_corners([self._line.dot.get_center(), at])
        if self._is_inside:
            self.label.move_to(at + _DROP * DOWN)
        else:
            start, end = self._line.axis.get_start_and_end()
            self.label.move_to(start + _BEYOND * LEFT if self._share < _NEAR else end + _BEYOND * RIGHT)
        return self

    @property
    def _share(self) -> float:
        """The place of y on the line, from 0 to 1."""
        return self._line.scale_of_values.fraction(self._y)

    @property
    def _is_inside(self) -> bool:
        """Whether y is not near an end of the line."""
        return _NEAR <= self._share <= 1 - _NEAR
