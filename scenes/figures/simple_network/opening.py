"""The chain rule as a calculus book has it, and what is sought with it in a network."""

from manim import DOWN, RIGHT, RoundedRectangle, VGroup

from backprop_core.quantities import Symbol, cost, partial
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, SMALL
from scenes.numbers.language import N_


class TwoRules(VGroup):
    """Two formulas, each below words that say where it is from.

    Notes
    -----
    ``book`` and ``network`` are the two, each its words and its formula.
    """

    def __init__(self, typesetter: Typesetter):
        muted = typesetter.theme.muted
        self.book = VGroup(
            typesetter.words(N_("in a calculus book"), size=SMALL, colour=muted),
            typesetter.formula("frac(d f, d x) = frac(d f, d g) dot frac(d g, d x)", size=LARGE, colour=muted),
        )
        self.network = VGroup(
            typesetter.words(N_("in a network"), size=SMALL, colour=muted),
            typesetter.formula("{} = thin ?", partial(cost(), Symbol("w")), size=LARGE),
        )
        super().__init__(*(pair.arrange(DOWN, buff=0.3) for pair in (self.book, self.network)))
        self.arrange(DOWN, buff=0.9)


_WIDTH, _HEIGHT, _GAP, _CORNER = 0.7, 2.6, 0.6, 0.12


class PauseSign(VGroup):
    """Two upright bars."""

    def __init__(self, typesetter: Typesetter):
        bars = (RoundedRectangle(width=_WIDTH, height=_HEIGHT, corner_radius=_CORNER) for _ in range(2))
        super().__init__(*bars)
        self.arrange(RIGHT, buff=_GAP).set_fill(typesetter.theme.highlight, opacity=1).set_stroke(width=0)
