"""Mathematics on screen, whose parts are found by the symbol that they show."""

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import VGroup, VMobject

from backprop_core.quantities import Symbol
from scenes.kit.text.glyphs import Glyph

Owner = tuple[int | None, Symbol | None]


class TextLine(VGroup):
    """One typeset line: a glyph each submobject, standing on a common baseline."""

    def __init__(self, glyphs: Sequence[Glyph], colours: Sequence[str], size: float):
        super().__init__(*(_shape(glyph, colour, size) for glyph, colour in zip(glyphs, colours, strict=True)))
        low, high = self.get_bottom()[1], self.get_top()[1]
        self._rise = -low / (high - low) if high > low else 0.0
        self._extents = tuple(max(glyph.width, glyph.height) / size for glyph in self.submobjects)

    @property
    def em(self) -> float:
        """The type's size at present, in frame units."""
        natural, glyph = max(
            (pair for pair in zip(self._extents, self.submobjects, strict=True) if len(pair[1].points)),
            key=lambda pair: pair[0],
        )
        return max(glyph.width, glyph.height) / natural

    @property
    def baseline(self) -> float:
        """The height of the baseline in the frame."""
        low, high = self.get_bottom()[1], self.get_top()[1]
        return low + self._rise * (high - low)

    def on_baseline(self, y: float) -> Self:
        """Shift the line up or down until its baseline is at ``y``."""
        return self.shift((0, y - self.baseline, 0))


class Formula(TextLine):
    """A line of mathematics.

    Parameters
    ----------
    owners
        For each glyph the index of the argument that it belongs to (None for what stood in the template),
        and the symbol that it shows, if any.
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
        """Return the glyphs of these arguments of the template, as drawn (not copies).

        Raises
        ------
        KeyError
            No glyph belongs to one of them.
        """
        return VGroup(*self._pick(lambda owner: owner[0] in indices, f"argument {indices}"))

    def of(self, symbol: Symbol) -> VGroup:
        """Return all glyphs that show ``symbol``, wherever it stands.

        Raises
        ------
        KeyError
            The formula does not contain it.
        """
        return VGroup(*self._pick(lambda owner: owner[1] == symbol, symbol.plain))

    def shows(self, symbol: Symbol) -> bool:
        """Return whether ``symbol`` stands anywhere in the formula."""
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
