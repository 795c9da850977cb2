"""The names of the chain's weights and biases, and an arrow at each for its component of −∇C."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from manim import (
    DOWN,
    OUT,
    PI,
    UP,
    Animation,
    Line,
    VGroup,
    VMobject,
    interpolate,
    rotation_matrix,
    there_and_back,
)

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import change, redraw
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.strokes import UprightArrow
from scenes.kit.text.readout import Readout
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SAFE_LEFT, SAFE_RIGHT, SMALL, SMALLEST
from scenes.numbers.scales import Unit
from scenes.numbers.training import named_from_the_end

# How many times thicker than usual arrows are; how much of the way from one arrow to the next a number takes at most,
# or there are two rows of them, and how far these are apart, in their heights; in frame units, the distance of names
# from edges and neurons, and of numbers from the longest arrow down.
_THICKNESS, _OF_PITCH, _LEADING = 1.8, 0.9, 1.25
_NAME_GAP, _NUMBER_GAP = 0.16, 0.25

# How much higher a chart is in the middle of its turn, in frame units, and by which share shorter; by which share its
# bars are shorter there, out of the way of their numbers.
_LIFT, _SHORTER, _DRAWN_IN = 0.6, 0.3, 0.3

# The power of the share of the turn with which numbers drop into a lower row.
_LATE = 6

# By which share of its length an arrow grows when it pushes.
_PUSH = 0.12


class ParameterNames(VGroup):
    """The names of the weights above their edges and of the biases below their neurons, clear of each other.

    Parameters
    ----------
    diagram
        The chain.
    parameters
        Its weights and biases.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        diagram: NetworkDiagram,
        parameters: Sequence[bp.Parameter],
    ):
        super().__init__()
        symbols = [named_from_the_end(parameter.symbol(), diagram.layers[-1]) for parameter in parameters]
        widest = max(typesetter.formula("{}", s, size=1).width for s in symbols if s.letter == "w")
        fitting = min(edge.width for edge in diagram.edges) / widest
        squeezed = fitting < SMALL
        size = SMALL if squeezed else min(LABEL, fitting)
        for parameter, symbol in zip(parameters, symbols, strict=True):
            raised = diagram.radius * (squeezed and symbol.letter == "w")
            name = typesetter.formula("{}", symbol, size=size)
            name.next_to(
                edge_or_neuron(diagram, parameter), UP if symbol.letter == "w" else DOWN, buff=_NAME_GAP + raised
            )
            self.add(kept_inside(name))


class DescentArrows(VGroup):
    """An arrow below each edge and neuron, up or down from one line, as long as its component of −∇C is large.

    Parameters
    ----------
    diagram
        The chain.
    parameters, slopes
        Its weights and biases, and the derivatives of the cost by them.
    numbers
        The numbers of the components of −∇C, which come to stand below the arrows.
    top, bottom
        The room for arrows and numbers, in frame units.

    Notes
    -----
    The parts are ``zero``, the line from which the arrows lead, and the ``arrows``; a derivative of 0 has none.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        diagram: NetworkDiagram,
        parameters: Sequence[bp.Parameter],
        slopes: Sequence[Quantity],
        numbers: Sequence[Readout],
        *,
        top: float,
        bottom: float,
    ):
        values = [slope.value for slope in slopes]
        self._xs = [float(edge_or_neuron(diagram, parameter).get_x()) for parameter in parameters]
        pitch = min(right - left for left, right in pairwise(self._xs))
        largest, height = (max(sizes) for sizes in zip(*((each.width, each.height) for each in numbers), strict=True))
        rows = 1 if largest <= _OF_PITCH * pitch else 2
        ends = (self._xs[0] - SAFE_LEFT) / numbers[0].width, (SAFE_RIGHT - self._xs[-1]) / numbers[-1].width
        fitting, legible = min(1.0, rows * _OF_PITCH * pitch / largest), SMALLEST / max(each.em for each in numbers)
        self._scale = min(fitting, max(2 * min(ends), legible))  # the outer ones stand inside, below their arrows
        self._ys = [bottom + (rows - 1 - place % rows + 0.5) * _LEADING * height for place in range(len(numbers))]
        low = bottom + rows * _LEADING * height + _NUMBER_GAP
        up, down = max(0.0, *(-value for value in values)), max(0.0, *values)
        room = (top - low) / (1 + _PUSH)
        unit = Unit.of(room * (max(up, down) / (up + down)) if up + down else room, max(up, down))
        base = low + unit.length(down)
        first, last = (diagram.neuron(diagram.layers[place]).circle for place in (0, -1))
        left, right = float(first.get_left()[0]), float(last.get_right()[0])
        self.zero = Line((left, base, 0), (right, base, 0), color=typesetter.theme.muted, stroke_width=MEDIUM)
        self.arrows = []
        for x, slope in zip(self._xs, slopes, strict=True):
            if slope.value:
                arrow = UprightArrow(unit.length(-slope.value), typesetter.theme.C, _THICKNESS)
                self.arrows.append(arrow.move_to((x, base, 0), aligned_edge=DOWN if slope.value < 0 else UP))
        super().__init__(self.zero, *self.arrows)

    def pushes(self, *sides: int) -> list[Animation]:
        """Return an animation for each arrow up (1) or down (-1): it grows in its direction, and shrinks back."""
        pushed = [arrow for arrow in self.arrows if np.sign(arrow.length) in sides]
        base = self.zero.get_center()
        return [
            change(arrow, lambda longer: longer.stretch(1 + _PUSH, 1, about_point=base), rate_func=there_and_back)
            for arrow in pushed
        ]

    def stand_up(
        self,
        blocks: Sequence[VMobject],
        numbers: Sequence[Readout],
        zero: Line,
        **options,
    ) -> Animation:
        """Return an animation in which a chart of bars turns by a quarter, with the numbers beside it.

        Its bars, from top to bottom, become the arrows, from left to right: those to the right turn up. They spread
        late, to stay within the frame.

        Parameters
        ----------
        blocks
            The bars, one for each arrow; they are hidden at once.
        numbers
            One for each component; they come to stand below the arrows.
        zero
            The chart's zero line, which becomes that of the arrows.
        """
        pivots = zero.get_center(), self.zero.get_center()
        length = zero.height, self.zero.width
        turns = [_turned_into(*pair, pivots) for pair in zip(blocks, self.arrows, strict=True)]
        turns += [
            _carried(number, (x, max(self._ys)), y - max(self._ys), self._scale, pivots)
            for number, x, y in zip(numbers, self._xs, self._ys, strict=True)
        ]

        def show(t: float) -> None:
            for turn in turns:
                turn(t)
            half = _shortened(interpolate(*length, t**2) / 2 * UP, t)
            middle, half = _pivot(pivots, t), _turned(half, t)
            self.zero.put_start_and_end_on(middle + half, middle - half)

        zero.set_opacity(0)
        show(0.0)
        return redraw(VGroup(self.zero, *self.arrows, *numbers), show, **options)


def _turned(points: np.ndarray, quarters: float) -> np.ndarray:
    """Return points turned to the left around the origin, by so many quarters."""
    return points @ rotation_matrix(quarters * PI / 2, OUT).T


def _midway(t: float) -> float:
    """Return 1 in the middle of a turn, and less before and after it: 0 at its ends."""
    return float(np.sin(PI * t) ** 2)


def _shortened(place: np.ndarray, t: float) -> np.ndarray:
    """Return a place in an upright chart that is shorter in the middle of its turn, as seen from its middle."""
    return place * [1, 1 - _SHORTER * _midway(t), 1]


def _ahead(t: float) -> float:
    """Return how far a chart has moved after this share of its turn: it gets away from the frame's edge first."""
    return 1 - (1 - t) ** 2


def _pivot(pivots: tuple[np.ndarray, np.ndarray], t: float) -> np.ndarray:
    """Return where a chart turns around after this share of its turn: higher on the way, for its lower end."""
    return interpolate(*pivots, np.array([_ahead(t), t**2, 0])) + _LIFT * _midway(t) * UP


def _carried(
    number: VMobject, end: tuple[float, float], drop: float, scale: float, pivots: tuple[np.ndarray, np.ndarray]
) -> Callable[[float], object]:
    """Return what draws a number, upright, from beside a chart, at 0, to its ``end``, as the chart turns.

    Its ``drop`` into another row is late: before, rows would meet, as they are aslant.
    """
    before, after = pivots
    width, room = number.width, scale * number.width / 2
    there = np.array([min(max(end[0], SAFE_LEFT + room), SAFE_RIGHT - room), end[1], 0])
    places = number.get_center() - before, _turned(there - after, -1)

    def show(t: float) -> None:
        number.set(width=width * interpolate(1.0, scale, t))
        place = interpolate(*places, np.array([_ahead(_ahead(t)), t**2, 0]))
        number.move_to(_turned(_shortened(place, t), t) + _pivot(pivots, t) + drop * t**_LATE * UP)

    return show


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
        place = interpolate(*places, np.array([t, t**2, 0]))
        upright = interpolate(bar, aim, t)
        upright[:, 1] -= _DRAWN_IN * _midway(t) * (upright[:, 1] - upright[0, 1])
        shape = _turned(upright, t - 1) + _turned(_shortened(place, t), t)
        shape += _pivot(pivots, t)
        arrow.set_points_as_corners([*shape, shape[0]])

    return show


def edge_or_neuron(diagram: NetworkDiagram, parameter: bp.Parameter) -> Line | Neuron:
    """Return the edge of a weight or the neuron of a bias."""
    return (diagram.edge if parameter.letter == "w" else diagram.neuron)(parameter.l)
