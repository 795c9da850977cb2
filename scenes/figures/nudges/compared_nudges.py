"""The table of ever smaller nudges: the ratios that they cause, and what the derivative predicts for them."""

from collections.abc import Sequence

from manim import UP, Animation, AnimationGroup, Indicate, LaggedStart, VGroup, VMobject

from scenes.figures.nudges.table import Table
from scenes.kit.motion.animations import change
from scenes.kit.text.typesetter import Typesetter
from scenes.numbers.chain import LastLayer

# The column of the ratios, and the last one, of the predictions.
_RATIO, _PREDICTED = 2, 3

# The opacity of digits that still change.
_CHANGING = 0.6


class ComparedNudges(Table):
    """A row for each nudge: Δw, ΔC_0, their ratio, and beside it the change that the derivative predicts.

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
        columns = _PREDICTED + predictions
        compared = ((dw, dC, ratio, predicted) for dw, dC, predicted, ratio in map(last.compared, nudges))
        rows = [row[:columns] for row in compared]
        names = [quantity.symbol for quantity in rows[0]]
        super().__init__(typesetter, names, rows, width=right - left, size=size)
        self.move_to(((left + right) / 2, top, 0), UP)

    @property
    def measured(self) -> list[VGroup]:
        """The header and the rows, without the predictions."""
        return [VGroup(*row[:_PREDICTED]) for row in (self.header, *self.rows)]

    @property
    def predicted(self) -> list[VMobject]:
        """The name and the numbers of the predictions, if there are any."""
        return [part for row in (self.header, *self.rows) for part in row[_PREDICTED:]]

    @property
    def last_ratio(self) -> VMobject:
        """The ratio of the smallest nudge."""
        return self.rows[-1][_RATIO]

    def light_settled(self, colour: str) -> Animation:
        """Return an animation that lights up the ratios' digits that do not change any more, and dims others."""
        digits = self.digits(_RATIO)
        return AnimationGroup(
            LaggedStart(*(Indicate(settled, 1.0, colour) for settled, _ in digits if len(settled))),
            *(change(changing, lambda part: part.set_opacity(_CHANGING)) for _, changing in digits if len(changing)),
        )
