"""Figures of the opening: the chain rule in a book and in a network, the edge of a weight, and a pause sign."""

from math import pi, sin
from typing import Self

from manim import DOWN, ORIGIN, RIGHT, Arc, Circle, Line, RoundedRectangle, VGroup

from backprop_core.quantities import Symbol, cost, partial
from scenes.kit.animations import Glow
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, NORMAL, SMALL, THICK, THIN, TITLE
from scenes.numbers.language import N_


class TwoRules(VGroup):
    """The chain rule of a calculus book and the derivative sought in a network, each below words that say so.

    Notes
    -----
    ``book`` and ``network`` are the two, each a pair of words and formula; ``weight`` is that of the derivative.
    """

    weight = Symbol("w")

    def __init__(self, typesetter: Typesetter):
        muted = typesetter.theme.muted
        self.book = VGroup(
            typesetter.words(N_("in a calculus book"), size=SMALL, colour=muted),
            typesetter.formula("frac(d f, d x) = frac(d g, d x) dot.op frac(d f, d g)", size=NORMAL, colour=muted),
        )
        self.network = VGroup(
            typesetter.words(N_("in a network"), size=SMALL, colour=muted),
            typesetter.formula("{} = ?", partial(cost(), self.weight), size=TITLE),
        )
        super().__init__(*(pair.arrange(DOWN, buff=0.4) for pair in (self.book, self.network)))
        self.arrange(DOWN, buff=0.75)


# The radius of the disc behind an edge's name, in frame units, and its place as a share of the edge.
_NAME_ROOM, _NAME_AT = 0.32, 0.5


class NamedEdge(VGroup):
    """A glow along an edge, and its weight's name, ``label``, on it."""

    def __init__(self, typesetter: Typesetter, edge: Line, weight: Symbol):
        at = edge.point_from_proportion(_NAME_AT)
        disc = Circle(_NAME_ROOM, color=edge.get_color(), stroke_width=THIN).move_to(at)
        self.label = typesetter.formula("{}", weight, size=LARGE).move_to(at)
        super().__init__(Glow(typesetter, edge), disc.set_fill(typesetter.theme.background, opacity=1), self.label)


# The bars of the pause sign, the gap between them, and the ring around them, in frame units; how deeply it breathes.
_BAR_WIDTH, _BAR_HEIGHT, _BAR_GAP, _BAR_CORNER = 0.48, 1.5, 0.42, 0.1
_RING_RADIUS = 1.5
_BREATH = 0.05


class PauseSign(VGroup):
    """A pause sign: two upright bars in a ring that fills while they take a breath.

    Notes
    -----
    ``bars`` are its bars.
    """

    def __init__(self, typesetter: Typesetter):
        theme = typesetter.theme
        bars = (RoundedRectangle(width=_BAR_WIDTH, height=_BAR_HEIGHT, corner_radius=_BAR_CORNER) for _ in range(2))
        self.bars = VGroup(*bars).arrange(RIGHT, buff=_BAR_GAP).move_to(ORIGIN)
        self.bars.set_fill(theme.highlight, opacity=1).set_stroke(width=0)
        disc = Circle(_RING_RADIUS, color=theme.muted, stroke_width=THICK, stroke_opacity=0.4)
        self._ring = Arc(_RING_RADIUS, color=theme.highlight, stroke_width=THICK)
        super().__init__(disc.set_fill(theme.background, opacity=1), self._ring, self.bars)
        self.show(0.0)

    def show(self, t: float) -> Self:
        """Show this share of the ring and of the breath."""
        if t:
            self._ring.become(Arc(_RING_RADIUS, pi / 2, -2 * pi * t).match_style(self._ring).shift(self.get_center()))
        else:
            self._ring.clear_points()
        self.bars.stretch_to_fit_height(_BAR_HEIGHT * (1 + _BREATH * sin(pi * t) ** 2))
        return self
