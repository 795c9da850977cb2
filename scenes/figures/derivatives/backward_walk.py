"""The chain rule followed back from the cost to the first weight: each step lights a part and adds a factor."""

from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, FadeOut, Line, VGroup, VMobject

import backprop_core as bp
from backprop_core.quantities import Name, Quantity, activation, cost, partial, weight
from scenes.figures.derivatives.long_product import LongProduct
from scenes.kit.animations import change
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SMALL, THICK
from scenes.numbers.chain import BackwardPath, LastLayer
from scenes.numbers.format import significant_decimals

# The chain on top: its height, the distance of its neurons, its width at most, and their radius; the length of the
# link to the cost, and the gap to names: in frame units.
_CHAIN_Y, _COLUMN, _CHAIN_WIDTH, _RADIUS = 2.75, 3.2, 11.4, 0.5
_LINK, _NAME_GAP = 0.7, 0.14

# How far formulas move while they fade in or out, in frame units.
_SHIFT = 0.2

# The product below it: its height, the room for it, and the type's size of its value, in frame units.
_PRODUCT_Y, _PRODUCT_WIDTH, _PRODUCT_HEIGHT = -0.2, 12.9, 3.4
_VALUE_SIZE = 0.5


class BackwardWalk(VGroup):
    """The chain with its cost on top, below it the long product, and the product of the factors so far.

    Notes
    -----
    ``parts`` are the parts of the ``chain`` that a change passes, in backward order, one for each factor: the link to
    the cost, then neurons and edges by turns. ``product`` is the long product, ``values`` are the products of its
    first factors, one after each step. ``compared`` is the derivative by the last weight.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        path = BackwardPath(last.chain, 1)
        self._highlight = typesetter.theme.highlight
        self.chain, self.parts = self._chain(typesetter, last)
        self.product = LongProduct(typesetter, path, width=_PRODUCT_WIDTH, height=_PRODUCT_HEIGHT)
        self.product.move_to((0, _PRODUCT_Y, 0))
        *values, first = path.products
        self.values = [_written(typesetter, value.symbol, value) for value in values]
        self.values.append(_written(typesetter, first.symbol, partial(cost(), weight(1)), first))
        self.compared = _written(typesetter, last.derivative.symbol, last.derivative)
        for value in self.values:
            value.move_to((SAFE_LEFT, SAFE_BOTTOM, 0), DOWN + LEFT)
        self.compared.move_to((SAFE_RIGHT, SAFE_BOTTOM, 0), DOWN + RIGHT)
        super().__init__(self.chain, self.product, self.values[-1], self.compared)

    def step(self, place: int) -> list[Animation]:
        """Return the animations of one step back: a part of the chain lights up, its factor joins the product."""
        before = [FadeOut(self.values[place - 1], shift=_SHIFT * UP)] if place else []
        return [
            change(self.parts[place], lambda part: part.set_stroke(self._highlight, THICK)),
            FadeIn(self.product.terms[place], shift=_SHIFT * RIGHT),
            *before,
            FadeIn(self.values[place], shift=_SHIFT * UP),
        ]

    @staticmethod
    def _chain(typesetter: Typesetter, last: LastLayer) -> tuple[VGroup, list[VMobject]]:
        """Return the chain with its names, and its parts in backward order."""
        network, L = last.chain.network, last.chain.network.L
        run = bp.forward(network, last.chain.x)
        width = min(_COLUMN * L, _CHAIN_WIDTH)
        diagram = NetworkDiagram(
            typesetter, run, centre=(0, _CHAIN_Y), width=width, height=4 * _RADIUS, radius=_RADIUS
        )
        end = diagram.neuron(L).get_right()
        link = Line(end, end + _LINK * RIGHT, color=typesetter.theme.muted, stroke_width=MEDIUM)
        neurons = [typesetter.formula("{}", activation(l, L=L), size=SMALL) for l in range(L + 1)]
        edges = [typesetter.formula("{}", weight(l, L=L), size=LABEL) for l in range(1, L + 1)]
        for l, name in enumerate(neurons):
            name.next_to(diagram.neuron(l), DOWN, _NAME_GAP)
        for l, name in enumerate(edges, start=1):
            name.scale(min(1.0, diagram.edge(l).get_length() / name.width)).next_to(diagram.edge(l), UP, _NAME_GAP)
        result = typesetter.formula("{}", cost()).next_to(link, RIGHT, _NAME_GAP)
        layers = [part for l in range(L, 0, -1) for part in (diagram.neuron(l).circle, diagram.edge(l))]
        return VGroup(diagram, link, *neurons, *edges, result).set_x(0), [link, *layers]


def _written(typesetter: Typesetter, *sides: Name | Quantity) -> Formula:
    """Write names and numbers with equals signs between them, with the decimals of the last number."""
    *_, last = sides
    decimals = significant_decimals(last.value, least=typesetter.decimals) if isinstance(last, Quantity) else None
    return typesetter.formula(" = ".join("{}" for _ in sides), *sides, size=_VALUE_SIZE, decimals=decimals)
