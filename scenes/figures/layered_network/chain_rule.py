"""The chain rule for the watched weight of a layered network: as names, as formulas and in numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise, repeat

from manim import (
    DOWN,
    LEFT,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Indicate,
    ReplacementTransform,
    SurroundingRectangle,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
    there_and_back,
)

from backprop_core.quantities import Name, Quantity, Symbol, partial
from scenes.figures.layered_network.equations import match_indices
from scenes.figures.layered_network.named_layers import BESIDE_COST
from scenes.figures.layered_network.path_table import lay_in_line
from scenes.kit.layout import HEIGHT, centred, width_from
from scenes.kit.motion.animations import fly, one_by_one
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import AIR, ProductTable
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.text.worked_product import formulas, product_decimals
from scenes.kit.theme import LARGE
from scenes.numbers.functions import placed
from scenes.numbers.layers import WatchedWeight

# How far indices drop, and the space between rows at most, in frame units. How large the rows are at most, as a share
# of their type's size; the type's size of what stands below the factors, which is wider than their names.
_DROP, _BETWEEN, _LARGEST, _BELOW = 0.18, 0.85, 0.9, 0.85 * LARGE

# The space around the dots of the first row, at least and at most, in em; the same where there are only two factors,
# of which one is a sum over the outputs; and around the dot of these two while they stand alone.
_SPACES, _LONG_PATH, _ALONE = (0.4, 1.3), (AIR, 2.1), 1.0

# The space on either side of the path's arrows at most, in em.
_AROUND_ARROW = 0.8

# After which share of the head's rise its steps are gone.
_STEPS_GONE = 0.5

# How far what stands below a factor comes down.
_STEP = 0.2 * DOWN

# How far the light behind a factor reaches beyond it, in frame units, and its opacity.
_LIGHT_GAP, _LIGHT = 0.1, 0.22


class WeightRule(VGroup):
    """∂C_0/∂w_jk as a product of factors, and below these their steps, and what they are in letters and numbers.

    Notes
    -----
    ``alone`` is the rule by itself, and ``bare`` the one without indices, in its place. ``steps`` are the path from
    the weight to the cost, piece by piece, with an arrow below each factor. They stand in the middle of the height
    until the rule rises and opens into the first row of the ``table``, which goes on with the factors' formulas and
    their numbers; ``value`` is what the numbers make.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight):
        whole, *parts = watched.ratios
        derivative, factors = watched.derivative, watched.factors
        places, sign = product_decimals(typesetter, derivative, factors)
        long = watched.whole_layer
        least, most = _LONG_PATH if long else _SPACES

        def table_with(share: float) -> ProductTable:
            names = [typesetter.formula("{}", part, size=LARGE) for part in parts]
            below = share * _BELOW
            letters = _by_outputs(typesetter, watched) if long else [formulas(typesetter, watched, below)]
            numbers = [
                typesetter.formula("{}", factor, size=below, decimals=n, brackets=True)
                for factor, n in zip(factors, places, strict=False)
            ]
            rows = [names, *letters, numbers]
            return ProductTable(typesetter, whole, rows, size=LARGE, gap=least, widest=most, even=False)

        table = table_with(1.0)
        if not long:  # letters and numbers have the same size
            table = table_with(min(table.sizes) / LARGE)
        else:  # all but the sum has the size of the numbers
            for part in [*table.row(1)][:-1]:
                part.scale(table.sizes[-1] / table.sizes[1]).on_baseline(table.signs[1].baseline)
        self.table, (names, *letters, _) = table, table.cells
        alone = [typesetter.formula("{}", part, size=LARGE) for part in parts]
        self.alone = ProductTable(typesetter, whole, [alone], size=LARGE, gap=_ALONE if long else least)
        self.steps = self._path_below(typesetter, _steps(watched))
        lines = VGroup(table, self.alone, self.steps)
        lines.scale(min(_LARGEST, width_from(BESIDE_COST) / lines.width))
        self.value = _value(typesetter, sign, derivative, places[-1], table)
        super().__init__(table, self.value)
        self._lay_rows()
        VGroup(self.alone, self.steps).set_y(0).set_x(table.head.get_x())
        self.bare = BareRule(typesetter, watched, self.alone, table.signs[0].em)
        self._colour = typesetter.theme.highlight
        (w, z, a, _), (*_, y) = watched.path, watched.side
        self._j = [
            _index(symbol, formula.of(symbol), "j")
            for formula in (*names, *chain(*letters))
            for symbol in (w, z, a, y)
            if formula.shows(symbol)
        ]

    def _path_below(self, typesetter: Typesetter, steps: Sequence[Sequence[Symbol]]) -> VGroup:
        """Return the path, a group for each factor: its arrows, each with the symbol after it.

        It is as wide as the rule if it is not wider by nature, with the same space on both sides of each arrow. The
        first group has the symbol before its arrow, too.
        """
        groups = [VGroup() for _ in steps]
        groups[0].add(typesetter.formula("{}", steps[0][0], size=LARGE))
        for group, symbols in zip(groups, steps, strict=True):
            for symbol in symbols[1:]:
                arrow, after = (typesetter.formula("{}", each, size=LARGE) for each in ("arrow.r.long", symbol))
                group.add(arrow, after)
        parts = [part.on_baseline(0) for group in groups for part in group]
        free = self.alone.width - sum(part.width for part in parts)
        space = min(_AROUND_ARROW * LARGE, max(EQUALS * LARGE, free / (len(parts) - 1)))
        lay_in_line(parts, repeat(space))
        drop = self.alone.get_bottom()[1] - _BETWEEN - max(part.get_top()[1] for part in parts)
        return VGroup(*groups).match_x(self.alone).shift(drop * UP)

    def _lay_rows(self) -> None:
        """Spread the rows over the height."""
        rows = [self.table.head, *map(self.table.row, range(1, len(self.table.cells))), self.value]
        free = (HEIGHT - sum(row.height for row in rows)) / (len(rows) - 1)
        top = 0.0
        for row in rows:
            row.set_y(top, direction=UP)
            top = row.get_bottom()[1] - min(_BETWEEN, free)
        centred(self, BESIDE_COST)

    def rise(self, **options) -> Animation:
        """Return an animation in which the rule rises and opens its columns, and its steps leave."""
        gone = FadeOut(self.steps, rate_func=squish_rate_func(smooth, 0, _STEPS_GONE))
        return AnimationGroup(gone, ReplacementTransform(self.alone.head, self.table.head), **options)

    def begin(self, **options) -> Animation:
        """Return an animation in which indices drop into the left side."""
        return self.bare.drop(0, **options)

    def take_over(self, place: int, **options) -> Animation:
        """Return an animation in which indices drop into a factor."""
        return self.bare.drop(place + 1, **options)

    def light(self, place: int, **options) -> Animation:
        """Return an animation in which a light goes on behind a factor, and out, and its step appears."""
        factor = self.alone.cells[0][place]
        ground = SurroundingRectangle(factor, buff=_LIGHT_GAP, corner_radius=_LIGHT_GAP, stroke_width=0)
        ground.set_fill(self._colour, opacity=_LIGHT).set_z_index(-1)
        lit = FadeIn(ground, rate_func=there_and_back, remover=True)
        return AnimationGroup(lit, FadeIn(self.steps[place], shift=_STEP), **options)

    def work_out(self, source: VMobject) -> Iterator[Animation]:
        """Yield an animation for each factor: below it appear its formulas, and below these its number.

        The first number, a_k, comes from its neuron, the ``source``.
        """
        for place in range(len(self.table.cells[0])):
            _, *letters, number = self.table.column(place)
            _, *signs, below = self.table.before(place)
            arrival = (
                one_by_one(fly(source, number), FadeIn(below)) if not place else FadeIn(below, number, shift=_STEP)
            )
            written = (FadeIn(*pair, shift=_STEP) for pair in zip(signs, letters, strict=True))
            yield one_by_one(*written, arrival)

    def multiply(self, **options) -> Animation:
        """Return an animation in which the numbers' product appears."""
        return FadeIn(self.value, shift=_STEP, **options)

    def indicate_j(self, **options) -> Animation:
        """Return an animation in which each j in the factors lights up."""
        return AnimationGroup(
            *(Indicate(glyph, color=self._colour, scale_factor=1.1) for glyph in self._j), **options
        )


def _by_outputs(typesetter: Typesetter, watched: WatchedWeight) -> list[list[Formula]]:
    """Return the rows of the factors with softmax: a_k, and ∂C_0/∂z_j as a sum and, if it has one, in short."""
    (_, z, a, C), (_, before, y) = watched.path, watched.side
    each = replace(a, index=("i",))
    forms: list[tuple[str, Sequence[Name]]] = [("sum_i {} dot.op {}", [partial(each, z), partial(C, each)])]
    if watched.cost_formula.slope_of_sum:
        short, names = placed(f"({watched.cost_formula.slope_of_sum})", a, y)
        forms.append((short, names))
    return [
        [typesetter.formula("{}", before, size=_BELOW), typesetter.formula(template, *names, size=_BELOW)]
        for template, names in forms
    ]


def _value(typesetter: Typesetter, sign: str, value: Quantity, decimals: int, table: ProductTable) -> VGroup:
    """Return a number as large as the table's names, below its first factors, after a sign like those above."""
    above, size = table.signs[-1], table.signs[0].em
    equals = typesetter.formula(sign, size=above.em).match_x(above)
    number = typesetter.formula("{}", value, size=size, decimals=decimals)
    start = max(float(table.column(0).get_left()[0]), float(equals.get_right()[0]) + EQUALS * size)
    return VGroup(equals, number.set_x(start, direction=LEFT))


def _steps(watched: WatchedWeight) -> list[tuple[Symbol, ...]]:
    """Return what acts on what, for each factor."""
    w, z, a, C = watched.path
    if watched.whole_layer:
        return [(w, z), (z, replace(a, index=("i",)), C)]
    return [*pairwise(watched.path)]


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
