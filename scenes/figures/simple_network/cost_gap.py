"""The gap between the last activation and the desired output, below a strip of greys, and the cost that it makes."""

from abc import ABC, abstractmethod
from typing import ClassVar, Self

import numpy as np
from manim import DOWN, LEFT, ORIGIN, RIGHT, Line, Rectangle, VGroup, VMobject

from backprop_core.quantities import Quantity
from scenes.figures.simple_network.grey_scale import GreyScale
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SAFE_LEFT, THICK
from scenes.numbers.chain import LastLayer
from scenes.numbers.functions import ChainStep

# The gap below the strip, and the name below the gap, or below its square where it has no room inside; the space
# beside a name or number in the square, or a number next to it; the least distance of a and y at which both names
# stand above their pointers, in frame units. The height of the strip when the cost is shown, clear of the neurons;
# the greatest side of its square, or depth, and the greatest width of the strip; how opaque the square is.
_DROP, _NAME_GAP, _SPACE, _CROWDED = 0.16, 0.1, 0.16, 0.8
_STRIP_Y, _MOST_SIDE, _MOST_WIDTH = -0.37, 2.35, 4.8
_FILL = 0.35

# How many times deeper than the example's cost the curve of a cost goes at most; the cost for which it would be this
# deep at least; and at how many activations it is drawn.
_DEEPER, _LEAST_COST, _SAMPLES = 1.6, 0.5, 401

# The width of the strip above that, in frame units.
_DEPTH_WIDTH = 4.0


class CostGap(VGroup, ABC):
    """The gap between the activation and the desired output, below a strip of greys, and the cost that it makes.

    Parameters
    ----------
    greys
        The strip.
    a, y, C
        The activation, the desired output and the cost.

    Notes
    -----
    ``gap`` and ``label`` are its parts; ``shape``, whose size is the cost, and ``number`` are not shown at first.
    ``beside`` is where there is room for formulas, in frame units.
    """

    shape: VMobject
    beside: ClassVar[float]

    def __init__(self, typesetter: Typesetter, greys: GreyScale, a: Quantity, y: Quantity, C: Quantity):
        self._greys, self._values = greys, (a.value, y.value)
        self._colour = typesetter.theme.colour_of(C.symbol)
        self.gap = Line(color=typesetter.theme.colour_of(y.symbol), stroke_width=THICK)
        self.label = typesetter.formula("abs({} - {})", a.symbol, y.symbol, size=LABEL)
        self.number = typesetter.formula("{}", C, size=LABEL)
        super().__init__(self.gap, self.label)

    @property
    def away(self) -> np.ndarray:
        """To which side the name of the activation leans, away from that of y; zeros where there is room for both."""
        a, y = self._values
        crowded = self._side(self.strip_width) < _CROWDED
        return (LEFT if a <= y else RIGHT) if crowded else ORIGIN

    @property
    @abstractmethod
    def strip_width(self) -> float:
        """The width of the strip at which there is room for the shape."""

    def make_room(self, t: float) -> Self:
        """Move the strip to the place where there is room for the shape; t is the share of the way."""
        (_, black, _), width = self._greys, self.strip_width
        x = SAFE_LEFT + black.width + _SPACE + width / 2
        self._greys.stand(t, np.array([x, _STRIP_Y, 0.0]), width)
        return self.show()

    def show(self, t: float = 0.0) -> Self:
        """Draw the gap below the strip, and this share of the shape's height below the gap."""
        a, y = (self._greys.point(value) + _DROP * DOWN for value in self._values)
        self.gap.set_points_as_corners([a, y])
        self._shape(a, y, t)
        return self

    @abstractmethod
    def _shape(self, a: np.ndarray, y: np.ndarray, t: float) -> None:
        """Draw a share of the shape's height below the gap from a to y, and place name and number."""

    def _side(self, width: float) -> float:
        """Return the length of the gap on a strip of this width."""
        a, y = map(self._greys.level, self._values)
        return abs(a - y) * width


class SquaredGap(CostGap):
    """The square over the gap, or a share of it, whose area is C_0, in squares whose side is 1 on the strip.

    Parameters
    ----------
    share
        The share of the square that is the cost.
    """

    beside = 0.1

    def __init__(
        self, typesetter: Typesetter, greys: GreyScale, a: Quantity, y: Quantity, C: Quantity, *, share: float
    ):
        super().__init__(typesetter, greys, a, y, C)
        self._share = share
        self.shape = Rectangle(color=self._colour, stroke_width=MEDIUM, fill_opacity=_FILL).set_z_index(-0.5)
        needed = max(self.label.width, self.number.width) + _SPACE
        self._inside = needed < share * self._side(self.strip_width)
        if self._inside:
            self.number.set_fill(typesetter.theme.text)
        self.show()

    @property
    def strip_width(self) -> float:
        """The width of the strip at which there is room for the square."""
        return min(_MOST_WIDTH, _MOST_WIDTH * _MOST_SIDE / max(self._side(_MOST_WIDTH), 1e-9))

    def _shape(self, a: np.ndarray, y: np.ndarray, t: float) -> None:
        left, right = sorted((a, y), key=lambda end: end[0])
        bottom = self._share * (right - left)[0] * t * DOWN
        self.shape.set_points_as_corners([left, right, right + bottom, left + bottom, left])
        self.label.next_to((left + right) / 2 + (ORIGIN if self._inside else bottom), DOWN, buff=_NAME_GAP)
        if self._inside:
            self.label.set_fill(opacity=self._clear(-bottom[1]))
            self.number.move_to(self.shape)
        else:
            self.number.next_to(right + bottom / 2, RIGHT, buff=_SPACE)

    def _clear(self, depth: float) -> float:
        """Return how visible the label is: it is gone while the lower edge of a square so deep passes it."""
        above, below = 1 - depth / _NAME_GAP, (depth - self.label.height - 2 * _NAME_GAP) / _SPACE
        return float(np.clip(max(above, below), 0, 1))


class CostDepth(CostGap):
    """How deep the curve of the cost is below the strip at each activation, and a bar as long as C_0 there.

    Parameters
    ----------
    step
        The cost as a function.
    """

    beside = -1.7

    def __init__(
        self, typesetter: Typesetter, greys: GreyScale, a: Quantity, y: Quantity, C: Quantity, *, step: ChainStep
    ):
        super().__init__(typesetter, greys, a, y, C)
        unit = _MOST_SIDE / (_DEEPER * max(C.value, _LEAST_COST))
        low, high = step.x_limits
        xs = np.linspace(low or 0.0, high or 1.0, _SAMPLES)
        depths = unit * step.f(xs)
        shown = depths <= _MOST_SIDE
        self._samples, self._length = [*zip(xs[shown], depths[shown], strict=True)], unit * C.value
        self._curve = _DepthCurve(color=self._colour, stroke_width=MEDIUM)
        self._bar = Line(color=self._colour, stroke_width=THICK)
        self.shape = VGroup(self._curve, self._bar).set_z_index(-0.5)
        self.show()

    @property
    def strip_width(self) -> float:
        """The width of the strip beside long formulas."""
        return _DEPTH_WIDTH

    def _shape(self, a: np.ndarray, y: np.ndarray, t: float) -> None:
        deep = [self._greys.point(x) + (_DROP + t * depth) * DOWN for x, depth in self._samples]
        self._curve.set_points_as_corners(deep)
        end = a + t * self._length * DOWN
        self._bar.set_points_as_corners([a, end])
        self.label.next_to((a + y) / 2, DOWN, buff=_NAME_GAP).set_fill(opacity=1 - min(2 * t, 1))
        below_curve = DOWN + (RIGHT if a[0] <= y[0] else LEFT)
        self.number.next_to(end, below_curve, buff=_NAME_GAP)


class _DepthCurve(VMobject):
    """The curve of a cost below the strip."""


def cost_gap(typesetter: Typesetter, last: LastLayer, greys: GreyScale) -> CostGap:
    """Return the gap with its square, if the cost is the area of one, or of a share of it; else with its curve."""
    (*_, a, C), (*_, y), share = last.start, last.entering, last.cost_formula.square_share
    if share is None:
        return CostDepth(typesetter, greys, a, y, C, step=ChainStep.of_cost(last.chain))
    return SquaredGap(typesetter, greys, a, y, C, share=share)
