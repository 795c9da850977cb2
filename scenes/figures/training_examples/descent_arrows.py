"""The names of the chain's weights and biases, and an arrow at each for its component of −∇C."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    Line,
    Rectangle,
    Transform,
    VGroup,
    there_and_back,
)

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.strokes import UprightArrow
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, THIN
from scenes.numbers.scales import Unit
from scenes.numbers.training import parameter_name

# The longest arrow, in frame units, how many times thicker than usual arrows are, and the distance of names from
# edges and neurons, in frame units.
_LONGEST, _THICKNESS = 1.9, 2.2
_NAME_GAP = 0.16

# How far an arrow moves when it pushes, in its lengths; the width of the column of the cost, in frame units.
_PUSH, _COLUMN = 0.08, 0.6


class ParameterNames(VGroup):
    """The name of each weight and bias above or below its edge or neuron, clear of the neurons where edges are short.

    Parameters
    ----------
    diagram
        The chain.
    parameters
        Its weights and biases.
    sides
        The direction in which each name stands; without them, UP for weights and DOWN for biases.
    size
        The type's size, in frame units per em.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        diagram: NetworkDiagram,
        parameters: Sequence[bp.Parameter],
        sides: Sequence | None = None,
        *,
        size: float = LABEL,
    ):
        super().__init__()
        for parameter, side in zip(parameters, sides or map(_usual_side, parameters), strict=True):
            name = typesetter.formula("{}", parameter_name(parameter.symbol(), diagram.layers[-1]), size=size)
            at = edge_or_neuron(diagram, parameter)
            squeezed = name.width > at.width and parameter.letter == "w"
            self.add(name.next_to(at, side, buff=_NAME_GAP + diagram.radius * squeezed))


class DescentArrows(VGroup):
    """An arrow at each edge and neuron, up or down, as long as its component of −∇C is large.

    Parameters
    ----------
    diagram
        The chain.
    parameters, slopes
        Its weights and biases, and the derivatives of the cost by them.

    Notes
    -----
    The parts are ``names``, all below, and ``arrows``; an arrow down begins below the name. A derivative of 0 has no
    arrow.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        diagram: NetworkDiagram,
        parameters: Sequence[bp.Parameter],
        slopes: Sequence[Quantity],
    ):
        unit = Unit.of(_LONGEST, max(abs(slope.value) for slope in slopes))
        self.names = ParameterNames(typesetter, diagram, parameters, [DOWN] * len(parameters))
        self.arrows = []
        for parameter, slope, name in zip(parameters, slopes, self.names, strict=True):
            if slope.value:
                colour = typesetter.theme.colour_of(parameter.symbol())
                arrow = UprightArrow(unit.length(-slope.value), colour, _THICKNESS)
                beside, side = (edge_or_neuron(diagram, parameter), UP) if slope.value < 0 else (name, DOWN)
                self.arrows.append(arrow.next_to(beside, side, buff=_NAME_GAP / 2))
        super().__init__(self.names, *self.arrows)

    def push(self) -> Animation:
        """Return an animation in which each arrow moves a little in its direction, and back."""
        aims = ((arrow, arrow.copy().shift(_PUSH * arrow.length * UP)) for arrow in self.arrows)
        return AnimationGroup(*(Transform(*aim, rate_func=there_and_back) for aim in aims))


class CostColumn(VGroup):
    """The average cost as an upright column, with its outline as it was at first.

    Parameters
    ----------
    cost
        The cost at first.
    right, bottom, top
        The right end of the column, its foot, and its top at first, in frame units.

    Notes
    -----
    ``block`` is the column itself.
    """

    def __init__(self, typesetter: Typesetter, cost: Quantity, *, right: float, bottom: float, top: float):
        theme = typesetter.theme
        self._unit, self._foot = Unit.of(top - bottom, cost.value), np.array([right - _COLUMN / 2, bottom, 0])
        self.block = Rectangle(color=theme.C, fill_opacity=1, stroke_width=0)
        foot = Line(color=theme.C, stroke_width=THIN)
        foot.put_start_and_end_on(self._foot - _COLUMN / 2 * RIGHT, self._foot + _COLUMN / 2 * RIGHT)
        name = typesetter.formula("{}", cost.symbol, size=LABEL).next_to(self._foot, DOWN, buff=_NAME_GAP)
        self.show(cost.value)
        outline = self.block.copy().set_fill(opacity=0).set_stroke(theme.C, width=THIN)
        super().__init__(self.block, outline, foot, name)

    def show(self, cost: float) -> Self:
        """Show another cost."""
        across, up = _COLUMN / 2 * RIGHT, self._unit.length(cost) * UP
        corners = (-across, -across + up, across + up, across, -across)
        self.block.set_points_as_corners([self._foot + corner for corner in corners])
        return self


def edge_or_neuron(diagram: NetworkDiagram, parameter: bp.Parameter) -> Line | Neuron:
    """Return the edge of a weight or the neuron of a bias."""
    return (diagram.edge if parameter.letter == "w" else diagram.neuron)(parameter.l)


def _usual_side(parameter: bp.Parameter):
    return UP if parameter.letter == "w" else DOWN
