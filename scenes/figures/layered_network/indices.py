"""Figures that explain the indices j and k: the neurons that each numbers, and its place in the name w_jk."""

from collections.abc import Sequence

from manim import (
    DOWN,
    LEFT,
    Animation,
    AnimationGroup,
    Create,
    CurvedArrow,
    FadeIn,
    Indicate,
    LaggedStart,
    Line,
    VGroup,
    VMobject,
    there_and_back,
)

from backprop_core.quantities import Symbol
from scenes.figures.layered_network.equations import superscript
from scenes.figures.layered_network.named_layers import BESIDE_NAMES
from scenes.kit.layout import HEIGHT, centred, width_from
from scenes.kit.motion.animations import fly, one_by_one
from scenes.kit.network.column_heads import ColumnHead
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE, MEDIUM, MOVE, NORMAL, SAFE_BOTTOM
from scenes.numbers.language import N_
from scenes.numbers.layers import WatchedWeight

# From the names to the texts right of them, from entry to entry, and from the numbers down to the words, in frame
# units.
_TEXT_GAP, _ENTRY_PITCH, _WORDS_DROP = 0.6, 1.9, 0.7


class IndexEntry(VGroup):
    """A name with an index, the numbers that the index takes, and the layer of the neurons that it counts.

    Parameters
    ----------
    symbol
        The name, with one index.
    n
        The number of neurons.
    english
        The name of the layer, in English.

    Notes
    -----
    ``layer`` and ``index`` are the glyphs of the name's superscript and of its subscript.
    """

    def __init__(self, typesetter: Typesetter, symbol: Symbol, n: int, english: str):
        (index,) = symbol.index
        self.symbol = typesetter.formula("{}", symbol, size=LARGE)
        counted = [f"{i} comma" if i < n - 1 else str(i) for i in range(n)]
        self.numbers = typesetter.formula(f"{index} = {' '.join(['{}'] * n)}", *counted, size=NORMAL)
        self.words = typesetter.words(english, size=LABEL, colour=typesetter.theme.muted)
        super().__init__(self.symbol, self.numbers, self.words)
        self.symbol.set_x(0, direction=LEFT).on_baseline(0)
        self.numbers.on_baseline(0)
        self.words.on_baseline(-_WORDS_DROP)
        glyphs = self.symbol.argument(0)
        self.layer, self.index = superscript(symbol, glyphs), [*glyphs[len(glyphs) - 1 :]]

    def count(self, head: ColumnHead, names: Sequence[VMobject]) -> Animation:
        """Return an animation in which the neurons light up one after another, and get their names and numbers."""
        each = []
        for i, (ring, name) in enumerate(zip(head.rings, names, strict=True)):
            lit = FadeIn(ring, rate_func=there_and_back, remover=True)
            begun = () if i else (self.symbol, self.numbers.rest())
            each.append(AnimationGroup(lit, FadeIn(name, self.numbers.argument(i), *begun)))
        return LaggedStart(*each, lag_ratio=0.5)


class IndexLegend(VGroup):
    """An entry for k, and below it one for j.

    Parameters
    ----------
    left
        The left end of the names, in frame units.

    Notes
    -----
    ``entries`` are the two.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight, left: float):
        (_, _, a_j, _), (_, a_k, _) = watched.path, watched.side
        before, last = N_("the layer before"), N_("the last layer")
        self.entries = [
            IndexEntry(typesetter, a_k, len(watched.before), before),
            IndexEntry(typesetter, a_j, len(watched.outputs), last).shift(_ENTRY_PITCH * DOWN),
        ]
        super().__init__(*self.entries)
        texts = max(entry.symbol.get_right()[0] for entry in self.entries) + _TEXT_GAP
        for text in (text for entry in self.entries for text in (entry.numbers, entry.words)):
            text.set_x(texts, direction=LEFT)
        self.scale(min(1.0, width_from(left) / self.width)).set_x(left, direction=LEFT)
        self.set_y(SAFE_BOTTOM, direction=DOWN)


# The type's size of the weight's name, in frame units per em.
_WEIGHT_SIZE = 1.6

# The lines from its indices, in frame units: how far to the side and down they lead, and how far below the index they
# begin.
_LINE_SPREAD, _LINE_DROP, _LINE_GAP = 1.25, 0.9, 0.18

# How far below the lines' ends words, symbols, the lesson's indices and the weight's value stand, in frame units.
_LINE_TO_WORDS, _LINE_TO_SYMBOL, _LINE_TO_NUMBER, _LINE_TO_VALUE = 0.5, 1.42, 2.12, 3.0

# The arrow from k back to j: how far below the lines' starts it begins and ends, the angle of its arc, and the length
# of its tip.
_BACK_GAP, _BACK_ANGLE, _BACK_TIP = 0.2, 2.4, 0.2


class WeightName(VGroup):
    """The name of the watched weight, large, and below it the meaning of each index.

    Notes
    -----
    ``weight`` is the name, which consists of its ``layer`` and of what is ``indexed``. ``notes`` explain j and k,
    each with a line from its index and with its number in the lesson, and give the weight's value.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight):
        (w, _, a, _), (_, before, _) = watched.path, watched.side
        self._amber = typesetter.theme.highlight
        self.weight = typesetter.formula(
            f"w^(({w.layer_name}))_({{}} {{}})", "j", "k", size=_WEIGHT_SIZE, colour=typesetter.theme.w
        )
        self.indexed = VGroup(self.weight[0], *self.weight.argument(0, 1))
        self.layer = self.weight[1 : -len(w.index)]
        low = self.weight.get_bottom()[1] - _LINE_DROP
        self._explained: list[tuple[VGroup, VGroup]] = []
        self._numbers: list[VGroup] = []
        watch = watched.part.watch
        for index, side, english, symbol, number, neurons in (
            (self.weight.argument(0), -1, N_("goes to"), a, watch.j, watched.outputs),
            (self.weight.argument(1), 1, N_("comes from"), before, watch.k, watched.before),
        ):
            start, x = index.get_bottom() + _LINE_GAP * DOWN, index.get_x() + side * _LINE_SPREAD
            line = Line(start, (x, low, 0), color=typesetter.theme.muted, stroke_width=MEDIUM)
            words = typesetter.words(english, size=LABEL).set_x(x).on_baseline(low - _LINE_TO_WORDS)
            name = typesetter.formula("{}", symbol, size=NORMAL).set_x(x).on_baseline(low - _LINE_TO_SYMBOL)
            meant = typesetter.formula(f"{symbol.index[0]} = {{}}", f"{number}", size=NORMAL)
            meant.set_x(x).on_baseline(low - _LINE_TO_NUMBER)
            self._explained.append((index, VGroup(line, words, name, meant)))
            if len(neurons) > 1:
                self._numbers.append(meant.argument(0))
        self._value = typesetter.formula("{} = {}", watched.weight.symbol, watched.weight, size=NORMAL)
        self._value.match_x(self.weight).on_baseline(low - _LINE_TO_VALUE)
        (_, (to_j, *_)), (_, (from_k, *_)) = self._explained
        ends = from_k.get_start() + _BACK_GAP * DOWN, to_j.get_start() + _BACK_GAP * DOWN
        self._back = CurvedArrow(
            *ends, angle=-_BACK_ANGLE, color=self._amber, stroke_width=MEDIUM, tip_length=_BACK_TIP
        )
        self.notes = VGroup(*(note for _, note in self._explained), self._value, self._back)
        super().__init__(self.weight, self.notes)
        room = width_from(BESIDE_NAMES)
        centred(self.scale(min(1.0, room / self.width, HEIGHT / self.height)), BESIDE_NAMES)

    def explain(self) -> list[Animation]:
        """Return an animation for j and one for k: the index lights up, and its meaning appears."""
        return [
            AnimationGroup(
                Indicate(index, scale_factor=1, color=self._amber, run_time=MOVE),
                one_by_one(*map(FadeIn, note), run_time=MOVE),
            )
            for index, note in self._explained
        ]

    def point_back(self, **options) -> Animation:
        """Return an animation in which an arrow leads from k back to j, the order in which they are written."""
        return Create(self._back, **options)

    def name_value(self, **options) -> Animation:
        """Return an animation in which the numbers of j and k drop into the name of the value."""
        name = self._value.argument(0)
        named = len(name) - len(self._numbers)
        flights = (fly(number, VGroup(glyph)) for number, glyph in zip(self._numbers, name[named:], strict=True))
        known = VGroup(self._value.rest(), self._value.argument(1))
        return one_by_one(FadeIn(name[:named]), *flights, FadeIn(known), **options)
