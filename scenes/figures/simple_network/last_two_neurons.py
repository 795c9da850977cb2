"""The cost of one example, in symbols and below it in numbers."""

from manim import RIGHT, VGroup

from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import SAFE_LEFT, SAFE_RIGHT, TITLE
from scenes.numbers.chain import LastLayer

_CENTRE = (0.0, -1.88, 0.0)
_LEADING = 1.3


class OneCost(VGroup):
    """C_0 = (a^(L) − y)² and, with the equals sign in the same column, its numbers and their result.

    Notes
    -----
    ``symbols``, with the arguments C_0, a^(L) and y, and ``numbers``, with those of a^(L), y and C_0, are the lines.
    """

    def __init__(self, pen: Pen, last: LastLayer):
        (*_, a, C), (*_, y) = last.start, last.entering
        self.symbols = pen.formula("{} = ({} - {})^2", C.symbol, a.symbol, y.symbol, size=TITLE)
        self.numbers = pen.formula("= ({} - {})^2 = {}", a, y, C, size=TITLE, brackets=True)
        self.numbers.on_baseline(self.symbols.baseline - _LEADING * TITLE)
        self.numbers.shift((self.symbols.rest().get_left() - self.numbers.get_left())[0] * RIGHT)
        super().__init__(self.symbols, self.numbers)
        self.scale(min(1.0, (SAFE_RIGHT - SAFE_LEFT) / self.width)).move_to(_CENTRE)
