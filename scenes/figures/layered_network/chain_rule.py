"""The chain rule for the watched weight of a layered network: as names, as formulas and in numbers."""

from collections.abc import Sequence
from math import prod
from typing import Self

from manim import (
    DOWN,
    Animation,
    AnimationGroup,
    FadeIn,
    ReplacementTransform,
    SurroundingRectangle,
    Transform,
    VGroup,
    VMobject,
    there_and_back,
)

from scenes.figures.layered_network.cost_diagram import LEFT_HALF
from scenes.figures.layered_network.equations import match_indices
from scenes.figures.layered_network.named_layers import BESIDE_COST
from scenes.kit.layout import centred, width_from
from scenes.kit.motion.animations import fly, one_by_one
from scenes.kit.text.product import ProductTable
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, SAFE_RIGHT, SMALL
from scenes.numbers.format import agreeing_decimals, significant_decimals
from scenes.numbers.layers import WatchedWeight

# From the numbers to their product, in em; how far indices drop, in frame units.
_VALUE_LEADING, _DROP = 1.5, 0.4

# How many times as large the first row is at most while it is alone; how far the light behind a factor reaches beyond
# it, in frame units, and its opacity.
_LARGER = 1.35
_LIGHT_GAP, _LIGHT = 0.1, 0.22


class WeightRule(ProductTable):
    """∂C_0/∂w_jk as a product of factors, with rows for their names, their formulas and their numbers.

    Parameters
    ----------
    least
        The decimals of all numbers at least.

    Notes
    -----
    ``head`` is its first row, at first larger and level with the diagram. ``value`` is the product, in a row of its
    own; ``bare`` is the rule without indices, in the head's place. ``size`` is the type's size.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight, *, least: int):
        (_, z, a, _), (_, before, y) = watched.path, watched.side
        whole, *parts = watched.ratios
        factors, value = watched.factors, watched.derivative
        places = significant_decimals(value.value, least=least)
        decimals, sign = agreeing_decimals([f.value for f in factors], value.value, prod, places, least=least)
        rows = [
            [typesetter.formula("{}", part, size=LARGE) for part in parts],
            [
                typesetter.formula("{}", before, size=LARGE),
                typesetter.formula(f"{watched.function.typst}'({{}})", z, size=LARGE),
                typesetter.formula("2({} - {})", a, y, size=LARGE),
            ],
            [
                typesetter.formula("{}", factor, size=LARGE, decimals=n, brackets=place > 0)
                for place, (factor, n) in enumerate(zip(factors, decimals, strict=True))
            ],
        ]
        super().__init__(typesetter, whole, rows, size=LARGE)
        size = self.sizes[-1]
        self.value = typesetter.formula(f"{sign} {{}}", value, size=size, decimals=places)
        self.value.on_baseline(rows[-1][0].baseline - _VALUE_LEADING * size)
        self.value.shift((self.signs[-1].get_x() - self.value.rest()[0].get_x(), 0, 0))
        self.add(self.value)
        self.size = LARGE * min(1.0, width_from(BESIDE_COST) / self.width)
        self.scale(self.size / LARGE)
        centred(self, BESIDE_COST)
        self.head = VGroup(self.left, *self.row(0))
        self._head_above = self.head.copy()
        larger = min(_LARGER, width_from(BESIDE_COST) / self.head.width)
        self.head.scale(larger).move_to(((BESIDE_COST + SAFE_RIGHT) / 2, LEFT_HALF["y"], 0))
        self.bare = BareRule(typesetter, watched, self, self.size * larger)
        self._colour = typesetter.theme.highlight

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
        ground = SurroundingRectangle(self.cells[0][place], buff=_LIGHT_GAP, corner_radius=_LIGHT_GAP, stroke_width=0)
        ground.set_fill(self._colour, opacity=_LIGHT).set_z_index(-1)
        return FadeIn(ground, rate_func=there_and_back, remover=True, **options)

    def move_up(self, **options) -> Animation:
        """Return an animation in which the first row makes room for the others."""
        return Transform(self.head, self._head_above, **options)

    def work_out(self, row: int, sources: Sequence[VMobject], **options) -> Animation:
        """Return an animation in which the factors of a row fly out of their sources."""
        flights = [fly(*pair) for pair in zip(sources, self.cells[row], strict=True)]
        signs = FadeIn(self.signs[row], *self.dots[row])
        return AnimationGroup(one_by_one(*flights), signs, **options)


class BareRule(VGroup):
    """The rule for one neuron in each layer, which needs no indices, in the place of the first row of another one.

    Notes
    -----
    ``ratios`` are its left side and its factors; its signs are those of the other rule.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight, rule: WeightRule, size: float):
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
