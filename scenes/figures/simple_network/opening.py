"""Figures of the opening: the chain rule in a book and in a network, the name of an edge, and a pause sign."""

from math import pi, sin
from typing import Any, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    Arc,
    Circle,
    FadeIn,
    Line,
    RoundedRectangle,
    Succession,
    VGroup,
    VMobject,
    rotate_vector,
)

from backprop_core.quantities import Symbol, cost, partial
from scenes.figures.simple_network.turns import entering
from scenes.kit.motion.animations import change, fly
from scenes.kit.motion.look import Look
from scenes.kit.network.layers import LayersDiagram
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, LARGE, SAFE_BOTTOM, SAFE_TOP, THICK
from scenes.numbers.language import N_

# How far what belongs to the letter in the derivative comes down, in frame units.
_FALL = 0.4

# By how much two outlines of the same glyph may differ, in frame units.
_SAME_OUTLINE = 1e-3

# How many times as wide as high the bar of a fraction is, at least.
_FLAT = 8.0


class TwoRules(VGroup):
    """The chain rule of a calculus book and the derivative sought in a network, each below words that say so.

    Notes
    -----
    ``book`` and ``network`` are the two, each a pair of words and formula. Their first fractions have bars of one
    length, so that words, fractions and equals signs each stand in one column.
    ``frame`` is the derivative sought in the network, but for ``w``, its letter of the ``weight``; ``rest`` is what
    else belongs to the network's.
    """

    weight = Symbol("w")

    def __init__(self, typesetter: Typesetter):
        muted = typesetter.theme.muted
        self.book = VGroup(
            typesetter.words(N_("in a calculus book"), size=LABEL, colour=muted),
            typesetter.formula("frac(d f, d x) = frac(d g, d x) dot.op frac(d f, d g)", size=LARGE, colour=muted),
        )
        self.network = VGroup(
            typesetter.words(N_("in a network"), size=LABEL, colour=muted),
            typesetter.formula("{} = ?", partial(cost(), self.weight), size=LARGE),
        )
        super().__init__(*(pair.arrange(DOWN, buff=0.3, aligned_edge=LEFT) for pair in (self.book, self.network)))
        self.arrange(DOWN, buff=0.65, aligned_edge=LEFT)
        (_, known), (words, sought) = self
        equals, _ = sought.rest()
        of_book = next(glyph for glyph in known if _are_alike(glyph, equals))
        known.shift(max(equals.get_x() - of_book.get_x(), 0) * RIGHT)
        sought.shift((of_book.get_x() - equals.get_x()) * RIGHT)
        bar, longer = map(_first_bar, (known, sought))
        bar.stretch_to_fit_width(longer.width)
        left = VGroup(*(glyph for glyph in known if glyph.get_x() < of_book.get_left()[0]))
        left.match_x(longer)
        self.w = sought.of(self.weight)[-1]
        self.frame = VGroup(*(glyph for glyph in sought.argument(0) if glyph is not self.w))
        self.rest = VGroup(words, sought.rest())

    def ask(self, letter: VMobject, **options: Any) -> Animation:
        """Return an animation in which an edge's letter flies into the derivative, too, then the rest appears."""
        return Succession(
            fly(letter, VGroup(self.w)), FadeIn(self.frame, shift=_FALL * DOWN), FadeIn(self.rest), **options
        )


def _first_bar(formula: VMobject) -> VMobject:
    """Return the bar of a formula's first fraction."""
    bars = (glyph for glyph in formula.submobjects if glyph.width > _FLAT * glyph.height)
    return min(bars, key=lambda glyph: glyph.get_x())


def _are_alike(glyph: VMobject, other: VMobject) -> bool:
    """Return whether two glyphs of the same size have the same outline."""
    points, others = (each.points - each.get_center() for each in (glyph, other))
    return points.shape == others.shape and np.allclose(points, others, atol=_SAME_OUTLINE)


# The radius of the disc behind an edge's name, and the distance of its centre from the edge, in frame units; the
# places along the edge where it may stand, as shares of its length, and of how many of them one is chosen.
_NAME_ROOM, _NAME_GAP = 0.24, 0.34
_NAMED, _PLACES = (0.2, 0.8), 25


class EdgeName(VGroup):
    """The name of a weight beside its edge, where other edges and neurons are farthest.

    It is on a disc, which hides those edges that are close all the same.

    Parameters
    ----------
    diagram
        The network.
    edge
        The weight's edge in it.
    weight
        The name.

    Notes
    -----
    ``letter`` is the name.
    """

    def __init__(self, typesetter: Typesetter, diagram: LayersDiagram, edge: Line, weight: Symbol):
        away = _NAME_GAP * rotate_vector(edge.get_unit_vector(), pi / 2)
        along = [edge.point_from_proportion(share) for share in np.linspace(*_NAMED, _PLACES)]
        ends = [(other.get_start(), other.get_end()) for other in diagram.edges if other is not edge]
        circles = [neuron.circle for l in diagram.layers for neuron in diagram.neurons_of(l)]
        at = max(
            (point + side * away for point in along for side in (1, -1)),
            key=lambda at: min(*(_distance(at, *each) for each in ends), *(_outside(at, each) for each in circles)),
        )
        disc = Circle(_NAME_ROOM, stroke_width=0).set_fill(typesetter.theme.background, opacity=1).move_to(at)
        (self.letter,) = name = typesetter.formula("{}", weight, size=LABEL).move_to(at)
        super().__init__(disc, name)


def _outside(point: np.ndarray, circle: VMobject) -> float:
    """Return how far a point is outside of a circle."""
    return float(np.linalg.norm(point - circle.get_center())) - circle.width / 2


def _distance(point: np.ndarray, start: np.ndarray, end: np.ndarray) -> float:
    """Return the distance of a point from the line between two others."""
    way = end - start
    share = np.clip(np.dot(point - start, way) / np.dot(way, way), 0.0, 1.0)
    return float(np.linalg.norm(point - start - share * way))


# The bars of the pause sign, the gap between them, the ring around them, and how far it is below what is paused, in
# frame units; how deeply it breathes.
_BAR_WIDTH, _BAR_HEIGHT, _BAR_GAP, _BAR_CORNER = 0.31, 0.98, 0.28, 0.07
_RING_RADIUS, _BELOW = 0.98, 0.45
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

    def interrupt(self, picture: VMobject) -> Animation:
        """Return an animation in which a dimmed picture steps back to the middle, while the sign appears below."""
        self.set_x(0).set_y(SAFE_BOTTOM, direction=DOWN)
        room = SAFE_TOP - self.get_top()[1] - _BELOW

        def step_back(picture: VMobject) -> None:
            picture.scale(min(1.0, room / picture.height)).set_x(0).set_y(SAFE_TOP, direction=UP)
            for part in picture.get_family():
                Look.of(part).faded(DIM).give(part)  # as the light fades along its strokes, and has to stay like that

        return AnimationGroup(change(picture, step_back), FadeIn(self, scale=1.3, rate_func=entering))

    def show(self, t: float) -> Self:
        """Show this share of the ring and of the breath."""
        if t:
            self._ring.become(Arc(_RING_RADIUS, pi / 2, -2 * pi * t).match_style(self._ring).shift(self.get_center()))
        else:
            self._ring.clear_points()
        self.bars.stretch_to_fit_height(_BAR_HEIGHT * (1 + _BREATH * sin(pi * t) ** 2))
        return self
