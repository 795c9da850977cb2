"""A chip for each training example with its cost, and then its derivative."""

from collections.abc import Sequence

from manim import (
    RIGHT,
    Animation,
    AnimationGroup,
    Brace,
    LaggedStart,
    ReplacementTransform,
    RoundedRectangle,
    VGroup,
    there_and_back,
)

from backprop_core.quantities import Name, Quantity, Symbol, cost, partial
from scenes.figures.training_examples.bars import cost_of_several, rows_of_their_own
from scenes.kit.motion.animations import change, turn_over
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, NORMAL, THIN
from scenes.numbers.training import TrainingExample, last_weight

# The most chips in a column; a chip's height, the way from one to the next and the height of a column at most, the
# space beside its text, from column to column, and between chips and brace: in frame units.
_MOST_IN_COLUMN = 6
_HEIGHT, _PITCH, _TALLEST, _PADDING, _COLUMN_GAP, _BRACE_GAP = 1.0, 1.6, 6.4, 0.25, 0.3, 0.2


class ExampleChips(VGroup):
    """Chips in one column or two, each with C_i of one example; if there are many, the last ones share a chip.

    Parameters
    ----------
    left, right, y
        The ends of the room for chips and brace, and the height of their middle, in frame units.

    Notes
    -----
    ``chips`` are the parts, each a panel and a text. Not shown with them: ``brace``, right of all, and ``derived``,
    the panels with ∂C_i/∂w instead.
    """

    def __init__(
        self, typesetter: Typesetter, examples: Sequence[TrainingExample], *, left: float, right: float, y: float
    ):
        self._highlight = typesetter.theme.highlight
        single, shared = rows_of_their_own(examples)
        texts = [_text(typesetter, each.cost.symbol, each.cost) for each in single]
        texts += [_text(typesetter, cost_of_several(shared))] if shared else []
        self._names = [cost(each.number) for each in single] + ([cost_of_several(shared)] if shared else [])
        w = last_weight(examples[0].network)
        slopes = [_slope(typesetter, name, w) for name in self._names]
        columns = 1 + (len(texts) > _MOST_IN_COLUMN)
        rows = -(-len(texts) // columns)
        pitch = min(_PITCH, _TALLEST / rows)
        width = max(text.width for text in (*texts, *slopes)) + 2 * _PADDING
        self.chips, self.derived = [], VGroup()
        for place, (text, slope) in enumerate(zip(texts, slopes, strict=True)):
            column, row = divmod(place, rows)
            panel = RoundedRectangle(width=width, height=_HEIGHT, corner_radius=_HEIGHT / 4)
            panel.set_stroke(typesetter.theme.muted, width=THIN).set_fill(typesetter.theme.panel, opacity=1)
            panel.move_to((column * (width + _COLUMN_GAP), ((rows - 1) / 2 - row) * pitch, 0))
            for line in (text, slope):
                line.move_to(panel)
                line.shift((panel.get_left()[0] + _PADDING - line.get_left()[0], 0, 0))
            self.chips.append(VGroup(panel, text))
            self.derived.add(VGroup(panel, slope))
        super().__init__(*self.chips)
        self.brace = Brace(self, RIGHT, buff=_BRACE_GAP, color=typesetter.theme.muted)
        whole = VGroup(self, self.brace, *(slope for _, slope in self.derived))
        whole.scale(min(1.0, (right - left) / whole.width)).move_to(((left + right) / 2, y, 0))

    def light(self) -> Animation:
        """Return an animation in which the chips light up, one after another."""
        return LaggedStart(
            *(change(chip, self._light_up, rate_func=there_and_back) for chip in self.chips), lag_ratio=0.3
        )

    def _light_up(self, chip: VGroup) -> None:
        chip[0].set_stroke(self._highlight, width=MEDIUM)

    def derive(self, **options) -> Animation:
        """Return an animation in which each chip's cost becomes its derivative."""
        kept, gone, new = [], [], []
        for (_, text), (_, slope), name in zip(self.chips, self.derived, self._names, strict=True):
            here, there = text.argument(0), slope.of(name)[1:]
            kept.append(ReplacementTransform(here, there))
            gone += [glyph for glyph in text if glyph not in here]
            new += [glyph for glyph in slope if glyph not in there]
        return AnimationGroup(turn_over(gone, new), *kept, **options)


def _slope(typesetter: Typesetter, name: Symbol, w: Symbol) -> Formula:
    slope = partial(name, w)
    return typesetter.formula("{} slash {}", slope.top, slope.bottom, size=NORMAL)


def _text(typesetter: Typesetter, *parts: Name | Quantity) -> Formula:
    return typesetter.formula(" = ".join("{}" for _ in parts), *parts, size=NORMAL)
