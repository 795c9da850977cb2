"""Live numbers, which look exactly like those of formulas and are cheap to change on every frame.

manim's ``DecimalNumber`` makes deep copies of its glyphs at each change. A ``Readout`` is a single shape, whose
points are joined from outlines of characters that are made once.
"""

from collections.abc import Callable
from functools import cache
from typing import Self

import numpy as np
from manim import VMobject

from backprop_core.quantities import Quantity
from scenes.kit.text.glyphs import typeset_math
from scenes.kit.text.ledger import Ledger
from scenes.numbers.format import MINUS
from scenes.numbers.typesetting import number_source

SIGNS = MINUS + "+"

# The height of the invisible anchor, in em: lower than a digit, so that it does not enlarge the readout.
_ANCHOR = 0.5


class Readout(VMobject):
    """A number that shows a quantity; ``show`` gives it the next one.

    Parameters
    ----------
    quantity
        The quantity that it shows first.
    printed
        Returns the text of a quantity; it is empty where no number is shown.
    ledger
        The record of the numbers shown.
    size, colour
        Frame units per em; ``#RRGGBB``.
    from_left
        Align the number by the left end of its digits instead of their middle.

    Notes
    -----
    The number is anchored to a point of the frame: the middle of its digits, on the baseline. The sign is left of the
    digits and does not count, so that a number that turns negative does not jump. The anchor is an invisible mobject
    inside the readout, so it moves when manim shifts or scales the readout.
    """

    def __init__(
        self,
        quantity: Quantity,
        printed: Callable[[Quantity], str],
        ledger: Ledger,
        *,
        size: float,
        colour: str,
        from_left: bool = False,
    ):
        super().__init__(fill_color=colour, fill_opacity=1, stroke_width=0)
        self._printed = printed
        self._ledger = ledger
        self._from_left = from_left
        self._anchor = VMobject(stroke_width=0, fill_opacity=0)
        self._anchor.points = np.linspace([0.0, 0.0, 0.0], [0.0, _ANCHOR * size, 0.0], 4)
        self.add(self._anchor)
        self.text = ""
        self.show(quantity)

    def show(self, quantity: Quantity) -> Self:
        """Show another quantity, and note it in the ledger."""
        self.quantity = quantity
        text = self._printed(quantity)
        if not text:
            self.text = text
            return self.clear_points()
        self._ledger.note(quantity, text)
        if text != self.text:
            self.text = text
            outline, middle = number_outline(text)
            held = sign_width(text) if self._from_left else middle
            self.points = (outline - [held, 0, 0]) * self.em + self._anchor.points[0]
        return self

    def anchor_at(self, point) -> Self:
        """Move the readout, to put the middle, or the left end, of its digits on ``point``."""
        return self.shift(np.asarray(point, dtype=float) - self._anchor.points[0])

    @property
    def em(self) -> float:
        """The present type size, in frame units."""
        foot, head = self._anchor.points[[0, -1]]
        return float((head - foot)[1]) / _ANCHOR

    @property
    def overhang(self) -> float:
        """The width of the sign, 0 without one, in frame units."""
        return self.em * sign_width(self.text) if self.text else 0.0

    @property
    def start(self) -> float:
        """The x of the left end of its digits, if it is aligned by that."""
        return float(self._anchor.points[0, 0])

    @property
    def baseline(self) -> float:
        """The y of the baseline, in frame units."""
        return float(self._anchor.points[0, 1])


@cache
def number_outline(text: str) -> tuple[np.ndarray, float]:
    """Return the outline of a printed number, shape (n, 3) in em, and the x of the middle of its digits."""
    if "×" in text:
        glyphs = typeset_math(number_source(text))
        start = glyphs[0].origin[0]
        pieces = [glyph.outline - [start, 0, 0] for glyph in glyphs]
        width = glyphs[-1].outline[:, 0].max() - start
    else:
        cursor, pieces = 0.0, []
        for character in text:
            outline, advance = _character(character)
            pieces.append(outline + [cursor, 0, 0])
            cursor += advance
        width = cursor
    return np.concatenate(pieces), (sign_width(text) + width) / 2


def printed_width(text: str) -> float:
    """Return the width of a printed number, in em."""
    outline, _ = number_outline(text)
    return float(outline[:, 0].max() - outline[:, 0].min())


def fitting_decimals(printed: Callable[[int], str], most: int, room: float) -> int:
    """Return the most decimals with which a number, as ``printed`` with them, is no wider than ``room``, in em."""
    return next((places for places in range(most, 0, -1) if printed_width(printed(places)) <= room), 0)


def printed_height(text: str) -> float:
    """Return the height of a printed number, in em; powers of ten are higher."""
    outline, _ = number_outline(text)
    return float(outline[:, 1].max() - outline[:, 1].min())


def sign_width(text: str) -> float:
    """Return the width of the sign of a printed number, 0 without one, in em."""
    return _character(text[0])[1] if text[0] in SIGNS else 0.0


@cache
def _character(character: str) -> tuple[np.ndarray, float]:
    """Return the outline of one character from its own origin, and its advance, in em."""
    first, second = typeset_math(number_source(character + "0"))
    return first.outline - [first.origin[0], 0, 0], float(second.origin[0] - first.origin[0])
