"""The last layer as a matrix equation: weights times activations plus biases gives the weighted sums."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from manim import (
    LEFT,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Indicate,
    LaggedStart,
    ManimColor,
    Mobject,
    ReplacementTransform,
    RoundedRectangle,
    Succession,
    Transform,
    VGroup,
    VMobject,
    there_and_back,
)

from backprop_core.quantities import Name, Symbol
from scenes.figures.layered_network.indices import WeightName
from scenes.figures.layered_network.named_layers import BESIDE_NAMES
from scenes.figures.layered_network.symbol_matrix import MATH_AXIS, Matrix
from scenes.kit.layout import HEIGHT, centred, kept_inside, width_from
from scenes.kit.motion.animations import change, fly, turn_over
from scenes.kit.text.formula import Formula
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LARGE, NORMAL, SAFE_BOTTOM, SMALL
from scenes.numbers.language import N_
from scenes.numbers.layers import WatchedWeight

# How many neurons a layer may have to be shown completely.
_MOST_SHOWN = 4

# From row to row at least and at most, and how high all rows are to be, in em.
_LEAST_PITCH, _MOST_PITCH, _ROWS_HEIGHT = 2.0, 2.4, 7.2

# How far a band reaches beyond its symbols, in em; its share of the highlight's colour; its letter's distance, in em.
_BAND_MARGIN, _BAND_SHADE, _LETTER_GAP = 0.14, 0.15, 0.3

# Between the matrices and signs of the equation, and from them down to the short form, in em; the room right of the
# last bracket; the type's size at most where the matrix stands alone, and below that its name and the words.
_PART_GAP, _SHORT_DROP, _EDGE = 0.5, 0.9, 0.2
_ALONE, _ALONE_DROP, _WORDS_DROP = 1.5 * LARGE, 0.45, 0.85

# After which share of the time a symbol appears after the one before it.
_NEXT = 0.6

# The equation's distance from other formulas above it, in frame units.
_ROOM_GAP = 0.4


class MatrixEquation(VGroup):
    """W^(L) a^(L−1) + b^(L) = z^(L), written out, and below that in short.

    Notes
    -----
    ``weights`` is the matrix W, and ``of_weights`` its name in the short form; ``rest`` are the activations and the
    biases, to be shown one after the other, and ``sums`` the result. ``w_jk``, ``a_k``, ``b_j`` and ``z_j`` are the
    names of the watched weight, neurons and bias. ``row`` and ``column`` are bands behind row j and column k of the
    matrix, with their letters and words, to be shown in turn while the matrix stands alone in the middle; ``band`` is
    that of row j in its place in the equation, and ``ends`` are those behind the rest of row j. ``into_j`` and
    ``out_of_k`` are the weights of row j and of column k.
    """

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight):
        watch = watched.part.watch
        rows = shown_indices(len(watched.outputs), watch.j)
        columns = shown_indices(len(watched.before), watch.k)
        row, column = rows.index(watch.j), columns.index(watch.k)
        pitch = max(_LEAST_PITCH, min(_MOST_PITCH, _ROWS_HEIGHT / max(len(rows), len(columns))))
        short = _short_form(typesetter)
        self.of_weights, of_before, below_plus, of_biases, below_equals, of_sums = short
        self.weights = Matrix(typesetter, [[_weight_name(watched, j, k) for k in columns] for j in rows], pitch)
        sums = _column(typesetter, [None if j is None else watched.sum_name(j) for j in rows], pitch)
        before = _column(typesetter, [None if k is None else watched.before[k].symbol for k in columns], pitch)
        biases = _column(typesetter, [None if j is None else watched.bias_name(j) for j in rows], pitch)
        equals, plus = (typesetter.formula(sign).on_baseline(-MATH_AXIS * NORMAL) for sign in "=+")
        parts = self.weights, before, plus, biases, equals, sums
        _lay_in_lines(parts, short)
        low = min(matrix.get_bottom()[1] for matrix in (self.weights, before)) - _SHORT_DROP * NORMAL
        VGroup(*short).shift((0, low - max(name.get_top()[1] for name in short), 0))
        self.w_jk, self.a_k, self.b_j, self.z_j = (
            part.cells[i][j]
            for part, i, j in ((self.weights, row, column), (before, column, 0), (biases, row, 0), (sums, row, 0))
        )
        j, k = (_letter(typesetter, *each, self.weights, self.w_jk) for each in (("j", LEFT), ("k", UP)))
        self.into_j, self.out_of_k = self.weights.row(row), self.weights.column(column)
        self.band, self.column = _bands(typesetter, self.into_j, j), _bands(typesetter, self.out_of_k, k)
        self._highlight = typesetter.theme.highlight
        self._brought = (before, columns), (biases, rows)
        self.rest = VGroup(VGroup(before, of_before), VGroup(plus, biases, VGroup(below_plus, of_biases)))
        self.sums = VGroup(sums, equals, VGroup(below_equals, of_sums))
        self.ends = VGroup(*(_band(typesetter, each) for each in (self.b_j, self.z_j))).set_z_index(-1)
        self._row_j = self.into_j, self.a_k, before, plus, self.b_j, equals, self.z_j
        super().__init__(self.band, self.column, self.ends, self.weights, self.of_weights, self.rest, self.sums)
        fitting = min((width_from(BESIDE_NAMES) - _EDGE) / self.width, HEIGHT / self.height)
        self.scale(max(SMALL / NORMAL, min(LARGE / NORMAL, fitting)))
        centred(self, BESIDE_NAMES)
        self._placed = self.weights.copy(), self.of_weights.copy()
        self.row = self.band.copy()
        self._stand_alone(typesetter)

    def _stand_alone(self, typesetter: Typesetter) -> None:
        """Put the matrix, with what explains it, into the middle of the room, larger, with the words below it."""
        alone, notes = VGroup(self.weights, self.row, self.column), _notes(typesetter)
        em = self.weights.cells[0][0].em
        self.of_weights.scale(LARGE / em)
        below = _ALONE_DROP + self.of_weights.height + _WORDS_DROP + notes.height / 2
        size = min(_ALONE / em, width_from(BESIDE_NAMES) / alone.width, (HEIGHT - below) / alone.height)
        middle = centred(alone.scale(size), BESIDE_NAMES).shift(below / 2 * UP).get_center()
        alone.shift((middle[0] - self.weights.get_x(), 0, 0))
        self.of_weights.set_x(middle[0]).set_y(self.weights.get_bottom()[1] - _ALONE_DROP, direction=UP)
        for bands, line in zip((self.row, self.column), notes, strict=True):
            line.set_x(middle[0]).on_baseline(self.of_weights.get_bottom()[1] - _WORDS_DROP)
            bands.add(kept_inside(line, BESIDE_NAMES))

    def light(self, line: VGroup, **options) -> Animation:
        """Return an animation in which the weights of a row or a column light up one after the other."""
        lit = (Indicate(weight, scale_factor=1, color=self._highlight) for weight in line)
        return LaggedStart(*lit, lag_ratio=0.5, **options)

    def take_place(self, **options) -> Animation:
        """Return an animation in which the matrix goes to its place in the equation."""
        parts = zip((self.weights, self.of_weights), self._placed, strict=True)
        return AnimationGroup(*(Transform(*pair) for pair in parts), **options)

    def bring(self, place: int, sources: Sequence[VMobject], rings: VGroup, **options) -> Animation:
        """Return an animation of one part of the ``rest``: symbols come from neurons' sources, then all else."""
        matrix, shown = self._brought[place]
        panels = self.weights, *(each for each, _ in self._brought[:place])
        around = matrix.brackets, *(part for part in self.rest[place] if part is not matrix)
        steps = []
        for n, cell in zip(shown, matrix.column(0), strict=True):
            come = FadeIn(cell) if n is None else fly(sources[n], cell, size=1.0, panels=panels)
            lit = [] if n is None else [FadeIn(rings[n], rate_func=there_and_back, remover=True)]
            steps.append(AnimationGroup(come, *lit))
        return Succession(LaggedStart(*steps, lag_ratio=_NEXT), FadeIn(*around, run_time=_NEXT), **options)

    def single_out(self, **options) -> Animation:
        """Return an animation in which bands show row j of the equation, and all else is dimmed."""
        kept = {id(part) for each in self._row_j for part in each.get_family()}
        parts = [part for each in self._equation for part in each.family_members_with_points()]
        dimmed = (change(part, _dim) for part in parts if id(part) not in kept)
        return AnimationGroup(FadeIn(self.band, self.ends), *dimmed, **options)

    def make_room(self, bottom: float, **options) -> Animation:
        """Return an animation in which the equation goes below this height, smaller, without its short form."""
        lower, short = VGroup(self.band, self.ends, *self._equation), (group[-1] for group in (*self.rest, self.sums))
        room = bottom - _ROOM_GAP - SAFE_BOTTOM
        size = min(1.0, room / lower.height)

        def aside(group: VGroup) -> None:
            group.scale(size).set_y(SAFE_BOTTOM + room / 2)

        return Succession(FadeOut(self.of_weights, *short), change(lower, aside), **options)

    @property
    def _equation(self) -> VGroup:
        """The matrices and the signs between them."""
        (before, _), (plus, biases, _), (sums, equals, _) = *self.rest, self.sums
        return VGroup(self.weights, before, plus, biases, equals, sums)

    def leave(self) -> Animation:
        """Return an animation in which the equation goes."""
        return FadeOut(self.band, self.ends, *self._equation)

    def begin(self, name: WeightName, **options) -> Animation:
        """Return an animation in which the weight's name, with numbers now, becomes its cell; then others appear."""
        others = [cell for row in self.weights.cells for cell in row if cell is not self.w_jk]
        letter, *indices = name.indexed
        large = self.w_jk.copy().scale(name.weight.em / self.w_jk.em)
        numbers = large.shift(letter.get_center() - large[0].get_center())[1:]
        turned = turn_over(indices, [*numbers])
        shown = FadeIn(self.weights.brackets, self.of_weights), *(FadeIn(cell, shift=0.2 * LEFT) for cell in others)
        cleared = AnimationGroup(FadeOut(name.notes, name.layer), turned)
        moved = AnimationGroup(*map(ReplacementTransform, (letter, *numbers), self.w_jk))
        return Succession(cleared, moved, LaggedStart(*shown, lag_ratio=0.15), **options)


def shown_indices(n: int, watched: int) -> list[int | None]:
    """Return the indices of the rows or columns to show, of n in all and with the watched one, and None for each gap.

    >>> shown_indices(3, 1), shown_indices(6, 3), shown_indices(6, 5)
    ([0, 1, 2], [0, None, 3, None, 5], [0, 1, None, 5])
    """
    if n <= _MOST_SHOWN:
        return list(range(n))
    middle = watched if 0 < watched < n - 1 else 1
    gap = [None]
    return [0, *gap[: middle - 1], middle, *gap[: n - 2 - middle], n - 1]


def _weight_name(watched: WatchedWeight, j: int | None, k: int | None) -> Name | str:
    if j is not None and k is not None:
        return replace(watched.weight_name(j, k), layer=None)
    return "dots.down" if j is k is None else "dots.v" if j is None else "dots.c"


def _column(typesetter: Typesetter, names: Sequence[Name | None], pitch: float) -> Matrix:
    """Return symbols below each other, without their layers; where there is none, an ellipsis."""
    cells = [[replace(each, layer=None) if isinstance(each, Symbol) else "dots.v"] for each in names]
    return Matrix(typesetter, cells, pitch)


def _lay_in_lines(parts: Sequence[VMobject], names: Sequence[Formula]) -> None:
    """Lay W, a, +, b, = and z from left to right with the same space between all, and centred below, their names."""
    for line, gap in ((parts, _PART_GAP), (names, EQUALS)):
        for part, after in pairwise(line):
            after.set_x(part.get_right()[0] + gap * NORMAL, direction=LEFT)
    VGroup(*names).match_x(VGroup(*parts))


def _short_form(typesetter: Typesetter) -> list[Formula]:
    """Return the names of the matrices in their letters' colours, and the signs, on the baseline 0."""
    theme = typesetter.theme
    return [
        typesetter.formula(name, colour=colour).on_baseline(0)
        for name, colour in (
            ("bold(W)^((L))", theme.w),
            ("bold(a)^((L - 1))", theme.a),
            ("+", theme.text),
            ("bold(b)^((L))", theme.b),
            ("=", theme.text),
            ("bold(z)^((L))", theme.z),
        )
    ]


def _letter(typesetter: Typesetter, letter: str, side: np.ndarray, matrix: Matrix, level: VMobject) -> Formula:
    """Write a letter beside a matrix, level with one of its symbols."""
    name = typesetter.formula(letter, colour=typesetter.theme.highlight).next_to(matrix, side, _LETTER_GAP * NORMAL)
    return name.match_y(level) if side is LEFT else name.match_x(level)


def _notes(typesetter: Typesetter) -> VGroup:
    """Return the words for row j and for column k, which take turns on the baseline 0."""
    sentences = N_("row j: into neuron j"), N_("column k: out of neuron k")
    lines = [typesetter.words(sentence, colour=typesetter.theme.highlight).set_x(0) for sentence in sentences]
    return VGroup(*(line.on_baseline(0) for line in lines))


def _bands(typesetter: Typesetter, symbols: VMobject, *letters: Formula) -> VGroup:
    """Return a band behind symbols, together with its letters."""
    return VGroup(_band(typesetter, symbols), *letters).set_z_index(-1)


def _band(typesetter: Typesetter, symbols: VMobject) -> RoundedRectangle:
    """Return an opaque band: where two of them cross, the colour is the same as elsewhere."""
    ground, highlight = ManimColor(typesetter.theme.background), ManimColor(typesetter.theme.highlight)
    beyond = 2 * _BAND_MARGIN * NORMAL
    band = RoundedRectangle(
        width=symbols.width + beyond,
        height=symbols.height + beyond,
        corner_radius=_BAND_MARGIN * NORMAL,
        stroke_width=0,
        fill_color=ground.interpolate(highlight, _BAND_SHADE),
        fill_opacity=1,
    )
    return band.move_to(symbols)


def _dim(part: Mobject) -> None:
    part.fade(1 - DIM)
