"""The cost of a distribution as a curve, and its derivatives by z: by how much each a differs from its y."""

from collections.abc import Sequence
from math import exp
from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, UP, Animation, AnimationGroup, FadeIn, LaggedStart, Rectangle, VGroup

from backprop_core.quantities import Change, cost, partial, target
from scenes.figures.learning.softmax_rows import RowPlaces, ShareRows
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import fly, one_by_one, redraw
from scenes.kit.plot.graph import FunctionGraph
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, NORMAL, SAFE_BOTTOM, SAFE_TOP
from scenes.numbers.format import as_printed, clip_decimals
from scenes.numbers.functions import COST_FORMULAS
from scenes.numbers.scales import Scale, limits
from scenes.numbers.softmax import Distribution, SoftmaxLayer

_TICK_COUNT = 4

# The size of the name below the curve, whose index is deep, as a share of the usual one.
_NAME_SIZE = 0.88

# How opaque what is missing is; the middle of a digit above the baseline, in em; right of the measured ratio, in
# frame units.
_MISSING, _DIGIT_MIDDLE, _QUOTIENT_GAP = 0.25, 0.325, 0.7


class DistributionCost(FunctionGraph):
    """The curve of C_0 = −ln a for the a of the right class, or of C_0 for its z.

    Parameters
    ----------
    reached
        The distributions that it will show, the first one first.
    """

    def __init__(self, typesetter: Typesetter, layer: SoftmaxLayer, reached: Sequence[Distribution], **box: Any):
        self._layer = layer
        xs, ys = zip(*map(layer.on_curve, reached), strict=True)
        low, high = limits(layer.function) if layer.by_share else (None, None)
        x_scale = Scale.around([x.value for x in xs], low=low, high=high, ticks=_TICK_COUNT)
        sampled = [] if layer.by_share else layer.curve(np.array([x_scale.low, x_scale.high])).tolist()
        y_scale = Scale.around([*sampled, *(y.value for y in ys)], low=0.0, ticks=_TICK_COUNT)
        ends = (exp(-y_scale.high), x_scale.high) if layer.by_share else None  # it leaves the axes at the top
        super().__init__(typesetter, layer.curve, xs, ys, scales=(x_scale, y_scale), ends=ends, **box)
        self.names[0].scale(_NAME_SIZE, about_edge=DOWN)
        self.names[1].scale(NORMAL / LABEL, about_edge=DOWN)  # as large as the rule above it
        self.names[1].shift((box["left"] - self.names[1].get_left()[0], 0, 0))

    def show_all(self, shown: Distribution) -> Self:
        """Move the dot to another distribution."""
        return self.show(*self._layer.on_curve(shown))


class Overhangs(VGroup):
    """What sticks out of each y, filled, or is missing to it, hollow: these lengths are the derivatives by z.

    Parameters
    ----------
    shares
        The bars and the frames of the y, at whose ends they begin.
    left, right
        The room for the formulas, in frame units.

    Notes
    -----
    ``blocks``, ``rule``, ``lines`` and ``quotient``, the measured ratio, which is left of what the shares add up to,
    are its parts, to be shown one by one.
    """

    def __init__(self, typesetter: Typesetter, layer: SoftmaxLayer, shares: ShareRows, *, left: float, right: float):
        theme, self._axis = typesetter.theme, shares.axis
        rows = RowPlaces(len(layer.slopes))
        self._half = rows.bar / 2
        self._ends = [
            (y.value, a.value, height)
            for y, a, height in zip(layer.targets, layer.own.shares, rows.heights, strict=True)
        ]
        self.blocks = [Rectangle(color=theme.C, fill_color=theme.C, stroke_width=MEDIUM) for _ in self._ends]
        for block, slope in zip(self.blocks, layer.slopes, strict=True):
            block.set_fill(opacity=_MISSING if slope.value < 0 else 1.0)
        z_j, a_j = layer.letters
        self.rule = typesetter.formula("{} = {} - {}", partial(cost(), z_j), a_j, target("j"), size=NORMAL)
        kept_inside(self.rule.move_to((left, SAFE_TOP, 0), aligned_edge=LEFT + UP))
        self.lines = [
            typesetter.formula(
                "{} slash {} = {}",
                Change(cost(), "∂"),
                Change(layer.sum_name(j), "∂"),
                slope,
                size=rows.size,
                decimals=typesetter.decimals,
                signed=True,
            )
            for j, slope in enumerate(layer.slopes)
        ]
        share = min(1.0, (right - left) / max(line.width for line in self.lines))
        for line, height in zip(self.lines, rows.heights, strict=True):
            line.scale(share).set_x(left, direction=LEFT).on_baseline(height - _DIGIT_MIDDLE * share * rows.size)
        self.quotient = kept_inside(_quotient(typesetter, layer), left, shares.whole.get_left()[0] - _QUOTIENT_GAP)
        self.quotient.move_to((left, SAFE_BOTTOM, 0), aligned_edge=LEFT + DOWN)
        super().__init__(*self.blocks, self.rule, *self.lines, self.quotient)

    def stick_out(self, **options: Any) -> Animation:
        """Return an animation in which each grows from the end of its y to that of its a."""
        growing = (
            redraw(block, lambda t, block=block, ends=ends: self._reach(block, ends, t))
            for block, ends in zip(self.blocks, self._ends, strict=True)
        )
        return LaggedStart(*growing, lag_ratio=0.3, **options)

    def tell(self, **options: Any) -> Animation:
        """Return an animation in which one after the other goes to its derivative as the number, beside its name."""
        told = (
            AnimationGroup(FadeIn(line.argument(0, 1), line.rest()), fly(block, line.argument(2), size=1.0))
            for block, line in zip(self.blocks, self.lines, strict=True)
        )
        return LaggedStart(*told, lag_ratio=0.4, **options)

    def push(self, **options: Any) -> Animation:
        """Return an animation in which the quotient begins, then the nudge stands in it, below the cost's change."""
        left_bar, equals, right_bar, _ = self.quotient.rest()
        dC, dz = (self.quotient.argument(place) for place in (2, 3))
        names = self.quotient.argument(0, 1)
        return one_by_one(FadeIn(names, left_bar), FadeIn(equals, right_bar, dz), FadeIn(dC), **options)

    def divide(self, **options: Any) -> Animation:
        """Return an animation in which the measured ratio appears."""
        *_, relation = self.quotient.rest()
        return FadeIn(relation, self.quotient.argument(4), **options)

    def _reach(self, block: Rectangle, ends: tuple[float, float, float], share: float) -> None:
        y, a, height = ends
        start, end = self._axis.x(y), self._axis.x(y + share * (a - y))
        corners = [(start, 1), (end, 1), (end, -1), (start, -1), (start, 1)]
        block.set_points_as_corners([np.array([x, height + side * self._half, 0.0]) for x, side in corners])


def _quotient(typesetter: Typesetter, layer: SoftmaxLayer) -> Any:
    """Return the measured ratio as a quotient of the two changes."""
    dz, dC, ratio = layer.changes
    places = [*(clip_decimals(each, typesetter.decimals) for each in (dC, dz)), typesetter.decimals]
    divided = as_printed(dC.value, places[0]) / as_printed(dz.value, places[1])
    relation = "=" if as_printed(divided, places[2]) == as_printed(ratio.value, places[2]) else "approx"
    return typesetter.formula(
        f"{{}}/{{}} = {{}}/{{}} {relation} {{}}",
        dC.symbol,
        dz.symbol,
        dC,
        dz,
        ratio,
        size=LABEL,
        decimals=[None, None, *places],
        signed=True,
    )


def cost_rule(typesetter: Typesetter, layer: SoftmaxLayer) -> Formula:
    """Return the formula of the cost: of one desired class, or of several."""
    _, a = layer.letters
    if layer.one_hot:
        return typesetter.formula("{} = -ln {}", cost(), layer.own.shares[layer.right].symbol, size=NORMAL)
    template, arguments = COST_FORMULAS[layer.part.cost.name].of_layer(a, target("j"))
    return typesetter.formula(f"{{}} = {template}", cost(), *arguments, size=NORMAL)
