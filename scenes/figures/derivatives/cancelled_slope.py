"""The slope of the sigmoid against the derivative of the cross-entropy: what cancels, and the error that is left."""

from manim import DL, DOWN, RIGHT, UR, Animation, Create, FadeIn, Line, VGroup

from scenes.kit.motion.animations import one_by_one
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, SAFE_LEFT, SAFE_RIGHT
from scenes.numbers.chain import LastLayer

# The arguments of the line's template that cancel: a and a of a(1 − a), as a factor and below the bar.
_CANCEL = (2, 3), (6, 7)


class CancelledSlope(VGroup):
    """The last two factors: ∂a/∂z · ∂C_0/∂a = a(1 − a) · (a − y)/(a(1 − a)) = a − y, and the number of that.

    Parameters
    ----------
    size
        The type size at most.
    bottom
        Where it ends below, in frame units.

    Notes
    -----
    ``product``, the ``strokes`` through what cancels, and what is ``left`` are its parts, to be shown one by one.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer, *, size: float, bottom: float):
        (_, _, a, _), (*_, y) = last.path, last.side
        names = [factor.symbol for factor in last.factors()[1:]]
        slope, inputs = last.cost_formula.short_derivative(a, y)
        template = f"{{}} dot.op {{}} = {{}} (1 - {{}}) dot.op {slope}"
        self.product = typesetter.formula(template, *names, a, a, *inputs, size=size)
        self.left = typesetter.formula("= {} - {} = {}", a, y, last.by_sum, size=size)
        self.left.next_to(self.product, RIGHT, buff=EQUALS * size).on_baseline(self.product.baseline)
        line = VGroup(self.product, self.left)
        line.scale(min(1.0, (SAFE_RIGHT - SAFE_LEFT) / line.width)).move_to((0, bottom, 0), DOWN)
        cancelled = (self.product.argument(*pair) for pair in _CANCEL)
        self.strokes = VGroup(
            *(
                Line(each.get_corner(DL), each.get_corner(UR), color=typesetter.theme.highlight, stroke_width=MEDIUM)
                for each in cancelled
            )
        )
        super().__init__(self.product, self.strokes, self.left)

    def write(self, run_time: float) -> Animation:
        """Return an animation in which the product appears, loses what cancels, and the error is left."""
        struck = (Create(stroke) for stroke in self.strokes)
        return one_by_one(FadeIn(self.product), *struck, FadeIn(self.left), run_time=run_time)
