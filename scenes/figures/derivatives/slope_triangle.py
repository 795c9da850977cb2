"""The slope of a line as a triangle: a run of 1 and the rise that it causes."""

import numpy as np
from manim import DOWN, RIGHT, UP, Animation, Create, FadeIn, LaggedStart, Line, VGroup

from scenes.kit.plot.graph import ChainStepGraph
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import THICK

# Between a leg and its name, in frame units.
_NAME_GAP = 0.12


class SlopeTriangle(VGroup):
    """The slope of a line as a triangle at the graph's dot: the change of x by 1, and that of y which it causes.

    Parameters
    ----------
    graph
        The graph of the line.
    run, rise
        What is written beside the changes.

    Notes
    -----
    ``run`` and ``rise`` are its legs, ``names`` the names of the changes.
    """

    def __init__(self, typesetter: Typesetter, graph: ChainStepGraph, run: Formula, rise: Formula):
        step, theme = graph.step, typesetter.theme
        xs = step.start, step.start + 1
        ys = [step.at(x)[1].value for x in xs]
        start, corner, end = (graph.point(x, y) for x, y in ((xs[0], ys[0]), (xs[1], ys[0]), (xs[1], ys[1])))
        self.run = Line(start, corner, color=theme.colour_of(step.x), stroke_width=THICK)
        self.rise = Line(corner, end, color=theme.colour_of(step.y), stroke_width=THICK)
        below = DOWN if ys[1] >= ys[0] else UP
        _clear_of(run.next_to(self.run, below, _NAME_GAP), start[0] + _NAME_GAP)
        aside = below if self.rise.height > rise.height else -below
        if aside is below:
            rise.next_to(self.rise, RIGHT, _NAME_GAP)
        else:  # the line goes on to the right
            rise.next_to(self.rise, aside, _NAME_GAP).align_to(self.rise, RIGHT)
        self.names = (run, rise)
        zero, floor = float(graph.point(xs[0], 0.0)[1]), float(graph.axes.origin[1])
        for name, away in zip(self.names, (below, aside), strict=True):
            _off_the_line(name, zero, away, floor)
        if abs(rise.get_y() - run.get_y()) < (rise.height + run.height) / 2:
            _clear_of(rise, run.get_right()[0] + _NAME_GAP)
        super().__init__(self.run, self.rise, *self.names)

    def draw(self, **options) -> Animation:
        """Return an animation in which x is changed, and then y."""
        (run, rise), (by_x, by_y) = (self.run, self.rise), self.names
        return LaggedStart(Create(run), FadeIn(by_x), Create(rise), FadeIn(by_y), lag_ratio=0.7, **options)


def _clear_of(name: Formula, x: float) -> Formula:
    """Shift a name to the right, if need be, for it to begin at ``x``: right of a line or another name."""
    return name.shift((max(0.0, x - name.get_left()[0]), 0, 0))


def _off_the_line(name: Formula, y: float, away: np.ndarray, floor: float) -> Formula:
    """Shift a name up or down, if need be, for no line at this height to cross it; up, if ``floor`` is in the way."""
    room = name.height / 2 + _NAME_GAP / 2
    if abs(name.get_y() - y) >= room:
        return name
    down = away[1] < 0 and y - room - name.height / 2 >= floor
    return name.set_y(y - room if down else y + room)
