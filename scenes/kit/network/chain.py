"""Diagrams of the lesson's chain: the whole chain with named weights and biases, and its last two neurons."""

from manim import DOWN, UP, Animation, AnimationGroup, FadeIn, FadeOut, ReplacementTransform, VGroup

import backprop_core as bp
from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import Quantity, Symbol, activation, target
from scenes.kit.animations import one_by_one
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron, NumberStyle
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE

# Of the whole chain, in frame units: the distance of two neurons, the greatest width, and the neurons' radius.
_COLUMN, _WIDTH, _RADIUS = 3.4, 12.8, 0.62
_HEIGHT = 3.0

# The distance of a name from its edge or neuron, and of the baseline of a large name from the neuron below it.
_GAP = 0.13
_RISE = 0.46

# The last two neurons: their place and size, and the x of the desired output beside them.
_PAIR_CENTRE, _PAIR_WIDTH, _PAIR_RADIUS = (-3.1, 0.85), 6.2, 1.0
_DESIRED_X = 3.4


class ChainDiagram(NetworkDiagram):
    """The whole chain, in the middle of the frame.

    Parameters
    ----------
    y
        The height of its neurons' centres.

    Notes
    -----
    ``names`` are the names of its weights, above their edges, and of its biases, below their neurons, in the
    order of the gradient. The diagram does not contain them; add them where they are wanted.
    """

    def __init__(self, typesetter: Typesetter, chain: ChainPart, y: float):
        network = chain.network
        width = min(_COLUMN * network.L, _WIDTH)
        run = bp.forward(network, chain.x)
        targets = chain.y.tolist()
        super().__init__(typesetter, run, centre=(0, y), width=width, height=_HEIGHT, radius=_RADIUS, targets=targets)
        self.names: dict[Symbol, Formula] = {}
        for parameter in network.parameters():
            name = typesetter.formula("{}", parameter.symbol(), size=LABEL)
            if parameter.letter == "w":
                name.next_to(self.edge(parameter.l), UP, buff=_GAP)
            else:
                name.next_to(self.neuron(parameter.l), DOWN, buff=_GAP)
            self.names[parameter.symbol()] = name

    @property
    def last_two(self) -> VGroup:
        """The last two neurons and their edge."""
        L = self.layers[-1]
        return VGroup(self.edge(L), self.neuron(L - 1), self.neuron(L))


class LastTwoDiagram(NetworkDiagram):
    """The last two neurons of the chain, large, left of the middle.

    Notes
    -----
    ``neurons`` are the two, from left to right, ``symbols`` their activations' symbols, and ``names`` the names above
    them. ``desired`` is the desired output, drawn as a circle right of the last neuron, with ``desired_name`` above.
    ``alike`` says whether the same activation is equally bright in both. The diagram contains only the neurons and
    their edge; the rest is to be added.
    """

    def __init__(self, typesetter: Typesetter, chain: ChainPart):
        L, run, y = chain.network.L, bp.forward(chain.network, chain.x), Quantity(target(), chain.y.item())
        super().__init__(
            typesetter,
            run,
            centre=_PAIR_CENTRE,
            width=_PAIR_WIDTH,
            height=_HEIGHT,
            radius=_PAIR_RADIUS,
            first=L - 1,
            targets=[y.value],
        )
        printed = NumberStyle.inside(typesetter, [y.value], self.radius, signs=False)
        self.desired = Neuron(typesetter, y, self.brightness[L], radius=self.radius, printed=printed)
        self.desired.move_to((_DESIRED_X, _PAIR_CENTRE[1], 0))
        self.alike = len(set(self.brightness.values())) == 1
        self.neurons = (self.neuron(L - 1), self.neuron(L))
        self.symbols = (activation(L - 1, L=L), activation(L, L=L))
        before, last = (_above(typesetter, symbol, n) for symbol, n in zip(self.symbols, self.neurons, strict=True))
        self.names = (before, last)
        self.desired_name = _above(typesetter, target(), self.desired)

    def taken_from(self, chain: ChainDiagram, **options) -> Animation:
        """Return an animation in which the last two neurons of the whole chain become these, then their numbers."""
        L = self.layers[-1]
        pairs = [(chain.neuron(l), self.neuron(l)) for l in self.layers]
        moves = [ReplacementTransform(here.circle, there.circle) for here, there in pairs]
        gone = FadeOut(*(here.number for here, _ in pairs))
        become = AnimationGroup(ReplacementTransform(chain.edge(L), self.edge(L)), *moves, gone)
        return one_by_one(become, FadeIn(*(there.number for _, there in pairs)), **options)


def _above(typesetter: Typesetter, symbol: Symbol, neuron: Neuron) -> Formula:
    """Return a large name above a neuron."""
    name = typesetter.formula("{}", symbol, size=LARGE)
    return name.match_x(neuron).on_baseline(neuron.circle.get_top()[1] + _RISE)
