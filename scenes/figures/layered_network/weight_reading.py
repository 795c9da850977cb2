"""How to read the indices of a weight: w_jk goes to neuron j and comes from neuron k."""

from manim import DOWN, Animation, FadeIn, Line, Succession, VGroup

from scenes.figures.layered_network.named_layers import BESIDE_TARGETS
from scenes.kit.layout import centred
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, MEDIUM, NORMAL
from scenes.numbers.language import N_
from scenes.numbers.layers import WatchedWeight

_SIZE = 1.6
_SPREAD, _DROP, _AIR = 1.25, 0.9, 0.18

# How far below the lines words, symbols and the weight's value stand, in frame units.
_WORDS, _SYMBOL, _VALUE = 0.5, 1.3, 2.6


class WeightReading(VGroup):
    """The name of the watched weight, large, and below it what each index says.

    Notes
    -----
    ``weight`` is the name; ``notes`` are what j and k say, each with a line from its index, and the weight's number
    by its name in numbers.
    """

    def __init__(self, pen: Pen, watched: WatchedWeight):
        (w, _, a, _), (_, before, _) = watched.path, watched.side
        self.weight = pen.formula(f"w^(({w.layer_name}))_({{}} {{}})", "j", "k", size=_SIZE, colour=pen.theme.w)
        low = self.weight.get_bottom()[1] - _DROP
        self.notes = VGroup()
        for index, side, english, symbol in (
            (self.weight.argument(0), -1, N_("goes to"), a),
            (self.weight.argument(1), 1, N_("comes from"), before),
        ):
            start, x = index.get_bottom() + _AIR * DOWN, index.get_x() + side * _SPREAD
            line = Line(start, (x, low, 0), color=pen.theme.muted, stroke_width=MEDIUM)
            words = pen.words(english, size=LABEL).set_x(x).on_baseline(low - _WORDS)
            name = pen.formula("{}", symbol, size=NORMAL).set_x(x).on_baseline(low - _SYMBOL)
            self.notes.add(VGroup(line, words, name))
        value = pen.formula("{} = {}", watched.weight.symbol, watched.weight, size=NORMAL)
        self.notes.add(value.match_x(self.weight).on_baseline(low - _VALUE))
        super().__init__(self.weight, self.notes)
        centred(self, BESIDE_TARGETS)

    def explain(self) -> Animation:
        """Return the move in which the notes come one after the other."""
        return Succession(*(FadeIn(note, shift=0.2 * DOWN) for note in self.notes))
