"""Diagrams of the lesson's chain: the whole chain with named weights and biases, and its last two neurons."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    UP,
    Animation,
    AnimationGroup,
    DashedLine,
    DashedVMobject,
    FadeOut,
    ReplacementTransform,
    VGroup,
    smooth,
    squish_rate_func,
)

import backprop_core as bp
from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import Quantity, Symbol, activation, bias, target, weight
from scenes.kit.motion.animations import flip
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron, NumberStyle
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE, MEDIUM
from scenes.numbers.format import exact_decimals

# Of the whole chain, in frame units: the distance of two neurons, the greatest width, and the neurons' radius.
_COLUMN, _WIDTH, _RADIUS = 3.8, 12.8, 0.76
_HEIGHT = 3.0

# The distance of a name from the neurons beside it, that from its edge or neuron, with room for wiggles, and that of
# a large one; the distance of the baseline of a large
# name from the neuron below it.
_GAP, _WIGGLE_GAP, _WEIGHT_GAP = 0.13, 0.2, 0.16
_RISE = 0.36

# After which share of the time the others have left, when the last two neurons come closer.
_LEFT = 0.4

# The last two neurons: their place, their distance and size; how far they step aside for the desired output, which
# then stands at the same distance right of them; the dashes of its ring and of the line to it, in frame units.
_PAIR_CENTRE, _PAIR_COLUMN, _PAIR_RADIUS = (0.0, 1.72), 4.2, 0.83
ASIDE = _PAIR_COLUMN / 2 * LEFT
_RING_DASHES, _DASH = 28, 0.12


class ChainDiagram(NetworkDiagram):
    """The whole chain, in the middle of the frame.

    Parameters
    ----------
    y
        The height of its neurons' centres.
    least
        The size to which it is shrunk later: numbers that could not be read there are not shown.

    Notes
    -----
    ``names`` are the names of its weights, above their edges, and of its biases, below their neurons, in the
    order of the gradient. The diagram does not contain them; add them where they are wanted.
    """

    def __init__(self, typesetter: Typesetter, chain: ChainPart, y: float, least: float = 1.0):
        self._least, network = least, chain.network
        width = min(_COLUMN * network.L, _WIDTH)
        run = bp.forward(network, chain.x)
        targets = chain.y.tolist()
        super().__init__(typesetter, run, centre=(0, y), width=width, height=_HEIGHT, radius=_RADIUS, targets=targets)
        self.names: dict[Symbol, Formula] = {}
        for parameter in network.parameters():
            self.names[parameter.symbol()] = typesetter.formula("{}", parameter.symbol(), size=LABEL)
        self._place_names()

    @property
    def roomy(self) -> float:
        """How many times larger the neurons may be with room for the weights' names between them."""
        distance = self.neuron(1).get_x() - self.neuron(0).get_x()
        widest = max(self.names[weight(l)].width for l in self.layers[1:])
        return (distance - widest - 2 * _GAP) / (2 * self.radius)

    def resize(self, size: float, rise: float) -> Self:
        """Scale the neurons where they stand, and move the chain upwards by ``rise``.

        Names are as much larger than usual as neurons are, if they have room above their edges.
        """
        for l in self.layers:
            self.neuron(l).scale(size)
        self.join().shift(rise * UP)
        for name in self.names.values():
            name.scale(LABEL / name.em)
        room = min((self.edge(l).get_length() - 2 * _GAP) / self.names[weight(l)].width for l in self.layers[1:])
        larger = max(1.0, min(room, self.neuron(0).circle.width / (2 * self.radius)))
        for name in self.names.values():
            name.scale(larger)
        return self._place_names()

    def _print(self, runs: Sequence[bp.ForwardPass], l: int) -> NumberStyle | None:
        style = self._print_in(self._least * self.radius, runs, l)
        return style and style.scaled(1 / self._least)

    def _place_names(self) -> Self:
        """Put the weights' names above their edges, and the biases' below their neurons."""
        for l in self.layers[1:]:
            self.names[weight(l)].next_to(self.edge(l), UP, buff=_WIGGLE_GAP)
            self.names[bias(l)].next_to(self.neuron(l), DOWN, buff=_WIGGLE_GAP)
        return self

    @property
    def origins(self) -> dict[Symbol, np.ndarray]:
        """The point of its edge or neuron from which each name comes."""
        points = {weight(l): self.edge(l).get_center() for l in self.layers[1:]}
        points |= {bias(l): self.neuron(l).circle.get_bottom() for l in self.layers[1:]}
        return {symbol: points[symbol] for symbol in self.names}

    @property
    def last_two(self) -> VGroup:
        """The last two neurons and their edge."""
        L = self.layers[-1]
        return VGroup(self.edge(L), self.neuron(L - 1), self.neuron(L))


class LastTwoDiagram(NetworkDiagram):
    """The last two neurons of the chain, large; in the middle, until they step aside for the desired output.

    Notes
    -----
    ``neurons`` are the two, from left to right, ``symbols`` their activations' symbols, and ``names`` the names above
    them. ``desired`` is the desired output, a circle with a dashed ring, below its ``desired_name``. All three
    circles stand in the middle together when these neurons are moved by ``ASIDE``; ``comparison`` is a dashed line
    from there to the last neuron.
    ``alike`` says whether the same activation is equally bright in both. The diagram contains only the neurons and
    their edge; the rest is to be added.
    """

    def __init__(self, typesetter: Typesetter, chain: ChainPart):
        L, run, y = chain.network.L, bp.forward(chain.network, chain.x), Quantity(target(), chain.y.item())
        super().__init__(
            typesetter,
            run,
            centre=_PAIR_CENTRE,
            width=_PAIR_COLUMN + 2 * _PAIR_RADIUS,
            height=_HEIGHT,
            radius=_PAIR_RADIUS,
            first=L - 1,
            targets=[y.value],
        )
        printed = NumberStyle.inside(typesetter, [y.value], self.radius, signs=False)
        printed = printed and replace(printed, decimals=min(printed.decimals, exact_decimals(y.value)))
        self.desired = Neuron(typesetter, y, self.brightness[L], radius=self.radius, printed=printed)
        self.desired.move_to((_PAIR_COLUMN, _PAIR_CENTRE[1], 0))
        ring = self.desired.circle.copy().set_fill(opacity=0)
        self.desired.circle.set_stroke(width=0)
        self.desired.add(DashedVMobject(ring, num_dashes=_RING_DASHES))
        self.alike = len(set(self.brightness.values())) == 1
        self.neurons = (self.neuron(L - 1), self.neuron(L))
        self.symbols = (activation(L - 1, L=L), activation(L, L=L))
        before, last = (_above(typesetter, symbol, n) for symbol, n in zip(self.symbols, self.neurons, strict=True))
        self.names = (before, last)
        self.desired_name = _above(typesetter, target(), self.desired)
        self.comparison = DashedLine(
            self.desired.get_left(),
            self.desired.get_left() + (_PAIR_COLUMN - 2 * self.radius) * LEFT,
            color=typesetter.theme.colour_of(target()),
            stroke_width=MEDIUM,
            dash_length=_DASH,
        )

    def weight_name(self, typesetter: Typesetter, symbol: Symbol) -> Formula:
        """Return a large name of the weight, above the edge."""
        return typesetter.formula("{}", symbol, size=LARGE).next_to(self.edge(self.layers[-1]), UP, buff=_WEIGHT_GAP)

    def taken_from(self, chain: ChainDiagram, name: Formula, **options) -> Animation:
        """Return an animation that comes closer to the last two neurons of the whole chain, until they are these.

        The rest of the chain leaves the picture meanwhile; their weight's name becomes ``name``. A number that gets
        more digits turns over, as a whole.
        """
        L = self.layers[-1]
        pairs = [(chain.neuron(l), self.neuron(l)) for l in self.layers]
        old = chain.names[weight(L)]
        others = VGroup(*(part for part in chain if part not in chain.last_two and part is not old))
        moves = [
            ReplacementTransform(chain.edge(L), self.edge(L)),
            *(ReplacementTransform(here.circle, there.circle) for here, there in pairs),
            *(_become(here.number, there.number) for here, there in pairs),
            ReplacementTransform(old, name),
        ]
        return AnimationGroup(FadeOut(others, rate_func=squish_rate_func(smooth, 0, _LEFT)), *moves, **options)


def _become(old: VGroup, new: VGroup) -> Animation:
    """Return an animation of one neuron's number into another one's: digits don't turn into others."""
    before, after = ([number.text for number in numbers] for numbers in (old, new))
    return flip(old, new) if before and after and before != after else ReplacementTransform(old, new)


def _above(typesetter: Typesetter, symbol: Symbol, neuron: Neuron) -> Formula:
    """Return a large name above a neuron."""
    name = typesetter.formula("{}", symbol, size=LARGE)
    return name.match_x(neuron).on_baseline(neuron.circle.get_top()[1] + _RISE)
