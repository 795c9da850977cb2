"""A factor of the chain rule as the slope of a curve, with its formulas, and a bar for the error a − y."""

from collections.abc import Sequence
from math import copysign
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    Line,
    Mobject,
    ReplacementTransform,
    VGroup,
)

from backprop_core.quantities import Quantity
from scenes.figures.derivatives.graph_sketch import apart_from, sketch
from scenes.figures.derivatives.slope_triangle import SlopeTriangle
from scenes.kit.motion.animations import turn_over
from scenes.kit.plot.graph import TANGENT, ChainStepGraph, FunctionGraph
from scenes.kit.text.formula import Formula
from scenes.kit.text.live_formula import Derivation, LiveFormula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SMALLEST, THICK
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import slope_decimals
from scenes.numbers.functions import ChainStep
from scenes.numbers.language import N_

# In frame units: between the target's line and its name; the type size beside a slope triangle.
_NAME_GAP, _LEG_SIZE = 0.12, 0.42

# How far the target's name reaches above its line, for the line from the dot to the axis to stay below it, in frame
# units.
_NAME_RISE = 0.1


class ErrorBar(VGroup):
    """A vertical line at the target, and a bar for a − y from there to the graph's dot.

    Parameters
    ----------
    graph
        The graph of C_0 against a^(L).
    target
        The desired output.
    """

    def __init__(self, typesetter: Typesetter, graph: FunctionGraph, target: Quantity):
        self._graph = graph
        low, high = (graph.point(target.value, end) for end in (graph.scales[1].low, graph.scales[1].high))
        colour = typesetter.theme.colour_of(target.symbol)
        self.upright = Line(low, high, color=colour, stroke_width=MEDIUM)
        away = RIGHT if graph.dot.get_center()[0] <= high[0] else LEFT
        self.name = typesetter.formula("{}", target.symbol, size=LABEL).next_to(
            self.upright, away, _NAME_GAP, aligned_edge=UP
        )
        self.name.shift(_NAME_RISE * UP)
        self.bar = Line(color=colour, stroke_width=THICK)
        super().__init__(self.upright, self.name, self.bar)
        self.show()

    @property
    def length(self) -> float:
        """The length of the bar in frame units, negative if the dot is left of the target."""
        start, end = self.bar.points[[0, -1]]
        return float((start - end)[0])

    def show(self) -> Self:
        """Draw the bar to the place of the dot."""
        dot = self._graph.dot.get_center()
        self.bar.set_points_as_corners([dot, np.array([self.upright.get_center()[0], dot[1], 0])])
        return self


# The room for the graph; the left end and the top of the formulas, the gaps between and inside them, and how far
# below symbols their underline is: in frame units.
_GRAPH_ROOM = {"left": SAFE_LEFT, "right": -0.2, "bottom": SAFE_BOTTOM, "top": 1.55}
_FORMULAS_LEFT, _FORMULAS_TOP, _FORMULA_GAP, _WORD_GAP, _UNDERLINE_DROP = 0.9, 0.8, 0.55, 0.2, 0.08

# The size of the definition, as a share of the usual: that of a sum has room, too.
_REASON = 0.8

# How near to the target and how far away from it the activation slides, as multiples of the lesson's error; the error
# that is too small for that, and the one taken instead; and how far the graph reaches on that side of the target
# and on the other, as multiples of the way.
_NEAR, _AWAY, _LEAST_ERROR = 0.1, 1.6, 0.1
_OWN_ERROR = 0.5
_HEADROOM, _BEYOND_TARGET = 1.05, 0.25

# The length of a tangent that lies on the line whose slope it shows, in frame units.
_ALONG_A_LINE = 1.3

# The share of an activation function's curve along which z slides.
_SLIDE_SHARE = 0.8


class SlopePanel(VGroup):
    """The graph of a step, and beside it the step's derivative in symbols and in live numbers.

    Parameters
    ----------
    step
        The function y(x) that the graph shows.
    definition
        The formula of y.
    result
        The formula of the derivative, which begins with an equals sign.
    stops
        The values between which x slides, in order; the first is the lesson's.
    beyond
        Further values of x that the graph has room for.
    filled
        The result with a live number for x, if x appears in it; left out where it would be too long.
    tangent
        The length of the graph's tangent, in frame units.

    Notes
    -----
    ``graph``, ``derivation`` and ``reason`` are its parts, to be shown one by one, and so are the ``gaps``: a bar for
    a − y, with the line below these letters, in a parabola's panel. ``result`` is the first step of the derivation.
    ``triangle`` shows the slope of a line as rise over run; the panel does not contain it.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        step: ChainStep,
        definition: Formula,
        result: Formula,
        stops: Sequence[float],
        *,
        beyond: Sequence[float] = (),
        filled: LiveFormula | None = None,
        tangent: float = TANGENT,
    ):
        self.stops = list(stops)
        self.graph = ChainStepGraph(typesetter, step, [*stops, *beyond], tangent=tangent, **_GRAPH_ROOM)
        self.triangle: SlopeTriangle | None = None
        self._filled = filled
        slopes = [step.at(x)[2] for x in stops]
        places = slope_decimals([each.value for each in slopes], least=typesetter.decimals)
        self._number = LiveFormula(typesetter, "= {}", slopes, colour=typesetter.theme.highlight, decimals=places)
        steps = [part for part in (result, filled, self._number) if part is not None]
        self.result = result
        left = typesetter.formula("{}", slopes[0].symbol)
        width = SAFE_RIGHT - _FORMULAS_LEFT
        if filled is not None and width / Derivation(left, steps).width < SMALLEST / LABEL:
            steps.remove(filled)
            self._filled = None
        self.derivation = Derivation(left, steps)
        since = typesetter.words(N_("since"), colour=typesetter.theme.muted)
        self.reason = VGroup(since, definition.next_to(since, RIGHT, buff=_WORD_GAP).on_baseline(since.baseline))
        self.reason.scale(min(_REASON, width / self.reason.width))
        words = VGroup(self.derivation, self.reason).arrange(DOWN, buff=_FORMULA_GAP, aligned_edge=LEFT)
        words.scale(min(1.0, width / words.width, (_FORMULAS_TOP - SAFE_BOTTOM) / words.height))
        words.move_to((_FORMULAS_LEFT, _FORMULAS_TOP, 0), aligned_edge=UP + LEFT)
        self.gaps: list[tuple[ErrorBar, Line]] = []
        super().__init__(self.graph, words)

    @classmethod
    def of_cost(cls, typesetter: Typesetter, last: LastLayer) -> Self:
        """Return the panel of the parabola C_0(a), with a bar for the error a − y."""
        (_, _, a, C), (*_, y) = last.path, last.entering
        step = ChainStep.of_cost(last.chain)
        stops = _around_target(step.start, y.value, last.limits)
        farthest = max((stop - y.value for stop in stops), key=abs)
        beyond = [y.value + share * farthest for share in (_HEADROOM, -_BEYOND_TARGET)]
        result = typesetter.formula("= 2 ({} - {})", a, y.symbol)
        panel = cls(
            typesetter,
            step,
            typesetter.formula("{} = \\({} - {}\\)^2", C, a, y.symbol),
            result,
            stops,
            beyond=beyond,
            filled=LiveFormula(typesetter, "= 2 ({} - {})", [step.at(stop)[0] for stop in stops], y, brackets=True),
        )
        named = result.argument(0, 1)
        sides = (LEFT, RIGHT) if step.start < y.value else (RIGHT, LEFT)
        start, end = (named.get_corner(DOWN + side) for side in sides)
        underline = Line(start, end, stroke_width=THICK)
        underline.set_color(typesetter.theme.y).shift(_UNDERLINE_DROP * DOWN)
        panel.gaps.append((ErrorBar(typesetter, panel.graph, y), underline))
        panel.add(*panel.gaps[0])
        return panel

    @classmethod
    def of_activation(cls, typesetter: Typesetter, last: LastLayer) -> Self:
        """Return the panel of the activation function a(z)."""
        (_, z, a, _), f = last.path, last.function.typst
        step = ChainStep.of_activation(last.chain)
        reach = step.reach
        there = -copysign(_SLIDE_SHARE * reach, step.start)
        stops = (
            [step.start, there, step.start]
            if abs(step.start) > reach / 2
            else [step.start, there, -there, step.start]
        )
        filled = LiveFormula(typesetter, f"= {f}'({{}})", [step.at(stop)[0] for stop in stops])
        definition = typesetter.formula(f"{{}} = {f}({{}})", a, z)
        return cls(
            typesetter,
            step,
            definition,
            typesetter.formula(f"= {f}'({{}})", z),
            stops,
            beyond=[reach, -reach],
            filled=filled,
        )

    @classmethod
    def of_sum(cls, typesetter: Typesetter, last: LastLayer) -> Self:
        """Return the panel of the line z(w)."""
        (w, z, *_), (b, before, _) = last.path, last.side
        step = ChainStep.of_sum(last.chain)
        swing = max(1.0, 0.75 * abs(step.start))
        stops = [step.start, step.start + swing, step.start - swing, step.start]
        definition = typesetter.formula("{} = {} dot.op {} + {}", z, w, before, b)
        result = typesetter.formula("= {}", before)
        panel = cls(typesetter, step, definition, result, stops, tangent=_ALONG_A_LINE)
        dw, _ = step.changes()
        run = typesetter.formula("{} = {}", dw.symbol, dw, size=_LEG_SIZE, decimals=0)
        panel.triangle = SlopeTriangle(typesetter, panel.graph, run, typesetter.formula("{}", before, size=_LEG_SIZE))
        return panel

    @property
    def lines(self) -> VGroup:
        """The graph's axes, curve, tangent, dot and the lines from there to the axes."""
        return VGroup(*sketch(self.graph), *self.graph.drops)

    @property
    def rest(self) -> list[Mobject]:
        """The shapes of everything else."""
        return apart_from(self.lines, self)

    def follow(self, before: "SlopePanel", **options) -> Animation:
        """Return an animation in which the lines of the panel before become this graph's, and its words appear."""
        morph = [ReplacementTransform(*pair) for pair in zip(before.lines, self.lines, strict=True)]
        words = [*apart_from(self.lines, self.graph), self.reason]
        return AnimationGroup(*morph, turn_over(before.rest, words), **options)

    def show(self, x: float) -> Self:
        """Show everything at this value of x."""
        quantity, _, slope = self.graph.step.at(x)
        self.graph.show_at(x)
        self._number.show(slope)
        if self._filled is not None:
            self._filled.show(quantity)
        for gap, _ in self.gaps:
            gap.show()
        return self


def _around_target(a: float, y: float, limits: tuple[float | None, float | None]) -> list[float]:
    """Return the stops of the activation: near the target, away from it and back, all within its limits."""
    error = a - y if abs(a - y) >= _LEAST_ERROR else copysign(_OWN_ERROR, a - y)
    low, high = limits
    away = y + _AWAY * error
    away = away if low is None else max(away, low)
    away = away if high is None else min(away, high)
    return [a, y + _NEAR * error, away, a]
