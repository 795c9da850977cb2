"""The whole method on one card: the derivatives for a weight, a bias and an activation of any layer."""

from typing import Any

from manim import LEFT, RIGHT, RoundedRectangle, VGroup

from backprop_core.quantities import Symbol, cost, partial, target
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM
from scenes.numbers.language import N_

# The gap around a sign, and the margin of the card, in frame units.
_SIGN_GAP, _MARGIN = 0.22, 0.35


class MethodCard(VGroup):
    """A panel with the derivatives for a weight, a bias, an activation before, and an activation of the last layer.

    The first three are products with their factors in columns; only their first factors differ.

    Parameters
    ----------
    function
        The activation function as Typst mathematics, such as ``sigma``.
    left, right, bottom, top
        The ends of the panel, in frame units.

    Notes
    -----
    The parts, to be shown one by one, are ``panel`` and, with an entry for each row, ``lefts``, ``factors`` and
    ``signs``: the equals sign and the dots. ``words`` say that the last row is for the last layer.
    """

    def __init__(
        self, typesetter: Typesetter, function: str, *, left: float, right: float, bottom: float, top: float
    ):
        w, b = _of_layer("w", "l", "j", "k"), _of_layer("b", "l", "j")
        z, a = _of_layer("z", "l", "j"), _of_layer("a", "l", "j")
        before, last = _of_layer("a", "l-1", "k"), _of_layer("a", "L", "j")
        further = [(f"{function}'({{}})", z), ("{}", partial(cost(), a))]
        rows = [
            (w, [("{}", before), *further]),
            (b, [("1",), *further]),
            (before, [("sum_j thin {}", w), *further]),
            (last, [("2({} - {})", last, target("j"))]),
        ]
        self.lefts = [typesetter.formula("{}", partial(cost(), symbol)) for symbol, _ in rows]
        self.factors = [[typesetter.formula(*factor) for factor in factors] for _, factors in rows]
        self.signs = [[typesetter.formula("dot.op" if i else "=") for i in range(len(row))] for row in self.factors]
        self.words = typesetter.words(N_("last layer"), size=LABEL, colour=typesetter.theme.muted)
        self._lay_columns()
        text = VGroup(*(self.row(place) for place in range(len(rows))))
        text.scale(min(1.0, (right - left - 2 * _MARGIN) / text.width)).set_x((left + right) / 2)
        pitch = (top - bottom - _MARGIN) / len(rows)
        for place, (row, name) in enumerate(zip(text, self.lefts, strict=True)):
            for part in row:
                part.on_baseline(0)
            row.shift((0, top - _MARGIN / 2 - (place + 0.5) * pitch - name.get_y(), 0))
        self.panel = RoundedRectangle(width=right - left, height=top - bottom, corner_radius=0.2)
        self.panel.set_stroke(typesetter.theme.muted, width=MEDIUM).set_fill(typesetter.theme.panel, opacity=1)
        self.panel.move_to(((left + right) / 2, (bottom + top) / 2, 0)).set_z_index(-2)
        super().__init__(self.panel, text)

    def shared(self, place: int) -> list[Formula]:
        """Return the factors of a row but the first: those that rows have in common."""
        return self.factors[place][1:]

    def own(self, place: int) -> VGroup:
        """Return the other parts of a row: its left side, first factor, signs and words."""
        words = [self.words] if place == len(self.lefts) - 1 else []
        return VGroup(self.lefts[place], self.factors[place][0], *self.signs[place], *words)

    def row(self, place: int) -> VGroup:
        """Return all parts of a row."""
        return VGroup(*self.own(place), *self.shared(place))

    def _lay_columns(self) -> None:
        """Place everything from left to right, columns centred; the last row's right side begins at their left."""
        x, (*products, alone) = 0.0, self.factors
        columns: list[list[Formula]] = [self.lefts]
        for place in range(len(products[0])):
            columns += [
                [signs[place] for signs in self.signs if place < len(signs)],
                [row[place] for row in products],
            ]
        for column in columns:
            width = max(part.width for part in column)
            for part in column:
                part.set_x(x + width / 2)
            x += width + _SIGN_GAP
        alone[0].set_x(min(row[0].get_left()[0] for row in products), direction=LEFT)
        self.words.next_to(alone[0], RIGHT, buff=2 * _SIGN_GAP)


def _of_layer(letter: str, layer: Any, *index: str) -> Symbol:
    """Return a symbol of a layer given by a letter, such as l; the core's functions take a number."""
    return Symbol(letter, layer, index)
