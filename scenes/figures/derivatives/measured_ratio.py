"""The ratio ΔC_0/Δw measured for the lesson's nudge, with the words that say so."""

from manim import LEFT, RIGHT, VGroup

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
    right, y
        Where the line ends and how high it stands, in frame units.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, *, right: float, y: float):
        by = last.chain.nudge
        ratio, (dw, *_) = last.ratio(by), last.changes(by)
        decimals = significant_decimals(ratio.value, least=typesetter.decimals)
        formula = typesetter.formula("{} = {}", ratio.symbol, ratio, decimals=decimals).move_to((right, y, 0), RIGHT)
        words = typesetter.words(N_("measured with a nudge of {dw}:"), colour=typesetter.theme.muted, dw=dw)
        super().__init__(words.next_to(formula, LEFT, _GAP).on_baseline(formula.baseline), formula)
        kept_inside(self)
