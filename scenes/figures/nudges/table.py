"""A small table of numbers below their names, whose digits light up where they no longer change."""

from collections.abc import Sequence
from itertools import takewhile

from manim import DOWN, LEFT, RIGHT, Line, VGroup, VMobject

from backprop_core.quantities import Name, Quantity
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL, THIN
from scenes.numbers.format import clip_decimals, in_one_notation

# From row to row, from the names to the first row, and between columns, in em.
_ROW_HEIGHT, _HEAD_HEIGHT, _GUTTER = 2.1, 2.8, 0.85


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

    Notes
    -----
    ``header``, ``rule`` and ``rows`` are its parts, to be shown one by one.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        header: Sequence[Name],
        rows: Sequence[Sequence[Quantity]],
        *,
        width: float,
        size: float = NORMAL,
    ):
        self._size = size
        columns = [_decimals(typesetter, column) for column in zip(*rows, strict=True)]
        cells = [
            [*zip(row, places, strict=True)] for row, places in zip(rows, zip(*columns, strict=True), strict=True)
        ]
        self._texts = [[typesetter.printed(q.value, decimals=places) for q, places in row] for row in cells]
        self.header = VGroup(*(typesetter.formula("{}", name, size=size) for name in header))
        self.rows = [
            VGroup(*(typesetter.formula("{}", q, size=size, decimals=places) for q, places in row)) for row in cells
        ]
        self._arrange()
        self.rule = Line(LEFT, RIGHT, color=typesetter.theme.muted, stroke_width=THIN)
        everything = VGroup(self.header, *self.rows)
        self.rule.stretch_to_fit_width(everything.width).next_to(self.header, DOWN, buff=0.16).match_x(everything)
        super().__init__(self.header, self.rule, *self.rows)
        self.scale(min(1.0, width / self.width))

    def settled(self, column: int) -> list[tuple[VGroup, VGroup]]:
        """Return for each row the first digits of a column that all rows below share, and those that change."""
        texts = [row[column] for row in self._texts]
        return [self._split(place, column, texts[place:]) for place in range(len(texts))]

    def alike(self, one: int, other: int) -> list[list[tuple[VGroup, VGroup]]]:
        """Return for each row the first digits that two columns share, and those in which they differ, of each."""
        return [
            [self._split(place, column, (texts[column], texts[one], texts[other])) for column in (one, other)]
            for place, texts in enumerate(self._texts)
        ]

    def _split(self, place: int, column: int, texts: Sequence[str]) -> tuple[VGroup, VGroup]:
        """Return a number's first digits that it shares with all ``texts``, itself the first, and its others."""
        alike = takewhile(lambda characters: len(set(characters)) == 1, zip(*texts, strict=False))
        same = "".join(character for character, *_ in alike)
        known = any(digit in same for digit in "123456789") and (same == texts[0] or "×" not in texts[0])
        glyphs = self.rows[place][column].submobjects
        shared = len(same) if known or same == texts[0] else 0
        return VGroup(*glyphs[:shared]), VGroup(*glyphs[shared:])

    def _arrange(self) -> None:
        """Align the numbers of each column at their decimal points, and centre the name above them."""
        right = 0.0
        for column, name in enumerate(self.header):
            numbers = [row[column] for row in self.rows]
            for place, (number, texts) in enumerate(zip(numbers, self._texts, strict=True)):
                number.shift((-_decimal_point(number, texts[column]), 0, 0))
                number.on_baseline(-(_HEAD_HEIGHT + place * _ROW_HEIGHT) * self._size)
            block = VGroup(*numbers)
            half = max(block.width, name.width) / 2
            block.set_x(right + half)
            name.move_to((right + half, 0, 0))
            right += 2 * half + _GUTTER * self._size


def _decimals(typesetter: Typesetter, column: Sequence[Quantity]) -> list[int]:
    """Return the decimals of a column's numbers, which are in one notation."""
    usual = [clip_decimals(each, typesetter.decimals) for each in column]
    return in_one_notation([each.value for each in column], usual)


def _decimal_point(number: VMobject, text: str) -> float:
    """Return the x of a number's decimal point, or of its end if it has none."""
    whole = len(text.partition("×")[0].replace(",", ".").partition(".")[0])
    return float(number.submobjects[whole - 1].get_right()[0])
