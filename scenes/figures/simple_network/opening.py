"""Figures of the opening: the chain rule in a calculus book and in a network, and a pause sign."""

from manim import DOWN, RIGHT, RoundedRectangle, VGroup

from backprop_core.quantities import Symbol, cost, partial
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, SMALL
from scenes.numbers.language import N_


class TwoRules(VGroup):
    """The chain rule of a calculus book and the derivative sought in a network, each below words that say so.

    Notes
    -----
    ``book`` and ``network`` are the two, each a pair of words and formula.
    """

    def __init__(self, typesetter: Typesetter):
        muted = typesetter.theme.muted
        self.book = VGroup(
            typesetter.words(N_("in a calculus book"), size=SMALL, colour=muted),
            typesetter.formula("frac(d f, d x) = frac(d f, d g) dot.op frac(d g, d x)", size=LARGE, colour=muted),
        )
        self.network = VGroup(
            typesetter.words(N_("in a network"), size=SMALL, colour=muted),
            typesetter.formula("{} = ?", partial(cost(), Symbol("w")), size=LARGE),
        )
        super().__init__(*(pair.arrange(DOWN, buff=0.3) for pair in (self.book, self.network)))
        self.arrange(DOWN, buff=0.9)


# The bars of the pause sign, and the gap between them, in frame units.
_BAR_WIDTH, _BAR_HEIGHT, _BAR_GAP, _BAR_CORNER = 0.7, 2.6, 0.6, 0.12


class PauseSign(VGroup):
    """A pause sign: two upright bars."""

    def __init__(self, typesetter: Typesetter):
        bars = (RoundedRectangle(width=_BAR_WIDTH, height=_BAR_HEIGHT, corner_radius=_BAR_CORNER) for _ in range(2))
        super().__init__(*bars)
        self.arrange(RIGHT, buff=_BAR_GAP).set_fill(typesetter.theme.highlight, opacity=1).set_stroke(width=0)
