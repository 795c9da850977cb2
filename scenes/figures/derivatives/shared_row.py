"""A row of the table of the derivatives by w, b and a^(L−1): its names, its own factor, and its result as a bar."""

from collections.abc import Sequence

import numpy as np
from manim import LEFT, Animation, AnimationGroup, FadeIn, FadeOut, Line, ReplacementTransform, VGroup, VMobject

from backprop_core.quantities import Symbol
from scenes.kit.motion.animations import fly, one_by_one
from scenes.kit.plot.bars import Bar, BarScale
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import QUICK, THIN
from scenes.numbers.chain import LastLayer

SIZE, NUMBER_SIZE = 0.64, 0.5
"""The most type size of the names and of the numbers below them, in frame units."""

BAR_DROP = 0.6
"""How far below a result's number the middle of its bar is, in frame units."""

# How far the zero line reaches from the middle of a bar, and the gap from it to the numbers that it passes, in frame
# units.
_ZERO_REACH, _ZERO_GAP = 0.22, 0.14


class SharedRow(VGroup):
    """One derivative: its name, its own first factor with what that is, the signs around it, and the result's bar.

    Notes
    -----
    ``left`` and ``factor`` are the names, ``own`` is the formula and number of the factor, ``bar`` the result with
    its number, ``zero`` its part of the zero line, which comes down from the bar above, and ``equals`` the sign
    before the number. The row contains none of the last four; add them where they are wanted. A result of 0 has just
    a number, no bar and no zero line.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, letter: str, places: Sequence[int], sign: str):
        (w, *_), (b, before, _) = last.path, last.side
        self.symbol = {"w": w, "b": b, "a": before}[letter]
        first = {"w": last.entering[1], "b": last.factors("b")[0], "a": last.start[0]}[letter]
        factor = last.factors(letter)[0].symbol
        self.value = last.derivative_by(letter)
        self.left = typesetter.formula("{}", self.value.symbol, size=SIZE)
        self.sign = typesetter.formula("=", size=SIZE)
        self.factor = typesetter.formula("{}", factor, size=SIZE)
        self.dot = typesetter.formula("dot.op", size=SIZE)
        template, names = ("{}", []) if letter == "b" else ("{} = {}", [first.symbol])
        self.own = typesetter.formula(template, *names, first, size=NUMBER_SIZE, decimals=places[0])
        self.equals = typesetter.formula(sign, size=SIZE)
        self.decimals = places[-1]
        self.bar: Bar
        self.zero = VGroup(*(Line(color=typesetter.theme.muted, stroke_width=THIN) for _ in range(2)))
        super().__init__(self.left, self.sign, self.factor, self.dot)

    @property
    def all(self) -> VGroup:
        """The row with its own factor's formula and its result."""
        return VGroup(self, self.own, self.result)

    @property
    def result(self) -> VGroup:
        """The sign before the result, and its number with the bar."""
        return VGroup(self.equals, self.zero, self.bar)

    def write(self, source: VMobject) -> Animation:
        """Return an animation in which the symbol of both names comes from ``source``; then the rest appears."""
        names = self.factor, self.left
        symbols = [name.of(self.symbol) for name in names]
        rest = (_without(name, symbol) for name, symbol in zip(names, symbols, strict=True))
        flights = (fly(source, each) for each in symbols)
        return one_by_one(*flights, FadeIn(*rest, self.sign, self.dot))

    def find(self) -> Animation:
        """Return an animation in which the result grows as a bar."""
        found = self.bar.grow() if self.value.value else FadeIn(self.bar.number)
        return AnimationGroup(FadeIn(self.equals, self.zero), found)

    def stand_result(self, y: float, scale: BarScale, numbers: float, above: float | None) -> float | None:
        """Put the result there, its number's left end at ``numbers``; return the lower end of the zero line.

        That comes from ``above``, the lower end of its part above this row, if there is one.
        """
        self.bar.place(scale, y - BAR_DROP)
        self.bar.number.set_x(numbers, direction=LEFT)
        self.equals.set_y(y)
        for line in self.zero:
            line.clear_points()
        if not self.value.value:
            self.bar.block.clear_points()
            return above
        low, number = self.bar.y - _ZERO_REACH, self.bar.number
        pieces = [(number.get_bottom()[1] - _ZERO_GAP, low)]
        if above is not None:
            pieces.append((above, number.get_top()[1] + _ZERO_GAP))
        for line, ends in zip(self.zero, pieces, strict=False):
            line.set_points_as_corners([np.array([scale.zero, end, 0.0]) for end in ends])
        return low


def exchange(
    pairs: Sequence[tuple[Formula, Formula]], old: Symbol, new: Symbol, source: VMobject, **options
) -> Animation:
    """Return an animation in which a symbol leaves formulas, and copies of another one fly into its places.

    ``pairs`` are the formulas before and after; ``source`` is where the other symbol stands already.
    """
    taken = [here.of(old) for here, _ in pairs]
    put = [there.of(new) for _, there in pairs]
    stay = [
        ReplacementTransform(_without(here, gone), _without(there, came))
        for (here, there), gone, came in zip(pairs, taken, put, strict=True)
    ]
    left = AnimationGroup(FadeOut(*taken), *stay, run_time=QUICK / 2)
    flights = AnimationGroup(*(fly(source, part) for part in put), lag_ratio=0.2)
    return AnimationGroup(left, flights, lag_ratio=1, **options)


def _without(formula: Formula, part: VGroup) -> VGroup:
    """Return the glyphs of a formula that are not in a part of it."""
    return VGroup(*(glyph for glyph in formula if glyph not in part))
