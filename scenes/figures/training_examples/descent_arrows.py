"""The names of the chain's weights and biases, and an arrow at each for its component of −∇C."""

from collections.abc import Sequence

from manim import DOWN, UP, Animation, GrowFromEdge, Mobject, VGroup

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.strokes import UprightArrow
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL
from scenes.numbers.scales import Unit
from scenes.numbers.training import parameter_name

# The longest arrow, in frame units, how many times thicker than usual arrows are, and the distance of names from
# edges and neurons, in frame units.
_LONGEST, _THICKNESS = 2.0, 2.2
_NAME_GAP = 0.16


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
            at = _edge_or_neuron(diagram, parameter)
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
    The parts are ``names`` and ``arrows``; a name is on the other side of its edge or neuron than the arrow. A
    derivative of 0 has no arrow.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        diagram: NetworkDiagram,
        parameters: Sequence[bp.Parameter],
        slopes: Sequence[Quantity],
    ):
        unit = Unit.of(_LONGEST, max(abs(slope.value) for slope in slopes))
        sides = [UP if slope.value < 0 else DOWN for slope in slopes]
        self.names = ParameterNames(typesetter, diagram, parameters, [-side for side in sides])
        self.arrows = [
            UprightArrow(
                unit.length(-slope.value), typesetter.theme.colour_of(parameter.symbol()), _THICKNESS
            ).next_to(_edge_or_neuron(diagram, parameter), side, buff=_NAME_GAP / 2)
            for parameter, slope, side in zip(parameters, slopes, sides, strict=True)
            if slope.value
        ]
        super().__init__(self.names, *self.arrows)

    def grow(self) -> list[Animation]:
        """Return animations in which the arrows grow out of edges and neurons."""
        return [GrowFromEdge(arrow, DOWN if arrow.length > 0 else UP) for arrow in self.arrows]


def _edge_or_neuron(diagram: NetworkDiagram, parameter: bp.Parameter) -> Mobject:
    """Return the edge of a weight or the neuron of a bias."""
    return (diagram.edge if parameter.letter == "w" else diagram.neuron)(parameter.l)


def _usual_side(parameter: bp.Parameter):
    return UP if parameter.letter == "w" else DOWN
