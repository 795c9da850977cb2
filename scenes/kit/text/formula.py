"""Typeset lines on screen, and formulas, whose parts are found by argument or by symbol."""

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import VGroup, VMobject

from backprop_core.quantities import Symbol
from scenes.kit.text.glyphs import Glyph

Owner = tuple[int | None, Symbol | None]
"""The index of the argument that a glyph belongs to, and the symbol that it shows, each None if there is none."""


class TextLine(VGroup):
    """A typeset line; its submobjects are its glyphs."""

    def __init__(self, glyphs: Sequence[Glyph], colours: Sequence[str], size: float):
        super().__init__(*(_shape(glyph, colour, size) for glyph, colour in zip(glyphs, colours, strict=True)))
        low, high = self.get_bottom()[1], self.get_top()[1]
        self._rise = -low / (high - low) if high > low else 0.0
        self._extents = tuple(max(glyph.width, glyph.height) / size for glyph in self.submobjects)

    @property
    def em(self) -> float:
        """The present type size, in frame units."""
        natural, glyph = max(
            (pair for pair in zip(self._extents, self.submobjects, strict=True) if len(pair[1].points)),
            key=lambda pair: pair[0],
        )
        return max(glyph.width, glyph.height) / natural

    @property
    def baseline(self) -> float:
        """The y of the baseline, in frame units."""
        low, high = self.get_bottom()[1], self.get_top()[1]
        return low + self._rise * (high - low)

    def on_baseline(self, y: float) -> Self:
        """Shift the line vertically, to put its baseline at ``y``."""
        return self.shift((0, y - self.baseline, 0))


class Formula(TextLine):
    """A line of mathematics.

    Parameters
    ----------
    owners
        For each glyph the index of the argument that it belongs to, None for a glyph of the template itself, and the
        symbol that it shows, if any.
    """

    def __init__(
        self,
        glyphs: Sequence[Glyph],
        colours: Sequence[str],
        size: float,
        owners: Sequence[Owner],
    ):
        super().__init__(glyphs, colours, size)
        self._owners = tuple(owners)

    def argument(self, *indices: int) -> VGroup:
        """Return the glyphs of these arguments, not copies.

        Raises
        ------
        KeyError
            If no glyph belongs to one of them.
        """
        return VGroup(*self._pick(lambda owner: owner[0] in indices, f"argument {indices}"))

    def of(self, symbol: Symbol) -> VGroup:
        """Return all glyphs that show ``symbol``.

        Raises
        ------
        KeyError
            If the formula does not contain it.
        """
        return VGroup(*self._pick(lambda owner: owner[1] == symbol, symbol.plain))

    def shows(self, symbol: Symbol) -> bool:
        """Return whether the formula contains ``symbol``."""
        return any(owner[1] == symbol for owner in self._owners)

    def rest(self) -> VGroup:
        """Return the glyphs of the template itself: equals signs, dots, brackets."""
        return VGroup(*(g for g, owner in zip(self.submobjects, self._owners, strict=True) if owner[0] is None))

    def _pick(self, wanted: Callable[[Owner], bool], name: str) -> list[VMobject]:
        found = [g for g, owner in zip(self.submobjects, self._owners, strict=True) if wanted(owner)]
        if not found:
            raise KeyError(f"nothing in this formula shows {name}")
        return found


def _shape(glyph: Glyph, colour: str, size: float) -> VMobject:
    shape = VMobject(fill_color=colour, fill_opacity=1, stroke_width=0)
    shape.points = np.array(glyph.outline) * size
    return shape
