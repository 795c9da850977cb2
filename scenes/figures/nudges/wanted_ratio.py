"""The derivative that is wanted, the ratio of two changes that comes close to it, and the ratio's value."""

from collections.abc import Mapping

from manim import DOWN, Animation, AnimationGroup, FadeIn, Mobject, Restore, VGroup

from backprop_core.quantities import Symbol
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import fly, one_by_one
from scenes.kit.text.typesetter import Typesetter
from scenes.numbers.chain import LastLayer

# The type size, and the gap above the value, in frame units.
_SIZE, _GAP = 0.87, 0.6


class WantedRatio(VGroup):
    """∂C_0/∂w ≈ −0.00219/0.01000, and below it, with its sign in the same column, the value: = −0.219.

    Parameters
    ----------
    last
        The last layer, whose numbers are shown.
    by
        The nudge.
    decimals
        Those of ΔC_0 and of Δw.
    is_close
        Whether the ratio is close to the derivative.
    left, right, y
        The room, in frame units, and the height of its middle.

    Notes
    -----
    ``quotient`` and ``value`` are the two lines; ``derivative`` (its name), ``signs`` (the fraction's bar, too),
    ``effect`` and ``cause`` (the two changes) are the parts of the first one; ``result`` is the value's number.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        last: LastLayer,
        by: float,
        *,
        decimals: tuple[int, int],
        is_close: bool,
        left: float,
        right: float,
        y: float,
    ):
        dw, *_, dC = last.changes(by)
        self.quotient = typesetter.formula(
            "{} approx frac({}, {})" if is_close else "{} approx.not frac({}, {})",
            last.derivative.symbol,
            dC,
            dw,
            size=_SIZE,
            decimals=(None, *decimals),
        )
        self.derivative, self.effect, self.cause = map(self.quotient.argument, range(3))
        self.signs = self.quotient.rest()
        self.value = typesetter.formula("= {}", last.ratio(by), size=_SIZE).next_to(self.quotient, DOWN, buff=_GAP)
        self.value.shift((self.signs[0].get_x() - self.value[0].get_x(), 0, 0))
        self.result = self.value.argument(0)
        super().__init__(self.quotient, self.value)
        kept_inside(self.move_to(((left + right) / 2, y, 0)), left, right)

    def ask(self, sources: Mapping[Symbol, Mobject], **options) -> Animation:
        """Return an animation in which the derivative is written in the middle of the room, later to be restored.

        Its two parts fly in from what stands for their symbols.
        """
        self.derivative.save_state()
        self.derivative.set_x(self.get_x())
        parts = {symbol: self.quotient.of(symbol) for symbol in sources}
        flown = [glyph for part in parts.values() for glyph in part]
        bar = VGroup(*(glyph for glyph in self.derivative if glyph not in flown))
        return one_by_one(*(fly(sources[symbol], part) for symbol, part in parts.items()), FadeIn(bar), **options)

    def open(self, **options) -> Animation:
        """Return an animation in which the derivative goes to its place, and the signs for the two changes come."""
        return AnimationGroup(Restore(self.derivative), FadeIn(self.signs), lag_ratio=0.5, **options)
