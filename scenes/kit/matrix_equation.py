"""The weights of the last layer in a matrix, times the column of activations, plus the column of biases."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    LaggedStart,
    RoundedRectangle,
    VGroup,
    VMobject,
)

from backprop_core.symbols import Name
from scenes.kit.language import N_
from scenes.kit.motion import fly
from scenes.kit.pen import Pen
from scenes.kit.room import centred, width_from
from scenes.kit.theme import MEDIUM, NORMAL, SMALL
from scenes.kit.watched_weight import WatchedWeight

# Of more neurons than this, only the first, the watched and the last are shown.
_ALL = 4

# From row to row, between columns, around signs; a bracket's depth and its distance; how far the middle of a line is
# above its baseline; all in em.
_PITCH, _GAP, _SIGN, _DEPTH, _INSIDE, _AXIS = 1.8, 0.4, 0.35, 0.16, 0.25, 0.25

# How far a band goes beyond its symbols, in em, and its opacity; its letter's distance from the
# matrix, in em.
_BEYOND, _SHADE, _AIR = 0.14, 0.22, 0.3

# From the matrices down to the words, and from line to line, in frame units.
_DROP, _LEADING = 0.85, 0.65


class Matrix(VGroup):
    """Symbols in rows and columns, between brackets.

    Parameters
    ----------
    names
        Row by row; an ellipsis is a string of Typst mathematics.

    Notes
    -----
    ``cells`` are the symbols, row by row, and ``brackets`` the brackets.
    """

    def __init__(self, pen: Pen, names: Sequence[Sequence[Name | str]]):
        self.cells = [[pen.formula("{}", name) for name in row] for row in names]
        x, high = 0.0, (len(names) - 1) / 2
        for column in zip(*self.cells, strict=True):
            width = max(cell.width for cell in column)
            for row, cell in enumerate(column):
                cell.set_x(x + width / 2).on_baseline(((high - row) * _PITCH - _AXIS) * NORMAL)
            x += width + _GAP * NORMAL
        left, right, top = -_INSIDE * NORMAL, x + (_INSIDE - _GAP) * NORMAL, (high + 0.5) * _PITCH * NORMAL
        self.brackets = VGroup(
            *(
                VMobject(color=pen.theme.text, stroke_width=MEDIUM).set_points_as_corners(
                    [(edge + depth, top, 0), (edge, top, 0), (edge, -top, 0), (edge + depth, -top, 0)]
                )
                for edge, depth in ((left, _DEPTH * NORMAL), (right, -_DEPTH * NORMAL))
            )
        )
        super().__init__(*(cell for row in self.cells for cell in row), self.brackets)

    def column(self, place: int) -> VGroup:
        """Return the symbols of one column."""
        return VGroup(*(row[place] for row in self.cells))

    def row(self, place: int) -> VGroup:
        """Return the symbols of one row."""
        return VGroup(*self.cells[place])


class MatrixEquation(VGroup):
    """W^(L) a^(L−1) + b^(L), written out, each number by its name.

    Parameters
    ----------
    left
        Where its room begins, in frame units; where it would be wider it is made smaller.

    Notes
    -----
    ``weights`` is its matrix, and ``rest`` what is added and multiplied to it. ``w_jk``, ``a_k`` and ``b_j`` are the
    watched ones. ``row`` and ``column`` are bands that lie behind row j and column k, with their letters
    and words.
    """

    def __init__(self, pen: Pen, watched: WatchedWeight, *, left: float):
        watch = watched.part.watch
        rows, columns = shown(len(watched.outputs), watch.j), shown(len(watched.before), watch.k)
        self.weights = Matrix(pen, [[_weight_name(watched, j, k) for k in columns] for j in rows])
        before = Matrix(pen, [["dots.v" if k is None else watched.before[k].symbol] for k in columns])
        biases = Matrix(pen, [["dots.v" if j is None else watched.bias_name(j)] for j in rows])
        plus = pen.formula("+").on_baseline(-_AXIS * NORMAL)
        before.next_to(self.weights, RIGHT, _SIGN * NORMAL)
        plus.set_x(before.get_right()[0] + _SIGN * NORMAL, direction=LEFT)
        biases.next_to(plus, RIGHT, _SIGN * NORMAL).set_y(0)
        row, column = rows.index(watch.j), columns.index(watch.k)
        self.w_jk, self.a_k, self.b_j = (
            part.cells[i][j] for part, i, j in ((self.weights, row, column), (before, column, 0), (biases, row, 0))
        )
        self.row = _bands(pen, "j", LEFT, self.weights, self.weights.row(row), biases.row(row))
        self.column = _bands(pen, "k", UP, self.weights, self.weights.column(column), before.row(column))
        self.rest = VGroup(before, plus, biases)
        super().__init__(self.row, self.column, self.weights, self.rest)
        self.scale(max(SMALL / NORMAL, min(1.0, width_from(left) / self.width)))
        self._explain(pen)
        centred(self, left)
        cells = (cell for cells in self.weights.cells for cell in cells)
        self._entries = [*zip(product(rows, columns), cells, strict=True)]

    def fill(self, edges: Mapping[tuple[int, int], VMobject], **options) -> Animation:
        """Return the move in which the names of all weights but the watched one come from their edges."""
        flights = [
            FadeIn(cell) if j is None or k is None else fly(edges[j, k], cell)
            for (j, k), cell in self._entries
            if cell is not self.w_jk
        ]
        return LaggedStart(FadeIn(self.weights.brackets), *flights, lag_ratio=0.1, **options)

    def _explain(self, pen: Pen) -> None:
        """Say below what stands in row j and in column k."""
        sentences = N_("row j: into neuron j"), N_("column k: out of neuron k")
        y = min(part.get_bottom()[1] for part in (self.weights, self.rest)) - _DROP
        for place, (bands, sentence) in enumerate(zip((self.row, self.column), sentences, strict=True)):
            words = pen.words(sentence, colour=pen.theme.highlight)
            bands.add(words.set_x(self.get_x()).on_baseline(y - place * _LEADING))


def shown(n: int, watched: int) -> list[int | None]:
    """Return which of n rows or columns to show, the watched one among them, with None for each gap.

    >>> shown(3, 1), shown(6, 3), shown(6, 5)
    ([0, 1, 2], [0, None, 3, None, 5], [0, 1, None, 5])
    """
    if n <= _ALL:
        return list(range(n))
    middle = watched if 0 < watched < n - 1 else 1
    gap = [None]
    return [0, *gap[: middle - 1], middle, *gap[: n - 2 - middle], n - 1]


def _weight_name(watched: WatchedWeight, j: int | None, k: int | None) -> Name | str:
    if j is not None and k is not None:
        return watched.weight_name(j, k)
    return "dots.down" if j is k is None else "dots.v" if j is None else "dots.c"


def _bands(pen: Pen, letter: str, side: np.ndarray, matrix: Matrix, *lit: VGroup) -> VGroup:
    """Return a band behind each of the groups, and beside the matrix the letter of the first."""
    bands = [_band(pen, group) for group in lit]
    name = pen.formula(letter, colour=pen.theme.highlight).next_to(matrix, side, _AIR * NORMAL)
    name.match_y(bands[0]) if side is LEFT else name.match_x(bands[0])
    return VGroup(*bands, name).set_z_index(-1)


def _band(pen: Pen, symbols: VGroup) -> RoundedRectangle:
    beyond = 2 * _BEYOND * NORMAL
    band = RoundedRectangle(
        width=symbols.width + beyond,
        height=symbols.height + beyond,
        corner_radius=_BEYOND * NORMAL,
        stroke_width=0,
        fill_color=pen.theme.highlight,
        fill_opacity=_SHADE,
    )
    return band.move_to(symbols)
