"""The scale of greys in which activations are drawn, with pointers at some of them."""

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
    FadeIn,
    FadeOut,
    Rectangle,
    Succession,
    Triangle,
    VGroup,
    interpolate,
)

from backprop_core.quantities import Quantity
from scenes.kit.motion.animations import change
from scenes.kit.network.neuron import Neuron
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MOVE, QUICK, SMALL, THIN
from scenes.numbers.format import exact_decimals
from scenes.numbers.language import N_
from scenes.numbers.scales import Brightness

# Where the strip stands at first and its size, and its height at another place; the pointers at it, and the gap
# between either and its number or name, in frame units; how large what slides to it is, as a part of its height.
_CENTRE, _WIDTH, _HEIGHT, _LOWER = np.array([0.0, -1.7, 0.0]), 10.4, 0.72, 0.34
_POINTER_RADIUS = 0.15
_GAP = 0.12
_DISC_SIZE = 0.7

# From the strip down to the words that tell its layer, and the space between these, in frame units.
_NAME_DROP, _WORD_SPACE = 0.2, 0.11

# The distance of two marks from which both names have room beyond their pointers, in frame units.
_CROWDED = 1.4


class GreyScale(VGroup):
    """A strip of all greys from black to white, with the activations that are drawn so at its ends.

    Parameters
    ----------
    brightness
        Which activation is drawn in which grey.
    layer
        The layer that alone is drawn so, if it is not all, as Typst mathematics.

    Notes
    -----
    ``name`` are words below the strip that tell the layer, if there is one; they are not part of it.
    """

    def __init__(self, typesetter: Typesetter, brightness: Brightness, layer: str = ""):
        self._typesetter, self._brightness = typesetter, brightness
        self._marks: list[GreyMark] = []
        self.strip = Rectangle(
            width=_WIDTH, height=_HEIGHT, color=typesetter.theme.muted, stroke_width=THIN, fill_opacity=1
        )
        greys: Any = list(typesetter.theme.shades)  # manim mixes the colours of a list in between
        self.strip.set_fill(greys).set_sheen_direction(RIGHT)
        ends = (brightness.black, brightness.white)
        super().__init__(self.strip, *(typesetter.tick(end, exact_decimals(end), size=SMALL) for end in ends))
        self.stand(0.0, _CENTRE, _WIDTH)
        self.name = VGroup()
        if layer:
            word = typesetter.words(N_("layer"), size=SMALL, colour=typesetter.theme.muted)
            number = typesetter.formula(layer, size=SMALL, colour=typesetter.theme.muted)
            self.name.add(word, number.next_to(word, RIGHT, buff=_WORD_SPACE).on_baseline(word.baseline))
            self.name.next_to(self.strip, DOWN, buff=_NAME_DROP)

    def stand(self, t: float, centre: np.ndarray, width: float) -> Self:
        """Stand on the way from the first place to another one with this width, its marks with it."""
        self.strip.stretch_to_fit_width(interpolate(_WIDTH, width, t))
        self.strip.stretch_to_fit_height(interpolate(_HEIGHT, _LOWER, t)).move_to(interpolate(_CENTRE, centre, t))
        for number, side in zip(self[1:], (LEFT, RIGHT), strict=True):
            number.next_to(self.strip, side, buff=_GAP)
        for mark in self._marks:
            mark.point_at(self)
        return self

    def level(self, activation: float) -> float:
        """Return the place of an activation on the strip, from 0 to 1."""
        return self._brightness.level(activation)

    def point(self, activation: float, side: np.ndarray = -UP) -> np.ndarray:
        """Return the point on the upper or lower edge of the strip that has an activation's grey."""
        strip = self.strip
        return strip.get_left() + self.level(activation) * strip.width * RIGHT + strip.height / 2 * side

    def slide(self, neuron: Neuron, mark: "GreyMark") -> Animation:
        """Return an animation of a disc in a neuron's grey, which slides to its place on the strip and melts in.

        The pointer of its mark appears there.
        """
        disc = neuron.circle.copy().scale_to_fit_width(_DISC_SIZE * self.strip.height).set_stroke(width=THIN)
        disc.next_to(neuron.circle.get_bottom(), UP, buff=_GAP / 2)
        move = change(disc, lambda each: each.move_to(self.strip).match_x(mark.pointer), run_time=MOVE)
        return Succession(move, AnimationGroup(FadeOut(disc), FadeIn(mark.pointer), run_time=QUICK))

    def lean(self, one: Quantity, other: Quantity) -> np.ndarray:
        """Return to which side the name of one of two marks leans; zeros where there is room for both names."""
        apart = self.level(one.value) - self.level(other.value)
        return ORIGIN if abs(apart) * self.strip.width > _CROWDED else LEFT if apart <= 0 else RIGHT

    def mark(self, quantity: Quantity, side: np.ndarray = UP, away: np.ndarray = ORIGIN) -> "GreyMark":
        """Return a pointer to an activation's grey on the strip, with its name; the caller adds it to the scene.

        The name stands beyond the pointer, or to the side of it that is ``away`` from another mark.
        """
        mark = GreyMark(self._typesetter, quantity, side, away).point_at(self)
        self._marks.append(mark)
        return mark


class GreyMark(VGroup):
    """A ``pointer`` and the name of the activation at whose grey it points."""

    def __init__(self, typesetter: Typesetter, quantity: Quantity, side: np.ndarray, away: np.ndarray):
        self._value, self._side, self._away = quantity.value, side, away
        colour = typesetter.theme.colour_of(quantity.symbol)
        self.pointer = Triangle(radius=_POINTER_RADIUS, color=colour, fill_opacity=1)
        if side is UP:
            self.pointer.flip(RIGHT)
        self._name = typesetter.formula("{}", quantity.symbol, size=LABEL)
        super().__init__(self.pointer, self._name)

    def lean(self, away: np.ndarray) -> Self:
        """Set to which side of the pointer the name stands, beyond it with zeros; seen when it next points."""
        self._away = away
        return self

    def point_at(self, greys: GreyScale) -> Self:
        """Move it to its activation's grey."""
        self.pointer.next_to(greys.point(self._value, self._side), self._side, buff=0)
        self._name.next_to(self.pointer, self._side, buff=_GAP)
        self._name.shift((self._name.width / 2 + _GAP / 2) * self._away)
        return self
