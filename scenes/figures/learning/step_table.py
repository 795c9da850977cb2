"""A table of one step of a descent: each weight and bias before the step, its move, and after the step."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, Animation, FadeIn, LaggedStart, Line, VGroup

import backprop_core as bp
from backprop_core.quantities import cost
from scenes.kit.motion.animations import change, turn_over
from scenes.kit.network.strokes import UprightArrow
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, SMALL, THICK, THIN
from scenes.numbers.descent import RATE, Learning, excerpt
from scenes.numbers.format import common_decimals, exact_decimals, step_decimals
from scenes.numbers.language import N_
from scenes.numbers.scales import Unit

# From one baseline to the next, in heights of the tallest name; from the first to the last at most, from the first up
# to that of the header, between columns at least: in frame units.
_ROW_PITCH, _ROWS, _HEADER_RISE, _GUTTER = 4 / 3, 2.4, 1.05, 0.3

# The distance of the three dots from the rows above and below, as a share of that of two rows.
_DOTS_PITCH = 0.85

# From the header of the moves up to the learning rate, in frame units.
_RATE_GAP = 0.3

# The longest arrow, as a share of the distance of two rows, and how many times thicker than usual arrows are.
_LONGEST, _THICKNESS = 0.85, 1.6

# So many weights and biases have a row each; of more, only some.
_MOST_ROWS = 4


class StepTable(VGroup):
    """A row for each weight and bias or, if they are too many, for three: in the middle the one that changes most.

    Parameters
    ----------
    learning
        The descent, whose first step this is.
    width, widest
        The width, and the greatest one that long numbers may take before they are smaller than ``SMALL``, in frame
        units.

    Notes
    -----
    The parts, to be shown one by one, are ``header``, ``rule``, and the columns ``names``, ``before``,
    ``moves`` and ``after``. ``key`` underlines the header of the moves in the colour in which the network shows them.
    ``gradient`` is that header's last part, to which minus and then η come; ``rate``, above it, tells what η is. Each
    column has three dots where rows are left out; ``dots`` are those of the moves. ``decimals`` are those of all
    weights and biases.
    """

    def __init__(self, typesetter: Typesetter, learning: Learning, *, width: float, widest: float):
        muted, rate = typesetter.theme.muted, learning.rate
        net = learning.layers.network
        self._rows = excerpt(net.parameters(), learning.most_changed, most=_MOST_ROWS, ends=1)
        shown = [p for p in self._rows if p is not None]
        sums = {p: learning.first_step(p) for p in shown}
        self.decimals = step_decimals(sums.values(), least=typesetter.decimals)

        def column(written: Callable[[bp.Parameter], VGroup]) -> VGroup:
            dots = {"template": "dots.v", "size": LABEL, "colour": muted}
            return VGroup(*(written(p) if p else typesetter.formula(**dots) for p in self._rows))

        self.names = column(lambda p: typesetter.formula("{}", replace(learning.name(p), index=p.index), size=LABEL))
        drops = np.cumsum([0.0, *(_DOTS_PITCH if None in pair else 1.0 for pair in pairwise(self._rows))])
        self._pitch = min(_ROW_PITCH * max(name.height for name in self.names), _ROWS / drops[-1])
        self._baselines = -self._pitch * drops
        decimals = {p: common_decimals((each.value for each in sums[p]), self.decimals) for p in sums}

        def numbers(place: int, signed: bool = False) -> VGroup:
            return column(
                lambda p: typesetter.formula("{}", sums[p][place], size=LABEL, decimals=decimals[p], signed=signed)
            )

        self.before, self.moves, self.after = numbers(0), numbers(1, signed=True), numbers(2)
        self.header = VGroup(
            typesetter.words(N_("before"), size=LABEL, colour=muted),
            typesetter.formula("{} {} nabla {}", "-", RATE, cost(None), size=LABEL),
            typesetter.words(N_("after"), size=LABEL, colour=muted),
        )
        self._minus, self._eta = self.header[1].argument(0), self.header[1].argument(1)
        self.gradient = VGroup(self.header[1].rest(), self.header[1].argument(2))
        self._lay_out(width)
        self.rate = typesetter.formula("{} = {}", RATE, rate, size=LABEL, decimals=exact_decimals(rate.value))
        self.rate.next_to(self.header[1], UP, buff=_RATE_GAP)
        self.rule = Line(color=muted, stroke_width=THIN)
        y = (self.header.get_bottom()[1] + self.names.get_top()[1]) / 2
        self.rule.put_start_and_end_on((self.names.get_left()[0], y, 0), (self.after.get_right()[0], y, 0))
        left, right = self.header[1].get_left()[0], self.header[1].get_right()[0]
        self.key = Line((left, y, 0), (right, y, 0), color=typesetter.theme.C, stroke_width=THICK)
        super().__init__(self.key, self.rate, self.header, self.rule, self.names, self.before, self.moves, self.after)
        self.scale(min(1.0, max(width, min(widest, SMALL / LABEL * self.width)) / self.width))
        self._slopes = {p: -sums[p][1].value for p in shown}
        cells = list(zip(self._rows, self.moves, strict=True))
        self.dots = VGroup(*(cell for p, cell in cells if p is None))
        self._moving = [cell for p, cell in cells if p and self._slopes[p]]
        self._resting = [cell for p, cell in cells if p and not self._slopes[p]]
        self._colour = typesetter.theme.C

    def draw_gradient(self) -> VGroup:
        """Return an arrow in the place of each move, as long as this component of the gradient, up if positive."""
        name: Any = self.names[0]
        longest = _LONGEST * self._pitch * name.em / LABEL
        unit = Unit.of(longest, max(map(abs, self._slopes.values())))
        lengths = (unit.length(slope) for slope in self._slopes.values() if slope)
        arrows = (UprightArrow(length, self._colour, _THICKNESS) for length in lengths)
        return VGroup(arrow.move_to(cell) for arrow, cell in zip(arrows, self._moving, strict=True))

    def negate(self, **options) -> Animation:
        """Return an animation in which a minus sign comes, close to the gradient."""
        return FadeIn(self._minus.shift(self._room_for_eta), shift=0.2 * LEFT, **options)

    def multiply(self, **options) -> Animation:
        """Return an animation in which the minus sign makes room for η."""
        aside = change(self._minus, lambda minus: minus.shift(-self._room_for_eta))
        return LaggedStart(aside, FadeIn(self._eta), lag_ratio=0.4, **options)

    def print_moves(self, arrows: VGroup, **options) -> Animation:
        """Return an animation in which the arrows give way, one after the other, to the numbers of the moves."""
        turned = (turn_over([arrow], [number]) for arrow, number in zip(arrows, self._moving, strict=True))
        return LaggedStart(*turned, *map(FadeIn, self._resting), lag_ratio=0.4, **options)

    @property
    def _room_for_eta(self) -> np.ndarray:
        return (self.gradient.get_left() - self._eta.get_left())[0] * RIGHT

    def _lay_out(self, room: float) -> None:
        """Align the numbers of a column at their right ends, and centre its header and its dots."""
        pairs = list(zip(self.header, (self.before, self.moves, self.after), strict=True))
        widths = [max(head.width, column.width) for head, column in pairs]
        gutter = max(_GUTTER, (room - self.names.width - sum(widths)) / len(pairs))
        x = self._place(self.names, 0.0, LEFT) + gutter
        for (head, column), width in zip(pairs, widths, strict=True):
            self._place(column, x + (width + column.width) / 2, RIGHT)
            head.set_x(x + width / 2).on_baseline(_HEADER_RISE)
            x += width + gutter

    def _place(self, column: VGroup, x: float, edge) -> float:
        """Align a column's cells at ``x``; return the x of the column's right end."""
        for cell, baseline in zip(column, self._baselines, strict=True):
            cell.set_x(x, direction=edge).on_baseline(baseline)
        for p, cell in zip(self._rows, column, strict=True):
            if p is None:
                cell.set_x(column.get_x())
        return float(column.get_right()[0])
