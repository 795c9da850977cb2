"""Formulas with live numbers, such as z = −0.218, and derivations: lines aligned at their equals signs."""

from collections.abc import Sequence
from operator import sub
from typing import Any, Self

from manim import VGroup

from backprop_core.quantities import Name, Quantity
from scenes.kit.text.formula import Formula
from scenes.kit.text.readout import number_outline, printed_width, sign_width
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL
from scenes.numbers.typesetting import number_source


class LiveFormula(VGroup):
    """A formula with live numbers; nothing else moves when they change.

    Parameters
    ----------
    template
        Typst mathematics with ``{}`` where an argument stands.
    arguments
        As for a formula; a list of quantities is a live number, which shows the first of them and has room for each.
        If one is negative, positive ones have a plus sign, so that there is no hole where a sign would be.
    size, decimals, brackets
        As for a formula; brackets are put around numbers that are not live.
    signed
        Whether positive live numbers have a plus sign.
    colour
        The colour of the live numbers, instead of their symbols'.

    Notes
    -----
    ``formula`` is the static part, ``readouts`` are the live numbers in order.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        template: str,
        *arguments: Name | Quantity | str | Sequence[Quantity],
        size: float = NORMAL,
        decimals: int | None = None,
        brackets: bool = False,
        signed: bool = False,
        colour: str | None = None,
    ):
        live = {i: argument for i, argument in enumerate(arguments) if isinstance(argument, (list, tuple))}
        with_sign = {i: signed or any(q.value < 0 for q in live[i]) for i in live}
        texts = {
            i: [typesetter.printed(q.value, decimals=decimals, signed=with_sign[i]) for q in quantities]
            for i, quantities in live.items()
        }
        widest = {i: max(texts[i], key=printed_width) for i in live}
        filled: list[Any] = [
            number_source(widest[i]) if i in live else argument for i, argument in enumerate(arguments)
        ]
        self.formula = typesetter.formula(template, *filled, size=size, decimals=decimals, brackets=brackets)
        self.readouts = [
            typesetter.readout(
                quantities[0], size=size, decimals=decimals, colour=colour, signed=with_sign[i], from_left=True
            )
            for i, quantities in live.items()
        ]
        for index, readout in zip(live, self.readouts, strict=True):
            slot = self.formula.argument(index)
            digits = slot.get_left()[0] + (sign_width(widest[index]) - _ends(widest[index])[0]) * size
            readout.anchor_at((digits, self.formula.baseline, 0))
            for glyph in slot:
                glyph.clear_points()
        self._reach = [_reach(each) for each in texts.values()]
        super().__init__(self.formula, *self.readouts)

    def show(self, *quantities: Quantity) -> Self:
        """Show these quantities as the live numbers, in order."""
        for readout, quantity in zip(self.readouts, quantities, strict=True):
            readout.show(quantity)
        return self

    @property
    def extent(self) -> tuple[float, float]:
        """The x of the left and of the right end when the numbers have their longest values, in frame units."""
        inks = [glyph for glyph in self.formula if glyph.has_points()]
        ends = [float(end[0]) for ink in inks for end in (ink.get_left(), ink.get_right())]
        for readout, reach in zip(self.readouts, self._reach, strict=True):
            ends += [readout.start + end * readout.em for end in reach]
        return min(ends), max(ends)

    @property
    def baseline(self) -> float:
        """The y of the baseline, in frame units."""
        return self.readouts[0].baseline

    def on_baseline(self, y: float) -> Self:
        """Shift the formula vertically, to put its baseline at ``y``."""
        return self.shift((0, y - self.baseline, 0))

    def rest(self) -> VGroup:
        """Return the glyphs of the template itself: equals signs, dots, brackets."""
        return self.formula.rest()


def _ends(text: str) -> tuple[float, float]:
    """Return the left and the right end of a printed number's ink, in em."""
    outline, _ = number_outline(text)
    return float(outline[:, 0].min()), float(outline[:, 0].max())


def _reach(texts: Sequence[str]) -> tuple[float, float]:
    """Return how far the ink of any of these printed numbers reaches from the left end of its digits, in em."""
    starts, ends = zip(*(_ends(text) for text in texts), strict=True)
    signs = [sign_width(text) for text in texts]
    return min(map(sub, starts, signs)), max(map(sub, ends, signs))


class Derivation(VGroup):
    """A formula and the steps that it equals, one below another, aligned at their equals signs.

    Parameters
    ----------
    left
        The left side, before the first step.
    steps
        Formulas that begin with an equals sign.
    beside
        One more step, which stands right of the last one.
    gap
        The vertical distance between two steps, in frame units.
    """

    def __init__(
        self,
        left: Formula,
        steps: Sequence[Formula | LiveFormula],
        *,
        beside: LiveFormula | None = None,
        gap: float = 0.32,
    ):
        self.left, self.steps = left, list(steps)
        super().__init__(left, *self.steps)
        left.on_baseline(0)
        x, bottom = left.get_right()[0] + EQUALS * left.em, left.get_bottom()[1]
        for place, step in enumerate(self.steps):
            step.on_baseline(0)
            step.shift((x - step.get_left()[0], (bottom - gap - step.get_top()[1]) if place else 0.0, 0))
            bottom = min(bottom, step.get_bottom()[1])
        if beside is not None:
            beside.on_baseline(self.steps[-1].baseline)
            end = self.steps[-1].get_right()[0] + EQUALS * left.em
            self.add(beside.shift((end - beside.get_left()[0], 0, 0)))
