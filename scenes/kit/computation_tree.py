"""Which quantity is computed from which: w, a, b → z → a → C ← y, as a tree of symbols."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from manim import AnimationGroup, Line, ShowPassingFlash, VGroup

from backprop_core.symbols import Symbol
from scenes.kit.formula import Formula
from scenes.kit.pen import Pen
from scenes.kit.theme import DIM, LABEL, MEDIUM, NORMAL, THICK

_GAP = 0.16


class ComputationTree(VGroup):
    """Symbols joined by lines, inputs above what is computed from them.

    Parameters
    ----------
    places
        Where each symbol stands, a point (x, y) of the frame.
    edges
        Pairs of symbols: the first enters the second.
    side
        Symbols that are written smaller.
    """

    def __init__(
        self,
        pen: Pen,
        places: Mapping[Symbol, tuple[float, float]],
        edges: Iterable[tuple[Symbol, Symbol]],
        side: Sequence[Symbol] = (),
    ):
        super().__init__()
        self._highlight = pen.theme.highlight
        self.nodes: dict[Symbol, Formula] = {
            symbol: pen.formula("{}", symbol, size=LABEL if symbol in side else NORMAL).move_to((*place, 0))
            for symbol, place in places.items()
        }
        self.edges: dict[tuple[Symbol, Symbol], Line] = {
            (above, below): self._edge(self.nodes[above], self.nodes[below], pen.theme.muted)
            for above, below in edges
        }
        self.add(*self.edges.values(), *self.nodes.values())

    def recede(self, *symbols: Symbol) -> "ComputationTree":
        """Dim symbols with the lines that leave them: they are not being talked about."""
        for symbol in symbols:
            self.nodes[symbol].set_opacity(DIM)
            for (above, _), edge in self.edges.items():
                if above == symbol:
                    edge.set_stroke(opacity=DIM)
        return self

    def light(self, path: Sequence[Symbol], run_time: float) -> AnimationGroup:
        """Return an animation of a light that runs along the lines that join the symbols of ``path``."""
        steps = [self.edges[pair] for pair in pairwise(path)]
        flashes = [
            ShowPassingFlash(step.copy().set_stroke(self._highlight, width=THICK), time_width=0.7) for step in steps
        ]
        return AnimationGroup(*flashes, lag_ratio=0.6, run_time=run_time)

    @staticmethod
    def _edge(above: Formula, below: Formula, colour: str) -> Line:
        start, end = above.get_center(), below.get_center()
        return Line(_leave(above, end), _leave(below, start), color=colour, stroke_width=MEDIUM)


def _leave(symbol: Formula, towards: np.ndarray) -> np.ndarray:
    """Return where a line from the symbol's centre leaves a box with some air around the symbol."""
    centre = symbol.get_center()
    half = np.array([symbol.width / 2 + _GAP, symbol.height / 2 + _GAP])
    away = towards - centre
    stretch = min(h / abs(d) if d else np.inf for h, d in zip(half, away, strict=False))
    return centre + away * min(stretch, 1.0)
