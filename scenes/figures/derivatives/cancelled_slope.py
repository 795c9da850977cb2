"""The slope of the sigmoid against the derivative of the cross-entropy: what cancels, and the error that is left."""

from manim import (
    DL,
    DOWN,
    UR,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    Indicate,
    Line,
    VGroup,
    VMobject,
    there_and_back,
)

from scenes.kit.motion.animations import change, fly, one_by_one, turn_over
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.text.worked_product import WorkedProduct, formulas, product_decimals
from scenes.kit.theme import MEDIUM, SAFE_LEFT, SAFE_RIGHT
from scenes.numbers.chain import LastLayer

IN_FRACTION = 2
"""Which argument of (a − y)/(a(1 − a)) is the first one below the bar."""

# The arguments of it that are left.
_ERROR = (0, 1)

# The arguments of the line below: a − y, its number, the number of a^(L−1), and the product.
_DIFFERENCE, _ERROR_NUMBER, _BEFORE_NUMBER, _PRODUCT = (2, 3), 5, 4, 6


def cancelling_formulas(typesetter: Typesetter, last: LastLayer, size: float) -> list[Formula]:
    """Return the formulas of the three factors, with a(1 − a) for σ′(z)."""
    (_, _, a, _), (before, _, by_output) = last.path, formulas(typesetter, last, size)
    return [before, typesetter.formula("{} (1 - {})", a, a, size=size), by_output]


def slope_in(formula: Formula, first: int = 0) -> VGroup:
    """Return a(1 − a) in a formula, to its closing bracket: its arguments are the ``first`` and the next one."""
    start, end = (formula.submobjects.index(formula.argument(first + each)[-each]) for each in (0, 1))
    return VGroup(*formula.submobjects[start : end + 2])


def glow(symbols: VGroup, colour: str) -> Animation:
    """Return an animation in which symbols light up for a moment, even if they are dimmed."""
    return change(symbols, lambda each: each.set_color(colour).set_opacity(1), rate_func=there_and_back)


class CancelledSlope(VGroup):
    """What happens in the product when a(1 − a) cancels, and below it the line that is left, with its numbers.

    Parameters
    ----------
    product
        ∂C_0/∂w worked out, with ``cancelling_formulas``.
    bottom
        Where the line ends below, in frame units.

    Notes
    -----
    ``row`` is the product's second row with σ′(z), for which ``cancel`` puts a(1 − a). ``strokes`` go through what
    cancels; ``line`` is what is left.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, product: WorkedProduct, *, bottom: float):
        self._highlight, self._product = typesetter.theme.highlight, product
        (_, _, a, _), (_, before, y), (by_before, *_) = last.path, last.side, last.factors()
        _, self._slope, self._fraction = (cell for cell in product.cells[1] if isinstance(cell, Formula))
        size = product.signs[1].em
        _, self._function, _ = formulas(typesetter, last, size)
        self._function.match_x(self._slope).on_baseline(self._slope.baseline)
        self.row = VGroup(*(self._function if part is self._slope else part for part in product.row(1)))
        places, sign = product_decimals(typesetter, last.derivative, (by_before, last.by_sum))
        self.line = typesetter.formula(
            f"{{}} = {{}} dot.op \\({{}} - {{}}\\) = {{}} dot.op {{}} {sign} {{}}",
            last.derivative.symbol,
            before,
            a,
            y,
            by_before,
            last.by_sum,
            last.derivative,
            size=size,
            decimals=[None] * 4 + places,
            brackets=[True] * 6 + [False],
        )
        self.line.scale(min(1.0, (SAFE_RIGHT - SAFE_LEFT) / self.line.width)).move_to((0, bottom, 0), DOWN)
        cancelled = slope_in(self._slope), slope_in(self._fraction, IN_FRACTION)
        self.strokes = VGroup(
            *(
                Line(each.get_corner(DL), each.get_corner(UR), color=self._highlight, stroke_width=MEDIUM)
                for each in cancelled
            )
        )
        super().__init__(self.line)

    def cancel(self, **options) -> Animation:
        """Return an animation in which σ′(z) becomes a(1 − a), and that is struck out in both factors."""
        return one_by_one(turn_over([self._function], [self._slope]), *map(Create, self.strokes), **options)

    def leave_error(self, **options) -> Animation:
        """Return an animation in which a − y goes down into the line, up to the numbers."""
        named, error = self.line[: self._start(_BEFORE_NUMBER) - 1], self.line.argument(*_DIFFERENCE)
        others = [glyph for glyph in named if glyph not in error.submobjects]
        return one_by_one(fly(self._fraction.argument(*_ERROR), error), FadeIn(*others), **options)

    @property
    def numbers(self) -> list[VMobject]:
        """The number of a − y with its equals sign, that of a^(L−1), and their product, to be shown one by one."""
        before, error, product = map(self._start, (_BEFORE_NUMBER, _ERROR_NUMBER, _PRODUCT))
        equals = self.line[before - 1 : before]
        return [VGroup(*equals, *self.line[error : product - 1]), self.line[before:error], self.line[product - 1 :]]

    def light_slope(self, curve: VMobject, **options) -> Animation:
        """Return an animation in which the number of σ′(z) lights up, and its flat ``curve``."""
        number = self._product.numbers[1].readouts[0]
        return AnimationGroup(*(Indicate(each, 1.0, self._highlight) for each in (number, curve)), **options)

    def _start(self, index: int) -> int:
        """Return the place of an argument's first glyph in the line."""
        return self.line.submobjects.index(self.line.argument(index)[0])
