"""The whole method on one card: the derivatives for a weight, a bias and an activation of any layer."""

from dataclasses import replace
from typing import Any

from manim import RIGHT, UP, Animation, AnimationGroup, RoundedRectangle, VGroup, VMobject

from backprop_core.lesson.load import LayersPart
from backprop_core.quantities import Symbol, cost, partial, target
from scenes.kit.motion.animations import change
from scenes.kit.text.product import AIR, ProductTable, align_lefts, align_signs
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, MEDIUM, NORMAL
from scenes.numbers.functions import COST_FORMULAS, OWN_SLOPE, CostFormula, placed, slope_function
from scenes.numbers.language import N_

# The gap before words, and the margin of the card at the sides and above and below, in frame units; how bright rows
# are before they are named and after that: they can be read.
_WORDS_GAP, _SIDE, _MARGIN = 0.3, 0.31, 0.25
_ASLEEP, _PASSED = 0.45, 0.65

# The space between two rows at least, in frame units.
_AIR = 0.26

NEXT_ROWS, SUMMED, ROW_OF_SUM = (2, 4, 7, 10), 6, 2
"""After how many clauses of its narration, besides those about the first row's factors, the other rows of the card
come, and the sum over j; and in which row that is."""


class MethodCard(VGroup):
    """A panel with the derivatives for a weight, a bias, an activation before, and an activation of the last layer.

    The first three are products; only their first factors differ. Left sides, equals signs, factors and dots stand in
    columns; a row without dots begins where the widest first factor does. With softmax, which has no slope of one
    neuron, they have ∂C_0/∂z for the slope and ∂C_0/∂a; a row tells what that is in a hidden layer, and the last one
    is for a weighted sum of the last layer.

    Parameters
    ----------
    part
        The network and its cost.
    left, right, bottom, top
        The ends of the panel, in frame units.

    Notes
    -----
    The parts, to be lit one by one, are ``panel`` and, with an entry for each row, ``lefts``, ``factors`` and
    ``signs``: the equals sign and the dots. All rows are dimmed at first. ``words`` say that the last row is for the
    last layer.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        part: LayersPart,
        *,
        left: float,
        right: float,
        bottom: float,
        top: float,
    ):
        network = part.network
        softmax, shared = network.activation[network.L].whole_layer, slope_function(network)
        slope = f"{shared.typst}'" if shared else OWN_SLOPE
        w, b = _of_layer("w", "l", "j", "k"), _of_layer("b", "l", "j")
        z, a = _of_layer("z", "l", "j"), _of_layer("a", "l", "j")
        before, last = _of_layer("a", "l-1", "k"), _of_layer("a", "L", "j")
        from_z: list[tuple[Any, ...]] = [(f"{slope}({{}})", z), ("{}", partial(cost(), a))]
        further = [("{}", partial(cost(), z))] if softmax else from_z
        rows: list[tuple[Symbol, list[tuple[Any, ...]]]] = [
            (w, [("{}", before), *further]),
            (b, [("1",), *further]),
            (before, [("sum_j {}", w), *further]),
            *([(z, from_z)] if softmax and network.L > 1 else []),
            _last_row(COST_FORMULAS[part.cost.name], last, _of_layer("z", "L", "j") if softmax else None),
        ]
        cells = [[typesetter.formula(*factor) for factor in factors] for _, factors in rows]
        columns = zip(*(row for row in cells if len(row) > 1), strict=True)
        widths = [max(cell.width for cell in column) / NORMAL for column in columns]
        tables = [
            ProductTable(typesetter, partial(cost(), symbol), [row], widths=widths if len(row) > 1 else (), gap=AIR)
            for (symbol, _), row in zip(rows, cells, strict=True)
        ]
        align_signs(tables)
        align_lefts(tables)
        self.lefts = [table.left for table in tables]
        self.factors = [table.cells[0] for table in tables]
        self.signs = [[*table.signs, *table.dots[0]] for table in tables]
        self.words = typesetter.words(N_("last layer"), size=LABEL, colour=typesetter.theme.muted)
        self.words.next_to(self.factors[-1][-1], RIGHT, buff=_WORDS_GAP)
        text = VGroup(*(self.row(place) for place in range(len(rows))))
        for row in text:
            for each in row:
                each.on_baseline(0)
        height, free = (sum(row.height for row in text), top - bottom - _MARGIN - len(rows) * _AIR)
        text.scale(min(1.0, (right - left - 2 * _SIDE) / text.width, free / height)).set_x((left + right) / 2)
        space = (top - bottom - _MARGIN - sum(row.height for row in text)) / len(rows)
        y = top - (_MARGIN + space) / 2
        for row in text:
            row.set_y(y, direction=UP)
            y -= row.height + space
        self.panel = RoundedRectangle(width=right - left, height=top - bottom, corner_radius=0.2)
        self.panel.set_stroke(typesetter.theme.muted, width=MEDIUM).set_fill(typesetter.theme.panel, opacity=1)
        self.panel.move_to(((left + right) / 2, (bottom + top) / 2, 0)).set_z_index(-2)
        super().__init__(self.panel, text.set_opacity(_ASLEEP))

    def wake(self, *parts: VMobject, **options) -> Animation:
        """Return an animation in which parts of the rows, dimmed at first, light up."""
        return AnimationGroup(*(change(part, lambda part: part.set_opacity(1)) for part in parts), **options)

    def pass_on(self, place: int, **options) -> Animation:
        """Return an animation in which a row steps back for the next one."""
        return change(self.row(place), lambda row: row.set_opacity(_PASSED), **options)

    def step_back(self, **options) -> Animation:
        """Return an animation in which all rows are dimmed; the panel stays."""
        rows = (self.row(place) for place in range(len(self.lefts)))
        return AnimationGroup(*(change(row, lambda row: row.set_opacity(DIM)) for row in rows), **options)

    def shared(self, place: int) -> VGroup:
        """Return the factors of a row but the first, which rows have in common, with the dots before them."""
        return VGroup(*self.signs[place][1:], *self.factors[place][1:])

    def own(self, place: int) -> VGroup:
        """Return what a row does not have in common with others: all but the dots and the factors after these."""
        words = [self.words] if place == len(self.lefts) - 1 else []
        return VGroup(self.lefts[place], self.signs[place][0], self.factors[place][0], *words)

    def row(self, place: int) -> VGroup:
        """Return all parts of a row."""
        return VGroup(*self.own(place), *self.shared(place))


def _last_row(formula: CostFormula, a: Symbol, z: Symbol | None) -> tuple[Symbol, list[tuple[Any, ...]]]:
    """Return the row of an output a or, with softmax, of its sum z."""
    if z is None:
        template, names = formula.short_derivative(a, target("j"))
        return a, [(template, *names)]
    if formula.slope_of_sum:
        template, names = placed(formula.slope_of_sum, a, target("j"))
        return z, [(template, *names)]
    each = replace(a, index=("i",))
    return z, [("sum_i {}", partial(each, z)), ("{}", partial(cost(), each))]


def _of_layer(letter: str, layer: Any, *index: str) -> Symbol:
    """Return a symbol of a layer given by a letter, such as l; the core's functions take a number."""
    return Symbol(letter, layer, index)
