"""The outputs of a softmax in rows, each z with its bar and each a with its own; and all a as one whole bar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Self

import numpy as np
from manim import LEFT, RIGHT, Animation, AnimationGroup, FadeIn, FadeOut, LaggedStart, Rectangle, VGroup, VMobject
from manim import ReplacementTransform as Replace

from backprop_core.quantities import Quantity, target
from scenes.kit.motion.animations import fly, one_by_one, redraw, turn_over
from scenes.kit.plot.bars import Bar, BarScale
from scenes.kit.text.formula import Formula
from scenes.kit.text.readout import printed_width
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SMALL, SMALLEST, THIN, ink_on
from scenes.numbers.format import exact_decimals
from scenes.numbers.scales import Unit
from scenes.numbers.softmax import Distribution, PowerSum, SoftmaxLayer

# Where rows may stand, the distance of two rows at most, and the height of a bar at most, in frame units; the height
# of a bar, and the type's size, as shares of that distance.
_TOP, _BOTTOM, _PITCH, _BAR = 1.8, -1.85, 1.6, 0.7
_BAR_SHARE, _TYPE_SHARE = 0.55, 0.62

# Between numbers and bars, and beyond a bar's frame, in frame units; from an equals sign to the number, the middle of
# a digit above the baseline, and from the first frame up to the baseline of what heads its number, in em.
_GAP, _MARGIN, _NUMBER_GAP, _DIGIT_MIDDLE, _HEAD_RISE = 0.2, 0.07, 0.28, 0.325, 0.3

# The middle of the whole bar, its height, and the least room beside a name in it, in frame units; how opaque every
# second part of the whole is.
_WHOLE_Y, _WHOLE_HEIGHT, _NAME_ROOM, _SECOND = -2.55, 0.56, 0.14, 0.72


@dataclass(frozen=True)
class RowPlaces:
    """Where ``n`` rows stand, the height of their bars, and the size of their type at most, in frame units."""

    n: int

    @property
    def pitch(self) -> float:
        """The distance of two rows."""
        return min(_PITCH, (_TOP - _BOTTOM) / self.n)

    @property
    def middle(self) -> float:
        """The height of the middle of all rows."""
        return (_TOP + _BOTTOM) / 2

    @property
    def heights(self) -> list[float]:
        """The heights of the rows' middles, from top to bottom."""
        return self.spread(0.0)

    def spread(self, least: float) -> list[float]:
        """Return the heights of the rows' middles if these are ``least`` apart, at least."""
        pitch = max(self.pitch, least)
        return [self.middle + ((self.n - 1) / 2 - j) * pitch for j in range(self.n)]

    @property
    def bar(self) -> float:
        """The height of a bar."""
        return min(_BAR, _BAR_SHARE * self.pitch)

    @property
    def size(self) -> float:
        """The type's size."""
        return min(LABEL, _TYPE_SHARE * self.pitch)


class NamedBars(VGroup):
    """A row for each quantity: its name, its number in a column, and its bar.

    Parameters
    ----------
    reached
        All values that each quantity will have: there is room for their numbers.
    left, column
        Where the rows begin, and the width of names and numbers at most, in frame units.
    signed
        Whether positive numbers have a plus sign.

    Notes
    -----
    ``names`` and ``bars``, which are ``blocks`` with ``numbers``, are its parts; bars have no length until they are
    ``scaled``. ``start`` is where they may begin.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        shown: Sequence[Quantity],
        reached: Sequence[Quantity],
        *,
        left: float,
        column: float,
        signed: bool = False,
    ):
        rows = RowPlaces(len(shown))
        printed = {typesetter.printed(each.value, signed=signed) for each in reached}
        widest = max(typesetter.formula("{} =", each.symbol, size=1.0).width for each in shown)
        widest += _NUMBER_GAP + max(map(printed_width, printed))
        size = max(SMALLEST, min(rows.size, column / widest))
        end, nowhere = left + widest * size, BarScale(left, Unit(0.0))
        self.start = end + _GAP
        self.names = [typesetter.formula("{} =", each.symbol, size=size) for each in shown]
        for name, y in zip(self.names, rows.heights, strict=True):
            name.set_x(left, direction=LEFT).on_baseline(y - _DIGIT_MIDDLE * size)
        style: dict[str, Any] = {"height": rows.bar, "column": end, "size": size, "signed": signed}
        self.bars = [Bar(typesetter, each, nowhere, y, **style) for each, y in zip(shown, rows.heights, strict=True)]
        self.blocks, self.numbers = (VGroup(*parts) for parts in zip(*self.bars, strict=True))
        super().__init__(*self.names, *self.bars)

    def scaled(self, scale: BarScale) -> Self:
        """Draw the bars at this scale."""
        for bar in self.bars:
            bar.place(scale, bar.y)
        return self

    def show(self, quantities: Sequence[Quantity]) -> Self:
        """Show other values."""
        for bar, quantity in zip(self.bars, quantities, strict=True):
            bar.show(quantity)
        return self


class SumRows(NamedBars):
    """A row for each z_j, with a bar to the left or right of ``zero``."""

    def __init__(
        self,
        typesetter: Typesetter,
        layer: SoftmaxLayer,
        reached: Sequence[Distribution],
        *,
        left: float,
        right: float,
    ):
        values = [z for each in reached for z in each.sums]
        super().__init__(typesetter, layer.own.sums, values, left=left, column=0.55 * (right - left), signed=True)
        self.axis = BarScale.fitting([(0.0, z.value) for z in values], self.start, right, room=0.0)
        self.scaled(self.axis)
        rows = RowPlaces(len(self.bars))
        ends = (rows.heights[0] + rows.pitch / 2, rows.heights[-1] - rows.pitch / 2)
        self.zero = self.axis.upright(0.0, *ends, colour=typesetter.theme.muted, width=THIN)
        self.add_to_back(self.zero)

    def rows(self) -> list[VGroup]:
        """Return a group of name and bar for each row."""
        return [VGroup(*row) for row in zip(self.names, self.bars, strict=True)]

    def show_all(self, shown: Distribution) -> Self:
        """Show another distribution's z."""
        self.show(shown.sums)
        return self


class Whole(VGroup):
    """All a_j laid end to end in the frame of one bar, from 0 to 1, with their names where there is room for them.

    Notes
    -----
    ``frame``, ``parts`` and ``names`` are its parts, to be shown one by one; ``total`` says what they add up to.
    """

    def __init__(self, typesetter: Typesetter, layer: SoftmaxLayer, axis: BarScale):
        theme, shares = typesetter.theme, layer.own.shares
        self._axis = axis
        self.parts = [Rectangle(fill_color=theme.a, color=theme.background, stroke_width=THIN) for _ in shares]
        for place, part in enumerate(self.parts):
            part.set_fill(opacity=_SECOND if place % 2 else 1.0)
        ink = ink_on(theme.a)
        self.names = [typesetter.formula("{}", each.symbol, size=SMALL, colour=ink) for each in shares]
        self.frame = Rectangle(color=theme.text, stroke_width=MEDIUM)
        _fill(self.frame, axis.x(0.0) - _MARGIN, axis.x(1.0) + _MARGIN, _WHOLE_Y, _WHOLE_HEIGHT + 2 * _MARGIN)
        _, a = layer.letters
        self.total = typesetter.formula("sum_j {} = 1", a, size=LABEL)
        self.total.set_x(self.frame.get_left()[0] - _GAP, direction=RIGHT).set_y(_WHOLE_Y)
        super().__init__(*self.parts, *self.names, self.frame, self.total)
        self.show(shares)

    def show(self, shares: Sequence[Quantity]) -> Self:
        """Lay these end to end."""
        ends = [self._axis.x(value) for value in accumulate((each.value for each in shares), initial=0.0)]
        for part, name, start, end in zip(self.parts, self.names, ends[:-1], ends[1:], strict=True):
            _fill(part, start, end, _WHOLE_Y, _WHOLE_HEIGHT)
            name.move_to(((start + end) / 2, _WHOLE_Y, 0))
            name.set_opacity(float(end - start > name.width + _NAME_ROOM))
        return self


class ShareRows(NamedBars):
    """A row for each a_j, all at the scale of the ``whole`` bar below them.

    Notes
    -----
    ``powers``, which name the bars as long as they are e^z, with their ``sum``; ``targets``, the frames of the y_j,
    with ``marks``, their numbers, below a ``head``; and ``whole`` are not part of it until they are added. ``beside``
    is the width of what else stands to the right of the bars.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        layer: SoftmaxLayer,
        reached: Sequence[Distribution],
        *,
        left: float,
        right: float,
        beside: float,
    ):
        theme, shares = typesetter.theme, layer.own.shares
        values = [a for each in reached for a in each.shares]
        super().__init__(typesetter, shares, values, left=left, column=0.4 * (right - left))
        rows = RowPlaces(len(shares))
        decimals = max(min(exact_decimals(y.value), typesetter.decimals) for y in layer.targets)
        self.marks = [typesetter.formula("{}", y, size=rows.size, decimals=decimals) for y in layer.targets]
        end = right - max(beside, *(mark.width for mark in self.marks)) - 2 * _GAP
        self.axis = BarScale(self.start + _MARGIN, Unit.of(end - self.start - _MARGIN, 1.0))
        self._greatest = max(each.value for each in shares)
        self.powers = [
            _power(typesetter, layer, j, name.em, room=self.start - _GAP - left)
            .set_x(self.start - _GAP, direction=RIGHT)
            .on_baseline(name.baseline)
            for j, name in enumerate(self.names)
        ]
        self.targets = [Rectangle(color=theme.y, stroke_width=MEDIUM) for _ in shares]
        for y, mark, frame, at in zip(layer.targets, self.marks, self.targets, rows.heights, strict=True):
            _fill(frame, self.axis.x(0.0), self.axis.x(y.value), at, rows.bar + 2 * _MARGIN)
            mark.set_x(end + 2 * _GAP, direction=LEFT).on_baseline(at - _DIGIT_MIDDLE * rows.size)
        self.head = typesetter.formula("{}", target(), size=rows.size)
        self.head.match_x(VGroup(*self.marks)).on_baseline(self.targets[0].get_top()[1] + _HEAD_RISE * rows.size)
        self.whole = Whole(typesetter, layer, self.axis)
        self.sum = _sum_of_powers(typesetter, layer).move_to(self.whole.total, aligned_edge=RIGHT)
        self.divided(0.0)

    def divided(self, t: float) -> Self:
        """Draw the bars as e^z at a scale of their own (0), divided by their sum (1), or in between."""
        factor = (1 - t) / self._greatest + t
        return self.scaled(BarScale(self.axis.zero, Unit(self.axis.unit.share * factor, self.axis.unit.exponent)))

    def show_all(self, shown: Distribution) -> Self:
        """Show another distribution."""
        self.show(shown.shares)
        self.whole.show(shown.shares)
        return self

    def raise_from(self, sums: SumRows, **options) -> Animation:
        """Return an animation in which the bars of the z become those of e^z, and get their names; then their sum."""
        rows = zip(sums.bars, self.bars, self.powers, strict=True)
        rising = (one_by_one(Replace(z.block.copy(), a.block), FadeIn(power)) for z, a, power in rows)
        return one_by_one(LaggedStart(*rising, lag_ratio=0.25), FadeIn(self.sum), **options)

    def divide(self, **options) -> Animation:
        """Return an animation in which all bars get shorter in the same proportion."""
        return redraw(self.blocks, lambda t: self.divided(t), **options)

    def number(self, outputs: Sequence[VMobject], **options) -> Animation:
        """Return an animation in which the bars, which are dim by then, are named a, with the outputs' numbers."""
        pairs = zip(outputs, self.bars, strict=True)
        told = AnimationGroup(*(fly(output, bar.number) for output, bar in pairs), FadeOut(*outputs))
        return LaggedStart(turn_over([*self.powers, self.sum], self.names), told, lag_ratio=0.5, **options)

    def lay_end_to_end(self, **options) -> Animation:
        """Return an animation in which copies of the bars, which are dim by then, go into the frame of the whole."""
        pairs = zip(self.bars, self.whole.parts, strict=True)
        copies = ((bar.block.copy().set_opacity(1.0), part) for bar, part in pairs)
        return LaggedStart(*(Replace(*each) for each in copies), lag_ratio=0.5, **options)


def _power(typesetter: Typesetter, layer: SoftmaxLayer, j: int, size: float, *, room: float) -> Formula:
    """Return e^z_j with its number, if it has one, at this size, or smaller to fit into the room."""
    name = PowerSum((layer.sum_name(j),))
    numbers = [layer.powers[j]] if layer.powers else []
    formula = typesetter.formula("{}" + " = {}" * len(numbers), name, *numbers, size=size)
    return formula.scale(min(1.0, room / formula.width))


def _sum_of_powers(typesetter: Typesetter, layer: SoftmaxLayer) -> Formula:
    """Return the sum of all e^z_i with its number, if it has one."""
    z, _ = layer.letters
    name = PowerSum((replace(z, index=("i",)),))
    numbers = [layer.sum_of_powers] if layer.powers else []
    return typesetter.formula("sum_i {}" + " = {}" * len(numbers), name, *numbers, size=LABEL)


def _fill(block: Rectangle, start: float, end: float, y: float, height: float) -> None:
    """Draw a block from one x to another."""
    corners = [(start, 1), (end, 1), (end, -1), (start, -1), (start, 1)]
    block.set_points_as_corners([np.array([x, y + side * height / 2, 0.0]) for x, side in corners])
