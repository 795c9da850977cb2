"""The chain rule for the watched weight of a layered network: as names, as formulas and in numbers."""

from collections.abc import Sequence
from math import prod
from typing import Self

from manim import DOWN, Animation, AnimationGroup, FadeIn, VGroup, VMobject

from scenes.figures.layered_network.named_layers import BESIDE_COST
from scenes.kit.animations import fly, one_by_one
from scenes.kit.layout import centred, width_from
from scenes.kit.text.product import ProductTable
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE, SMALL
from scenes.numbers.format import agreeing_decimals, significant_decimals
from scenes.numbers.layers import WatchedWeight

# From the numbers to their product, in em; from the rule without indices to the one with them, in frame units.
_VALUE_LEADING, _RULE_GAP = 1.5, 0.7


class WeightRule(ProductTable):
    """∂C_0/∂w_jk as a product of factors, with rows for their names, their formulas and their numbers.

    Parameters
    ----------
    least
        The decimals of all numbers at least.

    Notes
    -----
    ``value`` is the product, in a row of its own; ``bare`` is the rule without indices, above. ``size`` is the type's
    size.
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
        self.bare = BareRule(typesetter, watched)
        centred(VGroup(self.bare, self).arrange(DOWN, buff=_RULE_GAP), BESIDE_COST)

    @classmethod
    def within(cls, typesetter: Typesetter, watched: WatchedWeight) -> Self:
        """Return the rule with the lesson's decimals or, where there is no room for them, with fewer."""
        rule = cls(typesetter, watched, least=typesetter.decimals)
        return rule if rule.size >= SMALL else cls(typesetter, watched, least=0)

    def begin(self, **options) -> Animation:
        """Return an animation in which the left side gets its indices."""
        return AnimationGroup(fly(self.bare.left, self.left), FadeIn(self.signs[0]), **options)

    def take_over(self, place: int, **options) -> Animation:
        """Return an animation in which a factor gets its indices."""
        factor = fly(self.bare.cells[0][place], self.cells[0][place])
        return AnimationGroup(factor, *map(FadeIn, self.dots[0][place - 1 : place]), **options)

    def work_out(self, row: int, sources: Sequence[VMobject], **options) -> Animation:
        """Return an animation in which the factors of a row fly out of their sources."""
        flights = [fly(*pair) for pair in zip(sources, self.cells[row], strict=True)]
        signs = FadeIn(self.signs[row], *self.dots[row])
        return AnimationGroup(one_by_one(*flights), signs, **options)


class BareRule(ProductTable):
    """The rule for one neuron in each layer, which needs no indices."""

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight):
        whole, *parts = watched.bare_ratios
        super().__init__(
            typesetter, whole, [[typesetter.formula("{}", part, size=LABEL) for part in parts]], size=LABEL
        )
