"""The table of ever smaller nudges: the ratios that they cause, and what the derivative predicts for them."""

from collections.abc import Iterable, Sequence

from manim import DOWN, UP, Animation, AnimationGroup, FadeIn, Indicate, LaggedStart, VGroup, VMobject

from scenes.figures.nudges.table import Table
from scenes.kit.motion.animations import change, fly, one_by_one
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM
from scenes.numbers.chain import LastLayer

# The columns of the cost's changes, of the predictions, if there are any, and of the ratios, the last one.
_REAL, _PREDICTED, _RATIO = 1, 2, -1

# The way on which a number comes into its row, in frame units.
_SHIFT = 0.2 * DOWN

# The opacity of digits that still change.
_CHANGING = 0.6

# After which share of one row's light the next one lights up.
_LAG = 0.5


class ComparedNudges(Table):
    """A row for each nudge: Δw, ΔC_0, beside it the change that the derivative predicts, and ΔC_0/Δw.

    Parameters
    ----------
    last
        The last layer, whose numbers are shown.
    nudges
        The nudges, from the largest on.
    by
        The nudge that is measured before.
    predictions
        Whether there is a column of predictions.
    left, right, top
        The room for the table, in frame units.

    Notes
    -----
    ``known`` are ``by``, its ΔC_0 and its ratio in the table, if it is one of the nudges; otherwise there are none.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        last: LastLayer,
        nudges: Sequence[float],
        *,
        by: float,
        predictions: bool,
        left: float,
        right: float,
        top: float,
        size: float,
    ):
        rows = [
            (dw, dC, predicted, ratio) if predictions else (dw, dC, ratio)
            for dw, dC, predicted, ratio in map(last.compared, nudges)
        ]
        names = [quantity.symbol for quantity in rows[0]]
        super().__init__(typesetter, names, rows, width=right - left, size=size)
        measured = [row for nudge, row in zip(nudges, self.rows, strict=True) if nudge == by]
        self.known = [row[column] for row in measured for column in (0, _REAL, _RATIO)]
        self.move_to(((left + right) / 2, top, 0), UP)

    def open(self, symbols: Sequence[VMobject], **options) -> Animation:
        """Return an animation in which the symbols of Δw and ΔC_0 become the heads of their columns.

        Then the others follow, and the nudges, which wait for their rows.
        """
        heads, others = self.header[: len(symbols)], self.header[len(symbols) :]
        flights = AnimationGroup(*(fly(*each, itself=True) for each in zip(symbols, heads, strict=True)))
        waiting = (nudge.set_opacity(DIM) for nudge, *_ in self.rows if nudge not in self.known)
        return one_by_one(flights, FadeIn(*others, self.rule, *waiting), **options)

    def fill(self, place: int, **options) -> Animation:
        """Return an animation in which a row lights up, and what is not known of it appears."""
        nudge, *others = self.rows[place]
        new = (FadeIn(cell, shift=_SHIFT) for cell in others if cell not in self.known)
        return AnimationGroup(change(nudge, lambda nudge: nudge.set_opacity(1)), *new, **options)

    @property
    def last_ratio(self) -> VMobject:
        """The ratio of the smallest nudge."""
        return self.rows[-1][_RATIO]

    def light_settled(self, colour: str, **options) -> Animation:
        """Return an animation that lights up the ratios' digits that do not change any more, and dims others."""
        return self._light(([digits] for digits in self.settled(_RATIO)), colour, **options)

    def light_predicted(self, colour: str, **options) -> Animation:
        """Return an animation that lights up, row by row, the digits that are as predicted, and dims others."""
        return self._light(self.alike(_REAL, _PREDICTED), colour, **options)

    def _light(self, rows: Iterable[Sequence[tuple[VGroup, VGroup]]], colour: str, **options) -> Animation:
        """Return an animation that lights up the first digits of each pair, row by row, and dims the second ones."""
        return LaggedStart(
            *(
                AnimationGroup(
                    *(Indicate(lit, 1.0, colour) for lit, _ in row if len(lit)),
                    *(change(other, lambda part: part.set_opacity(_CHANGING)) for _, other in row if len(other)),
                )
                for row in rows
            ),
            lag_ratio=_LAG,
            **options,
        )
