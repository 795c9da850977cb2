"""A small table of numbers below their names, and a legend of symbols with their names in words."""

from collections.abc import Sequence

from manim import DOWN, LEFT, RIGHT, Line, VGroup

from backprop_core.quantities import Name, Quantity, Symbol
from scenes.kit.text.formula import Formula, TextLine
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, THIN
from scenes.numbers.format import decimals_for_smallest
from scenes.numbers.language import N_
from scenes.numbers.symbol_names import SYMBOL_NAMES

# From row to row, and between columns, in frame units.
_ROW_HEIGHT = 0.72
_GUTTER = 0.34


class Table(VGroup):
    """Rows of quantities, with the decimal points of each column aligned.

    Parameters
    ----------
    header
        The columns' names.
    rows
        A quantity for each column.
    width
        The width at most, in frame units; a wider table is made smaller.
    significant
        For each column, how many digits its smallest number keeps: all numbers of a column have as many decimals.

    Notes
    -----
    ``header``, ``rule`` and ``rows`` are its parts, to be shown one by one; ``places`` the columns' decimals.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        header: Sequence[Name],
        rows: Sequence[Sequence[Quantity]],
        *,
        width: float,
        significant: Sequence[int],
    ):
        columns = list(zip(*rows, strict=True))
        self.places = [
            decimals_for_smallest(*(q.value for q in column), digits=digits)
            for column, digits in zip(columns, significant, strict=True)
        ]
        self.header = VGroup(*(typesetter.formula("{}", name, size=LABEL) for name in header))
        self.rows = [
            VGroup(
                *(typesetter.formula("{}", q, size=LABEL, decimals=p) for q, p in zip(row, self.places, strict=True))
            )
            for row in rows
        ]
        self._arrange()
        self.rule = Line(LEFT, RIGHT, color=typesetter.theme.muted, stroke_width=THIN)
        everything = VGroup(self.header, *self.rows)
        self.rule.stretch_to_fit_width(everything.width).next_to(self.header, DOWN, buff=0.16).match_x(everything)
        super().__init__(self.header, self.rule, *self.rows)
        if self.width > width:
            self.scale(width / self.width)

    def _arrange(self) -> None:
        """Align the numbers of each column at their right ends, and centre the name above them."""
        right = 0.0
        for column, name in enumerate(self.header):
            numbers = [row[column] for row in self.rows]
            widest = max(number.width for number in numbers)
            half = max(widest, name.width) / 2
            middle = right + half
            name.move_to((middle, 0, 0))
            for place, number in enumerate(numbers):
                number.shift((middle + widest / 2 - number.get_right()[0], 0, 0))
                number.on_baseline(-(place + 1) * _ROW_HEIGHT - 0.5)
            right += 2 * half + _GUTTER


# From a symbol to its words, in frame units.
_WORDS_GAP = 0.3

_BEFORE = N_("previous activation")


class Legend(VGroup):
    """Symbols in a column, each with its name in words.

    Parameters
    ----------
    symbols
        Symbols of the last layer, and of what enters it.
    pitch
        From one line to the next, in frame units.

    Notes
    -----
    ``entries`` are the lines by symbol, each a pair of symbol and words.
    """

    def __init__(self, typesetter: Typesetter, symbols: Sequence[Symbol], pitch: float):
        self.entries: dict[Symbol, tuple[Formula, TextLine]] = {
            symbol: (
                typesetter.formula("{}", symbol, size=LABEL),
                typesetter.words(_BEFORE if symbol.layer_name == "L-1" else SYMBOL_NAMES[symbol.letter], size=LABEL),
            )
            for symbol in symbols
        }
        widest = max(name.width for name, _ in self.entries.values())
        for place, (name, words) in enumerate(self.entries.values()):
            name.set_x(widest, direction=RIGHT).on_baseline(-place * pitch)
            words.shift((widest + _WORDS_GAP - words.get_left()[0], 0, 0)).on_baseline(-place * pitch)
        super().__init__(*(VGroup(*entry) for entry in self.entries.values()))
