"""The computation tree of the chain, as symbols joined by lines: w, a, b → z → a → C ← y."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Self

import numpy as np
from manim import (
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Mobject,
    ReplacementTransform,
    Succession,
    SurroundingRectangle,
    VGroup,
    linear,
)

from backprop_core.quantities import Symbol, activation, bias, cost, target, weight, weighted_sum
from scenes.kit.motion.animations import change, fly, one_by_one
from scenes.kit.motion.lights import Light
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, LARGE, MEDIUM, NORMAL, SMALL

# The heights of w, z, a and C_0 in a tree of one layer; and the x, from w, of the bias in the last layer, of the bias
# in earlier layers, where names are longer, and of the activation before. In frame units.
ROWS = (1.4, 0.09, -1.22, -2.53)
_LEFT_OF_W, _LEFT_ABOVE, _RIGHT_OF_W = -0.92, -1.28, 1.2

# Symbols, and the space around them, are smaller where rows are close to each other.
_SIZE_PER_ROW = 0.55
_GAP, _GAP_PER_ROW = 0.12, 0.09


class SymbolTree(VGroup):
    """The symbols of the chain's last layers joined by lines, each below those that it is computed from.

    The symbols from w^(L) down to C_0 have x = 0. Each earlier layer is added above and to the right, so symbols keep
    their places when the tree grows.

    Parameters
    ----------
    L
        The number of the last layer.
    rows
        The heights of the symbols, from the top: four for the last layer, two more for each layer before it.
    spread
        How many times as far as usual the branches reach to the sides; with more, all symbols are large.
    size_per_row
        The largest type size, as a part of the distance of two rows.

    Notes
    -----
    ``nodes`` and ``edges`` are its parts, by symbol and by pair of symbols: the first enters the second.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        L: int,
        rows: Sequence[float] = ROWS,
        spread: float = 1.0,
        size_per_row: float = _SIZE_PER_ROW,
    ):
        self._highlight = typesetter.theme.highlight
        layers = len(rows) // 2 - 1
        places = {symbol: (spread * x, rows[row]) for symbol, x, row in _places(L, layers)}
        pairs = list(_pairs(L, layers))
        room = {pair: abs(places[pair[0]][1] - places[pair[1]][1]) for pair in pairs}
        large = (weight(L, L=L), weighted_sum(L, L=L), activation(L, L=L), cost())
        self.nodes: dict[Symbol, Formula] = {}
        for symbol, place in places.items():
            most = LARGE if spread > 1 else NORMAL if symbol in large else LABEL
            size = min(most, *(size_per_row * height for pair, height in room.items() if symbol in pair))
            self.nodes[symbol] = typesetter.formula("{}", symbol, size=max(size, SMALL)).move_to((*place, 0))
        first: dict[float, Formula] = {}
        for symbol, (_, y) in places.items():
            node = self.nodes[symbol]
            node.on_baseline(first.setdefault(y, node).baseline)
        self.edges: dict[tuple[Symbol, Symbol], Line] = {
            (above, below): _edge(
                self.nodes[above], self.nodes[below], min(_GAP, _GAP_PER_ROW * height), typesetter.theme.muted
            )
            for (above, below), height in room.items()
        }
        super().__init__(*self.edges.values(), *self.nodes.values())

    def path_from(self, start: Symbol) -> tuple[Symbol, ...]:
        """Return the symbols from ``start`` to the cost, each computed from the one before, with both ends."""
        below = dict(list(self.edges))
        path = [start]
        while path[-1] in below:
            path.append(below[path[-1]])
        return tuple(path)

    def dim_symbols(self, *symbols: Symbol, opacity: float = DIM) -> Self:
        """Dim symbols that the narration is not about, with the lines that leave them."""
        for symbol in symbols:
            self.nodes[symbol].set_opacity(opacity)
        for (above, _), edge in self.edges.items():
            if above in symbols:
                edge.set_stroke(opacity=opacity)
        return self

    def light(self, path: Sequence[Symbol], **options) -> Animation:
        """Return an animation of a light that runs along the lines between the symbols of ``path``."""
        return Light([[self.edges[pair]] for pair in pairwise(path)], self._highlight).run(**options)

    def light_up(self, path: Sequence[Symbol], **options) -> Animation:
        """Return an animation of such a light that leaves the lines and the symbols that it reaches lit."""
        pairs = [*pairwise(path)]
        lit = (
            AnimationGroup(
                change(self.edges[above, below], lambda edge: edge.set_stroke(self._highlight, opacity=1)),
                change(self.nodes[below], lambda node: node.set_opacity(1)),
            )
            for above, below in pairs
        )
        light = self.light(path, run_time=len(pairs), rate_func=linear)
        return AnimationGroup(light, LaggedStart(*lit, lag_ratio=1), **options)

    def frame_around(self, symbol: Symbol) -> SurroundingRectangle:
        """Return a frame around a symbol that says: this one, now."""
        return SurroundingRectangle(self.nodes[symbol], color=self._highlight, buff=_GAP, corner_radius=_GAP)

    def turn_into(
        self, other: "SymbolTree", sources: Mapping[Symbol, Mobject] = MappingProxyType({}), **options
    ) -> Animation:
        """Return an animation of this tree into another: what only it has fades, then symbols of both move.

        Then what only the other one has is drawn upwards, from the symbols that it enters; symbols fly from their
        ``sources``, if they have any: the rightmost first, for those after it not to be in its way.
        """
        mine, theirs = ({**tree.edges, **tree.nodes} for tree in (self, other))
        gone = [FadeOut(part) for key, part in mine.items() if key not in theirs]
        moves = [ReplacementTransform(part, theirs[key]) for key, part in mine.items() if key in theirs]
        levels: dict[float, dict[float, Animation]] = {}
        for (above, below), edge in other.edges.items():
            if above not in self.nodes:
                node = other.nodes[above]
                drawn = [_DrawUpwards(edge), fly(sources[above], node) if above in sources else FadeIn(node)]
                level = levels.setdefault(round(other.nodes[below].get_y(), 2), {})
                level[node.get_x()] = AnimationGroup(*drawn)
        new = [one_by_one(*(level[x] for x in sorted(level, reverse=True))) for _, level in sorted(levels.items())]
        return Succession(*(AnimationGroup(*each) for each in (gone, moves) if each), *new, **options)


class _DrawUpwards(Create):
    """The drawing of a line from its end to its start."""

    def _get_bounds(self, alpha: float) -> tuple[float, float]:
        return 1 - alpha, 1


def _places(L: int, layers: int) -> Iterator[tuple[Symbol, float, int]]:
    """Yield each symbol of the last layers with its x and its row, which is negative: -1 is the lowest."""
    yield from ((cost(), 0, -1), (activation(L, L=L), 0, -2), (target(), _LEFT_OF_W, -2))
    for depth in range(layers):
        l, x, row = L - depth, depth * _RIGHT_OF_W, -3 - 2 * depth
        yield weighted_sum(l, L=L), x, row
        yield weight(l, L=L), x, row - 1
        yield bias(l, L=L), x + (_LEFT_ABOVE if depth else _LEFT_OF_W), row - 1
        yield activation(l - 1, L=L), x + _RIGHT_OF_W, row - 1


def _pairs(L: int, layers: int) -> Iterator[tuple[Symbol, Symbol]]:
    """Yield the pairs of symbols that are joined: the first enters the second."""
    yield from ((activation(L, L=L), cost()), (target(), cost()))
    for l in range(L, L - layers, -1):
        z = weighted_sum(l, L=L)
        yield z, activation(l, L=L)
        yield from ((symbol, z) for symbol in (weight(l, L=L), bias(l, L=L), activation(l - 1, L=L)))


def _edge(above: Formula, below: Formula, gap: float, colour: str) -> Line:
    """Return the line between two symbols, at a distance from both."""
    start, end = above.get_center(), below.get_center()
    return Line(_leave(above, end, gap), _leave(below, start, gap), color=colour, stroke_width=MEDIUM)


def _leave(symbol: Formula, towards: np.ndarray, gap: float) -> np.ndarray:
    """Return the point where a line from the symbol's centre leaves the box around the symbol."""
    centre = symbol.get_center()
    half = np.array([symbol.width / 2 + gap, symbol.height / 2 + gap])
    away = towards - centre
    stretch = min(h / abs(d) if d else np.inf for h, d in zip(half, away, strict=False))
    return centre + away * min(stretch, 1.0)
