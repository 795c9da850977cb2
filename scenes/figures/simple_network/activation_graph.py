"""The graph of the last layer's activation function, with z and a on its axes."""

from typing import Any

import numpy as np
from manim import DL, DOWN, LEFT, RIGHT, UP, Animation, FadeOut, Succession, VGroup, VMobject, interpolate

from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import carry, change
from scenes.kit.plot.graph import ChainStepGraph
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, NORMAL, SAFE_BOTTOM, SAFE_RIGHT, SAFE_TOP
from scenes.numbers.chain import LastLayer
from scenes.numbers.functions import ChainStep

# The room for the graph, in frame units.
_GRAPH_ROOM: dict[str, Any] = {"left": 1.55, "right": SAFE_RIGHT, "bottom": SAFE_BOTTOM + 0.1, "top": SAFE_TOP - 0.1}

# The height of the sketch when it is small, in frame units; how long all else takes to leave before, where shrinking
# and moving, or the coming of a number, last 1 each.
_SKETCH_HEIGHT, _DETAILS_TIME = 1.15, 0.5

# How far the graph goes to either side of 0 at least; the gaps around the function's name, between a value and its
# axis, and between a value and a tick's number; how far below its axis the baseline of z is, and that of a above its
# own: in frame units.
_LEAST_REACH, _NAME_GAP = 4.0, 0.2
_VALUE_GAP, _APART, _DROP, _RISE = 0.16, 0.12, 1.06, 0.33


class ActivationGraph(ChainStepGraph):
    """The graph of a against z on the right half of the frame, without a tangent.

    Notes
    -----
    ``label`` is the function's name, below or above its curve: at the end where z is not. ``symbols`` are z and a at
    the ends of their axes, and ``values`` their numbers on the axes, at the feet of the drops; ``covered`` are the
    ticks' numbers that stand where these are. ``inside``, which is not part of it, is the sum w a + b, which stands
    in the place of z until it has this name. Nor is ``sketch``, what can be shown small: a copy of the axes' lines,
    the curve and the dot.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        step = ChainStep.of_activation(last.chain)
        reach = min(step.reach, max(_LEAST_REACH, 2 * abs(step.start)))
        super().__init__(typesetter, step, [-reach, reach], tangent=0.0, **_GRAPH_ROOM)
        self._put_on_axes(typesetter, last)
        self.label = typesetter.formula(last.function.typst, size=NORMAL)
        self._place_label(step, RIGHT if step.start < 0 else LEFT)
        self.add(self.label)
        self.sketch = VGroup(self.axes.x, self.axes.y, self.curve, self.dot).copy()

    def _place_label(self, step: ChainStep, side: np.ndarray) -> None:
        """Put the function's name below its curve at the right end, or above it at the left one.

        Where it has no room above the axis at the right, it stands at the left, above the dot, too.
        """
        axis, label = self.axes.x, self.label
        (left, *_), (right, *_) = axis.get_start_and_end()
        label.next_to(axis.get_edge_center(side), -side, buff=_NAME_GAP)
        inner = label.get_edge_center(-side)[0] - _NAME_GAP * side[0]
        x = interpolate(self.scales[0].low, self.scales[0].high, (inner - left) / (right - left))
        beside = self.point(x, step.f(np.array([x])).item())[1]
        label.next_to((label.get_x(), beside, 0), DOWN if side is RIGHT else UP, buff=_NAME_GAP)
        if side is RIGHT and label.get_bottom()[1] < axis.get_y() + _NAME_GAP:
            self._place_label(step, LEFT)
            label.set_y(max(label.get_bottom()[1], self.dot.get_top()[1] + _NAME_GAP), direction=DOWN)

    def take(self, result: VMobject, **options: Any) -> Animation:
        """Return an animation in which z's number comes from its result, once none of the ticks' is in its way."""
        self.axes.remove(*self.covered)
        return Succession(FadeOut(self.covered, run_time=_DETAILS_TIME), carry(result, self.values[0]), **options)

    def shrink_to(self, place: tuple[float, float, float], **options: Any) -> Animation:
        """Return an animation in which the graph leaves but for its sketch, which gets small and moves to a place.

        Its dot is no longer lit. It moves on the height of the place, below what stands higher.
        """

        def shrink(sketch: VGroup) -> None:
            *_, curve, dot = sketch
            width = dot.width
            sketch.scale_to_fit_height(_SKETCH_HEIGHT, about_edge=DL).set_y(place[1])
            dot.scale_to_fit_width(width).set_color(curve.get_color())

        def move(sketch: VGroup) -> None:
            shrink(sketch)
            sketch.move_to(place)

        leave = FadeOut(self, run_time=_DETAILS_TIME)
        return Succession(leave, *(change(self.sketch, into) for into in (shrink, move)), **options)

    def _put_on_axes(self, typesetter: Typesetter, last: LastLayer) -> None:
        """Put z and a at the ends of their axes, and their values at the feet of the drops, instead of the names.

        If the value of z stands at the end of its axis, z is left of it.
        """
        (w, *_), (b, before, _), (_, z, a, _) = last.path, last.side, last.start
        (_, below), (_, beside) = (drop.get_start_and_end() for drop in self.drops)
        end = float(self.axes.x.get_end()[0])
        self.values = [typesetter.formula("{}", each, size=LABEL) for each in (z, a)]
        for value, foot, out in zip(self.values, (below, beside), (DOWN, LEFT), strict=True):
            kept_inside(value.next_to(foot, out, buff=_VALUE_GAP), right=end)
        self.symbols = [typesetter.formula("{}", each.symbol, size=NORMAL) for each in (z, a)]
        for_z, for_a = self.symbols
        for_z.on_baseline(self.axes.origin[1] - _DROP).set_x(end, RIGHT)
        if self.values[0].get_right()[0] > for_z.get_left()[0] - _APART:  # they would be one above the other
            for_z.set_x(self.values[0].get_left()[0] - _APART, RIGHT)
        self.inside = typesetter.formula("{} dot.op {} + {}", w, before, b, size=LABEL)
        self.inside.on_baseline(for_z.baseline).set_x(end, RIGHT)
        for_a.on_baseline(self.axes.y.get_end()[1] + _RISE).set_x(self.axes.y.get_end()[0])
        numbers = [part for part in self.axes if isinstance(part, Formula)]
        self.covered = VGroup(*(each for each in numbers if any(_touch(each, value) for value in self.values)))
        self.remove(*self.names)
        self.add(*self.symbols, *self.values)


def _touch(one: Formula, other: Formula) -> bool:
    """Return whether two formulas overlap, or nearly do."""
    apart = np.abs(one.get_center() - other.get_center())[:2]
    room = np.array([one.width + other.width, one.height + other.height]) / 2 + _APART
    return bool((apart < room).all())
