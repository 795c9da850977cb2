"""Which activation is how bright: a strip from black to white, on which activations are marked."""

from typing import Any

from manim import LEFT, RIGHT, UP, Rectangle, Triangle, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.network.neuron import Brightness
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, SMALL, THIN
from scenes.numbers.language import exact_decimals

_CENTRE, _WIDTH, _HEIGHT = (0.0, -2.05, 0.0), 10.4, 0.34
_POINTER = 0.11
_GAP = 0.12


class GreyScale(VGroup):
    """A strip with all greys, and at its ends the activations that are drawn black and white.

    Parameters
    ----------
    brightness
        What it explains.
    """

    def __init__(self, pen: Pen, brightness: Brightness):
        self._pen, self._brightness = pen, brightness
        self.strip = Rectangle(width=_WIDTH, height=_HEIGHT, color=pen.theme.muted, stroke_width=THIN, fill_opacity=1)
        greys: Any = list(pen.theme.shades)  # manim mixes the colours of a list in between
        self.strip.set_fill(greys).set_sheen_direction(RIGHT).move_to(_CENTRE)
        super().__init__(self.strip)
        for end, side in ((brightness.black, LEFT), (brightness.white, RIGHT)):
            number = pen.tick(end, exact_decimals(end), size=SMALL)
            self.add(number.next_to(self.strip, side, buff=_GAP))

    def mark(self, quantity: Quantity, side=UP) -> VGroup:
        """Return a pointer to where an activation stands on the strip, with its name; not part of the strip yet."""
        name = self._pen.formula("{}", quantity.symbol, size=LABEL)
        pointer = Triangle(radius=_POINTER, color=self._pen.theme.colour_of(quantity.symbol), fill_opacity=1)
        if side is UP:
            pointer.flip(RIGHT)
        level = self._brightness.level(quantity.value)
        at = self.strip.get_left() + level * self.strip.width * RIGHT + _HEIGHT / 2 * side
        pointer.next_to(at, side, buff=0)
        return VGroup(pointer, name.next_to(pointer, side, buff=_GAP))
