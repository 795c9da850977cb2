"""The cost as a function of all weights and biases, and how far it swings when each of them is wiggled."""

from collections.abc import Callable, Mapping
from dataclasses import replace
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
    Line,
    Rectangle,
    Succession,
    VGroup,
    interpolate,
    linear,
)

from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import Change, Quantity, Symbol, cost
from scenes.kit.motion.animations import fly, one_by_one, redraw
from scenes.kit.network.chain import ChainDiagram
from scenes.kit.plot.value_line import DOT_RADIUS
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.readout import Readout
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, LARGE, MEDIUM, QUICK, SAFE_LEFT, SAFE_RIGHT, SMALL, THIN
from scenes.numbers.language import N_
from scenes.numbers.scales import Scale
from scenes.numbers.what_if import WIGGLE_SIZE, Wiggle

# The heights of the formula, of the ends of the axis below it and of the note, in frame units.
_FORMULA_Y, _TOP, _BOTTOM, _NOTE_Y = 2.9, 1.95, -0.38, -0.72

# How far the baseline of the axis's name is above its end.
_NAME_RISE = 0.17

# The baseline and the decimals of a variable's moving value, below its name.
_VALUE_Y, _VALUE_DECIMALS = 2.28, 2

# How long one wiggle and all of them take at most, in seconds.
_WIGGLE_TIME, _TOTAL_TIME = 1.6, 14.0

# How many ticks the axis has about; half their length, the gaps to their numbers and to the last bar, in frame units.
_TICK_COUNT = 4
_TICK, _TICK_GAP = 0.09, 0.15
_AXIS_GAP = 0.75

_BAR_WIDTH, _BAR_OPACITY = 0.34, 0.6

# How far a variable's name moves up and down, in frame units; how often it could brighten fully during its wiggle.
_BOB = 0.1
_FADE_SPEED = 8.0

# Costs are equally low if they differ by no more than this share.
_SAME = 1e-9


class CostMeter(VGroup):
    """C(w, b, …) = its value, and below each variable a bar for how far it makes the cost swing.

    Parameters
    ----------
    chain
        The lesson's chain; its weights and biases are the variables, all wiggled by the same amount.

    Notes
    -----
    ``formula`` is the formula; ``call`` is C and its brackets, ``variables`` are the symbols in them, with ``commas``
    between; ``result`` is its right side. ``meter`` is the axis of C with the bars beside it, and a note of how far
    each variable is wiggled. While a variable is wiggled, its value stands below its name.
    """

    def __init__(self, typesetter: Typesetter, chain: ChainPart):
        self._wiggles = [Wiggle(chain, parameter, WIGGLE_SIZE) for parameter in chain.network.parameters()]
        self._write(typesetter)
        reached = [cost for wiggle in self._wiggles for cost in wiggle.cost_range()]
        self._scale = Scale.around(reached, ticks=_TICK_COUNT)
        rest = self._wiggles[0].cost(0)
        columns = [self.variables[wiggle.symbol].get_center()[0] for wiggle in self._wiggles]
        self._axis_x = columns[-1] + _AXIS_GAP
        colour, muted = typesetter.theme.colour_of(cost()), typesetter.theme.muted
        ends = self.point(columns[0] - _BAR_WIDTH, rest.value), self.point(self._axis_x, rest.value)
        self._pointer = Line(*ends, color=colour, stroke_width=THIN)
        self._bars = [
            Rectangle(width=_BAR_WIDTH, height=1, stroke_width=0, fill_color=colour, fill_opacity=_BAR_OPACITY)
            for _ in columns
        ]
        self._dots = [Dot(self.point(x, rest.value), DOT_RADIUS, color=colour) for x in columns]
        level = DashedLine(*ends, color=muted, stroke_width=THIN)
        axis, note = self._axis(typesetter), self._note(typesetter)
        name = typesetter.formula("{}", cost(None), size=LABEL).set_x(self._axis_x).on_baseline(_TOP + _NAME_RISE)
        self.meter = VGroup(axis, name, note, level, *self._bars, self._pointer, *self._dots)
        self._values = [
            self._value(typesetter, wiggle.at(0), x) for wiggle, x in zip(self._wiggles, columns, strict=True)
        ]
        super().__init__(self.formula, self.meter, *self._values)
        for place in range(len(columns)):
            self.show(place, 0)

    def show(self, place: int, t: float) -> Self:
        """Show the cost at the time ``t`` of one variable's wiggle; its bar spans all costs until then."""
        wiggle, x = self._wiggles[place], self._dots[place].get_center()[0]
        now = wiggle.cost(t)
        self.formula.show(now)
        low, high = (self.point(x, end) for end in wiggle.cost_range(t))
        self._bars[place].stretch_to_fit_height(max(high[1] - low[1], 1e-6)).move_to((low + high) / 2)
        self._dots[place].move_to(self.point(x, now.value))
        self._pointer.put_start_and_end_on(self.point(x, now.value), self.point(self._axis_x, now.value))
        return self

    def write(self, names: Mapping[Symbol, VGroup]) -> Animation:
        """Return an animation in which names fly into the brackets as variables, each with the comma before it."""
        first, *others = (fly(name, self.variables[symbol]) for symbol, name in names.items())
        return one_by_one(FadeIn(self.call), first, *map(AnimationGroup, map(FadeIn, self.commas), others))

    def wiggle(self, chain: ChainDiagram) -> Animation:
        """Return an animation that wiggles one variable after the other, with the names of the others dimmed.

        In the end, those stay lit with which the cost got lowest.
        """
        seconds = min(_WIGGLE_TIME, _TOTAL_TIME / len(self._wiggles))
        lows = [wiggle.cost_range()[0] for wiggle in self._wiggles]
        names = [VGroup(self.variables[each.symbol], chain.names[each.symbol]) for each in self._wiggles]
        lowest = [np.isclose(low, min(lows), rtol=_SAME) for low in lows]
        everything = VGroup(chain, self)

        def dim(t: float) -> None:
            for name in names:
                name.set_opacity(interpolate(1, DIM, t))

        def light(t: float) -> None:
            for name, bar, is_lowest in zip(names, self._bars, lowest, strict=True):
                name.set_opacity(interpolate(DIM, 1, t) if is_lowest else DIM)
                bar.set_fill(opacity=_BAR_OPACITY * interpolate(1, 1 / _BAR_OPACITY if is_lowest else DIM, t))

        each = [
            redraw(everything, self._wiggling(place, chain), run_time=seconds, rate_func=linear)
            for place in range(len(self._wiggles))
        ]
        first, last = (redraw(everything, show, run_time=QUICK) for show in (dim, light))
        return Succession(first, *each, last)

    def _wiggling(self, place: int, chain: ChainDiagram) -> Callable[[float], None]:
        """Return a function of the time, from 0 to 1, that shows one variable's wiggle."""
        wiggle = self._wiggles[place]
        names = VGroup(self.variables[wiggle.symbol], chain.names[wiggle.symbol])
        start = names.get_center()

        def show(t: float) -> None:
            glow = min(1.0, _FADE_SPEED * t, _FADE_SPEED * (1 - t))
            names.move_to(start + _BOB * wiggle.shift(t) * UP).set_opacity(max(DIM, glow))
            now = wiggle.at(t)
            self._values[place].show(replace(now, given=(now,))).set_fill(opacity=glow, family=False)
            chain.show(wiggle.run(t), wiggle.at(t))
            self.show(place, t)

        return show

    def point(self, x: float, value: float) -> np.ndarray:
        """Return the point of the frame at this x and at the height of ``value`` on the axis."""
        return np.array([x, _BOTTOM + self._scale.fraction(value) * (_TOP - _BOTTOM), 0.0])

    def _write(self, typesetter: Typesetter) -> None:
        symbols = [wiggle.symbol for wiggle in self._wiggles]
        costs = [each for wiggle in self._wiggles for each in wiggle.costs()]
        template = f"{{}}({', '.join('{}' for _ in symbols)}) = {{}}"
        self.formula = LiveFormula(typesetter, template, cost(None), *symbols, costs, size=LARGE)
        room = SAFE_RIGHT - SAFE_LEFT
        if self.formula.width > room:
            self.formula.scale_to_fit_width(room)
        self.formula.set_x(0).on_baseline(_FORMULA_Y)
        glyphs = self.formula.formula
        left, *self.commas, right, equals = self.formula.rest()
        self.call = VGroup(glyphs.argument(0), left, right)
        self.result = VGroup(equals, *self.formula.readouts)
        self.variables: dict[Symbol, VGroup] = {symbol: glyphs.of(symbol) for symbol in symbols}

    def _value(self, typesetter: Typesetter, quantity: Quantity, x: float) -> Readout:
        value = typesetter.readout(quantity, size=SMALL, decimals=_VALUE_DECIMALS)
        return value.anchor_at((x, _VALUE_Y, 0)).set_fill(opacity=0, family=False)

    def _note(self, typesetter: Typesetter) -> VGroup:
        by = Quantity(Change(self._wiggles[0].symbol), WIGGLE_SIZE)
        words = N_("each is moved by {far}, up and down")
        note = typesetter.words(words, size=SMALL, colour=typesetter.theme.muted, far=replace(by, given=(by,)))
        return note.move_to((self._pointer.get_left()[0], _NOTE_Y, 0), LEFT)

    def _axis(self, typesetter: Typesetter) -> VGroup:
        muted, places = typesetter.theme.muted, self._scale.decimals
        x = self._axis_x
        axis = VGroup(Line((x, _BOTTOM, 0), (x, _TOP, 0), color=muted, stroke_width=MEDIUM))
        for value in self._scale.ticks:
            at = self.point(x, value)
            tick = Line(at + _TICK * LEFT, at + _TICK * RIGHT, color=muted, stroke_width=THIN)
            axis.add(tick, typesetter.tick(value, places, size=SMALL).next_to(tick, RIGHT, buff=_TICK_GAP))
        return axis
