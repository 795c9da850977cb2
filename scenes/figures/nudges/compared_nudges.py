"""The table of ever smaller nudges: the ratios that they cause, and what the derivative predicts for them."""

from collections.abc import Sequence

from manim import LEFT, RIGHT, UP, Animation, AnimationGroup, Indicate, LaggedStart, VGroup, VMobject

from scenes.figures.nudges.table import Table
from scenes.kit.motion.animations import change
from scenes.kit.text.typesetter import Typesetter
from scenes.numbers.chain import LastLayer

# The columns of the predictions, if there are any, and of the ratios, the last one.
_PREDICTED, _RATIO = 2, -1

# The opacity of digits that still change.
_CHANGING = 0.6


class ComparedNudges(Table):
    """A row for each nudge: Δw, ΔC_0, beside it the change that the derivative predicts, and ΔC_0/Δw.

    Until ``open`` makes room for the predictions, the ratios stand in their place.

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

    Notes
    -----
    ``step`` is how far the ratios have to move, in frame units.
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
        self.step = float(self.header[_RATIO].get_x() - self.header[_PREDICTED].get_x())
        self._ratios.shift(self.step * LEFT)

    @property
    def _ratios(self) -> VGroup:
        """The name and the numbers of the ratios."""
        return VGroup(*(row[_RATIO] for row in (self.header, *self.rows)))

    @property
    def measured(self) -> list[VGroup]:
        """The header and the rows, without the predictions."""
        return [VGroup(*row[:_PREDICTED], row[_RATIO]) for row in (self.header, *self.rows)]

    @property
    def predicted(self) -> list[VMobject]:
        """The name and the numbers of the predictions, if there are any."""
        return [part for row in (self.header, *self.rows) for part in row[_PREDICTED:_RATIO]]

    @property
    def last_ratio(self) -> VMobject:
        """The ratio of the smallest nudge."""
        return self.rows[-1][_RATIO]

    def open(self, **options) -> Animation:
        """Return an animation in which the ratios make room for the predictions."""
        return change(self._ratios, lambda ratios: ratios.shift(self.step * RIGHT), **options)

    def light_settled(self, colour: str) -> Animation:
        """Return an animation that lights up the ratios' digits that do not change any more, and dims others."""
        digits = self.digits(_RATIO)
        return AnimationGroup(
            LaggedStart(*(Indicate(settled, 1.0, colour) for settled, _ in digits if len(settled))),
            *(change(changing, lambda part: part.set_opacity(_CHANGING)) for _, changing in digits if len(changing)),
        )
