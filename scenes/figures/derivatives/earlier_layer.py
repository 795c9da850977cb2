"""Figure of the chain rule one layer earlier: ∂C_0/∂a^(L−1) is kept, and others end in it."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import prod

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    ReplacementTransform,
    SurroundingRectangle,
    VGroup,
    VMobject,
)

import backprop_core as bp
from backprop_core.quantities import Quantity, Symbol, activation, bias, weight, weighted_sum
from scenes.kit.motion.animations import carry, change, flip, fly, one_by_one
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import ProductTable, align_signs, factor_names
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.symbol_tree import SymbolTree
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import (
    DIM,
    LABEL,
    LARGE,
    MEDIUM,
    SAFE_BOTTOM,
    SAFE_LEFT,
    SAFE_RIGHT,
    SAFE_TOP,
    THICK,
    THIN,
)
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import as_printed, significant_decimals
from scenes.numbers.training import named_from_the_end

# The tree of the last two layers: the heights of its rows, how far its branches reach to the sides, and its type
# size as a part of the distance of two rows; how far it is from the left edge, the gap between it and the products,
# and that below the number of a symbol.
_ROWS, _SPREAD, _SIZE_PER_ROW = tuple(float(y) for y in np.linspace(2.9, -2.75, 6)), 1.4, 0.43
_INSET, _GAP, _ABOVE = 0.02, 0.3, 0.12

# The products' type size, the space around their dots in em, and the gap between the last row and the result, in
# frame units.
_SIZE, _DOTS, _RESULT_GAP = LARGE, 0.36, 0.3

FRAME_GAP = 0.07
"""The distance of a frame from the number that is kept, in frame units."""

# The distance of that number's name from the symbol above it; the space before the number, in which its frame has
# room.
_BELOW, _SIGN_GAP = 0.25, 0.17

# How far the parts of the tree rise while they appear, in frame units.
_RISE = 0.2


class EarlierProduct(VGroup):
    """A derivative of layer L−1 as a product that ends in the one that was kept, with numbers, and the result below.

    Parameters
    ----------
    value, factors
        The derivative and its factors.
    decimals, sign
        The decimals of the factors and of the result, and the sign before the result, as Typst mathematics.
    widths, gap
        The widths of the columns and the space around dots at least, in em.

    Notes
    -----
    ``table`` has the names and the numbers of the factors; ``result`` is the product's number.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        value: Quantity,
        factors: Sequence[Quantity],
        decimals: Sequence[int],
        sign: str,
        widths: Sequence[float],
        gap: float,
    ):
        *places, whole = decimals
        numbers = [
            typesetter.formula("{}", factor, size=_SIZE, decimals=digits, brackets=True)
            for factor, digits in zip(factors, places, strict=True)
        ]
        names = factor_names(typesetter, factors, _SIZE)
        self.table = ProductTable(typesetter, value.symbol, [names, numbers], size=_SIZE, widths=widths, gap=gap)
        self.result = typesetter.formula(f"{sign} {{}}", value, size=_SIZE, decimals=whole)
        super().__init__(self.table, self.result)

    def stand_result(self) -> None:
        """Put the result below the numbers, in the column of their equals sign."""
        self.result.next_to(self.table.row(1), DOWN, _RESULT_GAP).align_to(self.table.signs[1], LEFT)

    @property
    def head(self) -> VGroup:
        """The names."""
        return self.table.head

    def fill(self, step: "EarlierStep") -> Animation:
        """Return an animation in which the numbers fly in from where they stand in ``step``; then come the others."""
        sources = {id(self.table.cells[1][-1]): step.number}
        if self is step.by_w:
            sources[id(self.table.cells[1][0])] = step.before
        others = [part for part in self.table.row(1) if id(part) not in sources]
        cells = (part for part in self.table.cells[1] if id(part) in sources)
        flown = [carry(sources[id(part)], part, panels=others) for part in cells]
        return AnimationGroup(AnimationGroup(*flown), FadeIn(*others), lag_ratio=0.8)


class EarlierStep(VGroup):
    """The tree of the last two layers, with the derivative that is kept; right of it two products that end in that.

    The products are lower than the tree's highest row, whose symbols are no factors.

    Notes
    -----
    ``tree`` is dimmed below a^(L−1), until a light passes. ``kept`` is ∂C_0/∂a^(L−1) below its symbol: its name, an
    equals sign and its ``number``; ``frame`` is the frame around that. ``before`` is the number of a^(L−2), above its
    symbol. ``by_w`` and ``by_b`` are the derivatives by w^(L−1) and b^(L−1), by the symbols ``w`` and ``b``.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        L = last.chain.network.L
        self._theme = typesetter.theme
        self.w, self.b, self.a = weight(L - 1, L=L), bias(L - 1, L=L), last.side[1]
        self.z, before = weighted_sum(L - 1, L=L), activation(L - 2, L=L)
        self.tree = tree = SymbolTree(typesetter, L, _ROWS, _SPREAD, _SIZE_PER_ROW)
        self._upper = [self.z, self.w, self.b, before]
        tree.dim_symbols(*(symbol for symbol in tree.nodes if symbol not in (*self._upper, self.a)))
        tree.edges[self.a, last.path[1]].set_stroke(opacity=DIM)
        enters = Quantity(before, bp.forward(last.chain.network, last.chain.x).a[L - 2].item())
        self.before = typesetter.readout(enters, size=LABEL).next_to(tree.nodes[before], UP, _ABOVE)
        self.before.shift((min(0.0, tree.nodes[before].get_right()[0] - self.before.get_right()[0]), 0, 0))
        drawn = VGroup(tree, self.before)
        drawn.shift((0, SAFE_TOP - drawn.get_top()[1], 0)).shift((SAFE_LEFT + _INSET - drawn.get_left()[0], 0, 0))
        derivative = last.derivative_by("a")
        decimals = significant_decimals(derivative.value, least=typesetter.decimals)
        name, sign = (typesetter.formula(part, derivative.symbol, size=LABEL) for part in ("{}", "="))
        self.number = typesetter.readout(derivative, size=LABEL, decimals=decimals).next_to(sign, RIGHT, _SIGN_GAP)
        self.number.shift((0, sign.baseline - self.number.baseline, 0))
        value = VGroup(sign, self.number).next_to(name, RIGHT, EQUALS * LABEL)
        value.shift((0, name.baseline - sign.baseline, 0))
        self.kept = VGroup(name, sign, self.number)
        room = drawn.get_right()[0] - tree.nodes[self.a].get_left()[0] - FRAME_GAP
        self.kept.scale(min(1.0, room / self.kept.width))
        self.kept.next_to(tree.nodes[self.a], DOWN, _BELOW, aligned_edge=LEFT)
        self.frame = frame_around(typesetter, self.number)
        values = [(last.derivative_by(letter, L - 1), last.factors(letter, L - 1)) for letter in "wb"]
        found = [_decimals(typesetter, *each, decimals) for each in values]

        def products_with(widths: Sequence[float], gap: float) -> list[EarlierProduct]:
            return [
                EarlierProduct(typesetter, *each, places, "=" if agrees else "approx", widths, gap)
                for each, (places, agrees) in zip(values, found, strict=True)
            ]

        tables = [product.table for product in products_with((), _DOTS)]
        widths = [max(column) for column in zip(*(table.widths for table in tables), strict=True)]
        self.by_w, self.by_b = products_with(widths, max(table.gap for table in tables))
        products = VGroup(self.by_w, self.by_b)
        align_signs([self.by_w.table, self.by_b.table])
        for product in products:
            product.stand_result()
        left = max(drawn.get_right()[0], self.frame.get_right()[0]) + _GAP
        top = tree.nodes[before].get_bottom()[1] - _GAP
        room = (top - SAFE_BOTTOM - _GAP) / 2
        products.scale(min(1.0, (SAFE_RIGHT - left) / products.width, room / max(each.height for each in products)))
        middle = (top + SAFE_BOTTOM) / 2
        for product, side in ((self.by_w, 1), (self.by_b, -1)):
            product.set_y(middle + side * (room + _GAP) / 2)
        products.set_x((left + SAFE_RIGHT) / 2)
        super().__init__(drawn, self.kept, self.frame, self.by_w, self.by_b)

    @property
    def lower(self) -> VGroup:
        """The tree below a^(L−1)."""
        nodes = (part for symbol, part in self.tree.nodes.items() if symbol not in (*self._upper, self.a))
        return VGroup(*nodes, *(edge for (above, _), edge in self.tree.edges.items() if above not in self._upper))

    def grow(self, **options) -> Animation:
        """Return an animation in which a^(L−1) comes out of the kept derivative, and the tree grows up from there."""
        name, nodes, edges = self.kept[0], self.tree.nodes, self.tree.edges
        rows = [[self.z], [symbol for symbol in self._upper if symbol != self.z]]
        return one_by_one(
            fly(name.of(self.a), nodes[self.a], panels=[self.kept]),
            *(
                FadeIn(
                    *(nodes[symbol] for symbol in row),
                    *(edge for (above, _), edge in edges.items() if above in row),
                    *([self.before] if len(row) > 1 else []),
                    shift=_RISE * UP,
                )
                for row in rows
            ),
            **options,
        )

    def light(self, start: Symbol, **options) -> Animation:
        """Return an animation in which the way from a symbol down to C_0 is lit, with what it reaches."""
        path = self.tree.path_from(start)
        lit = {*pairwise(path)}
        shades = {True: (self._theme.highlight, THICK), False: (self._theme.muted, MEDIUM)}
        return AnimationGroup(
            *(
                change(edge, lambda each, pair=pair: each.set_stroke(*shades[pair in lit], opacity=1))
                for pair, edge in self.tree.edges.items()
                if pair in lit or pair[1] == self.z
            ),
            *(change(self.tree.nodes[symbol], lambda node: node.set_opacity(1)) for symbol in path),
            self.tree.light(path),
            **options,
        )


class FormerNames:
    """The names on a chain that the tree of a step back has differently, as there, until they turn into the others.

    Layers are counted from the last one in the tree, the first ones from the input on the chain.

    Parameters
    ----------
    names
        The chain's names, by symbol.

    Notes
    -----
    ``shown`` are the names on the chain before they turn.
    """

    def __init__(self, typesetter: Typesetter, step: EarlierStep, names: Mapping[Symbol, Formula], L: int):
        renamed = {symbol: named_from_the_end(symbol, L) for symbol in step.tree.nodes if symbol.layer is not None}
        pairs = [(old, names[new]) for old, new in renamed.items() if new != old and new in names]
        self._turned = [(typesetter.formula("{}", old, size=new.em), new) for old, new in pairs]
        for old, new in self._turned:
            old.match_x(new).on_baseline(new.baseline)
        others = {id(new) for _, new in self._turned}
        self.shown = [*(old for old, _ in self._turned), *(name for name in names.values() if id(name) not in others)]

    def turn(self) -> list[Animation]:
        """Return an animation for each name in which its layer turns over, and its letter goes where that is now."""
        return [
            AnimationGroup(ReplacementTransform(old[0], new[0]), flip(VGroup(*old[1:]), VGroup(*new[1:])))
            for old, new in self._turned
        ]


def frame_around(typesetter: Typesetter, part: VMobject) -> SurroundingRectangle:
    """Return the frame around a derivative that is kept."""
    colour = typesetter.theme.highlight
    return SurroundingRectangle(part, buff=FRAME_GAP, corner_radius=FRAME_GAP, color=colour, stroke_width=THIN)


def _decimals(
    typesetter: Typesetter, value: Quantity, factors: Sequence[Quantity], kept: int
) -> tuple[list[int], bool]:
    """Return the decimals of a product's factors, of which the last has those it was kept with, and of the product.

    Also tell whether the printed factors give the printed product.
    """
    whole = significant_decimals(value.value, least=typesetter.decimals)
    places = [
        0 if float(each.value).is_integer() else significant_decimals(each.value, least=typesetter.decimals)
        for each in factors[:-1]
    ]
    places.append(kept)
    product = prod(as_printed(each.value, digits) for each, digits in zip(factors, places, strict=True))
    return [*places, whole], as_printed(product, whole) == as_printed(value.value, whole)
