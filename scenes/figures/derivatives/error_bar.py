"""How far the last activation is from its target, drawn into the graph of the cost."""

from typing import Self

import numpy as np
from manim import LEFT, RIGHT, UP, Line, VGroup

from backprop_core.quantities import Quantity
from scenes.kit.plot.graph import FunctionGraph
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, MEDIUM, THICK

_AIR = 0.12


class Gap(VGroup):
    """An upright line where the activation would equal the target, and a bar from it to the graph's dot.

    Parameters
    ----------
    graph
        The graph of C_0 against a^(L).
    target
        The desired output.
    """

    def __init__(self, pen: Pen, graph: FunctionGraph, target: Quantity):
        self._graph = graph
        low, high = (graph.point(target.value, end) for end in (graph.scales[1].low, graph.scales[1].high))
        colour = pen.theme.colour_of(target.symbol)
        self.upright = Line(low, high, color=colour, stroke_width=MEDIUM)
        away = RIGHT if graph.dot.get_center()[0] <= high[0] else LEFT
        self.name = pen.formula("{}", target.symbol, size=LABEL).next_to(self.upright, away, _AIR, aligned_edge=UP)
        self.bar = Line(color=colour, stroke_width=THICK)
        super().__init__(self.upright, self.name, self.bar)
        self.show()

    @property
    def length(self) -> float:
        """The signed length of the bar, from the target to the dot, in frame units."""
        start, end = self.bar.points[[0, -1]]
        return float((start - end)[0])

    def show(self) -> Self:
        """Draw the bar to where the dot is now."""
        dot = self._graph.dot.get_center()
        self.bar.set_points_as_corners([dot, np.array([self.upright.get_center()[0], dot[1], 0])])
        return self
