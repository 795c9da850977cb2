"""The derivatives by w, b and a^(L−1) as one table: each has its own first factor, and all share the other two."""

from collections.abc import Iterable, Mapping, Sequence
from math import prod
from typing import Self

from manim import (
    DOWN,
    RIGHT,
    Animation,
    VGroup,
    VMobject,
    interpolate,
)

from backprop_core.quantities import Quantity
from scenes.figures.derivatives.shared_row import BAR_DROP, NUMBER_SIZE, SIZE, SharedRow
from scenes.kit.motion.animations import redraw
from scenes.kit.plot.bars import Bar, BarScale
from scenes.kit.text.bracket import CurlyBracket
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import factor_names, put_between
from scenes.kit.text.readout import printed_width
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import SAFE_LEFT, SAFE_RIGHT, SMALLEST
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import agreeing_decimals, exact_decimals, significant_decimals

TWO_ROWS = {"w": 1.85, "b": -0.85}
THREE_ROWS = {"w": 2.75, "b": 0.5, "a": -1.75}
"""The heights at which rows stand, by letter, in frame units."""

# The space between parts, the gap to the number below a factor, the brackets' arms, how far they reach beyond rows,
# how far the table is from the frame's sides at least, and a bar's height, in frame units.
_GAP, _DROP, _ARM, _BRACKET_RISE, _INSET, _BAR_HEIGHT = 0.28, 0.17, 0.16, 0.75, 0.15, 0.26


class SharedProduct(VGroup):
    """Rows for the derivatives by w, b and a^(L−1), with their results as bars, around the factors that they share.

    Notes
    -----
    ``rows`` are the rows by letter; ``shared`` are the two other factors with their numbers, ``brackets`` what leads
    from all rows to these, and from them to all results. The table contains only the shared factors.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        self._typesetter = typesetter
        values = {letter: (last.derivative_by(letter), last.factors(letter)) for letter in "wba"}
        found = {letter: _decimals(typesetter, *each) for letter, each in values.items()}
        self.rows = {
            letter: SharedRow(typesetter, last, letter, places, sign) for letter, (places, sign) in found.items()
        }
        _, *others = last.factors()
        names = factor_names(typesetter, others, SIZE)
        numbers = [
            typesetter.formula(
                "{}",
                factor,
                size=NUMBER_SIZE,
                brackets=True,
                decimals=max(places[i] for places, _ in found.values()),
            )
            for i, factor in enumerate(others, start=1)
        ]
        dots = [typesetter.formula("dot.op", size=size) for size in (SIZE, NUMBER_SIZE)]
        self.shared = VGroup(*names, *numbers, *dots)
        super().__init__(self.shared)
        self.brackets = VGroup(*(CurlyBracket(typesetter.theme.muted) for _ in range(2)))
        self._lay(names, numbers, dots)
        self._lay_results()
        self.stand(THREE_ROWS)

    @property
    def names(self) -> tuple[VMobject, ...]:
        """The names of the shared factors and the dot between them."""
        first, second, _, _, dot, _ = self.shared
        return first, dot, second

    @property
    def numbers(self) -> tuple[VMobject, ...]:
        """The numbers of the shared factors and the dot between them."""
        _, _, first, second, _, dot = self.shared
        return first, dot, second

    def _lay(self, names: list[Formula], numbers: list[Formula], dots: list[Formula]) -> None:
        """Place everything from left to right; what belongs to a factor stands below it."""
        rows, x = list(self.rows.values()), SAFE_LEFT
        columns: list[list[VGroup]] = [
            [row.left for row in rows],
            [row.sign for row in rows],
            [row.factor for row in rows],
        ]
        # In the first row, the equals sign has the same space as the dot, or more.
        widest, dot = max(row.factor.width for row in rows), rows[0].dot.width
        reach = max(3 * _GAP + dot, (max(row.own.width for row in rows) - widest) / 2 + _GAP)
        aside = (widest - rows[0].factor.width) / 2
        space = max(_GAP, (reach - aside - dot) / 2)
        for column in columns:
            self._before = _beside(column, x) + reach
            x = self._before - reach + space
        ends = [row.factor.get_right()[0] for row in rows]
        for row in rows:
            row.own.next_to(row.factor, DOWN, _DROP)
            row.dot.set_x((max(ends) + self._before) / 2)
        x = self._before + 2 * _ARM + _GAP
        x = _beside([VGroup(names[0], numbers[0].next_to(names[0], DOWN, _DROP))], x) + _GAP
        x = _beside([dots[0]], x) + _GAP
        x = _beside([VGroup(names[1], numbers[1].next_to(names[1], DOWN, _DROP))], x)
        for part in (numbers[1], dots[1]):
            part.on_baseline(numbers[0].baseline)
        put_between(*zip(dots, (names, numbers), strict=True))
        self._after = x + _GAP

    def _lay_results(self) -> None:
        """Make the results: numbers in a column, each above its bar, all at one scale; put all in the middle.

        What stands before them is as large as there is room for.
        """
        typesetter, rows = self._typesetter, self.rows.values()
        texts = (typesetter.printed(row.value.value, decimals=row.decimals) for row in rows)
        digits = max(map(printed_width, texts))
        gap = EQUALS * SIZE
        signs = self._after + 2 * _ARM + gap
        before = signs + max(row.equals.width for row in rows) + gap - SAFE_LEFT
        room = SAFE_RIGHT - SAFE_LEFT - 2 * _INSET
        size = max(SMALLEST, SIZE * min(1.0, room / (before + SIZE * digits)))
        share = min(1.0, (room - size * digits) / before)
        start = -(share * before + size * digits) / 2
        for part in (*(each for row in rows for each in (row, row.own, row.equals)), self.shared):
            part.scale(share, about_point=(SAFE_LEFT, 0, 0)).shift((start - SAFE_LEFT, 0, 0))
        self._arm = share * _ARM
        self._before, self._after, signs = (
            start + share * (x - SAFE_LEFT) for x in (self._before, self._after, signs)
        )
        left, right = start + share * before, start + share * before + size * digits
        self._ends = left, right
        scale = self._scale_of(self.rows)
        for row in rows:
            row.bar = Bar(
                typesetter,
                row.value,
                scale,
                0.0,
                height=_BAR_HEIGHT,
                column=right,
                rise=BAR_DROP,
                size=size,
                decimals=row.decimals,
                signed=False,
            )
            row.equals.set_x(left - share * gap, direction=RIGHT)

    def _scale_of(self, letters: Iterable[str]) -> BarScale:
        """Return the scale that has room for the bars of these rows."""
        return BarScale.fitting([(0.0, self.rows[letter].value.value) for letter in letters], *self._ends, 0.0)

    def stand(self, heights: Mapping[str, float], scale: BarScale | None = None) -> Self:
        """Let rows stand at these heights, by letter, and what they share in the middle.

        Without a scale, there is room for just their bars.
        """
        self._stand_results(heights, scale or self._scale_of(heights))
        for letter, y in heights.items():
            row = self.rows[letter]
            VGroup(row, row.own).shift((0, y - row.sign.get_y(), 0))
        low, high = min(heights.values()), max(heights.values())
        self.shared.shift((0, (low + high) / 2 - self.names[1].get_y(), 0))
        ends, arm = (high + _BRACKET_RISE, low - _BRACKET_RISE), self._arm
        for bracket, x, side in zip(self.brackets, (self._before + arm, self._after + arm), (1, -1), strict=True):
            bracket.place(x, side * arm, *ends)
        return self

    def _stand_results(self, heights: Mapping[str, float], scale: BarScale) -> None:
        above = None
        for letter, y in heights.items():
            above = self.rows[letter].stand_result(y, scale, self._ends[0], above)

    def spread(
        self, before: Mapping[str, float], after: Mapping[str, float], shown: Sequence[VMobject], **options
    ) -> Animation:
        """Return an animation in which rows move from some heights to others; the bars keep their scale.

        Rows that have no height before are in their places from the start. ``shown`` is what is on the scene, other
        than the shared factors.
        """
        scale = self._scale_of(before)

        def show(t: float) -> None:
            self.stand({letter: interpolate(before.get(letter, y), y, t) for letter, y in after.items()}, scale)

        return redraw(VGroup(self, *shown), show, **options)

    def fit(self, before: Mapping[str, float], after: Mapping[str, float]) -> Animation:
        """Return an animation in which the bars on the scene make room for those of the rows that come.

        ``before`` are the rows whose bars are on the scene, ``after`` is where all of them stand.
        """
        ends = self._scale_of(before), self._scale_of(after)
        self._stand_results(after, ends[1])
        standing = {letter: after[letter] for letter in before}
        results = VGroup(*(part for letter in before for part in self.rows[letter].result))

        def show(t: float) -> None:
            self._stand_results(standing, ends[0].towards(ends[1], t))

        return redraw(results, show)


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
    floors = [min(least, exact_decimals(factors[0].value))] + [least] * (len(factors) - 1)
    places, sign = agreeing_decimals([each.value for each in factors], value.value, prod, whole, least=floors)
    return [*places, whole], sign
