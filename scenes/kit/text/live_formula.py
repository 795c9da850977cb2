"""Mathematics on screen with numbers in it that change, such as z = −0.218, while nothing else moves."""

from collections.abc import Sequence
from typing import Any, Self

from manim import VGroup

from backprop_core.quantities import Name, Quantity
from scenes.kit.text.formula import Formula
from scenes.kit.text.readout import SIGNS, assembled, sign_width
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL
from scenes.numbers.typesetting import number_source


class LiveFormula(VGroup):
    """A formula some of whose numbers are live.

    Parameters
    ----------
    template
        Typst mathematics with ``{}`` where an argument stands.
    arguments
        As for a formula; a list of quantities is a live number, which shows the first of them and has room
        for each, however long.
    size, decimals, brackets
        As for a formula; brackets are for numbers that are not live.
    colour
        Of the live numbers, instead of their symbols'.

    Notes
    -----
    ``formula`` is what stands still, ``readouts`` the live numbers in their order.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        template: str,
        *arguments: Name | Quantity | str | Sequence[Quantity],
        size: float = NORMAL,
        decimals: int | None = None,
        brackets: bool = False,
        colour: str | None = None,
    ):
        live = {i: argument for i, argument in enumerate(arguments) if isinstance(argument, (list, tuple))}
        widest = {i: _widest([typesetter.printed(q.value, decimals=decimals) for q in live[i]]) for i in live}
        filled: list[Any] = [
            number_source(widest[i]) if i in live else argument for i, argument in enumerate(arguments)
        ]
        self.formula = typesetter.formula(template, *filled, size=size, decimals=decimals, brackets=brackets)
        self.readouts = [
            typesetter.readout(quantities[0], size=size, decimals=decimals, colour=colour, from_left=True)
            for quantities in live.values()
        ]
        for index, readout in zip(live, self.readouts, strict=True):
            slot = self.formula.argument(index)
            digits = slot.get_left()[0] + (sign_width(widest[index]) - _ends(widest[index])[0]) * size
            readout.hang((digits, self.formula.baseline, 0))
            for glyph in slot:
                glyph.clear_points()
        self._longest = _ends(widest[max(live)])[1] - sign_width(widest[max(live)])
        super().__init__(self.formula, *self.readouts)

    def show(self, *quantities: Quantity) -> Self:
        """Show these numbers from now on."""
        for readout, quantity in zip(self.readouts, quantities, strict=True):
            readout.show(quantity)
        return self

    @property
    def right_end(self) -> float:
        """How far to the right its last number reaches when it is longest, in frame units."""
        last = self.readouts[-1]
        return last.start + self._longest * last.em

    @property
    def baseline(self) -> float:
        """The height of the baseline in the frame."""
        return self.readouts[0].baseline

    def on_baseline(self, y: float) -> Self:
        """Shift the formula up or down until its baseline is at ``y``."""
        return self.shift((0, y - self.baseline, 0))

    def rest(self) -> VGroup:
        """Return the glyphs of the template itself: equals signs, dots, brackets."""
        return self.formula.rest()


def _widest(texts: Sequence[str]) -> str:
    """Return the longest number, with a sign if any has one."""
    sign = next((text[0] for text in texts if text[0] in SIGNS), "")
    return max((sign + text.lstrip(SIGNS) for text in texts), key=len)


def _ends(text: str) -> tuple[float, float]:
    """Return where the ink of a printed number begins and ends, in em."""
    outline, _ = assembled(text)
    return float(outline[:, 0].min()), float(outline[:, 0].max())


_AIR = 0.16


class Derivation(VGroup):
    """Steps that all begin with an equals sign; what they are about stands left of the first.

    Parameters
    ----------
    left
        What is worked out.
    steps
        Formulas that begin with an equals sign.
    gap
        Room between two steps, in frame units.
    """

    def __init__(self, left: Formula, steps: Sequence[Formula | LiveFormula], *, gap: float = 0.32):
        self.left, self.steps = left, list(steps)
        super().__init__(left, *self.steps)
        left.on_baseline(0)
        x, bottom = left.get_right()[0] + _AIR, left.get_bottom()[1]
        for place, step in enumerate(self.steps):
            step.on_baseline(0)
            step.shift((x - step.get_left()[0], (bottom - gap - step.get_top()[1]) if place else 0.0, 0))
            bottom = min(bottom, step.get_bottom()[1])
