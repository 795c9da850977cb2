"""A neuron: a circle as bright as its activation, with its number inside if there is room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from manim import DOWN, RIGHT, Circle, ManimColor, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.text.readout import Readout, printed_width
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, MEDIUM, NORMAL, SMALL, SMALLEST, ink_on
from scenes.numbers.format import MINUS, too_small
from scenes.numbers.scales import Brightness

# The part of the circle's diameter that a number takes at most, and may take in the smallest type; the height of a
# digit, in em.
_ROOM, _MOST_ROOM = 0.8, 0.92
_DIGIT_HEIGHT = 0.65

# A number's type size as a part of its circle's radius, where the result is between SMALL and NORMAL.
_SIZE_PER_RADIUS = 0.6

# The opacity of the number in a dimmed neuron.
_RECEDED = 0.75

# From here on, a number may be printed without decimals.
_MAY_BE_WHOLE = 10


@dataclass(frozen=True)
class NumberStyle:
    """The format of the numbers inside circles of one size.

    Parameters
    ----------
    decimals, size
        The numbers' decimals and type size.
    widest
        The greatest width, in em. A number that gets wider is smaller, down to the smallest type; that may come a
        little closer to the circle. What does not fit even then is left out, but a small number is written shorter.
    smallest
        The size of the smallest type.
    """

    decimals: int
    size: float
    widest: float
    smallest: float = SMALLEST

    @classmethod
    def inside(
        cls, typesetter: Typesetter, values: Sequence[float], radius: float, *, signs: bool
    ) -> "NumberStyle | None":
        """Return the style with as many decimals as there is room for, and at least one for numbers below 10.

        With ``signs`` there is room for a minus sign. A small power of ten need not fit. If another number
        cannot be read in its circle, there is no style: a layer has all its numbers, or brightness speaks alone.
        """
        size = min(max(SMALL, _SIZE_PER_RADIUS * radius), NORMAL)
        room, most = 2 * _ROOM * radius, 2 * _MOST_ROOM * radius
        least = 1 if max(map(abs, values)) < _MAY_BE_WHOLE else 0

        def texts(decimals: int) -> list[str]:
            wide = [value for value in values if not too_small(value, decimals)] or [0.0]
            return [typesetter.printed(value, decimals=decimals) for value in wide]

        for decimals in range(typesetter.decimals, least - 1, -1):
            signed = [MINUS + text.removeprefix(MINUS) if signs else text for text in texts(decimals)]
            widest = max(map(printed_width, signed))
            if widest * SMALL <= room:
                size = min(size, room / widest)
                return cls(decimals, size, room / size)
        widest = max(map(printed_width, texts(least)))
        size = max(SMALLEST, min(SMALL, room / widest))
        return cls(least, size, room / size) if widest * SMALLEST <= most else None

    def scaled(self, factor: float) -> Self:
        """Return the style of the same numbers in circles that are larger by a factor."""
        return replace(self, size=factor * self.size, smallest=factor * self.smallest)


class Neuron(VGroup):
    """A circle as bright as its activation.

    Parameters
    ----------
    quantity
        The activation that it shows first; or a desired output, which is drawn in its own colour.
    brightness
        The activations that are drawn black and white.
    radius
        The radius, in frame units.
    printed
        The style of its number; without one there is no number.

    Notes
    -----
    ``circle`` and ``number`` are its parts; ``number`` is an empty group if there is no number.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        quantity: Quantity,
        brightness: Brightness,
        *,
        radius: float,
        printed: NumberStyle | None = None,
    ):
        self.circle = Circle(
            radius, color=typesetter.theme.colour_of(quantity.symbol), stroke_width=MEDIUM, fill_opacity=1
        )
        self._brightness = brightness
        self._shades, self._text = typesetter.theme.shades, typesetter.theme.text
        self._readouts: list[Readout] = []
        if printed is not None:
            self._widest, self._least, self._share = printed.widest, printed.smallest / printed.size, 1.0
            size, widest = printed.size, printed.widest / self._least * _MOST_ROOM / _ROOM
            self._readouts = [typesetter.readout(quantity, size=size, decimals=printed.decimals, widest=widest)]
        self.number = VGroup(*self._readouts)
        super().__init__(self.circle, self.number)
        self.show(quantity)

    def show(self, quantity: Quantity) -> Self:
        """Show another activation, by brightness and number."""
        black, white = self._shades
        shade = ManimColor(black).interpolate(ManimColor(white), self._brightness.level(quantity.value))
        self.circle.set_fill(shade)
        for readout in self._readouts:
            readout.show(quantity).set_fill(ink_on(shade.to_hex()), family=False)
            width = printed_width(readout.text) if readout.text else self._widest
            share = min(1.0, max(self._least, self._widest / width))
            if share != self._share:
                readout.scale(share / self._share)
                self._share = share
            drop = _DIGIT_HEIGHT / 2 * readout.em * DOWN
            readout.anchor_at(self.circle.get_center() + drop + readout.overhang / 2 * RIGHT)
        return self

    def recede(self) -> Self:
        """Dim the neuron, but not so much its number, which can be read on the dimmed disc, and return it."""
        self.circle.set_opacity(DIM)
        for readout in self._readouts:
            readout.set_fill(self._text, opacity=_RECEDED, family=False)
        return self
