"""Ratios of measured changes, read off pairs of lenses."""

from collections.abc import Sequence
from math import isnan

from manim import (
    LEFT,
    ORIGIN,
    RIGHT,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    Succession,
    VGroup,
)

from backprop_core.quantities import Quantity
from scenes.figures.nudges.lens import Lens, Lenses
from scenes.kit.motion.animations import fly, one_by_one
from scenes.kit.text.bracket import Bracket
from scenes.kit.text.formula import Formula
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.numbers.format import agreement

# A bracket's distance from its lenses, its depth and how far inside of their middles it ends; the gap between
# formulas, and their type size; all in frame units. How far the middle of a line of mathematics is above its
# baseline, in em.
_BRACKET_GAP, _BRACKET_DEPTH, _INSET, _GAP, _SIZE = 0.12, 0.24, 0.3, 0.16, 0.5
_MATH_AXIS = 0.25

# How far rows are apart, in distances between the middles of their brackets: fractions need more.
_PITCH = 1.17


class MeasuredRatio(VGroup):
    """A bracket that joins two lenses, and the ratio read off them: Δz/Δw = 0.00802/0.01 = 0.802.

    Parameters
    ----------
    pair
        The lenses: the change in the second is divided by that in the first, which stands above it.
    ratio
        The ratio of the two; if it is 0/0, not a number, no value is shown.
    decimals
        The decimals of the ratio; the changes have the digits that their lenses show.

    Notes
    -----
    ``bracket``, ``label``, ``equals``, ``fraction`` and ``value`` are its parts, to be shown one by one;
    ``equation`` is all but the bracket, ``question`` the bracket and the label.
    """

    def __init__(self, typesetter: Typesetter, pair: tuple[Lens, Lens], ratio: Quantity, decimals: int):
        above, below = pair
        self._lenses = below, above
        changes = [lens.readout.quantity for lens in self._lenses]
        self.label = typesetter.formula("{}", ratio.symbol, size=_SIZE)
        self.value: Formula | VGroup = VGroup()
        places: Sequence[int | None] = (None, None)
        if not isnan(ratio.value):
            sizes = [change.value for change in changes]
            places = [lens.places if size else 0 for lens, size in zip(self._lenses, sizes, strict=True)]
            sign = agreement(sizes, ratio.value, lambda ab: ab[0] / ab[1], [*places, decimals])
            self.value = typesetter.formula(f"{sign} {{}}", ratio, size=_SIZE, decimals=decimals)
        self.equals = typesetter.formula("=", size=_SIZE)
        self.fraction = typesetter.formula("frac({}, {})", *changes, size=_SIZE, decimals=places)
        x = above.panel.get_right()[0] + _BRACKET_GAP + _BRACKET_DEPTH
        high, low = above.panel.get_y() - _INSET, below.panel.get_y() + _INSET
        self.bracket = Bracket(x, -_BRACKET_DEPTH, high, low, typesetter.theme.muted)
        self.equation = VGroup(self.label, self.equals, self.fraction, self.value)
        self.question = VGroup(self.bracket, self.label)
        super().__init__(self.bracket, *self.equation)

    def ask(self, **options) -> Animation:
        """Return an animation in which the bracket joins the lenses, and the ratio's name appears."""
        return AnimationGroup(Create(self.bracket), FadeIn(self.label), **options)

    def read_off(self, lenses: Lenses, **options) -> Animation:
        """Return an animation that reads off the ratio: the changes fly up from their lenses and are divided."""
        flights = [
            fly(
                lens.readout,
                self.fraction.argument(i),
                panels=[other.panel for other in lenses.each if other is not lens],
            )
            for i, lens in enumerate(self._lenses)
        ]
        changes = AnimationGroup(
            one_by_one(*flights), FadeIn(self.equals, self.fraction.rest()), lag_ratio=0.5, run_time=1.5
        )
        value = [FadeIn(self.value, shift=0.2 * RIGHT)] if self.value else []
        return Succession(changes, *value, **options)


class MeasuredRatios(VGroup):
    """Measured ratios in rows, with their names, equals signs, fractions and values in columns.

    All fractions have bars as long as the longest, so that the space around the equals signs is the same in all rows.

    Parameters
    ----------
    each
        The ratios.
    right
        The right end of the room, in frame units; formulas that need more are made smaller.
    """

    def __init__(self, each: Sequence[MeasuredRatio], right: float):
        super().__init__(*each)
        self.each = list(each)
        left, gap = max(ratio.bracket.get_right()[0] for ratio in each) + 2 * _GAP, EQUALS * _SIZE
        rows = [ratio.equation for ratio in each]
        widths = [max(part.width for part in column) for column in zip(*rows, strict=True)]
        for ratio in each:
            ratio.fraction.rest().stretch_to_fit_width(widths[2])
        shrink = min(1.0, (right - left) / (sum(widths) + (len(widths) - 1) * gap))
        for ratio, row in zip(each, rows, strict=True):
            y = (1 - _PITCH) * each[0].bracket.get_y() + _PITCH * ratio.bracket.get_y()
            x, baseline = left, y - _MATH_AXIS * _SIZE * shrink
            for part, width, side in zip(row, widths, (RIGHT, ORIGIN, ORIGIN, LEFT), strict=True):
                if isinstance(part, Formula):
                    end = x + width * shrink * (1 + side[0]) / 2
                    part.scale(shrink).on_baseline(baseline).set_x(end, direction=side)
                x += (width + gap) * shrink
