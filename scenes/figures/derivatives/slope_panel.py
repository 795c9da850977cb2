"""A factor of the chain rule as the slope of a curve, with its formulas."""

from collections.abc import Sequence
from math import copysign
from typing import Self

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    Line,
    Mobject,
    ReplacementTransform,
    Succession,
    VGroup,
    VMobject,
)

from scenes.figures.derivatives.graph_sketch import apart_from, sketch
from scenes.figures.derivatives.slope_triangle import SlopeTriangle
from scenes.kit.motion.animations import turn_over
from scenes.kit.plot.graph import TANGENT, ChainStepGraph
from scenes.kit.text.formula import Formula
from scenes.kit.text.live_formula import Derivation, LiveFormula
from scenes.kit.text.product import extent
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MOVE, QUICK, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SMALLEST
from scenes.numbers.chain import LastLayer
from scenes.numbers.format import slope_decimals
from scenes.numbers.functions import ChainStep
from scenes.numbers.language import N_

# The type size beside a slope triangle, and the gap between the lines of a definition, in frame units.
_LEG_SIZE, _LINE_GAP = 0.42, 0.14

# The room for the graph; the left end of the formulas, the gaps between and inside them, and how far
# below symbols their underline is: in frame units.
TOPS = 1.55, 0.8
"""The top of the graph, and that of the formulas beside it, in frame units."""

_GRAPH_ROOM = {"left": SAFE_LEFT, "right": -0.2, "bottom": SAFE_BOTTOM}
_FORMULAS_LEFT, _FORMULA_GAP, _WORD_GAP, _UNDERLINE_DROP = 0.9, 0.55, 0.2, 0.08

# The left end of longer formulas, in frame units.
_LONGER_LEFT = 0.4

# The size of a definition in one line, as a share of the usual: that of a sum has room, too.
_REASON = 0.8


# The length of a tangent that lies on the line whose slope it shows, in frame units.
_ALONG_A_LINE = 1.3

# The share of an activation function's curve along which z slides; how far w slides: at least, as a share of itself,
# and at most.
_SLIDE_SHARE = 0.8
_LEAST_SWING, _SWING_SHARE, _WIDEST_SWING = 1.0, 0.75, 1.5

# How long a curve is drawn that takes the place of another, in seconds.
_DRAWN = 0.7


class SlopePanel(VGroup):
    """The graph of a step, and beside it the step's derivative in symbols and in live numbers.

    Parameters
    ----------
    step
        The function y(x) that the graph shows.
    definition
        The formula of y, in one line or more.
    result
        The formula of the derivative, which begins with an equals sign.
    stops
        The values between which x slides, in order; the first is the lesson's.
    beyond
        Further values of x that the graph has room for.
    longer
        Another formula of the derivative, which stands before the result; the number is then beside that.
    further
        Another form of the result, which stands after it.
    filled
        The result with a live number for x, if x appears in it; smaller than the other formulas where there is no
        room for it, or left out.
    tangent
        The length of the graph's tangent, in frame units.
    tops
        The tops of the graph and of the formulas beside it, in frame units.

    Notes
    -----
    ``graph``, ``derivation`` and ``reason`` are its parts, to be shown one by one. So are ``bars``, what is shown on
    the graph, and ``underlines``, each with what it comes from. ``result`` and ``further`` are steps of the
    derivation; ``written`` are all of them, in the groups that appear together. ``alike`` are symbols that mean what
    a bar shows. ``triangle`` shows the slope of a line as rise over run; the panel does not contain it.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        step: ChainStep,
        definition: Sequence[Formula],
        result: Formula,
        stops: Sequence[float],
        *,
        beyond: Sequence[float] = (),
        longer: Formula | None = None,
        further: Formula | None = None,
        filled: LiveFormula | None = None,
        tangent: float = TANGENT,
        tops: tuple[float, float] = TOPS,
    ):
        self.stops, (top, words_top) = list(stops), tops
        self.graph = ChainStepGraph(typesetter, step, [*stops, *beyond], tangent=tangent, top=top, **_GRAPH_ROOM)
        self.triangle: SlopeTriangle | None = None
        self._filled = filled
        slopes = [step.at(x)[2] for x in stops]
        places = slope_decimals([each.value for each in slopes], least=typesetter.decimals)
        self._number = LiveFormula(typesetter, "= {}", slopes, colour=typesetter.theme.highlight, decimals=places)
        steps = [part for part in (longer, result, further, filled, self._number) if part is not None]
        self.result, self.further = result, further
        left = typesetter.formula("{}", slopes[0].symbol)
        x = _LONGER_LEFT if longer else _FORMULAS_LEFT
        width = SAFE_RIGHT - x
        if filled is not None:
            start, end = filled.extent
            share = min(1.0, (width - left.width - EQUALS * left.em) / (end - start))
            if share < SMALLEST / LABEL:
                steps.remove(filled)
                self._filled = None
            filled.scale(share)
        if longer is None:
            self.derivation, self.written = Derivation(left, steps), [steps]
        else:  # there is more to read, and less room: the number stands beside its fraction
            first, *others = steps
            self.derivation = Derivation(left, steps[:-1], beside=self._number)
            self.written = [[first], others]
        since = typesetter.words(N_("since"), colour=typesetter.theme.muted)
        first, *others = definition
        self.reason = VGroup(since, first.next_to(since, RIGHT, buff=_WORD_GAP).on_baseline(since.baseline))
        for line in others:
            line.next_to(self.reason, DOWN, buff=_LINE_GAP).set_x(first.rest().get_left()[0], direction=LEFT)
            self.reason.add(line)
        self.reason.scale(min(1.0 if others else _REASON, width / self.reason.width))
        words = VGroup(self.derivation, self.reason).arrange(DOWN, buff=_FORMULA_GAP, aligned_edge=LEFT)
        end = max(float(words.get_right()[0]), *(extent(part)[1] for part in steps))
        taken = end - float(words.get_left()[0])
        words.scale(min(1.0, width / taken, (words_top - SAFE_BOTTOM) / words.height))
        words.move_to((x, words_top, 0), aligned_edge=UP + LEFT)
        self.bars: list[VMobject] = []
        self.underlines: list[tuple[VMobject, Line]] = []
        self.alike: list[VMobject] = []
        super().__init__(self.graph, words)

    @classmethod
    def of_activation(cls, typesetter: Typesetter, last: LastLayer, *, tops: tuple[float, float] = TOPS) -> Self:
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
        further = typesetter.formula("= {} (1 - {})", a, a) if last.cancels else None
        filled = None if further else LiveFormula(typesetter, f"= {f}'({{}})", [step.at(stop)[0] for stop in stops])
        definition = [typesetter.formula(f"{{}} = {f}({{}})", a, z)]
        return cls(
            typesetter,
            step,
            definition,
            typesetter.formula(f"= {f}'({{}})", z),
            stops,
            beyond=[reach, -reach],
            further=further,
            filled=filled,
            tops=tops,
        )

    @classmethod
    def of_sum(cls, typesetter: Typesetter, last: LastLayer, *, tops: tuple[float, float] = TOPS) -> Self:
        """Return the panel of the line z(w)."""
        (w, z, *_), (b, before, _) = last.path, last.side
        step = ChainStep.of_sum(last.chain)
        swing = min(max(_LEAST_SWING, _SWING_SHARE * abs(step.start)), _WIDEST_SWING)
        stops = [step.start, step.start + swing, step.start - swing, step.start]
        definition = [typesetter.formula("{} = {} dot.op {} + {}", z, w, before, b)]
        result = typesetter.formula("= {}", before)
        panel = cls(typesetter, step, definition, result, stops, tangent=_ALONG_A_LINE, tops=tops)
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
        """Return an animation in which this graph takes the place of another panel's, which leaves all but its axes.

        The axes get their names and ticks; then the curve is drawn, and the dot set with its tangent and slope.
        """
        graph, lines, old = self.graph, *((panel.graph.axes.x, panel.graph.axes.y) for panel in (self, before))
        at_dot = [part for part in (graph.drops, graph.tangent, graph.slope, graph.dot) if part is not None]
        axes = [ReplacementTransform(*pair) for pair in zip(old, lines, strict=True)]
        words = [*apart_from(VGroup(*lines, graph.curve, *at_dot), graph), self.reason]
        turned = turn_over(apart_from(VGroup(*old), before), words)
        return Succession(
            AnimationGroup(*axes, turned, run_time=MOVE),
            Create(graph.curve, run_time=_DRAWN),
            FadeIn(*at_dot, run_time=QUICK),
            **options,
        )

    def show(self, x: float) -> Self:
        """Show everything at this value of x."""
        quantity, _, slope = self.graph.step.at(x)
        self.graph.show_at(x)
        self._number.show(slope)
        if self._filled is not None:
            self._filled.show(quantity)
        return self
