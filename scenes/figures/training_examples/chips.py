"""A chip for each training example with its cost, whose name goes into the sum of all, and then its derivative."""

from collections.abc import Sequence

from manim import (
    DEGREES,
    RIGHT,
    Animation,
    AnimationGroup,
    Brace,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    RoundedRectangle,
    VGroup,
    VMobject,
)

from backprop_core.quantities import Name, Quantity, Symbol, cost, partial
from scenes.figures.training_examples.bars import cost_of_several, rows_of_their_own
from scenes.kit.motion.animations import change
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, THIN
from scenes.numbers.training import TrainingExample, last_weight

# The most chips in a column; a chip's height and the most space from one to the next, the space beside its text, from
# column to column, and between chips and brace: in frame units.
_MOST_IN_COLUMN = 6
_HEIGHT, _PITCH, _PADDING, _COLUMN_GAP, _BRACE_GAP = 0.74, 1.06, 0.25, 0.3, 0.2

# By how much the way from a chip into the sum bends, up from the upper chips and down from the others.
_ARC = 70 * DEGREES


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
        single, shared = rows_of_their_own(examples)
        texts = [_text(typesetter, each.cost.symbol, each.cost) for each in single]
        texts += [_text(typesetter, cost_of_several(shared))] if shared else []
        self._names = [cost(each.number) for each in single] + ([cost_of_several(shared)] if shared else [])
        w = last_weight(examples[0].network)
        slopes = [_slope(typesetter, name, w) for name in self._names]
        columns = 1 + (len(texts) > _MOST_IN_COLUMN)
        rows = -(-len(texts) // columns)
        width = max(text.width for text in (*texts, *slopes)) + 2 * _PADDING
        self.chips, self.derived = [], VGroup()
        for place, (text, slope) in enumerate(zip(texts, slopes, strict=True)):
            column, row = divmod(place, rows)
            panel = RoundedRectangle(width=width, height=_HEIGHT, corner_radius=_HEIGHT / 4)
            panel.set_stroke(typesetter.theme.muted, width=THIN).set_fill(typesetter.theme.panel, opacity=1)
            panel.move_to((column * (width + _COLUMN_GAP), ((rows - 1) / 2 - row) * _PITCH, 0))
            for line in (text, slope):
                line.move_to(panel)
                line.shift((panel.get_left()[0] + _PADDING - line.get_left()[0], 0, 0))
            self.chips.append(VGroup(panel, text))
            self.derived.add(VGroup(panel, slope))
        super().__init__(*self.chips)
        self.brace = Brace(self, RIGHT, buff=_BRACE_GAP, color=typesetter.theme.muted)
        whole = VGroup(self, self.brace, *(slope for _, slope in self.derived))
        whole.scale(min(1.0, (right - left) / whole.width)).move_to(((left + right) / 2, y, 0))

    def gather(self, target: VMobject, **options) -> Animation:
        """Return an animation in which each C_i goes, behind the other chips, to where it is a part of the sum."""

        def go(name: VGroup) -> None:
            name.move_to(target).set_opacity(0)

        moves = []
        for _, text in self.chips:
            name = text.argument(0).copy().set_z_index(-1)
            arc = _ARC if name.get_y() < target.get_y() else -_ARC
            moves.append(change(name, go, remover=True, path_arc=arc))
        return LaggedStart(*moves, lag_ratio=0.15, **options)

    def derive(self) -> Animation:
        """Return an animation in which each chip's cost becomes its derivative."""
        kept, gone, new = [], [], []
        for (_, text), (_, slope), name in zip(self.chips, self.derived, self._names, strict=True):
            here, there = text.argument(0), slope.of(name)[1:]
            kept.append(ReplacementTransform(here, there))
            gone += [FadeOut(glyph) for glyph in text if glyph not in here]
            new += [FadeIn(glyph) for glyph in slope if glyph not in there]
        return LaggedStart(AnimationGroup(*gone, *kept), AnimationGroup(*new), lag_ratio=0.8)


def _slope(typesetter: Typesetter, name: Symbol, w: Symbol) -> Formula:
    slope = partial(name, w)
    return typesetter.formula("{} slash {}", slope.top, slope.bottom, size=LABEL)


def _text(typesetter: Typesetter, *parts: Name | Quantity) -> Formula:
    return typesetter.formula(" = ".join("{}" for _ in parts), *parts, size=LABEL)
