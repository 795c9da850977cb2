"""Formulas with live numbers, such as z = −0.218, and derivations: lines aligned at their equals signs."""

from collections.abc import Sequence
from typing import Any, Self

from manim import VGroup

from backprop_core.quantities import Name, Quantity
from scenes.kit.text.formula import Formula
from scenes.kit.text.readout import SIGNS, number_outline, sign_width
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL
from scenes.numbers.typesetting import number_source

# The distance of a derivation's equals signs from its left side, in frame units.
_LEFT_GAP = 0.16


class LiveFormula(VGroup):
    """A formula with live numbers; nothing else moves when they change.

    Parameters
    ----------
    template
        Typst mathematics with ``{}`` where an argument stands.
    arguments
        As for a formula; a list of quantities is a live number, which shows the first of them and has room for each.
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
        printed = {"decimals": decimals, "signed": signed}
        live = {i: argument for i, argument in enumerate(arguments) if isinstance(argument, (list, tuple))}
        widest = {i: _widest([typesetter.printed(q.value, **printed) for q in live[i]]) for i in live}
        filled: list[Any] = [
            number_source(widest[i]) if i in live else argument for i, argument in enumerate(arguments)
        ]
        self.formula = typesetter.formula(template, *filled, size=size, decimals=decimals, brackets=brackets)
        self.readouts = [
            typesetter.readout(quantities[0], size=size, colour=colour, from_left=True, **printed)
            for quantities in live.values()
        ]
        for index, readout in zip(live, self.readouts, strict=True):
            slot = self.formula.argument(index)
            digits = slot.get_left()[0] + (sign_width(widest[index]) - _ends(widest[index])[0]) * size
            readout.anchor_at((digits, self.formula.baseline, 0))
            for glyph in slot:
                glyph.clear_points()
        self._longest = _ends(widest[max(live)])[1] - sign_width(widest[max(live)])
        super().__init__(self.formula, *self.readouts)

    def show(self, *quantities: Quantity) -> Self:
        """Show these quantities as the live numbers, in order."""
        for readout, quantity in zip(self.readouts, quantities, strict=True):
            readout.show(quantity)
        return self

    @property
    def right_end(self) -> float:
        """The x of the right end when the last number has its longest value, in frame units."""
        last = self.readouts[-1]
        return last.start + self._longest * last.em

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


def _widest(texts: Sequence[str]) -> str:
    """Return the longest number, with a sign if any has one."""
    sign = next((text[0] for text in texts if text[0] in SIGNS), "")
    return max((sign + text.lstrip(SIGNS) for text in texts), key=len)


def _ends(text: str) -> tuple[float, float]:
    """Return the left and the right end of a printed number's ink, in em."""
    outline, _ = number_outline(text)
    return float(outline[:, 0].min()), float(outline[:, 0].max())


class Derivation(VGroup):
    """A formula and the steps that it equals, one below another, aligned at their equals signs.

    Parameters
    ----------
    left
        The left side, before the first step.
    steps
        Formulas that begin with an equals sign.
    gap
        The vertical distance between two steps, in frame units.
    """

    def __init__(self, left: Formula, steps: Sequence[Formula | LiveFormula], *, gap: float = 0.32):
        self.left, self.steps = left, list(steps)
        super().__init__(left, *self.steps)
        left.on_baseline(0)
        x, bottom = left.get_right()[0] + _LEFT_GAP, left.get_bottom()[1]
        for place, step in enumerate(self.steps):
            step.on_baseline(0)
            step.shift((x - step.get_left()[0], (bottom - gap - step.get_top()[1]) if place else 0.0, 0))
            bottom = min(bottom, step.get_bottom()[1])
