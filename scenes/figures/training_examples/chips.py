"""A chip for each training example with its cost, all of which are gathered in the average cost."""

from collections.abc import Sequence

from manim import RIGHT, Animation, Brace, LaggedStart, RoundedRectangle, VGroup

from backprop_core.quantities import Name, Quantity
from scenes.figures.training_examples.bars import cost_of_several, rows_of_their_own
from scenes.kit.animations import change
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, THIN
from scenes.numbers.training import TrainingExample

# The most chips in a column; a chip's height and the most space from one to the next, the space beside its text, from
# column to column, and between chips and brace: in frame units. The size of a chip where all come together.
_MOST_IN_COLUMN = 6
_HEIGHT, _PITCH, _PADDING, _COLUMN_GAP, _BRACE_GAP = 0.74, 1.06, 0.25, 0.3, 0.2
_GATHERED = 0.15


class ExampleChips(VGroup):
    """Chips in one column or two, each with C_i of one example; if there are many, the last ones share a chip.

    Parameters
    ----------
    left, right, y
        The ends of the room for chips and brace, and the height of their middle, in frame units.

    Notes
    -----
    ``chips`` are the parts, each a panel and a text. ``brace``, right of them all, is not shown with them.
    """

    def __init__(
        self, typesetter: Typesetter, examples: Sequence[TrainingExample], *, left: float, right: float, y: float
    ):
        single, shared = rows_of_their_own(examples)
        texts = [_text(typesetter, each.cost.symbol, each.cost) for each in single]
        texts += [_text(typesetter, cost_of_several(shared))] if shared else []
        columns = 1 + (len(texts) > _MOST_IN_COLUMN)
        rows = -(-len(texts) // columns)
        width = max(text.width for text in texts) + 2 * _PADDING
        self.chips = []
        for place, text in enumerate(texts):
            column, row = divmod(place, rows)
            panel = RoundedRectangle(width=width, height=_HEIGHT, corner_radius=_HEIGHT / 4)
            panel.set_stroke(typesetter.theme.muted, width=THIN).set_fill(typesetter.theme.panel, opacity=1)
            panel.move_to((column * (width + _COLUMN_GAP), ((rows - 1) / 2 - row) * _PITCH, 0))
            text.move_to(panel)
            text.shift((panel.get_left()[0] + _PADDING - text.get_left()[0], 0, 0))
            self.chips.append(VGroup(panel, text))
        super().__init__(*self.chips)
        self.brace = Brace(self, RIGHT, buff=_BRACE_GAP, color=typesetter.theme.muted)
        whole = VGroup(self, self.brace)
        whole.scale(min(1.0, (right - left) / whole.width)).move_to(((left + right) / 2, y, 0))

    def gather(self, formula: Formula, **options) -> Animation:
        """Return an animation in which the chips, without their texts, come together in a formula."""

        def become_small(panel: VGroup) -> None:
            panel.scale(_GATHERED).move_to(formula).set_opacity(0)

        moves = [change(panel.copy().set_z_index(-1), become_small, remover=True) for panel, _ in self.chips]
        return LaggedStart(*moves, lag_ratio=0.15, **options)


def _text(typesetter: Typesetter, *parts: Name | Quantity) -> Formula:
    return typesetter.formula(" = ".join("{}" for _ in parts), *parts, size=LABEL)
