"""Which neurons an index counts: a_k^(L−1), k = 0, 1, 2."""

from collections.abc import Sequence

from manim import DOWN, LEFT, RIGHT, Animation, AnimationGroup, FadeIn, LaggedStart, VGroup, VMobject

from backprop_core.quantities import Symbol
from scenes.figures.layered_network.named_layers import BESIDE_NAMES
from scenes.kit.grow_from import emerge
from scenes.kit.layout import centred, width_from
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, LARGE, MOVE, NORMAL
from scenes.numbers.language import N_
from scenes.numbers.layers import WatchedWeight

# From a name to what stands right of it, from row to row, and from the numbers to the words, in frame units.
_AIR, _PITCH, _DROP = 0.7, 2.0, 0.8

# How long it takes to count all neurons of a layer at most, in seconds.
_LONGEST = 3.0


class IndexEntry(VGroup):
    """A name that ends in an index, which numbers that index takes, and which layer the neurons are in.

    Parameters
    ----------
    symbol
        The name.
    n
        The number of neurons.
    english
        What the layer is called.

    Notes
    -----
    ``begin`` and ``count`` show it bit by bit.
    """

    def __init__(self, pen: Pen, symbol: Symbol, n: int, english: str):
        (index,) = symbol.index
        self.symbol = pen.formula("{}", symbol, size=LARGE)
        counted = [f"{i} comma" if i < n - 1 else str(i) for i in range(n)]
        self.numbers = pen.formula(f"{index} = {' '.join(['{}'] * n)}", *counted, size=NORMAL)
        self.words = pen.words(english, size=LABEL, colour=pen.theme.muted)
        self._n = n
        super().__init__(self.symbol, self.numbers, self.words)
        self.symbol.set_x(0, direction=RIGHT).on_baseline(0)
        self.numbers.set_x(_AIR, direction=LEFT).on_baseline(0)
        self.words.set_x(_AIR, direction=LEFT).on_baseline(-_DROP)

    def begin(self, **options) -> Animation:
        """Return the move that shows all but the numbers."""
        return FadeIn(self.symbol, self.words, self.numbers.rest(), shift=0.3 * RIGHT, **options)

    def count(self, neurons: Sequence[VMobject], names: Sequence[VMobject]) -> Animation:
        """Return the move in which the names come out of the neurons, and each adds its number."""
        pairs = enumerate(zip(neurons, names, strict=True))
        each = [AnimationGroup(emerge(*pair), FadeIn(self.numbers.argument(i))) for i, pair in pairs]
        return LaggedStart(*each, lag_ratio=0.5, run_time=min(_LONGEST, MOVE * self._n))


class IndexLegend(VGroup):
    """What k counts, and below it what j counts.

    Notes
    -----
    ``entries`` are its rows.
    """

    def __init__(self, pen: Pen, watched: WatchedWeight):
        (_, _, a_j, _), (_, a_k, _) = watched.path, watched.side
        self.entries = [
            IndexEntry(pen, a_k, len(watched.before), N_("the layer before")),
            IndexEntry(pen, a_j, len(watched.outputs), N_("the last layer")).shift(_PITCH * DOWN),
        ]
        super().__init__(*self.entries)
        centred(self.scale(min(1.0, width_from(BESIDE_NAMES) / self.width)), BESIDE_NAMES)
