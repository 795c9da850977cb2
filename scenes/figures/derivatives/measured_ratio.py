"""The ratio ΔC_0/Δw measured for the lesson's nudge, with the words that say so."""

from manim import DOWN, LEFT, RIGHT, VGroup

from scenes.kit.layout import kept_inside
from scenes.kit.text.typesetter import Typesetter
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import significant_decimals
from scenes.numbers.language import N_

# Between the words and the formula, in frame units.
_GAP = 0.4


class MeasuredRatioLine(VGroup):
    """One line: words that name the nudge, and ΔC_0/Δw = its number.

    Parameters
    ----------
    size
        The type size of the formula.
    right, bottom
        Where the line ends, in frame units.

    Notes
    -----
    ``number`` is the ratio's number.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, *, size: float, right: float, bottom: float):
        by = last.chain.nudge
        ratio, (dw, *_) = last.ratio(by), last.changes(by)
        decimals = significant_decimals(ratio.value, least=typesetter.decimals)
        formula = typesetter.formula("{} = {}", ratio.symbol, ratio, decimals=decimals, size=size)
        formula.move_to((right, bottom, 0), DOWN + RIGHT)
        words = typesetter.words(N_("measured with a nudge of {dw}:"), colour=typesetter.theme.muted, dw=dw)
        super().__init__(words.next_to(formula, LEFT, _GAP).on_baseline(formula.baseline), formula)
        self.number = formula.argument(1)
        kept_inside(self)
