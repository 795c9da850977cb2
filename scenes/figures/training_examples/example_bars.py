"""A bar for each training example, and one for their average."""

from collections.abc import Sequence

from manim import RIGHT, UP, Line

from backprop_core.quantities import Quantity, Symbol, cost, partial
from scenes.figures.training_examples.bars import BarRows, Row
from scenes.kit.layout import kept_inside
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, THIN
from scenes.numbers.training import TrainingExample, last_weight

MOST = 12
"""How many rows examples have at most; if there are more examples, those beyond share the last of these rows."""

_PITCH = 0.66
_AIR = 0.14

# How high the rule is above the middle of the last row, in rows: clear of the subscripts above it.
_RULE = 0.42


class ExampleBars(BarRows):
    """∂C_k/∂w^(L) of each example as a bar, and in the last row their average ∂C/∂w^(L).

    Parameters
    ----------
    examples
        One or more.
    average
        ∂C/∂w^(L).
    top, bottom
        The ends of the rows, in frame units.
    left, right, decimals
        As for all rows of bars.

    Notes
    -----
    ``single`` are the examples that have a row of their own. Further parts, which are not shown with it: ``header``
    above the numbers, ``rule`` above the last row, and ``level``, the upright line at the average through all rows.
    """

    def __init__(
        self,
        pen: Pen,
        examples: Sequence[TrainingExample],
        average: Quantity,
        *,
        top: float,
        bottom: float,
        left: float,
        right: float,
        decimals: int,
    ):
        self.single = examples if len(examples) <= MOST else examples[: MOST - 1]
        shared = examples[len(self.single) :]
        rows = [Row((cost(example.number),), (example.derivative,)) for example in self.single]
        if shared:
            numbers = Symbol("C", index=(shared[0].number, "dots.h", shared[-1].number))
            rows.append(Row((numbers,), tuple(example.derivative for example in shared)))
        rows.append(Row((cost(None),), (average,)))
        pitch = min(_PITCH, (top - bottom) / len(rows))
        first = (top + bottom + (len(rows) - 1) * pitch) / 2
        super().__init__(pen, rows, top=first, pitch=pitch, left=left, right=right, decimals=decimals)
        high, last = first + pitch / 2, self.ys[-1]
        slope = partial(cost("k"), last_weight(examples[0].network))
        self.header = pen.formula("{} slash {}", slope.top, slope.bottom, size=LABEL)
        kept_inside(self.header.next_to((self.column, high, 0), UP, buff=_AIR, aligned_edge=RIGHT))
        above = last + _RULE * pitch
        self.rule = Line((left, above, 0), (right, above, 0), color=pen.theme.muted, stroke_width=THIN)
        self.level = self.scale_of_values.upright(average.value, high, last, colour=pen.theme.text)
