"""Ratios of measured changes, each read off its own two lenses."""

from collections.abc import Sequence
from math import isnan

from manim import LEFT, RIGHT, Animation, AnimationGroup, Create, FadeIn, Succession, VGroup, VMobject

from backprop_core.quantities import Quantity
from scenes.figures.nudges.lens import Lens
from scenes.kit.animations import fly
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, MEDIUM
from scenes.numbers.format import agreeing_decimals

# A bracket's distance from its lenses, its depth and how far inside of their middles it ends; the air between
# formulas; all in frame units. How far a line of mathematics' middle is above its baseline, in em.
_AWAY, _DEPTH, _INSET, _AIR = 0.12, 0.24, 0.3, 0.16
_AXIS = 0.25


class Reading(VGroup):
    """A bracket that joins two lenses, and what is read off them: Δz/Δw = 0.00802/0.01 = 0.802.

    Parameters
    ----------
    pair
        The lenses: the change in the second is divided by that in the first, which stands above it.
    ratio
        The ratio of the two; where it is of nothing to nothing, and not a number, it has no value to show.
    decimals
        How the ratio is printed; the changes have digits enough to agree with it.

    Notes
    -----
    ``bracket``, ``label``, ``fraction`` and ``value`` are its parts, to be shown one by one.
    """

    def __init__(self, pen: Pen, pair: tuple[Lens, Lens], ratio: Quantity, decimals: int):
        above, below = pair
        self._lenses = below, above
        changes = [lens.readout.quantity for lens in self._lenses]
        self.label = pen.formula("{}", ratio.symbol, size=LABEL)
        self.value: Formula | VGroup = VGroup()
        places: Sequence[int | None] = (None, None)
        if not isnan(ratio.value):
            sizes = [change.value for change in changes]
            places, sign = agreeing_decimals(sizes, ratio.value, lambda ab: ab[0] / ab[1], decimals)
            self.value = pen.formula(f"{sign} {{}}", ratio, size=LABEL, decimals=decimals)
        self.fraction = pen.formula("= frac({}, {})", *changes, size=LABEL, decimals=places)
        edge = above.panel.get_right()[0] + _AWAY
        high, low = above.panel.get_y() - _INSET, below.panel.get_y() + _INSET
        self.bracket = VMobject(color=pen.theme.muted, stroke_width=MEDIUM).set_points_as_corners(
            [(edge, high, 0), (edge + _DEPTH, high, 0), (edge + _DEPTH, low, 0), (edge, low, 0)]
        )
        super().__init__(self.bracket, self.label, self.fraction, self.value)

    def take(self, **options) -> Animation:
        """Return an animation in which the ratio is read off: the changes come from their lenses, and are divided."""
        flights = [fly(lens.readout, self.fraction.argument(i)) for i, lens in enumerate(self._lenses)]
        steps = [
            AnimationGroup(Create(self.bracket), FadeIn(self.label)),
            AnimationGroup(*flights, FadeIn(self.fraction.rest()), run_time=1.5),
            FadeIn(self.value, shift=0.2 * RIGHT),
        ]
        return Succession(*steps if self.value else steps[:2], **options)


class Readings(VGroup):
    """Readings below each other, their labels, fractions and values in columns.

    Parameters
    ----------
    each
        The readings.
    right
        How far to the right there is room, in frame units; formulas that need more are made smaller.
    """

    def __init__(self, each: Sequence[Reading], right: float):
        super().__init__(*each)
        self.each = list(each)
        columns = [[getattr(reading, part) for reading in each] for part in ("label", "fraction", "value")]
        x = max(reading.bracket.get_right()[0] for reading in each) + 2 * _AIR
        room = right - x - 2 * _AIR
        shrink = min(1.0, room / sum(_width(column) for column in columns))
        for column, edge in zip(columns, (RIGHT, LEFT, LEFT), strict=True):
            width = _width(column) * shrink
            for part, reading in zip(column, each, strict=True):
                if isinstance(part, Formula):
                    part.scale(shrink).on_baseline(reading.bracket.get_y() - _AXIS * LABEL * shrink)
                    part.set_x(x + width if edge is RIGHT else x, direction=edge)
            x += width + _AIR


def _width(column: Sequence[VGroup]) -> float:
    return max(part.width for part in column)
