"""The names of the chain's weights and biases, and an arrow at each for its component of −∇C."""

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    OUT,
    PI,
    UP,
    Animation,
    AnimationGroup,
    Line,
    Transform,
    VGroup,
    VMobject,
    interpolate,
    interpolate_color,
    rotation_matrix,
    there_and_back,
)

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.kit.motion.animations import redraw
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.strokes import UprightArrow
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL
from scenes.numbers.scales import Unit
from scenes.numbers.training import parameter_name

# The longest arrow, in frame units, how many times thicker than usual arrows are, and the distance of names from
# edges and neurons, in frame units.
_LONGEST, _THICKNESS = 1.9, 2.2
_NAME_GAP = 0.16

# How far an arrow moves when it pushes, in its lengths.
_PUSH = 0.08


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


def turned_into(block: VMobject, arrow: UprightArrow) -> Animation:
    """Return an animation in which a bar turns stiffly into an arrow, which looks like it at once.

    On its way it is behind edges, neurons and names.
    """
    start, end, corners = block.get_center(), arrow.get_center(), arrow.get_vertices()
    colours = block.get_fill_color(), arrow.get_fill_color()
    aim = corners - end
    foot = np.sign(aim[0, 1])
    heights = np.full(len(aim), -foot * block.width / 2)
    heights[[0, -1]] *= -1
    bar = np.column_stack([np.sign(aim[:, 0].round(9)) * block.height / 2, heights, np.zeros(len(aim))])

    def show(t: float) -> None:
        shape = interpolate(bar, aim, t) @ rotation_matrix((t - 1) * PI / 2, OUT).T + interpolate(start, end, t)
        arrow.set_points_as_corners([*shape, shape[0]]).set_fill(interpolate_color(*colours, t))

    show(0.0)
    return redraw(arrow.set_z_index(-1), show)


def edge_or_neuron(diagram: NetworkDiagram, parameter: bp.Parameter) -> Line | Neuron:
    """Return the edge of a weight or the neuron of a bias."""
    return (diagram.edge if parameter.letter == "w" else diagram.neuron)(parameter.l)


def _usual_side(parameter: bp.Parameter):
    return UP if parameter.letter == "w" else DOWN
