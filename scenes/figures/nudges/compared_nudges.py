"""The table of ever smaller nudges: the ratios that they cause, and what the derivative predicts for them."""

from collections.abc import Iterable, Sequence

from manim import UP, Animation, AnimationGroup, Indicate, LaggedStart, VGroup, VMobject

from scenes.figures.nudges.table import Table
from scenes.kit.motion.animations import change
from scenes.kit.text.typesetter import Typesetter
from scenes.numbers.chain import LastLayer

# The columns of the cost's changes, of the predictions, if there are any, and of the ratios, the last one.
_REAL, _PREDICTED, _RATIO = 1, 2, -1

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
    predictions
        Whether there is a column of predictions.
    left, right, top
        The room for the table, in frame units.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        last: LastLayer,
        nudges: Sequence[float],
        *,
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
        self.move_to(((left + right) / 2, top, 0), UP)

    @property
    def measured(self) -> list[VGroup]:
        """What is measured and predicted for each nudge: the rows without the nudges."""
        return [VGroup(*row[1:]) for row in self.rows]

    @property
    def nudges(self) -> list[VMobject]:
        """The nudges, from the largest on."""
        return [row[0] for row in self.rows]

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
