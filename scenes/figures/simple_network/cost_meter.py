"""The cost as a function of all weights and biases, and how far it swings when each of them is wiggled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    DashedLine,
    Dot,
    FadeIn,
    LaggedStart,
    Line,
    Rectangle,
    Succession,
    VGroup,
    interpolate,
    linear,
)

from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import Change, Quantity, Symbol, cost
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import fly, redraw
from scenes.kit.network.chain import ChainDiagram
from scenes.kit.network.strokes import UprightArrow
from scenes.kit.plot.value_line import DOT_RADIUS
from scenes.kit.text.formula import Formula
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, LARGE, MEDIUM, QUICK, SAFE_LEFT, SAFE_RIGHT, SLOW, SMALL, THIN
from scenes.numbers.scales import Scale
from scenes.numbers.what_if import WIGGLE_SIZE, Wiggle

# The heights of the formula and of the ends of the axis below it, in frame units.
_FORMULA_Y, _TOP, _BOTTOM = 2.9, 1.7, -0.78

# How far the baseline of the axis's name is above its end.
_NAME_RISE = 0.26

# After which share of a variable's way into the formula the next one leaves.
_TOGETHER = 0.25

# The baseline and the decimals of a variable's change, above its bar and higher than the axis's name; how far right
# of the axis it begins at least, in frame units; the times at which it is 0, greatest and least.
_CHANGE_Y, _CHANGE_DECIMALS = 2.12, 2
_CHANGE_GAP = 0.2
_TURNS = 0.0, 0.25, 0.75

# How long one wiggle and all of them take at most, in seconds.
_WIGGLE_TIME, _TOTAL_TIME = 1.6, 14.0

# How many ticks the axis has about; half their length and the gap to their numbers, in frame units.
_TICK_COUNT = 4
_TICK, _TICK_GAP = 0.09, 0.15

# The share of a column that a bar takes, and its opacity.
_BAR_SHARE, _BAR_OPACITY = 0.5, 0.6

# How far a variable's name moves up and down, in frame units; how often it could brighten fully during its wiggle,
# and how bright it is before and after.
_BOB = 0.07
_FADE_SPEED, _PALE = 8.0, 0.6

# Costs fall equally low if their falls differ by no more than this share.
_SAME = 1e-6

# Swings below this share of the axis are too small to see; those below this share of the cost may be rounding errors.
_VISIBLE, _ROUNDING = 0.01, 1e-12


class CostMeter(VGroup):
    """C(w, b, …) = its value, and below each variable a bar for how far it makes the cost swing.

    Parameters
    ----------
    chain
        The lesson's chain; its weights and biases are the variables, all wiggled by the same amount.
    diagram
        The chain's diagram; each bar stands above the name of its variable there.

    Notes
    -----
    ``formula`` is the formula; ``call`` is C and the bracket that it opens, ``variables`` are the symbols behind it,
    with ``commas`` between, and ``close`` is the other bracket; ``result`` is its right side. ``meter`` is the axis
    of C below it, with the bars beside. While a variable is wiggled, its change stands above its bar.
    If no swing could be seen on the axis of C, it is that of ΔC, from where the cost is at rest.
    """

    def __init__(self, typesetter: Typesetter, chain: ChainPart, diagram: ChainDiagram):
        self._wiggles = [Wiggle(chain, parameter, WIGGLE_SIZE) for parameter in chain.network.parameters()]
        self._write(typesetter)
        rest = self._wiggles[0].cost(0)
        reached = [cost for wiggle in self._wiggles for cost in wiggle.cost_range()]
        self._scale, self._counted_from = _scale_of(reached, rest.value)
        columns = [float(diagram.names[wiggle.symbol].get_x()) for wiggle in self._wiggles]
        width = _BAR_SHARE * min(right - left for left, right in pairwise(columns))
        numbers = typesetter.ticks(self._scale, size=SMALL)
        beside = max(number.width for number in numbers) + _TICK + _TICK_GAP
        self._axis_x = max(float(diagram.neuron(0).get_x()), SAFE_LEFT + beside)
        colour, muted = typesetter.theme.colour_of(cost()), typesetter.theme.muted
        ends = self.point(columns[-1] + width, rest.value), self.point(self._axis_x, rest.value)
        self._pointer = Line(*ends, color=colour, stroke_width=THIN)
        self._bars = [
            Rectangle(width=width, height=1, stroke_width=0, fill_color=colour, fill_opacity=_BAR_OPACITY)
            for _ in columns
        ]
        self._dots = [Dot(self.point(x, rest.value), DOT_RADIUS, color=colour) for x in columns]
        level = DashedLine(*ends, color=muted, stroke_width=THIN)
        symbol = Change(cost(None)) if self._counted_from else cost(None)
        name = typesetter.formula("{}", symbol, size=LABEL).on_baseline(_TOP + _NAME_RISE)
        name.set_x(self._axis_x - _TICK - _TICK_GAP, direction=RIGHT)
        falls = [rest.value - wiggle.cost_range()[0] for wiggle in self._wiggles]
        least = max((1 - _SAME) * max(falls), _ROUNDING * rest.value)
        self._best = [fall > least for fall in falls]
        self._falls = VGroup(*self._falling(typesetter, columns, width))
        self.meter = VGroup(
            self._axis(muted, numbers), name, level, *self._bars, self._falls, self._pointer, *self._dots
        )
        self._changes = [self._change(typesetter, *each) for each in zip(self._wiggles, columns, strict=True)]
        super().__init__(self.formula, self.meter, *self._changes)
        for place in range(len(columns)):
            self.show(place, 0)

    def show(self, place: int, t: float) -> Self:
        """Show the cost at the time ``t`` of one variable's wiggle; its bar spans all costs until then."""
        wiggle, x = self._wiggles[place], self._dots[place].get_center()[0]
        low, high = (self.point(x, end) for end in wiggle.cost_range(t))
        self._bars[place].stretch_to_fit_height(max(high[1] - low[1], 1e-6)).move_to((low + high) / 2)
        return self._point_at(place, wiggle.cost(t))

    def _point_at(self, place: int, now: Quantity) -> Self:
        """Point at the cost that one variable causes now."""
        x = self._dots[place].get_center()[0]
        self.formula.show(now)
        self._dots[place].move_to(self.point(x, now.value))
        self._pointer.put_start_and_end_on(self.point(x, now.value), self.point(self._axis_x, now.value))
        return self

    def write(self, names: Mapping[Symbol, VGroup]) -> Animation:
        """Return an animation in which names fly to their places as variables, each with what stands before it.

        They are on their way together, as the sentence that says so is short; the cost's value comes last.
        """
        flights = [fly(name, self.variables[symbol]) for symbol, name in names.items()]
        before = map(FadeIn, (self.call, *self.commas))
        end = FadeIn(self.close), FadeIn(self.result, shift=0.3 * LEFT)
        return LaggedStart(*map(AnimationGroup, before, flights), *end, lag_ratio=_TOGETHER)

    def wiggle(self, chain: ChainDiagram) -> Animation:
        """Return an animation that wiggles one variable after the other, with the names of the others dimmed.

        In the end, the name of the variable with which the cost got lowest is lit again, an arrow shows how far down
        that was, and this change is made. If no change lowers the cost, all names are lit.
        """
        seconds = min(_WIGGLE_TIME, _TOTAL_TIME / len(self._wiggles))
        names = [VGroup(self.variables[each.symbol], chain.names[each.symbol]) for each in self._wiggles]
        everything = VGroup(chain, self)

        def dim(t: float) -> None:
            for name in names:
                name.set_opacity(interpolate(1, _PALE, t))

        def light(t: float) -> None:
            for name, bar, best in zip(names, self._bars, self._best, strict=True):
                if best or not any(self._best):
                    name.set_opacity(interpolate(_PALE, 1, t))
                bar.set_fill(opacity=interpolate(_BAR_OPACITY, DIM, t))
            for half, arrow in self._falls:
                half.set_fill(opacity=_BAR_OPACITY * t)
                arrow.set_fill(opacity=t)

        each = [
            redraw(everything, self._wiggling(place, chain), run_time=seconds, rate_func=linear)
            for place in range(len(self._wiggles))
        ]
        first, last = (redraw(everything, show, run_time=QUICK) for show in (dim, light))
        return Succession(first, *each, last, redraw(everything, self._lowering(chain), run_time=SLOW))

    def rise(self, chain: ChainDiagram) -> Animation:
        """Return an animation in which the change that lowered the cost most is taken back."""
        fall = self._lowering(chain)
        return redraw(VGroup(chain, self), lambda t: fall(1 - t))

    def _lowering(self, chain: ChainDiagram) -> Callable[[float], None]:
        """Return a function of a share, which makes this share of the change that lowers the cost most."""
        best = min(range(len(self._wiggles)), key=lambda place: self._wiggles[place].cost_range()[0])
        wiggle = self._wiggles[best]

        def show(share: float) -> None:
            t = interpolate(round(wiggle.lowest), wiggle.lowest, share)
            chain.show(wiggle.run(t), wiggle.at(t))
            self._point_at(best, wiggle.cost(t))
            if len(self._falls):
                _fade(self._changes[best].show(wiggle.change(t)), min(1.0, _FADE_SPEED * share))

        return show

    def _wiggling(self, place: int, chain: ChainDiagram) -> Callable[[float], None]:
        """Return a function of the time, from 0 to 1, that shows one variable's wiggle."""
        wiggle = self._wiggles[place]
        names = VGroup(self.variables[wiggle.symbol], chain.names[wiggle.symbol])
        start = names.get_center()

        def show(t: float) -> None:
            glow = min(1.0, _FADE_SPEED * t, _FADE_SPEED * (1 - t))
            names.move_to(start + _BOB * wiggle.shift(t) * UP).set_opacity(max(_PALE, glow))
            _fade(self._changes[place].show(wiggle.change(t)), glow)
            chain.show(wiggle.run(t), wiggle.at(t))
            self.show(place, t)

        return show

    def point(self, x: float, value: float) -> np.ndarray:
        """Return the point of the frame at this x and at the height of ``value`` on the axis."""
        share = self._scale.fraction(value - self._counted_from)
        return np.array([x, _BOTTOM + share * (_TOP - _BOTTOM), 0.0])

    def _write(self, typesetter: Typesetter) -> None:
        symbols = [wiggle.symbol for wiggle in self._wiggles]
        costs = [each for wiggle in self._wiggles for each in wiggle.costs()]
        template = f"{{}}({', '.join('{}' for _ in symbols)}) = {{}}"
        self.formula = LiveFormula(typesetter, template, cost(None), *symbols, costs, size=LARGE)
        left, right = self.formula.extent
        self.formula.scale(min(1.0, (SAFE_RIGHT - SAFE_LEFT) / (right - left))).set_x(0).on_baseline(_FORMULA_Y)
        self.formula.shift(max(0.0, self.formula.extent[1] - SAFE_RIGHT) * LEFT)
        glyphs = self.formula.formula
        left, *self.commas, right, equals = self.formula.rest()
        self.call, self.close = VGroup(glyphs.argument(0), left), right
        self.result = VGroup(equals, *self.formula.readouts)
        self.variables: dict[Symbol, VGroup] = {symbol: glyphs.of(symbol) for symbol in symbols}

    def _change(self, typesetter: Typesetter, wiggle: Wiggle, x: float) -> LiveFormula:
        """Return a variable's change above its bar, unseen; right of the axis."""
        changes = [wiggle.change(t) for t in _TURNS]
        change = LiveFormula(
            typesetter, "{} = {}", changes[0].symbol, changes, size=LABEL, decimals=_CHANGE_DECIMALS, signed=True
        )
        left, right = change.extent
        change.shift((x - (left + right) / 2, 0, 0)).on_baseline(_CHANGE_Y)
        return _fade(kept_inside(change, left=self._axis_x + _CHANGE_GAP), 0)

    def _falling(self, typesetter: Typesetter, columns: Sequence[float], width: float) -> Iterator[VGroup]:
        """Yield the lower half of each bar that reaches the lowest cost, and an arrow right of it, both unseen."""
        theme, rest = typesetter.theme, self._wiggles[0].cost(0).value
        for wiggle, x, best in zip(self._wiggles, columns, self._best, strict=True):
            if best:
                top, bottom = self.point(x, rest), self.point(x, wiggle.cost_range()[0])
                length = float(top[1] - bottom[1])
                half = Rectangle(width=width, height=length, stroke_width=0, fill_color=theme.colour_of(cost()))
                arrow = UprightArrow(-length, theme.text).move_to(top + width * RIGHT, UP)
                yield VGroup(half.move_to((top + bottom) / 2), arrow).set_fill(opacity=0)

    def _axis(self, colour: str, numbers: Sequence[Formula]) -> VGroup:
        x = self._axis_x
        axis = VGroup(Line((x, _BOTTOM, 0), (x, _TOP, 0), color=colour, stroke_width=MEDIUM))
        for value, number in zip(self._scale.ticks, numbers, strict=True):
            at = self.point(x, value + self._counted_from)
            tick = Line(at + _TICK * LEFT, at + _TICK * RIGHT, color=colour, stroke_width=THIN)
            axis.add(tick, number.next_to(tick, LEFT, buff=_TICK_GAP))
        return axis


def _scale_of(reached: Sequence[float], rest: float) -> tuple[Scale, float]:
    """Return the scale of the axis, and the cost from which it counts: 0, or ``rest`` if it magnifies the changes."""
    costs, swing = Scale.around([*reached], ticks=_TICK_COUNT), max(reached) - min(reached)
    if _ROUNDING * rest < swing < _VISIBLE * (costs.high - costs.low):
        return Scale.of_changes([cost - rest for cost in reached], ticks=_TICK_COUNT), rest
    return costs, 0.0


def _fade(change: LiveFormula, opacity: float) -> LiveFormula:
    """Set the opacity of a change, whose number has an invisible anchor, and return it."""
    change.formula.set_fill(opacity=opacity)
    for number in change.readouts:
        number.set_fill(opacity=opacity, family=False)
    return change
