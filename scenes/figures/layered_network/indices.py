"""Which neurons an index counts: a_k^(L−1), k = 0, 1, 2."""

from collections.abc import Sequence

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    AnimationGroup,
    FadeIn,
    LaggedStart,
    Line,
    Succession,
    VGroup,
    VMobject,
)

from backprop_core.quantities import Symbol
from scenes.figures.layered_network.named_layers import BESIDE_NAMES, BESIDE_TARGETS
from scenes.kit.animations import grow_from
from scenes.kit.layout import centred, width_from
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE, MEDIUM, MOVE, NORMAL
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

    def __init__(self, typesetter: Typesetter, symbol: Symbol, n: int, english: str):
        (index,) = symbol.index
        self.symbol = typesetter.formula("{}", symbol, size=LARGE)
        counted = [f"{i} comma" if i < n - 1 else str(i) for i in range(n)]
        self.numbers = typesetter.formula(f"{index} = {' '.join(['{}'] * n)}", *counted, size=NORMAL)
        self.words = typesetter.words(english, size=LABEL, colour=typesetter.theme.muted)
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
        each = [AnimationGroup(grow_from(*pair), FadeIn(self.numbers.argument(i))) for i, pair in pairs]
        return LaggedStart(*each, lag_ratio=0.5, run_time=min(_LONGEST, MOVE * self._n))


class IndexLegend(VGroup):
    """What k counts, and below it what j counts.

    Notes
    -----
    ``entries`` are its rows.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight):
        (_, _, a_j, _), (_, a_k, _) = watched.path, watched.side
        self.entries = [
            IndexEntry(typesetter, a_k, len(watched.before), N_("the layer before")),
            IndexEntry(typesetter, a_j, len(watched.outputs), N_("the last layer")).shift(_PITCH * DOWN),
        ]
        super().__init__(*self.entries)
        centred(self.scale(min(1.0, width_from(BESIDE_NAMES) / self.width)), BESIDE_NAMES)


_SIZE = 1.6
_SPREAD, _DROP_OF_WEIGHT_READING, _AIR_OF_WEIGHT_READING = 1.25, 0.9, 0.18

# How far below the lines words, symbols and the weight's value stand, in frame units.
_WORDS, _SYMBOL, _VALUE = 0.5, 1.3, 2.6


class WeightReading(VGroup):
    """The name of the watched weight, large, and below it what each index says.

    Notes
    -----
    ``weight`` is the name; ``notes`` are what j and k say, each with a line from its index, and the weight's number
    by its name in numbers.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight):
        (w, _, a, _), (_, before, _) = watched.path, watched.side
        self.weight = typesetter.formula(
            f"w^(({w.layer_name}))_({{}} {{}})", "j", "k", size=_SIZE, colour=typesetter.theme.w
        )
        low = self.weight.get_bottom()[1] - _DROP_OF_WEIGHT_READING
        self.notes = VGroup()
        for index, side, english, symbol in (
            (self.weight.argument(0), -1, N_("goes to"), a),
            (self.weight.argument(1), 1, N_("comes from"), before),
        ):
            start, x = index.get_bottom() + _AIR_OF_WEIGHT_READING * DOWN, index.get_x() + side * _SPREAD
            line = Line(start, (x, low, 0), color=typesetter.theme.muted, stroke_width=MEDIUM)
            words = typesetter.words(english, size=LABEL).set_x(x).on_baseline(low - _WORDS)
            name = typesetter.formula("{}", symbol, size=NORMAL).set_x(x).on_baseline(low - _SYMBOL)
            self.notes.add(VGroup(line, words, name))
        value = typesetter.formula("{} = {}", watched.weight.symbol, watched.weight, size=NORMAL)
        self.notes.add(value.match_x(self.weight).on_baseline(low - _VALUE))
        super().__init__(self.weight, self.notes)
        centred(self, BESIDE_TARGETS)

    def explain(self) -> Animation:
        """Return the move in which the notes come one after the other."""
        return Succession(*(FadeIn(note, shift=0.2 * DOWN) for note in self.notes))
