"""The weights and biases of the chain: their names, and which way and how hard a step downhill pushes them."""

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

# The longest arrow, in frame units, and how thick arrows are.
_LONGEST, _THICKNESS = 2.0, 2.2
_AIR = 0.16


class ParameterNames(VGroup):
    """The name of each weight and bias, above or below its edge or neuron; clear of the neurons, if edges are short.

    Parameters
    ----------
    diagram
        The chain.
    parameters
        Its weights and biases.
    sides
        Where each name stands, as directions; without them, weights above and biases below.
    size
        In frame units per em.
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
            at = part_of(diagram, parameter)
            squeezed = name.width > at.width and parameter.letter == "w"
            self.add(name.next_to(at, side, buff=_AIR + diagram.radius * squeezed))


class DescentArrows(VGroup):
    """An arrow at each edge and each neuron, up or down, as long as that component of −∇C; all at one scale.

    Parameters
    ----------
    diagram
        The chain.
    parameters, slopes
        Its weights and biases, and the derivatives of the cost by them.

    Notes
    -----
    ``names`` of all parameters and ``arrows`` are its parts; a name stands where the arrow does not. Where the
    derivative is 0, there is no arrow.
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
            ).next_to(part_of(diagram, parameter), side, buff=_AIR / 2)
            for parameter, slope, side in zip(parameters, slopes, sides, strict=True)
            if slope.value
        ]
        super().__init__(self.names, *self.arrows)

    def grow(self) -> list[Animation]:
        """Return the moves in which the arrows grow out of edges and neurons."""
        return [GrowFromEdge(arrow, DOWN if arrow.length > 0 else UP) for arrow in self.arrows]


def part_of(diagram: NetworkDiagram, parameter: bp.Parameter) -> Mobject:
    """Return the edge or the neuron that a weight or bias of a chain belongs to."""
    return (diagram.edge if parameter.letter == "w" else diagram.neuron)(parameter.l)


def _usual_side(parameter: bp.Parameter):
    return UP if parameter.letter == "w" else DOWN
