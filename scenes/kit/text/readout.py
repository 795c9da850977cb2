"""A live number: cheap enough to change on every frame, and looking exactly like a formula's.

manim's ``DecimalNumber`` copies its glyphs deeply at each change. A ``Readout`` is one shape whose points
are put together from the outlines of the characters, made once.
"""

from collections.abc import Callable
from functools import cache
from math import inf
from typing import Self

import numpy as np
from manim import VMobject

from backprop_core.quantities import Quantity
from scenes.kit.text.glyphs import typeset_math
from scenes.kit.text.ledger import Ledger
from scenes.numbers.format import MINUS
from scenes.numbers.typesetting import number_source

SIGNS = MINUS + "+"

# The height of the invisible hook, in em: less than a digit's, so that it does not widen the readout.
_HOOK = 0.5


class Readout(VMobject):
    """A number bound to a quantity; ``show`` gives it the quantity's next value.

    Parameters
    ----------
    quantity
        What it shows first.
    printed
        How a value becomes text: called with the value.
    ledger
        Where each number shown is noted.
    size, colour
        Frame units per em; ``#RRGGBB``.
    from_left
        Hang it by the left end of its digits instead of their middle.
    widest
        A number that is wider than this, in em, is not shown.

    Notes
    -----
    The number hangs on a point of the frame: the middle of its digits on the baseline. The sign hangs out
    to the left, so that a number that turns negative does not jump. The point travels with the readout
    when manim shifts or scales it, because it is kept as a mobject inside it.
    """

    def __init__(
        self,
        quantity: Quantity,
        printed: Callable[[float], str],
        ledger: Ledger,
        *,
        size: float,
        colour: str,
        from_left: bool = False,
        widest: float = inf,
    ):
        super().__init__(fill_color=colour, fill_opacity=1, stroke_width=0)
        self._printed = printed
        self._ledger = ledger
        self._from_left, self._widest = from_left, widest
        self._hook = VMobject(stroke_width=0, fill_opacity=0)
        self._hook.points = np.linspace([0.0, 0.0, 0.0], [0.0, _HOOK * size, 0.0], 4)
        self.add(self._hook)
        self.text = ""
        self.show(quantity)

    def show(self, quantity: Quantity) -> Self:
        """Show this quantity from now on."""
        self.quantity = quantity
        text = self._printed(quantity.value)
        if printed_width(text) > self._widest:
            self.text = ""
            return self.clear_points()
        self._ledger.note(quantity, text)
        if text != self.text:
            self.text = text
            outline, middle = assembled(text)
            held = sign_width(text) if self._from_left else middle
            self.points = (outline - [held, 0, 0]) * self.em + self._hook.points[0]
        return self

    def hang(self, point) -> Self:
        """Move the readout so that the middle, or the left end, of its digits stands on ``point``."""
        return self.shift(np.asarray(point, dtype=float) - self._hook.points[0])

    @property
    def em(self) -> float:
        """The type's size at present, in frame units."""
        foot, head = self._hook.points[[0, -1]]
        return float((head - foot)[1]) / _HOOK

    @property
    def overhang(self) -> float:
        """How far the sign, if there is one, hangs out to the left, in frame units."""
        return self.em * sign_width(self.text) if self.text else 0.0

    @property
    def start(self) -> float:
        """The x of the left end of its digits, if it hangs by that."""
        return float(self._hook.points[0, 0])

    @property
    def baseline(self) -> float:
        """The height of the baseline in the frame."""
        return float(self._hook.points[0, 1])


@cache
def assembled(text: str) -> tuple[np.ndarray, float]:
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
    """Return how wide a printed number is, in em."""
    outline, _ = assembled(text)
    return float(outline[:, 0].max() - outline[:, 0].min())


def printed_height(text: str) -> float:
    """Return how high a printed number is, in em: more if it is a power of ten."""
    outline, _ = assembled(text)
    return float(outline[:, 1].max() - outline[:, 1].min())


def sign_width(text: str) -> float:
    """Return how much room the sign of a printed number takes, in em."""
    return _character(text[0])[1] if text[0] in SIGNS else 0.0


@cache
def _character(character: str) -> tuple[np.ndarray, float]:
    """Return the outline of one character from its own origin, and its advance, in em."""
    first, second = typeset_math(number_source(character + "0"))
    return first.outline - [first.origin[0], 0, 0], float(second.origin[0] - first.origin[0])
