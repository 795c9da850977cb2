"""The equations of a single neuron, into which the indices k and j drop."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UL,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)

import backprop_core as bp
from backprop_core.quantities import Symbol
from scenes.figures.layered_network.named_layers import BESIDE_NAMES
from scenes.kit.layout import centred, width_from
from scenes.kit.motion.animations import change, flip
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, SAFE_BOTTOM, SAFE_TOP
from scenes.numbers.layers import WatchedWeight

# Around equals signs, and from line to line without a sum sign and with one, in em; how far an index drops, in frame
# units, and after which share of the others' making room.
_SIGN_GAP, _LEADING, _BELOW_SUM, _DROP, _LAG = 0.3, 2.0, 2.5, 0.18, 0.6

# How what another name takes the place of leaves.
_GOING = squish_rate_func(smooth, 0.2, 0.7)

# How long the equations rise, in seconds; between which shares of it they move to the side and up.
_RISING, _ACROSS, _UP = 1.2, (0.0, 0.6), (0.4, 1.0)


class _Vector(Symbol):
    """The name of all numbers of a layer, in bold type."""

    __slots__ = ()

    @property
    def typst(self) -> str:
        return f"bold({self.letter})" + super().typst.removeprefix(self.letter)


class _Written(VGroup):
    """z = w a + b and a = σ(z), with some of the indices: for each row its left and right sides' symbols in order.

    Softmax takes all z of the layer: these are a vector there, without an index, and the function has it instead.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight, function: bp.Activation, indices: str):
        (w, z, a, _), (b, before, _) = watched.path, watched.side
        w, z, a, b, before = (_with(symbol, indices) for symbol in (w, z, a, b, before))
        total, leading = ("{0} ", _BELOW_SUM) if "k" in indices else ("", _LEADING)
        f, component = function.typst, function.whole_layer
        output = (
            (f"= {f}_({{1}})({{0}})" if component else f"= {f}({{0}})"),
            [_Vector(z.letter, z.layer, L=z.L) if component else z],
        )
        rows = [
            ([z], f"= {total}{{1}} {{2}} + {{3}}", ["sum_k", w, before, b]),
            ([a], output[0], [*output[1], *(["j"] if component else [])]),
        ]
        self.lines: list[tuple[Formula, Formula]] = []
        for place, ((name,), rule, arguments) in enumerate(rows):
            left = typesetter.formula("{}", name, size=LARGE)
            right = typesetter.formula(rule, *arguments, size=LARGE)
            left.set_x(0, direction=RIGHT).on_baseline(-place * leading * LARGE)
            right.set_x(_SIGN_GAP * LARGE, direction=LEFT).on_baseline(-place * leading * LARGE)
            self.lines.append((left, right))
        self.symbols: list[tuple[Symbol, VGroup]] = []
        for (left, right), ((name,), _, arguments) in zip(self.lines, rows, strict=True):
            self.symbols.append((name, left.argument(0)))
            self.symbols += [
                (symbol, right.argument(i)) for i, symbol in enumerate(arguments) if isinstance(symbol, Symbol)
            ]
        (_, of_sum), (_, of_output) = self.lines
        equals, *name, opening, closing = of_output.rest()
        self.signs = [*of_sum.rest(), equals, opening, closing]
        self.function, self.name_of_function = function, VGroup(*name)
        self.signs_of_index = (
            of_sum.argument(0) if total else VGroup(),
            of_output.argument(1) if component else VGroup(),
        )
        super().__init__(*(side for line in self.lines for side in line))


class IndexedEquations:
    """The equations of a single neuron, into which first k and then j drops, amber while they are new.

    Parameters
    ----------
    alone
        The function of a neuron that is alone in its layer. With j, that of the watched weight's layer takes its
        place, if it is another one.

    Notes
    -----
    ``shown`` is what is on the screen, in the middle at the bottom, with the indices that have dropped so far.
    ``left`` is the left end of the equations with all indices when they stand beside the last layer's names.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight, alone: bp.Activation):
        written = (("", alone), ("k", alone), ("jk", watched.function))
        states = [_Written(typesetter, watched, function, indices) for indices, function in written]
        whole = VGroup(*states)
        whole.scale(min(1.0, width_from(BESIDE_NAMES) / whole.width))
        self.left = float(centred(whole, BESIDE_NAMES).get_left()[0])
        whole.move_to((0, SAFE_BOTTOM, 0), aligned_edge=DOWN)
        self._amber, self._next = typesetter.theme.highlight, iter(states[1:])
        self._fresh: list[tuple[VMobject, str]] = []
        self.shown = states[0]

    def drop(self) -> Animation:
        """Return an animation in which the symbols make room, and the next index drops into its places.

        So does the name of the layer's function, if it is not that of a single neuron.
        """
        old, new = self.shown, next(self._next)
        moves: list[Animation] = [*map(ReplacementTransform, old.signs, new.signs)]
        fresh: list[VMobject] = []
        if old.function == new.function:
            moves += map(ReplacementTransform, old.name_of_function, new.name_of_function)
        else:
            moves.append(FadeOut(old.name_of_function, rate_func=_GOING))
            fresh += new.name_of_function
        for here, there in zip(old.signs_of_index, new.signs_of_index, strict=True):
            moves += map(ReplacementTransform, here, there)
            fresh += [] if len(here) else [*there]
        for (before, here), (after, there) in zip(old.symbols, new.symbols, strict=True):
            pairs, dropped = match_indices(before, here, after, there)
            if type(before) is not type(after):
                (gone, come), *pairs = pairs
                moves.append(FadeOut(gone, rate_func=_GOING))
                dropped = [come, *dropped]
            moves += [ReplacementTransform(*pair) for pair in pairs]
            fresh += dropped
        self._fresh = [(glyph, glyph.get_fill_color().to_hex()) for glyph in fresh]
        for glyph in fresh:
            glyph.set_color(self._amber)
        self.shown = new
        dropped = AnimationGroup(*(FadeIn(glyph, shift=_DROP * DOWN) for glyph in fresh))
        return LaggedStart(AnimationGroup(*moves), dropped, lag_ratio=_LAG)

    def rise(self) -> Animation:
        """Return an animation in which the equations go to the top beside the names: to the right, and then up."""
        corner, turn = (self.left, SAFE_TOP, 0), {"path_func": _round_the_corner, "rate_func": linear}
        return change(self.shown, lambda shown: shown.move_to(corner, aligned_edge=UL), run_time=_RISING, **turn)

    @property
    def superscripts(self) -> list[VMobject]:
        """The glyphs of the layers in all symbols shown."""
        return [glyph for symbol, glyphs in self.shown.symbols for glyph in superscript(symbol, glyphs)]

    @property
    def subscripts(self) -> list[VMobject]:
        """The glyphs of the indices in all symbols shown."""
        return [glyph for symbol, glyphs in self.shown.symbols for glyph in glyphs[len(glyphs) - len(symbol.index) :]]

    @property
    def vector(self) -> list[VMobject]:
        """The glyphs of what the layer's function takes, if that is a vector."""
        return [glyph for symbol, glyphs in self.shown.symbols if isinstance(symbol, _Vector) for glyph in glyphs]

    def settle(self) -> Animation:
        """Return an animation in which the indices that are new take their symbols' colours."""
        return AnimationGroup(*(change(glyph, partial(paint, colour)) for glyph, colour in self._fresh))


def _round_the_corner(start: np.ndarray, end: np.ndarray, share: float) -> np.ndarray:
    """Return the points after this share of a way that leads to the side first, and up soon after."""
    across, up = (squish_rate_func(smooth, *times)(share) for times in (_ACROSS, _UP))
    return start + (end - start) * (across, up, 0)


def paint(colour: str, glyph: VMobject) -> None:
    """Give a glyph this colour."""
    glyph.set_color(colour)


def rewrite(old: Iterable[VMobject], new: Iterable[VMobject]) -> tuple[Animation, list[VMobject]]:
    """Return an animation in which the glyphs of a formula become those of another, and which are new in it.

    What both have moves, and what differs turns over. What only one of them has goes or, after that, comes.
    """
    here, there = [*old], [*new]
    shapes = ([len(glyph.points) for glyph in glyphs] for glyphs in (here, there))
    moves: list[Animation] = []
    fresh: list[VMobject] = []
    for kind, start, end, first, last in SequenceMatcher(None, *shapes, autojunk=False).get_opcodes():
        if kind == "equal":
            moved = map(ReplacementTransform, here[start:end], there[first:last])
            moves += [AnimationGroup(*moved, rate_func=squish_rate_func(smooth, 0.2, 0.65))]
        elif kind == "replace":
            turned = flip(VGroup(*here[start:end]), VGroup(*there[first:last]))
            moves += [AnimationGroup(turned, rate_func=squish_rate_func(smooth, 0.2, 0.65))]
        else:
            moves += [FadeOut(glyph, rate_func=squish_rate_func(smooth, 0, 0.3)) for glyph in here[start:end]]
            moves += [FadeIn(glyph, rate_func=squish_rate_func(smooth, 0.55, 0.85)) for glyph in there[first:last]]
        fresh += there[first:last] if kind != "equal" else []
    return AnimationGroup(*moves), fresh


def superscript(symbol: Symbol, glyphs: VGroup) -> list[VMobject]:
    """Return the glyphs of a symbol's layer, which are between its letter and its indices."""
    return [*glyphs[1 : len(glyphs) - len(symbol.index)]]


def _with(symbol: Symbol, indices: str) -> Symbol:
    """Return a symbol with those of its indices that are among these."""
    return replace(symbol, index=tuple(i for i in symbol.index if str(i) in indices))


def match_indices(
    before: Symbol, here: VGroup, after: Symbol, there: VGroup
) -> tuple[list[tuple[VMobject, VMobject]], list[VMobject]]:
    """Return the pairs of glyphs that a symbol has with fewer and with more indices, and the new glyphs.

    A symbol's indices are its last glyphs, in order.
    """
    head = len(there) - len(after.index)
    pairs = [*zip(here[:head], there[:head], strict=True)]
    old = dict(zip(before.index, here[head:], strict=True))
    new = dict(zip(after.index, there[head:], strict=True))
    return pairs + [(old[i], new[i]) for i in old], [glyph for i, glyph in new.items() if i not in old]
