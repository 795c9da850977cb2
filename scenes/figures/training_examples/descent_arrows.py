"""The names of the chain's weights and biases, and an arrow at each for its component of −∇C."""

from collections.abc import Callable, Sequence

import numpy as np
from manim import (
    DOWN,
    OUT,
    PI,
    UP,
    Animation,
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
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import redraw
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.strokes import UprightArrow
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, NORMAL, SMALL
from scenes.numbers.scales import Unit
from scenes.numbers.training import named_from_the_end

# The longest arrow, and the longest up and the longest down together at most, in frame units; how many times thicker
# than usual arrows are, and the distance of names from edges and neurons, in frame units.
_LONGEST, _BOTH, _THICKNESS = 2.4, 3.5, 2.2
_NAME_GAP = 0.16

# How far an arrow moves when it pushes, in its lengths.
_PUSH = 0.12


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
        The type's size at most, in frame units per em.
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
        symbols = [named_from_the_end(parameter.symbol(), diagram.layers[-1]) for parameter in parameters]
        widest = max(typesetter.formula("{}", s, size=1).width for s in symbols if s.letter == "w")
        fitting = min(edge.width for edge in diagram.edges) / widest
        squeezed = fitting < SMALL
        size = SMALL if squeezed else min(size, fitting)
        for parameter, symbol, side in zip(parameters, symbols, sides or map(_usual_side, parameters), strict=True):
            raised = diagram.radius * (squeezed and symbol.letter == "w")
            name = typesetter.formula("{}", symbol, size=size)
            name.next_to(edge_or_neuron(diagram, parameter), side, buff=_NAME_GAP + raised)
            self.add(kept_inside(name))


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
        values = [slope.value for slope in slopes]
        largest, both = max(map(abs, values)), max(0.0, *values) - min(0.0, *values)
        unit = Unit.of(min(_LONGEST, _BOTH * (largest / both)) if largest else _LONGEST, largest)
        self.names = ParameterNames(typesetter, diagram, parameters, [DOWN] * len(parameters), size=NORMAL)
        self.arrows = []
        for parameter, slope, name in zip(parameters, slopes, self.names, strict=True):
            if slope.value:
                arrow = UprightArrow(unit.length(-slope.value), typesetter.theme.C, _THICKNESS)
                part = edge_or_neuron(diagram, parameter)
                beside, side = (part, UP) if slope.value < 0 else (name, DOWN)
                self.arrows.append(arrow.next_to(beside, side, buff=_NAME_GAP / 2).match_x(part))
        self._diagram = diagram
        super().__init__(self.names, *self.arrows)

    def pushes(self, *sides: int) -> list[Animation]:
        """Return an animation for each arrow up (1) or down (-1): it moves in its direction, and back."""
        pushed = [arrow for arrow in self.arrows if np.sign(arrow.length) in sides]
        aims = ((arrow, arrow.copy().shift(_PUSH * arrow.length * UP)) for arrow in pushed)
        return [Transform(*aim, rate_func=there_and_back) for aim in aims]

    def stand_up(self, blocks: Sequence[VMobject], zero: Line, **options) -> Animation:
        """Return an animation in which a chart of bars turns by a quarter, and its zero line becomes the chain's.

        Its bars, from top to bottom, become the arrows, from left to right: those to the right turn up. They spread
        late, to stay within the frame.

        Parameters
        ----------
        blocks
            The bars, one for each arrow; they are hidden at once.
        zero
            The zero line, which turns with them.
        """
        edges, ends = self._diagram.edges, (self._diagram.layers[0], self._diagram.layers[-1])
        first, last = (self._diagram.neuron(l).circle.get_center() for l in ends)
        pivots = zero.get_center(), (first + last) / 2
        length, width = (zero.height, last[0] - first[0]), (zero.get_stroke_width(), edges[0].get_stroke_width())
        colours = zero.get_color(), edges[0].get_color()
        turns = [_turned_into(*pair, pivots) for pair in zip(blocks, self.arrows, strict=True)]

        def show(t: float) -> None:
            for turn in turns:
                turn(t)
            half = interpolate(*length, t**2) / 2 * _turned(UP, t)
            middle = interpolate(*pivots, _ahead(t))
            zero.put_start_and_end_on(middle + half, middle - half)
            zero.set_stroke(interpolate_color(*colours, t), interpolate(*width, t))

        show(0.0)
        return redraw(VGroup(zero, *self.arrows), show, **options)


def _turned(points: np.ndarray, quarters: float) -> np.ndarray:
    """Return points turned to the left around the origin, by so many quarters."""
    return points @ rotation_matrix(quarters * PI / 2, OUT).T


def _ahead(t: float) -> float:
    """Return how far a chart has moved after this share of its turn: it gets away from the frame's edge first."""
    return 1 - (1 - t) ** 2


def _turned_into(
    block: VMobject, arrow: UprightArrow, pivots: tuple[np.ndarray, np.ndarray]
) -> Callable[[float], object]:
    """Return what draws an arrow between the bar that it was, at 0, and itself, at 1, as the chart's pivot moves."""
    before, after = pivots
    end, corners = arrow.get_center(), arrow.get_vertices()
    places = block.get_center() - before, _turned(end - after, -1)
    aim = corners - end
    foot = np.sign(aim[0, 1])
    heights = np.full(len(aim), -foot * block.width / 2)
    heights[[0, -1]] *= -1
    bar = np.column_stack([np.sign(aim[:, 0].round(9)) * block.height / 2, heights, np.zeros(len(aim))])

    def show(t: float) -> None:
        shape = _turned(interpolate(bar, aim, t), t - 1) + _turned(interpolate(*places, t**2), t)
        shape += interpolate(before, after, _ahead(t))
        arrow.set_points_as_corners([*shape, shape[0]])

    return show


def edge_or_neuron(diagram: NetworkDiagram, parameter: bp.Parameter) -> Line | Neuron:
    """Return the edge of a weight or the neuron of a bias."""
    return (diagram.edge if parameter.letter == "w" else diagram.neuron)(parameter.l)


def _usual_side(parameter: bp.Parameter):
    return UP if parameter.letter == "w" else DOWN
