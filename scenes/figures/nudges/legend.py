"""What each symbol of the last layer is called."""

from collections.abc import Sequence

from manim import RIGHT, VGroup

from backprop_core.quantities import Symbol
from scenes.kit.text.formula import Formula, TextLine
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL
from scenes.numbers.language import N_

_AIR = 0.3

NAMES = {
    "w": N_("weight"),
    "b": N_("bias"),
    "z": N_("weighted sum"),
    "a": N_("activation"),
    "y": N_("desired output"),
    "C": N_("cost of this example"),
}
"""What each letter of the lecture is called."""

_BEFORE = N_("previous activation")


class Legend(VGroup):
    """Symbols below each other, each with its name in words beside it.

    Parameters
    ----------
    symbols
        Those of the last layer, and what enters it.
    pitch
        From one line to the next, in frame units.

    Notes
    -----
    ``entries`` are its lines by symbol: the symbol and the words.
    """

    def __init__(self, pen: Pen, symbols: Sequence[Symbol], pitch: float):
        self.entries: dict[Symbol, tuple[Formula, TextLine]] = {
            symbol: (
                pen.formula("{}", symbol, size=LABEL),
                pen.words(_BEFORE if symbol.layer_name == "L-1" else NAMES[symbol.letter], size=LABEL),
            )
            for symbol in symbols
        }
        widest = max(name.width for name, _ in self.entries.values())
        for place, (name, words) in enumerate(self.entries.values()):
            name.set_x(widest, direction=RIGHT).on_baseline(-place * pitch)
            words.shift((widest + _AIR - words.get_left()[0], 0, 0)).on_baseline(-place * pitch)
        super().__init__(*(VGroup(*entry) for entry in self.entries.values()))
