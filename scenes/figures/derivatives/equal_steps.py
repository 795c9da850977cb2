"""The bias and the weighted sum on two number lines of one scale: both move by just as much."""

from itertools import pairwise

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    Line,
    Succession,
    VGroup,
    interpolate,
)

from scenes.kit.motion.animations import redraw
from scenes.kit.plot.value_line import ValueLine
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE, MEDIUM, NORMAL, SAFE_LEFT, SAFE_RIGHT, SMALL, THICK
from scenes.numbers.chain import LastLayer
from scenes.numbers.functions import ChainStep
from scenes.numbers.scales import Scale

# In frame units: the heights of both lines and of the formula of z, and the ends of the lines, where their numbers
# have room.
_HEIGHTS, _DEFINITION, _LEFT, _RIGHT = (0.5, -1.15), -2.4, -5.4, 6.3

# How far the bias moves to either side; about how many steps there are on a line.
_SWING, _TICKS = 1.0, 6

# In frame units: how far below the upper line the thread begins, clear of its numbers, and how far above the lower
# line's number it ends; between that number and a step's name.
_BELOW, _ABOVE, _NAME_GAP = 0.55, 0.08, 0.16


class EqualSteps(VGroup):
    """A number line for b^(L) and, below it, one for z^(L), with the same unit and the dots above each other.

    Parameters
    ----------
    last
        The last layer, whose numbers are shown.

    Notes
    -----
    ``moving`` is the two lines, with the same ends, and a thread between their dots; ``names`` stand left of them.
    ``steps`` are b's step by 1 and that of z which it causes, with their names, the ``changes``. ``definition`` is
    the formula of z.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        self._step = step = ChainStep.of_sum(last.chain, "b")
        self._stops = [step.start + by for by in (0.0, _SWING, -_SWING, 0.0)]
        reached = list(zip(*(step.at(stop)[:2] for stop in self._stops), strict=True))
        scales = [Scale.around([each.value for each in row], ticks=_TICKS) for row in reached]
        here = [row[0].value for row in reached]
        low = min(scale.low - value for scale, value in zip(scales, here, strict=True))
        high = max(scale.high - value for scale, value in zip(scales, here, strict=True))
        ends = [typesetter.tick(scale.high, scale.decimals, size=SMALL).width for scale in scales]
        right = min(_RIGHT, SAFE_RIGHT - max(ends) / 2)
        unit = (right - _LEFT) / (high - low)
        self.lines = [
            ValueLine(
                typesetter,
                row[0],
                scale,
                (_LEFT + unit * (scale.low - value - low), y, 0),
                unit * (scale.high - scale.low),
            )
            for row, scale, value, y in zip(reached, scales, here, _HEIGHTS, strict=True)
        ]
        self.names = VGroup(*(typesetter.formula("{}", row[0].symbol, size=NORMAL) for row in reached))
        for name, y in zip(self.names, _HEIGHTS, strict=True):
            name.move_to((SAFE_LEFT, y, 0), LEFT)
        theme = typesetter.theme
        self._thread = Line(color=theme.muted, stroke_width=MEDIUM)
        axes = [Line((_LEFT, y, 0), (right, y, 0), color=theme.muted, stroke_width=MEDIUM) for y in _HEIGHTS]
        self.moving = VGroup(self._thread, *axes, *self.lines)
        self.changes = [
            typesetter.formula("{} = {}", each.symbol, each, size=LABEL, decimals=0) for each in step.changes()
        ]
        ends = step.at(step.start + 1)
        self.steps = [
            self._bar(line, value, end.value, name)
            for line, value, end, name in zip(self.lines, here, ends, self.changes, strict=False)
        ]
        (w, z, *_), (b, before, _) = last.path, last.side
        self.definition = typesetter.formula("{} = {} dot.op {} + {}", z, w, before, b, size=LARGE)
        self.definition.move_to((0, _DEFINITION, 0))
        super().__init__(self.names, self.moving, *self.steps, self.definition)
        self._show(step.start)

    def slide(self, **options) -> Animation:
        """Return an animation in which b moves to one side, to the other, and back, and z with it."""
        moves = (
            redraw(self.moving, lambda t, a=start, b=end: self._show(interpolate(a, b, t)))
            for start, end in pairwise(self._stops)
        )
        return Succession(*moves, **options)

    def draw(self, **options) -> Animation:
        """Return an animation in which both steps are drawn at once, then named."""
        drawn = AnimationGroup(*(Create(bar) for bar, _ in self.steps))
        return Succession(drawn, FadeIn(*(name for _, name in self.steps)), **options)

    def _show(self, b: float) -> None:
        upper, lower = self.lines
        for line, quantity in zip(self.lines, self._step.at(b), strict=False):
            line.show(quantity)
        top = upper.dot.get_center() + _BELOW * DOWN
        end = lower.dot.get_center()
        end[1] = lower.readout.get_top()[1] + _ABOVE
        self._thread.put_start_and_end_on(top, end)

    def _bar(self, line: ValueLine, start: float, end: float, name: VGroup) -> VGroup:
        """Return a step on a line, with its name above it, beside the line's number."""
        bar = Line(line.point(start), line.point(end), color=line.colour, stroke_width=2 * THICK)
        name.match_x(bar).on_baseline(line.readout.baseline)
        name.shift(max(0.0, line.readout.get_right()[0] + _NAME_GAP - name.get_left()[0]) * RIGHT)
        return VGroup(bar, name)
