"""Figures around the last two neurons: the cost of one example, the scale of greys, and notes on the names."""

from typing import Any

from manim import LEFT, RIGHT, UP, DashedVMobject, Rectangle, Square, SurroundingRectangle, Triangle, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.network.chain import LastTwoDiagram
from scenes.kit.network.neuron import Brightness
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SAFE_LEFT, SAFE_RIGHT, SMALL, THIN, TITLE
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import exact_decimals
from scenes.numbers.language import N_

# Where the cost stands, in frame units; from its first line to its second, in em.
_COST_CENTRE = (0.0, -1.88, 0.0)
_LEADING = 1.3


class ExampleCost(VGroup):
    """C_0 = (a^(L) − y)², and below it the same in numbers, with the equals signs in one column.

    Notes
    -----
    The lines are ``symbols``, with the arguments C_0, a^(L) and y, and ``numbers``, with a^(L), y and C_0.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        (*_, a, C), (*_, y) = last.start, last.entering
        self.symbols = typesetter.formula("{} = \\({} - {}\\)^2", C.symbol, a.symbol, y.symbol, size=TITLE)
        self.numbers = typesetter.formula("= \\({} - {}\\)^2 = {}", a, y, C, size=TITLE, brackets=True)
        self.numbers.on_baseline(self.symbols.baseline - _LEADING * TITLE)
        self.numbers.shift((self.symbols.rest().get_left() - self.numbers.get_left())[0] * RIGHT)
        super().__init__(self.symbols, self.numbers)
        self.scale(min(1.0, (SAFE_RIGHT - SAFE_LEFT) / self.width)).move_to(_COST_CENTRE)


# The strip of greys, the pointers at it, and the gap between either and its number or name, in frame units.
_STRIP_CENTRE, _STRIP_WIDTH, _STRIP_HEIGHT = (0.0, -2.05, 0.0), 10.4, 0.34
_POINTER_RADIUS = 0.11
_STRIP_GAP = 0.12


class GreyScale(VGroup):
    """A strip of all greys from black to white, with the activations that are drawn so at its ends.

    Parameters
    ----------
    brightness
        Which activation is drawn in which grey.
    """

    def __init__(self, typesetter: Typesetter, brightness: Brightness):
        self._typesetter, self._brightness = typesetter, brightness
        self.strip = Rectangle(
            width=_STRIP_WIDTH, height=_STRIP_HEIGHT, color=typesetter.theme.muted, stroke_width=THIN, fill_opacity=1
        )
        greys: Any = list(typesetter.theme.shades)  # manim mixes the colours of a list in between
        self.strip.set_fill(greys).set_sheen_direction(RIGHT).move_to(_STRIP_CENTRE)
        super().__init__(self.strip)
        for end, side in ((brightness.black, LEFT), (brightness.white, RIGHT)):
            number = typesetter.tick(end, exact_decimals(end), size=SMALL)
            self.add(number.next_to(self.strip, side, buff=_STRIP_GAP))

    def mark(self, quantity: Quantity, side=UP) -> VGroup:
        """Return a pointer to an activation's grey on the strip, with its name; the caller adds it to the scene."""
        name = self._typesetter.formula("{}", quantity.symbol, size=LABEL)
        pointer = Triangle(
            radius=_POINTER_RADIUS, color=self._typesetter.theme.colour_of(quantity.symbol), fill_opacity=1
        )
        if side is UP:
            pointer.flip(RIGHT)
        level = self._brightness.level(quantity.value)
        at = self.strip.get_left() + level * self.strip.width * RIGHT + _STRIP_HEIGHT / 2 * side
        pointer.next_to(at, side, buff=0)
        return VGroup(pointer, name.next_to(pointer, side, buff=_STRIP_GAP))


# Frames around superscripts; how far below its neuron a note stands, and the space in it; the boxes where subscripts
# would stand: all in frame units but for the number of dashes.
_FRAME_BUFF, _FRAME_CORNER = 0.07, 0.08
_NOTE_DROP, _SPACE = 0.62, 0.14
_BOX, _BOX_GAP, _BOX_DROP, _BOX_DASHES = 0.28, 0.09, 0.12, 10


class LayerNotes(VGroup):
    """Notes on the names of the last two neurons: their superscripts count layers.

    Notes
    -----
    ``frames`` stand around the superscripts. Below each neuron ``words`` say "layer", followed by its superscript
    in ``indices``. ``boxes`` are where subscripts would stand.
    """

    def __init__(self, typesetter: Typesetter, pair: LastTwoDiagram):
        highlight, muted = typesetter.theme.highlight, typesetter.theme.muted
        self.frames = VGroup(
            *(
                SurroundingRectangle(
                    name[1:], color=highlight, buff=_FRAME_BUFF, corner_radius=_FRAME_CORNER, stroke_width=MEDIUM
                )
                for name in pair.names
            )
        )
        self.words, self.indices = VGroup(), VGroup()
        for symbol, neuron in zip(pair.symbols, pair.neurons, strict=True):
            word = typesetter.words(N_("layer"), size=LABEL)
            index = typesetter.formula(symbol.layer_name, size=LABEL).next_to(word, RIGHT, buff=_SPACE)
            for part in VGroup(word, index).match_x(neuron):
                part.on_baseline(neuron.circle.get_bottom()[1] - _NOTE_DROP)
            self.words.add(word)
            self.indices.add(index)
        self.boxes = VGroup()
        for name in pair.names:
            box = Square(_BOX, color=muted, stroke_width=MEDIUM).next_to(name[0], RIGHT, buff=_BOX_GAP)
            self.boxes.add(DashedVMobject(box.set_y(name.baseline - _BOX_DROP), num_dashes=_BOX_DASHES))
        super().__init__(self.frames, self.words, self.indices, self.boxes)
