"""The derivative that is wanted, the ratio of two changes that comes close to it, and the ratio's value."""

from manim import DOWN, VGroup

from scenes.kit.layout import kept_inside
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
    ``effect`` and ``cause`` (the two changes) are the parts of the first one.
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
        super().__init__(self.quotient, self.value)
        kept_inside(self.move_to(((left + right) / 2, y, 0)), left, right)
