"""The derivatives by w, b and a^(L−1) as one table: each has its own first factor, and all share the other two."""

from collections.abc import Mapping, Sequence
from math import prod
from typing import Self

from manim import (
    DOWN,
    RIGHT,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Line,
    ReplacementTransform,
    VGroup,
    VMobject,
    interpolate,
)

from backprop_core.quantities import Quantity
from scenes.kit.motion.animations import fly, one_by_one, redraw
from scenes.kit.plot.bars import Bar, BarScale, number_room
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import factor_names, put_between
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, SAFE_LEFT, SAFE_RIGHT, SMALLEST, THIN
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import agreeing_decimals, significant_decimals

TWO_ROWS = {"w": 1.8, "b": -1.0}
THREE_ROWS = {"w": 2.72, "b": 0.5, "a": -1.72}
"""The heights at which rows stand, by letter, in frame units; a single row stands on top."""

_TOP = 2.85

# The most type size of the names and of the numbers below them, the space between parts, the gap to the number below
# a factor, the brackets' arms, and how far they reach beyond rows, in frame units.
_SIZE, _NUMBER_SIZE, _GAP, _DROP, _ARM, _BRACKET_RISE, _BRACKET_DROP = 0.6, 0.48, 0.24, 0.12, 0.16, 0.78, 1.28

# The least width of the results, the gap before their numbers, how far those are from the right edge, how far below
# its number the middle of a bar is, the bar's height, how far its zero line reaches from there, and how far a part
# moves while it is exchanged.
_RESULTS, _SIGN_GAP, _INSET, _BAR_DROP, _BAR_HEIGHT, _ZERO_REACH, _SWAP_SHIFT = 3.6, 0.2, 0.14, 0.78, 0.5, 0.36, 0.35


def one_row(letter: str) -> dict[str, float]:
    """Return the height of a single row."""
    return {letter: _TOP}


class SharedRow(VGroup):
    """One derivative: its name, its own first factor with what that is, the signs around it, and the result's bar.

    Notes
    -----
    ``left`` and ``factor`` are the names, ``own`` is the formula and number of the factor, ``bar`` the result with
    its number, ``zero`` the bar's zero line, ``equals`` the sign before it, and ``outline`` that of a bar for the
    product of the shared factors alone, where that is another one. The row contains none of the last five; add them
    where they are wanted.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, letter: str, places: Sequence[int], sign: str):
        (w, *_), (b, before, _) = last.path, last.side
        self.symbol = {"w": w, "b": b, "a": before}[letter]
        first = {"w": last.entering[1], "b": last.factors("b")[0], "a": last.start[0]}[letter]
        factor = last.factors(letter)[0].symbol
        self.value = last.derivative_by(letter)
        self.left = typesetter.formula("{}", self.value.symbol, size=_SIZE)
        self.sign = typesetter.formula("=", size=_SIZE)
        self.factor = typesetter.formula("{}", factor, size=_SIZE)
        self.dot = typesetter.formula("dot.op", size=_SIZE)
        template, names = ("{}", []) if letter == "b" else ("{} = {}", [first.symbol])
        self.own = typesetter.formula(template, *names, first, size=_NUMBER_SIZE, decimals=places[0])
        self.equals = typesetter.formula(sign, size=_SIZE)
        self.decimals = places[-1]
        self.bar: Bar
        self.outline = VGroup()
        self.zero = Line(color=typesetter.theme.muted, stroke_width=THIN)
        super().__init__(self.left, self.sign, self.factor, self.dot)

    @property
    def all(self) -> VGroup:
        """The row with its own factor's formula and its result."""
        return VGroup(self, self.own, self.equals, self.zero, self.bar, self.outline)


class SharedProduct(VGroup):
    """Rows for the derivatives by w, b and a^(L−1), with their results as bars, around the factors that they share.

    Notes
    -----
    ``rows`` are the rows by letter; ``shared`` are the two other factors with their numbers, ``brackets`` what holds
    several rows together. The table contains only the shared factors.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        self._typesetter = typesetter
        values = {letter: (last.derivative_by(letter), last.factors(letter)) for letter in "wba"}
        found = {letter: _decimals(typesetter, *each) for letter, each in values.items()}
        self.rows = {
            letter: SharedRow(typesetter, last, letter, places, sign) for letter, (places, sign) in found.items()
        }
        _, *others = last.factors()
        names = factor_names(typesetter, others, _SIZE)
        numbers = [
            typesetter.formula(
                "{}",
                factor,
                size=_NUMBER_SIZE,
                brackets=True,
                decimals=max(places[i] for places, _ in found.values()),
            )
            for i, factor in enumerate(others, start=1)
        ]
        dots = [typesetter.formula("dot.op", size=size) for size in (_SIZE, _NUMBER_SIZE)]
        self.shared = VGroup(*names, *numbers, *dots)
        super().__init__(self.shared)
        self._lay(names, numbers, dots)
        self._lay_bars()
        muted = typesetter.theme.muted
        self.brackets = VGroup(*(Line(color=muted, stroke_width=MEDIUM) for _ in range(2)))
        self.stand(one_row("w"), alone=1.0)

    def _lay(self, names: list[Formula], numbers: list[Formula], dots: list[Formula]) -> None:
        """Place everything from left to right; what belongs to a factor stands below it."""
        rows, x = self.rows.values(), SAFE_LEFT
        columns: list[list[VGroup]] = [
            [row.left for row in rows],
            [row.sign for row in rows],
            [row.factor for row in rows],
            [row.dot for row in rows],
        ]
        for column in columns:
            x = _beside(column, x) + _GAP
        for row in rows:
            row.own.next_to(row.factor, DOWN, _DROP)
        x = self._before = max(x, *(row.own.get_right()[0] + _GAP for row in rows))
        x = _beside([VGroup(names[0], numbers[0].next_to(names[0], DOWN, _DROP))], x + _ARM + _GAP) + _GAP
        x = _beside([dots[0]], x) + _GAP
        x = _beside([VGroup(names[1], numbers[1].next_to(names[1], DOWN, _DROP))], x)
        for part in (numbers[1], dots[1]):
            part.on_baseline(numbers[0].baseline)
        put_between(dots[1], *numbers)
        self._after = x + _GAP + _ARM

    def _lay_bars(self) -> None:
        """Make the results: numbers in a column at the right, each above its bar, all at one scale.

        What stands before them is as large as there is room for.
        """
        typesetter, rows = self._typesetter, self.rows.values()
        digits = max(number_room(typesetter, [row.value], size=1, decimals=row.decimals) for row in rows)
        signs = max(row.equals.width for row in rows) + _SIGN_GAP + _INSET
        size = max(SMALLEST, min(_SIZE, (_RESULTS - signs) / digits))
        results = max(_RESULTS, digits * size + signs)
        share = min(1.0, (SAFE_RIGHT - results - _GAP - SAFE_LEFT) / (self._after - SAFE_LEFT))
        for part in (*(each for row in rows for each in (row, row.own)), self.shared):
            part.scale(share, about_point=(SAFE_LEFT, 0, 0))
        self._before, self._after = (SAFE_LEFT + share * (x - SAFE_LEFT) for x in (self._before, self._after))
        w = self.rows["w"]
        gaps = w.dot.get_left() - w.factor.get_right(), self.shared[0].get_left() - w.dot.get_right()
        closer = (gaps[0] - gaps[1])[0]
        middle = (w.left.get_left()[0] + self.shared.get_right()[0] + closer) / 2
        self._moved = -middle, closer - middle
        self._sign_x, self._dot_x = w.sign.get_x(), self.shared[-2].get_x()
        left = self._after + _GAP
        self._scale = BarScale.fitting([(0.0, row.value.value) for row in rows], left, SAFE_RIGHT, 0.0)
        alone = self.rows["b"].value
        end = min(SAFE_RIGHT, max(left + results, self._scale.zero)) - _INSET
        self._alone: list[Bar] = []
        for letter, row in self.rows.items():
            row.bar, bar_alone = (
                Bar(
                    typesetter,
                    value,
                    self._scale,
                    0.0,
                    height=_BAR_HEIGHT,
                    column=end,
                    rise=_BAR_DROP,
                    size=size,
                    decimals=row.decimals,
                    signed=False,
                )
                for value in (row.value, alone)
            )
            self._alone.append(bar_alone)
            if letter != "b":
                row.outline.add(bar_alone.block.set_fill(opacity=0).set_stroke(typesetter.theme.text, THIN))
        column = end - max(row.bar.number.width for row in rows) - _SIGN_GAP
        for row in rows:
            row.equals.set_x(column, direction=RIGHT)

    def stand(self, heights: Mapping[str, float], alone: float = 0.0) -> Self:
        """Let rows stand at these heights, by letter, and what they share in the middle.

        With ``alone`` at 1, a single row stands in the middle of the frame, with the same space around each dot.
        """
        for (letter, row), bar_alone in zip(self.rows.items(), self._alone, strict=True):
            if letter not in heights:
                continue
            y = heights[letter]
            for bar in (row.bar, bar_alone):
                bar.place(self._scale, y - _BAR_DROP)
            x, middle = self._scale.zero, row.bar.y
            row.zero.put_start_and_end_on((x, middle + _ZERO_REACH, 0), (x, middle - _ZERO_REACH, 0))
            row.equals.set_y(y)
            VGroup(row, row.own).shift(
                (self._sign_x + alone * self._moved[0] - row.sign.get_x(), y - row.sign.get_y(), 0)
            )
        low, high = min(heights.values()), max(heights.values())
        dot = self.shared[-2]
        self.shared.shift((self._dot_x + alone * self._moved[1] - dot.get_x(), (low + high) / 2 - dot.get_y(), 0))
        top, bottom = high + _BRACKET_RISE, low - _BRACKET_DROP
        for bracket, x, arm in zip(self.brackets, (self._before, self._after), (_ARM, -_ARM), strict=True):
            bracket.set_points_as_corners([(x + arm, top, 0), (x, top, 0), (x, bottom, 0), (x + arm, bottom, 0)])
        return self

    def spread(
        self,
        before: Mapping[str, float],
        after: Mapping[str, float],
        shown: Sequence[VMobject],
        *,
        alone: float = 0.0,
        **options,
    ) -> Animation:
        """Return an animation in which rows move from some heights to others, on the scene or not.

        ``shown`` is what is on the scene, other than the shared factors; ``alone`` is 1 if a single row has stood in
        the middle of the frame.
        """

        def show(t: float) -> None:
            heights = {letter: interpolate(before[letter], y, t) for letter, y in after.items()}
            self.stand(heights, alone * (1 - t))

        return redraw(VGroup(self, *shown), show, **options)


def put_in(row: SharedRow, source: VMobject, **options) -> Animation:
    """Return an animation in which a row's names appear; then their one own symbol flies in from ``source``."""
    own = [name.of(row.symbol) for name in (row.left, row.factor)]
    rest = [_without(name, part) for name, part in zip((row.left, row.factor), own, strict=True)]
    flights = AnimationGroup(*(fly(source, part) for part in own))
    return one_by_one(FadeIn(*rest, row.sign, row.dot), flights, **options)


def exchange(old: SharedRow, new: SharedRow, source: VMobject, **options) -> Animation:
    """Return an animation in which only one symbol leaves the names, and another one flies in from ``source``."""
    taken, put, stay = [], [], []
    for here, there in ((old.left, new.left), (old.factor, new.factor)):
        pair = here.of(old.symbol), there.of(new.symbol)
        taken.append(pair[0])
        put.append(pair[1])
        stay += [_without(each, part) for each, part in zip((here, there), pair, strict=True)]
    others = [(old.sign, new.sign), (old.dot, new.dot), *zip(stay[::2], stay[1::2], strict=True)]
    return AnimationGroup(
        FadeOut(*taken, shift=_SWAP_SHIFT * DOWN),
        *(ReplacementTransform(*pair) for pair in others),
        *(fly(source, part) for part in put),
        **options,
    )


def _without(formula: Formula, part: VGroup) -> VGroup:
    """Return the glyphs of a formula that are not in a part of it."""
    return VGroup(*(glyph for glyph in formula if glyph not in part))


def _beside(column: Sequence[VMobject], x: float) -> float:
    """Centre the parts of a column, which begins at ``x``, and return its right end."""
    width = max(part.width for part in column)
    for part in column:
        part.set_x(x + width / 2)
    return x + width


def _decimals(typesetter: Typesetter, value: Quantity, factors: Sequence[Quantity]) -> tuple[list[int], str]:
    """Return the decimals of a row's factors and of their product, and the sign before the product."""
    least = typesetter.decimals
    whole = significant_decimals(value.value, least=least)
    floors = [0] + [least] * (len(factors) - 1)
    places, sign = agreeing_decimals([each.value for each in factors], value.value, prod, whole, least=floors)
    return [*places, whole], sign
