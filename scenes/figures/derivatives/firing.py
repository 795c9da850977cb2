"""The last two neurons with the first one held at a chosen activation, and bars for the effect of a nudge to w."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import RIGHT, UP, Arrow, Line, ManimColor, VGroup, interpolate, interpolate_color

import backprop_core as bp
from backprop_core.quantities import activation
from scenes.figures.derivatives.change_bar import BAR_GAP, ChangeBar
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import NumberStyle
from scenes.kit.plot.bars import number_room
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.readout import printed_width
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, SAFE_RIGHT, THICK, THIN
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import FIRING_DECIMALS, exact_decimals
from scenes.numbers.what_if import Firing

# The edge's stroke where the derivative is largest, in manim's pixels at 1080p; by which shares of that the strokes
# of its halo are wider, so many that their edges cannot be seen, and their opacity; how far it reaches behind the
# neurons, in their radii.
_WIDEST_EDGE = 32.0
_HALO, _HALO_OPACITY, _HALO_INSIDE = np.linspace(1.7, 0.1, 16), 0.025, 0.12

# How far above a neuron and above the edge their names stand, in frame units; the part of a disc for its number.
_NEURON_NAME_GAP, _EDGE_NAME_GAP, _ROOM = 0.2, 0.45, 0.8

# The gap between a weight's name and the tip of an arrow right of it, how far from the edge the arrow's ends are,
# both clear of the widest halo, and its tip's length, in frame units.
_ARROW_GAP, _ARROW_REACH, _TIP = 0.18, (0.46, 1.15), 0.36

# Pairs with bars, in frame units: their distance from the middle, their height, their width and the radius of their
# neurons; where the bars begin, from the pair's middle, how long they are at most, and how far below the pair; the
# height of the factor at the bottom.
_PAIR_X, _PAIR_Y, _PAIR_WIDTH, _PAIR_RADIUS = 3.5, 2.1, 5.2, 0.7
_BARS_LEFT, _BARS_LENGTH = -1.75, 2.8
_BAR_DROPS = (2.1, 2.95)
_FACTOR_Y = -2.35

# The pair in the middle, and its bars' heights and length, in frame units.
_MIDDLE = {"centre": (0.0, -0.4), "width": 8.6, "radius": _PAIR_RADIUS}
_MIDDLE_BARS, _MIDDLE_LENGTH = (-2.0, -2.84), 5.0

# How many decimals the bars' numbers have at most.
_MOST_DECIMALS = 6


class _PairDiagram(NetworkDiagram):
    """The last two neurons with room inside for the numbers of some runs, with so many decimals."""

    def __init__(self, typesetter: Typesetter, runs: Sequence[bp.ForwardPass], decimals: int, **box: Any):
        L, radius = runs[0].network.L, box["radius"]
        printed = [typesetter.printed(run.a[l].item(), decimals=decimals) for run in runs for l in (L - 1, L)]
        widest = max(map(printed_width, printed))
        self._style = NumberStyle(decimals, min(LABEL, 2 * _ROOM * radius / widest), widest)
        super().__init__(typesetter, runs[0], height=4 * radius, first=L - 1, **box)

    def _print(self, _runs: Sequence[bp.ForwardPass], _l: int) -> NumberStyle:
        return self._style


class FiringPair(VGroup):
    """The last two neurons of the chain with their names, and with their numbers inside them.

    Parameters
    ----------
    centre, width, radius
        The middle of the pair, its width and the radius of its neurons, in frame units.
    widest
        The largest |∂C_0/∂w| that it will show, for an edge as wide as the derivative is large. Without it, the edge
        keeps its width.
    decimals
        The decimals of its numbers; by default the lesson's.

    Notes
    -----
    ``names`` are those of a^(L−1), w^(L) and a^(L), ``numbers`` those in the ``neurons``; ``edge`` is the edge,
    ``line`` the edge with its halo, ``shapes`` is everything without the words.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        last: LastLayer,
        *,
        centre: tuple[float, float],
        width: float,
        radius: float,
        widest: float | None = None,
        decimals: int | None = None,
    ):
        self.last, self._widest = last, widest
        L, start = last.chain.network.L, Firing(last, last.entering[1].value)
        runs = [start.run, *(Firing(last, a).run for a in (0.0, 1.0))]
        places = typesetter.decimals if decimals is None else decimals
        self.diagram = _PairDiagram(typesetter, runs, places, centre=centre, width=width, radius=radius)
        self.edge = self.diagram.edge(L)
        ends = self.edge.get_start_and_end()
        inside = _HALO_INSIDE * radius * RIGHT
        thread, *self._halo = (
            Line(ends[0] - inside, ends[1] + inside, color=colour, stroke_width=THIN)
            for colour in (typesetter.theme.muted, *(typesetter.theme.w for _ in _HALO))
        )
        for stroke in self._halo:
            stroke.set_stroke(width=0, opacity=_HALO_OPACITY)
        symbols = [activation(L - 1, L=L), last.path[0], activation(L, L=L)]
        self.neurons = neurons = [self.diagram.neuron(l) for l in (L - 1, L)]
        self.names = [
            typesetter.formula("{}", symbol, size=LABEL).next_to(
                part, UP, _EDGE_NAME_GAP if part is self.edge else _NEURON_NAME_GAP
            )
            for symbol, part in zip(symbols, (neurons[0], self.edge, neurons[1]), strict=True)
        ]
        self.numbers = [neuron.number[0] for neuron in neurons]
        self.line = VGroup(*self._halo, thread, self.edge)
        self._colours = [stroke.get_color() for stroke in self.line]
        self._ground = ManimColor(typesetter.theme.background)
        self.shapes = VGroup(*self._halo, thread, self.diagram)
        super().__init__(self.shapes, *self.names)
        self.show(start)

    def show(self, firing: Firing) -> Self:
        """Show the neurons, and the width of the edge, for this activation of the first neuron."""
        self.diagram.show(firing.run, *firing.given)
        if self._widest is not None:
            share = abs(firing.factors[-1].value) / self._widest if self._widest else 0.0
            self.edge.set_stroke(width=_WIDEST_EDGE * share)
            for stroke, wider in zip(self._halo, _HALO, strict=True):
                stroke.set_stroke(width=_WIDEST_EDGE * share * (1 + wider))
        return self

    def recede(self, before: float, after: float, t: float) -> None:
        """Go from one activation, at t = 0, to another, at t = 1, while the edge and its name become dim.

        The edge stays opaque: nothing that is behind it shows.
        """
        self.show(Firing.between(self.last, before, after, t))
        share = interpolate(1.0, DIM, t)
        for stroke, colour in zip(self.line, self._colours, strict=True):
            stroke.set_color(interpolate_color(self._ground, colour, share))
        self.names[1].set_opacity(share)


class LearningArrow(Arrow):
    """An arrow from a pair's edge, up or down, as learning moves the weight; there is none if it stays."""

    def __init__(self, typesetter: Typesetter, pair: FiringPair):
        x, y = pair.names[1].get_right()[0] + _ARROW_GAP + _TIP / 2, pair.edge.get_y()
        self._up, self._down = ([np.array([x, y + way * reach, 0]) for reach in _ARROW_REACH] for way in (1, -1))
        start, end = self._up
        super().__init__(
            start=start,
            end=end,
            buff=0,
            color=typesetter.theme.w,
            stroke_width=1.5 * THICK,
            tip_length=_TIP,
            max_tip_length_to_length_ratio=1.0,
            max_stroke_width_to_length_ratio=10.0,
        )

    def show(self, firing: Firing) -> Self:
        """Show which way the weight moves while the previous neuron fires like this."""
        slope = firing.factors[-1].value
        self.put_start_and_end_on(*(self._up if slope < 0 else self._down))
        return self.set_opacity(1.0 if slope else 0.0)


class NudgedPair(VGroup):
    """A pair of neurons and, below it, bars for a nudge to w and for the Δz that it causes.

    Parameters
    ----------
    activation
        That of the first neuron; later ones are between 0 and 1.
    by
        The whole nudge; its bar and that of Δz, from the same place to the same side or to both, take all the room.
    bars
        The left end, the heights and the length of the bars, in frame units.
    place
        Of the pair, as for any pair.

    Notes
    -----
    ``pair`` and ``bars`` are its parts.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        last: LastLayer,
        activation: float,
        by: float,
        *,
        bars: tuple[float, Sequence[float], float],
        **place: Any,
    ):
        (left, heights, length), firing = bars, Firing(last, activation)
        self._last, self._by, self._grown = last, by, 1.0
        self._decimals = decimals = _bar_decimals(by)
        self.pair = FiringPair(typesetter, last, **place).show(firing)
        ends = [0.0, *(change.value for change in firing.changes(by))]
        low, high = min(ends), max(ends)
        units = length / (high - low)
        self.bars = [
            ChangeBar(
                typesetter,
                change,
                units=units,
                left=left,
                y=y,
                length=length,
                origin=-low * units,
                decimals=decimals,
            )
            for change, y in zip(firing.changes(by), heights, strict=True)
        ]
        super().__init__(self.pair, *self.bars)

    def fire(self, before: float, after: float, t: float) -> Firing:
        """Show everything between one activation, at t = 0, and another, at t = 1; return what that gives."""
        firing = Firing.between(self._last, before, after, t)
        self.pair.show(firing)
        self._nudge(firing, passing=0 < t < 1)
        return firing

    def grow(self, activation: float, t: float) -> None:
        """Show the bars while the nudge grows, from t = 0 to 1."""
        self._grown = t
        self._nudge(Firing(self._last, activation), passing=t < 1)

    def recede(self) -> Self:
        """Dim all, but not so much the neurons' numbers, which can be read on the dimmed discs, and return it."""
        self.fade(1 - DIM)
        for neuron in self.pair.neurons:
            neuron.recede()
        return self

    def _nudge(self, firing: Firing, *, passing: bool) -> None:
        """Let the bars show the changes; on the way, one that is 0 in the bars' decimals is that of no nudge yet."""
        changes = zip(firing.changes(self._grown * self._by), firing.changes(0.0), strict=True)
        for bar, (change, none) in zip(self.bars, changes, strict=True):
            bar.show(none if passing and not round(change.value, self._decimals) else change)


def _bar_decimals(by: float) -> int:
    return min(exact_decimals(by) + FIRING_DECIMALS, _MOST_DECIMALS)


class NudgedPairs:
    """The same nudge in a pair in the middle, and in two pairs side by side, to which that leads.

    Below each of the two stands the factor ∂z/∂w.

    Parameters
    ----------
    activations
        Those of the first neurons that are shown later; at first, all have the lesson's.
    by
        The nudge.

    Notes
    -----
    ``middle`` is the first pair, ``sides`` and ``factors`` belong to the others.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, activations: Sequence[float], by: float):
        start, xs = last.entering[1].value, (-_PAIR_X, _PAIR_X)
        numbers = [change for each in (start, *activations) for change in Firing(last, each).changes(by)]
        widest = number_room(typesetter, numbers, decimals=_bar_decimals(by))
        length = min(_BARS_LENGTH, SAFE_RIGHT - _PAIR_X - _BARS_LEFT - BAR_GAP - widest)
        bars = -_MIDDLE_LENGTH / 2, _MIDDLE_BARS, _MIDDLE_LENGTH
        self.middle = NudgedPair(typesetter, last, start, by, bars=bars, **_MIDDLE)
        heights = [_PAIR_Y - drop for drop in _BAR_DROPS]
        self.sides = [
            NudgedPair(
                typesetter,
                last,
                start,
                by,
                bars=(x + _BARS_LEFT, heights, length),
                centre=(x, _PAIR_Y),
                width=_PAIR_WIDTH,
                radius=_PAIR_RADIUS,
            )
            for x in xs
        ]
        factors = [Firing(last, each).factors[0] for each in activations]
        self.factors = [
            LiveFormula(typesetter, "{} = {} = {}", factor.symbol, last.side[1], [factor]).move_to((x, _FACTOR_Y, 0))
            for factor, x in zip(factors, xs, strict=True)
        ]

    def silence(self, place: int, before: float, t: float) -> None:
        """Let one of the two pairs fire between some activation, at t = 0, and not at all, at t = 1."""
        self.factors[place].show(self.sides[place].fire(before, 0.0, t).factors[0])
