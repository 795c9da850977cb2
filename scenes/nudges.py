"""Chapter 2 · One nudge: how a small change of one weight travels to the cost."""

from collections.abc import Callable, Mapping
from functools import cached_property
from math import copysign, pi, sin

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, Circumscribe, FadeIn, FadeOut, VGroup, interpolate

from backprop_core.symbols import Quantity
from scenes.kit.clip import Clip, beat
from scenes.kit.computation_tree import ComputationTree
from scenes.kit.language import N_
from scenes.kit.last_layer import LastLayer
from scenes.kit.lens import Lenses
from scenes.kit.motion import fly, follow
from scenes.kit.scale import Scale
from scenes.kit.table import Table
from scenes.kit.theme import MOVE, QUICK, SAFE_RIGHT, SLOW
from scenes.kit.value_line import ValueLine

# Where things stand, in frame units: a row for each of w, z, a and C_0; the tree left of the lines, the
# lenses or the table right of them.
ROWS = (1.62, 0.24, -1.14, -2.52)
TREE_X, TREE_LEFT, TREE_RIGHT = -5.5, -6.42, -4.3
LINES_LEFT, LONG, SHORT, SHORTEST = -3.3, 9.2, 3.4, 2.1
FORMULA_LEFT, FORMULA_Y = -5.9, 3.06
FORMULA_SIZE = 0.5
LENSES_LEFT, LENS_HEIGHT = 1.2, 1.14
TABLE_LEFT, TABLE_Y = -0.3, 0.7

# The nudges that the last beat tries, in the direction of the lesson's own.
SHRINKING = (0.5, 0.1, 0.01, 0.001)


class NudgePropagation(Clip):
    """One nudge to w^(L), followed through z^(L) and a^(L) to C_0."""

    reads = "chain"

    tree: ComputationTree
    lines: list[ValueLine]
    lenses: Lenses

    @cached_property
    def last(self) -> LastLayer:
        """The numbers that this clip shows."""
        return LastLayer(self.lesson.chain)

    @property
    def flat(self) -> bool:
        """Whether the cost does not answer to the weight at all."""
        return self.last.derivative.value == 0

    def spoken(self) -> Mapping[str, Quantity]:
        """Return the numbers that the narration names."""
        nudge = self.lesson.chain.nudge
        dw, *_, dC = self.last.changes(nudge)
        return {"dw": dw, "dC": dC, "ratio": self.last.ratio(nudge), "slope": self.last.derivative}

    def setup(self) -> None:
        """Lay out the tree and the four lines."""
        super().setup()
        (w, z, a, C), (b, a_before, y) = self.last.path, self.last.side
        places = {symbol: (TREE_X, row) for symbol, row in zip(self.last.path, ROWS, strict=True)}
        places |= {
            b: (TREE_LEFT, ROWS[0]),
            a_before: (TREE_RIGHT, ROWS[0]),
            y: (TREE_LEFT, ROWS[2]),
        }
        edges = [(w, z), (b, z), (a_before, z), (z, a), (a, C), (y, C)]
        self.tree = ComputationTree(self.pen, places, edges, side=self.last.side)
        self.lines = [
            ValueLine(self.pen, quantity, scale, [LINES_LEFT, row, 0], LONG)
            for quantity, scale, row in zip(self.last.start, self._scales(), ROWS, strict=True)
        ]

    @beat(N_("Each of these is just a number, so let us give each its own number line."))
    def number_lines(self) -> None:
        """Give each symbol of the tree a line."""
        self.play(FadeIn(self.tree.shift(-TREE_X * RIGHT)), run_time=MOVE)
        self.play(self.tree.animate.recede(*self.last.side).shift(TREE_X * RIGHT), run_time=MOVE)
        for symbol, line in zip(self.last.path, self.lines, strict=True):
            node = self.tree.nodes[symbol]
            self.play(FadeIn(line.axis, line.ticks, line.ends, shift=0.4 * RIGHT), run_time=QUICK)
            self.play(fly(node, line.dot), FadeIn(line.readout), run_time=QUICK)
            self.add(line)

    @beat(
        N_(
            "Move the last weight, and the weighted sum moves, then the activation, then the cost. "
            "Nothing here is drawn by hand: the network is computed again for every picture."
        ),
        flat=N_(
            "Move the last weight, and see what follows. Where the weight stands, "
            "a small change of it does not change the cost. "
            "The network is computed again for every picture."
        ),
    )
    def swing(self) -> None:
        """W swings there and back; z, a and C_0 follow."""
        self.play(self.tree.light(self.last.path, MOVE))
        self._sweep(self._swung, run_time=8)

    @beat(
        N_(
            "Now only a nudge: the weight changes by {dw}. That is too small to see, so look through a lens. "
            "The nudge to w makes z change, z makes a change, and a makes the cost change: by {dC}."
        )
    )
    def nudge(self) -> None:
        """W gets the lesson's nudge; each line grows a lens, at one common scale."""
        by = self.lesson.chain.nudge
        self.play(self._shorten(SHORT), run_time=MOVE)
        self.lenses = Lenses(
            self.pen,
            self.lines,
            self.last.changes(by),
            left=LENSES_LEFT,
            right=SAFE_RIGHT,
            height=LENS_HEIGHT,
        )
        self.play(FadeIn(self.lenses.heading, *(lens.cone for lens in self.lenses.each)), run_time=QUICK)
        self.play(*(FadeIn(lens, shift=0.3 * RIGHT) for lens in self.lenses.each), run_time=MOVE)
        for place, (line, lens) in enumerate(zip(self.lines, self.lenses.each, strict=True)):
            if place:
                self.play(self.tree.light(self.last.path[place - 1 : place + 1], QUICK))
            self.play(
                follow(lens, lambda t, i=place, lens=lens: lens.show(self.last.changes(t * by)[i])),
                follow(line, lambda t, i=place, line=line: line.show(self.last.at(self._w + t * by)[i])),
                run_time=MOVE,
            )

    @beat(
        N_(
            "What we want is the ratio: the change of the cost over the nudge that caused it. "
            "For this nudge it is {ratio}."
        )
    )
    def ratio(self) -> None:
        """Divide ΔC_0 by Δw: the numbers fly up from their lenses."""
        by = self.lesson.chain.nudge
        dw, *_, dC = self.last.changes(by)
        self.wanted = self.pen.formula(
            "{} approx frac({}, {}) = {}", self.last.derivative.symbol, dC, dw, self.last.ratio(by), size=FORMULA_SIZE
        )
        self.wanted.move_to((FORMULA_LEFT, FORMULA_Y, 0), aligned_edge=LEFT)
        top, bottom = self.wanted.argument(1), self.wanted.argument(2)
        self.play(FadeIn(self.wanted.argument(0)), run_time=MOVE)
        self.play(
            fly(self.lenses.each[-1].readout, top),
            fly(self.lenses.each[0].readout, bottom),
            FadeIn(self.wanted.rest()),
            run_time=SLOW,
        )
        self.play(FadeIn(self.wanted.argument(3), shift=0.2 * RIGHT), run_time=MOVE)
        self.add(self.wanted)

    @beat(
        N_(
            "Take smaller and smaller nudges. The ratio settles on one number, the derivative: {slope}. "
            "And the change that the derivative predicts comes ever closer to the real one."
        ),
        flat=N_(
            "Take smaller and smaller nudges. The ratio settles on {slope}, and that is the derivative: "
            "here, a tiny nudge does not change the cost."
        ),
    )
    def shrink_the_nudge(self) -> None:
        """Fill a table for ever smaller nudges: the real change, the predicted one, the ratio."""
        nudges = [copysign(size, self.lesson.chain.nudge) for size in SHRINKING]
        rows = [
            (dw, dC, self.last.predicted(by), self.last.ratio(by))
            for by in nudges
            for dw, *_, dC in [self.last.changes(by)]
        ]
        table = Table(
            self.pen,
            [quantity.symbol for quantity in rows[0]],
            rows,
            width=SAFE_RIGHT - TABLE_LEFT,
            significant=(1, 2, 2, 4),
        ).move_to(((SAFE_RIGHT + TABLE_LEFT) / 2, TABLE_Y, 0))
        settled = self.pen.formula(
            "{} = {}", self.last.derivative.symbol, self.last.derivative, decimals=table.places[-1]
        )
        settled.next_to(table, DOWN, buff=0.5)
        self.play(FadeOut(self.lenses), run_time=QUICK)
        self.play(self._shorten(SHORTEST), run_time=MOVE)
        self.play(FadeIn(table.header, table.rule), run_time=QUICK)
        reached = self.lesson.chain.nudge
        for by, row in zip(nudges, table.rows, strict=True):
            start, reached = reached, by
            self._sweep(lambda t, start=start, by=by: self._w + start + t * (by - start), run_time=QUICK)
            self.play(FadeIn(row, shift=0.2 * DOWN), run_time=QUICK)
        self.play(fly(table.rows[-1][-1], settled.argument(1)), FadeIn(settled.argument(0), settled.rest()))
        self.add(settled)
        self.play(Circumscribe(settled, color=self.pen.theme.highlight), run_time=SLOW)

    @property
    def _w(self) -> float:
        return self.last.start[0].value

    def _swung(self, t: float) -> float:
        """Return the weight at the time t of its swing, from 0 to 1: up, down and back."""
        return self._w + self._amplitude * sin(2 * pi * t)

    @property
    def _amplitude(self) -> float:
        return max(1.0, 0.75 * abs(self._w))

    def _scales(self) -> list[Scale]:
        """Return scales on which every dot has room, wherever this clip takes it."""
        nudge = self.lesson.chain.nudge
        reached = [self._swung(t) for t in np.linspace(0, 1, 65)]
        reached += [self._w + nudge, *(self._w + copysign(size, nudge) for size in SHRINKING)]
        w, z, a, C = ([q.value for q in column] for column in zip(*map(self.last.at, reached), strict=True))
        low, high = self.last.limits
        return [Scale.around(w), Scale.around(z), Scale.around(a, low=low, high=high), Scale.around(C, low=0)]

    def _sweep(self, weight_at: Callable[[float], float], **options) -> None:
        """Move the weight; all four lines follow, computed by the core on every frame."""

        def show(t: float) -> None:
            for line, quantity in zip(self.lines, self.last.at(weight_at(t)), strict=True):
                line.show(quantity)

        self.play(follow(VGroup(*self.lines), show), **options)

    def _shorten(self, length: float) -> Animation:
        """Return the move that makes room to the right of the lines."""
        before = self.lines[0].length

        def show(t: float) -> None:
            for line, row in zip(self.lines, ROWS, strict=True):
                line.place([LINES_LEFT, row, 0], interpolate(before, length, t))

        return follow(VGroup(*self.lines), show)
