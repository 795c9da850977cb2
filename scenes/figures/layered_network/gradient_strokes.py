"""Derivatives drawn as strokes on a network, with proportional widths, dashed where negative; and their legend."""

from decimal import Context, Decimal
from math import ceil, pi

import numpy as np
from manim import DOWN, RIGHT, Arc, Line, VGroup, VMobject

import backprop_core as bp
from backprop_core.quantities import Change, Symbol, cost
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.strokes import draw_dashes, legend_stroke
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, SMALL
from scenes.numbers.format import exact_decimals
from scenes.numbers.language import N_
from scenes.numbers.scales import Unit, round_below, times_power
from scenes.numbers.typesetting import number_source

WIDEST = 8.0
"""The stroke of the largest derivative, in manim's pixels at 1080p."""

# One such pixel and a dash of a ring with the gap after it, in frame units; the dash's share of that.
_PIXEL = 0.01
_PERIOD, _DASH = 0.27, 0.62

# How far a ring is from its neuron, as a share of the neuron's radius.
_RING_GAP = 0.06

# Between a mark and its text, and between the entries of the legend, in frame units.
_TEXT_GAP, _ENTRY_GAP = 0.14, 0.5

# The height of a digit, in em.
_DIGIT = 0.65


class GradientStrokes:
    """A stroke along each edge for the weight's derivative, a ring around each neuron for the bias's.

    All widths are at one scale. A layer whose derivatives would be invisible is drawn ten, a hundred … times as wide,
    and a sign below it says so.

    Parameters
    ----------
    diagram
        The network.
    grad
        The derivatives.

    Notes
    -----
    ``edges``, ``rings`` and ``signs`` hold a group for each layer after the input. ``largest`` is the size of the
    largest derivative, ``unit`` the width for a derivative of 1, and ``times`` the factor of each layer's widths.
    """

    def __init__(self, typesetter: Typesetter, diagram: NetworkDiagram, grad: bp.Gradient):
        self._colour = typesetter.theme.C
        layers = [l for l in diagram.layers if l]
        largest = {l: float(max(np.abs(grad.w[l]).max(), np.abs(grad.b[l]).max())) for l in layers}
        self.largest = max(largest.values())
        self.unit = Unit.of(WIDEST, self.largest)
        self.times = {l: _power_below(self.largest, size) if (size := largest[l]) else 1 for l in layers}
        self._slopes = {l: grad.w[l].flatten() for l in layers}
        self.edges, self.rings, self.signs = {}, {}, {}
        for l in layers:
            edges = np.ndenumerate(grad.w[l])
            self.edges[l] = VGroup(*(self._edge(l, diagram.edge(l, *at), float(slope)) for at, slope in edges))
            slopes = enumerate(grad.b[l])
            self.rings[l] = VGroup(*(self._ring(l, diagram.neuron(l, j), float(slope)) for j, slope in slopes))
            self.signs[l] = self._sign(typesetter, l, diagram)

    def telling(self, l: int) -> list[VMobject]:
        """Return the widest stroke of layer ``l``, and all those that are dashed."""
        dashed = (stroke for stroke, slope in zip(self.edges[l], self._slopes[l], strict=True) if slope < 0)
        return [max(self.edges[l], key=VMobject.get_stroke_width), VGroup(*dashed)]

    def width(self, l: int, slope: float) -> float:
        """Return the width of the stroke for the derivative for a weight or a bias of layer ``l``."""
        return self.unit.times(self.times[l]).length(abs(slope))

    def _edge(self, l: int, edge: Line, slope: float) -> Line:
        """Draw a stroke along an edge, from its end to its start: the direction of the sweep."""
        stroke = Line(color=self._colour, stroke_width=self.width(l, slope))
        draw_dashes(stroke, Line(edge.get_end(), edge.get_start()), dashed=slope < 0)
        return stroke

    def _ring(self, l: int, neuron: Neuron, slope: float) -> VGroup:
        """Draw a ring around a neuron."""
        width = self.width(l, slope)
        radius = (1 + _RING_GAP) * neuron.circle.width / 2 + width * _PIXEL / 2
        count = ceil(2 * pi * radius / _PERIOD) if slope < 0 else 1
        angle, share = 2 * pi / count, _DASH if slope < 0 else 1.0
        style = {"arc_center": neuron.circle.get_center(), "color": self._colour, "stroke_width": width}
        return VGroup(*(Arc(radius, i * angle, share * angle, **style) for i in range(count)))

    def _sign(self, typesetter: Typesetter, l: int, diagram: NetworkDiagram) -> VGroup:
        """Return the sign below a layer that says by which factor its strokes are wider, empty if it is 1."""
        if self.times[l] == 1:
            return VGroup()
        sign = VGroup(
            typesetter.words(N_("width"), size=SMALL), typesetter.formula(times_power(self.times[l]), size=SMALL)
        )
        sign[1].next_to(sign[0], RIGHT, buff=_TEXT_GAP).on_baseline(sign[0].baseline)
        middle = (diagram.column(l).get_x() + diagram.column(l - 1).get_x()) / 2
        return sign.next_to((middle, diagram.get_bottom()[1], 0), DOWN, buff=0)


class StrokeLegend(VGroup):
    """The strokes of a round number, with either sign, if there are any; and what edges and rings stand for."""

    def __init__(self, typesetter: Typesetter, strokes: GradientStrokes):
        super().__init__()
        if strokes.largest:
            value = round_below(strokes.largest)
            for signed in (value, -value):
                text = typesetter.printed(signed, decimals=exact_decimals(value), signed=True)
                piece = legend_stroke(typesetter.theme.C, dashed=signed < 0).set_y(_DIGIT / 2 * LABEL)
                piece.set_stroke(width=strokes.unit.length(value))
                self._add(piece, typesetter.formula(number_source(text), size=LABEL, colour=typesetter.theme.C))
        for word, letter in ((N_("edge"), "w"), (N_("ring"), "b")):
            name = typesetter.formula("{} slash {}", Change(cost(), "∂"), Change(Symbol(letter), "∂"), size=LABEL)
            self._add(typesetter.words(word, size=LABEL, colour=typesetter.theme.muted).on_baseline(0), name)

    def _add(self, mark: VMobject, text: Formula) -> None:
        """Add an entry on the right; all texts stand on one baseline."""
        start = self.get_right()[0] + _ENTRY_GAP if len(self) else 0.0
        mark.shift((start - mark.get_left()[0], 0, 0))
        self.add(VGroup(mark, text.next_to(mark, RIGHT, buff=_TEXT_GAP).on_baseline(0)))


def _power_below(large: float, small: float) -> int:
    """Return the largest power of ten that is not above large / small, even where that is beyond float64."""
    return 10 ** _TO_15_DIGITS.divide(Decimal(large), Decimal(small)).adjusted()


# With 15 digits 0.3 is ten times 0.03, which in float64 it is not.
_TO_15_DIGITS = Context(prec=15)
