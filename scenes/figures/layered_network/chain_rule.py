"""The chain rule for the watched weight of a layered network: as names, as formulas and in numbers."""

from collections.abc import Iterator
from math import prod
from typing import Self

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    Indicate,
    Line,
    ReplacementTransform,
    SurroundingRectangle,
    Transform,
    VGroup,
    VMobject,
    there_and_back,
)

from backprop_core.quantities import Symbol
from scenes.figures.layered_network.equations import match_indices
from scenes.figures.layered_network.named_layers import BESIDE_COST
from scenes.kit.layout import HEIGHT, centred, width_from
from scenes.kit.motion.animations import fly, one_by_one
from scenes.kit.network.stage import LEFT_HALF
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import ProductTable
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, SAFE_RIGHT, SAFE_TOP, SMALL, THIN
from scenes.numbers.format import agreeing_decimals, significant_decimals
from scenes.numbers.layers import WatchedWeight

# Between two rows, and above and below the line over the product, in em; how far indices drop, how far the first row
# is from the cost, and from the rows below it, in frame units; how large it and these are at most, as shares.
_BETWEEN, _LINE_GAP, _DROP = 0.25, 0.28, 0.18
_CLEAR, _HEAD_GAP, _HEAD, _LARGEST = 0.5, 0.2, 0.84, 0.75

# How far what follows a factor's name comes in.
_STEP = 0.2 * RIGHT

# How far the light behind a factor reaches beyond it, in frame units, and its opacity.
_LIGHT_GAP, _LIGHT = 0.1, 0.22


class WeightRule(VGroup):
    """∂C_0/∂w_jk as a product of factors; below it a row for each of them, and one for the product of the numbers.

    All equals signs stand in two columns: a factor's name, its formula, and its number, which fall into line with the
    product's.

    Parameters
    ----------
    least
        The decimals of all numbers at least.

    Notes
    -----
    ``head`` is its first row, at first level with the diagram. ``names``, ``letters`` and ``numbers`` are
    the three columns, ``product`` is the numbers' product, below a line, and ``value`` what it makes; ``bare`` is the
    rule without indices, in the head's place. ``size`` is the type's size.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight, *, least: int):
        (w, z, a, _), (_, before, y) = watched.path, watched.side
        whole, *parts = watched.ratios
        factors, value = watched.factors, watched.derivative
        places = significant_decimals(value.value, least=least)
        decimals, sign = agreeing_decimals([f.value for f in factors], value.value, prod, places, least=least)
        first = [typesetter.formula("{}", part, size=LARGE) for part in parts]
        table = ProductTable(typesetter, whole, [first], size=LARGE)
        self.head, self.factors = table, table.cells[0]
        self.names = [typesetter.formula("{}", part, size=LARGE) for part in parts]
        self.letters = [
            typesetter.formula("{}", before, size=LARGE),
            typesetter.formula(f"{watched.function.typst}'({{}})", z, size=LARGE),
            typesetter.formula("2({} - {})", a, y, size=LARGE),
        ]
        self.numbers = [
            typesetter.formula("{}", factor, size=LARGE, decimals=n)
            for factor, n in zip(factors, decimals, strict=True)
        ]
        dots = " dot.op ".join("({})" if factor.value < 0 else "{}" for factor in factors)
        self._whole = typesetter.formula("{} =", whole, size=LARGE)
        self.product = typesetter.formula(dots, *factors, size=LARGE, decimals=decimals)
        self.value = typesetter.formula("{}", value, size=LARGE, decimals=places)
        self._printed = [
            typesetter.printed(each.value, decimals=n)
            for each, n in zip((*factors, value), (*decimals, places), strict=True)
        ]
        self._signs = [[typesetter.formula("=", size=LARGE) for _ in range(2)] for _ in parts]
        self._result = typesetter.formula(sign, size=LARGE)
        self._line = Line(color=typesetter.theme.text, stroke_width=THIN)
        self._lay_out()
        rows = VGroup(*self.names, *self.letters, *self.numbers, self._whole, self.product, self.value, self._line)
        rows.add(*(sign for pair in self._signs for sign in pair), self._result)
        super().__init__(table, rows)
        share = min(_HEAD, (width_from(BESIDE_COST) - _CLEAR) / table.width)
        table.scale(share)
        middle = (BESIDE_COST + _CLEAR + SAFE_RIGHT) / 2
        room = HEIGHT - table.height - _HEAD_GAP
        self.size = LARGE * min(_LARGEST, width_from(BESIDE_COST) / rows.width, room / rows.height)
        rows.scale(self.size / LARGE)
        centred(rows, BESIDE_COST).set_y(SAFE_TOP - table.height - _HEAD_GAP - room / 2)
        self._head_above = table.copy().move_to((middle, SAFE_TOP - table.height / 2, 0))
        table.move_to((middle, LEFT_HALF["y"], 0))
        self.bare = BareRule(typesetter, watched, table, share * LARGE)
        self._colour = typesetter.theme.highlight
        self._j = [
            _index(symbol, formula.of(symbol), "j")
            for formula in (*self.names, *self.letters)
            for symbol in (w, z, a, y)
            if formula.shows(symbol)
        ]

    @classmethod
    def within(cls, typesetter: Typesetter, watched: WatchedWeight) -> Self:
        """Return the rule with the lesson's decimals or, where there is no room for them, with fewer."""
        rule = cls(typesetter, watched, least=typesetter.decimals)
        return rule if rule.size >= SMALL else cls(typesetter, watched, least=0)

    def begin(self, **options) -> Animation:
        """Return an animation in which indices drop into the left side."""
        return self.bare.drop(0, **options)

    def take_over(self, place: int, **options) -> Animation:
        """Return an animation in which indices drop into a factor."""
        return self.bare.drop(place + 1, **options)

    def light(self, place: int, **options) -> Animation:
        """Return an animation in which a light goes on behind a factor, and out."""
        ground = SurroundingRectangle(self.factors[place], buff=_LIGHT_GAP, corner_radius=_LIGHT_GAP, stroke_width=0)
        ground.set_fill(self._colour, opacity=_LIGHT).set_z_index(-1)
        return FadeIn(ground, rate_func=there_and_back, remover=True, **options)

    def move_up(self, **options) -> Animation:
        """Return an animation in which the first row makes room for the others."""
        return Transform(self.head, self._head_above, **options)

    def work_out(self, source: VMobject) -> Iterator[Animation]:
        """Yield an animation for each factor: it leaves the product for a row of its own, and becomes a number.

        The first number, a_k, comes from its neuron, the ``source``.
        """
        rows = zip(self.factors, self.names, self.letters, self._signs, self.numbers, strict=True)
        for place, (factor, name, letters, signs, number) in enumerate(rows):
            arrival = FadeIn(number, shift=_STEP) if place else fly(source, number)
            written = FadeIn(signs[0], letters, shift=_STEP)
            yield one_by_one(fly(factor, name), written, AnimationGroup(FadeIn(signs[1], shift=_STEP), arrival))

    def multiply(self, **options) -> Animation:
        """Return an animation in which a line is drawn, below it the numbers' product appears, and its value."""
        written = FadeIn(self._whole, self.product, shift=_STEP), FadeIn(self._result, self.value, shift=_STEP)
        return one_by_one(Create(self._line), *written, **options)

    def indicate_j(self, **options) -> Animation:
        """Return an animation in which each j in the factors lights up."""
        return AnimationGroup(
            *(Indicate(glyph, color=self._colour, scale_factor=1.5) for glyph in self._j), **options
        )

    def _lay_out(self) -> None:
        """Put the factors' rows below each other, with the same distance, and the product below a line.

        Equals signs stand in two columns, and decimal points in one.
        """
        em, air, sign = LARGE, EQUALS * LARGE, self._result.width
        start = sign + air
        second = start + max(each.width for each in self.letters) + air
        befores = [_before_point(*pair) for pair in zip((*self.numbers, self.value), self._printed, strict=True)]
        point = second + sign + air + max(befores)
        rows = [*zip(self.names, self.letters, self.numbers, strict=True)]
        pitch = max(name.height for name in self.names) + _BETWEEN * em
        for place, ((name, letters, number), signs) in enumerate(zip(rows, self._signs, strict=True)):
            name.set_x(-air, direction=RIGHT)
            number.set_x(point - befores[place], direction=LEFT)
            for part, x in ((signs[0], 0.0), (letters, start), (signs[1], second)):
                part.set_x(x, direction=LEFT)
            for part in (name, letters, number, *signs):
                part.on_baseline(-place * pitch)
        self._result.set_x(second, direction=LEFT)
        self.value.set_x(point - befores[-1], direction=LEFT)
        self.product.set_x(second - air, direction=RIGHT)
        self._whole.set_x(self.product.get_left()[0] - air, direction=RIGHT)
        last = VGroup(self._whole, self.product, self._result, self.value)
        for part in last:
            part.on_baseline(0)
        ends = VGroup(*self.names, *self.numbers, last)
        bottom = self.names[-1].get_bottom()[1] - _LINE_GAP * em
        self._line.put_start_and_end_on((ends.get_left()[0], bottom, 0), (ends.get_right()[0], bottom, 0))
        last.shift((bottom - _LINE_GAP * em - last.get_top()[1]) * UP)


def _before_point(number: Formula, printed: str) -> float:
    """Return the width of a number up to its decimal point, or of all of it if there is none."""
    whole = next((place for place, character in enumerate(printed) if character in ".,"), len(number))
    return VGroup(*number[:whole]).width


def _index(symbol: Symbol, glyphs: VGroup, letter: str) -> VMobject:
    """Return the glyph of one of a symbol's indices, which are its last glyphs, in order."""
    return glyphs[len(glyphs) - len(symbol.index) + symbol.index.index(letter)]


class BareRule(VGroup):
    """The rule for one neuron in each layer, which needs no indices, in the place of the first row of another one.

    Notes
    -----
    ``ratios`` are its left side and its factors; its signs are those of the other rule.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight, rule: ProductTable, size: float):
        self._names = [*zip(watched.bare_ratios, watched.ratios, strict=True)]
        self._indexed = [rule.left, *rule.cells[0]]
        self.ratios = [typesetter.formula("{}", name, size=size) for name in watched.bare_ratios]
        for bare, indexed in zip(self.ratios, self._indexed, strict=True):
            bare.on_baseline(indexed.baseline).match_x(indexed)
        super().__init__(*self.ratios, rule.signs[0], *rule.dots[0])

    def drop(self, place: int, **options) -> Animation:
        """Return an animation in which indices drop into a ratio."""
        (old, new), here, there = self._names[place], self.ratios[place], self._indexed[place]
        symbols = [(getattr(old, side).of, getattr(new, side).of) for side in ("top", "bottom")]
        pairs, fresh = [], []
        for before, after in symbols:
            same, dropped = match_indices(before, here.of(before), after, there.of(after))
            pairs += same
            fresh += dropped
        bars = [
            [glyph for glyph in ratio if all(glyph not in ratio.of(symbol).submobjects for symbol in known)]
            for ratio, known in zip((here, there), zip(*symbols, strict=True), strict=True)
        ]
        moves = [ReplacementTransform(*pair) for pair in (*pairs, *zip(*bars, strict=True))]
        return AnimationGroup(*moves, *(FadeIn(glyph, shift=_DROP * DOWN) for glyph in fresh), **options)
