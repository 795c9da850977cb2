"""The terms of the cost: the errors a_j − y_j squared, so that areas are the terms, or bars as long as these."""

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from manim import LEFT, Animation, AnimationGroup, FadeIn, Line, Rectangle, VGroup

from scenes.kit.motion.animations import redraw
from scenes.kit.network.neuron import Neuron
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM
from scenes.numbers.scales import Unit

# The least gap beside a square, in frame units; the longest side as a share of the distance of two neurons; the width
# of the bar that a square begins as, in frame units; how opaque a square is.
_GAP, _OF_ROW, _BAR = 0.32, 0.85, 0.1
_OPACITY = 0.45

# The height of a bar, and half that of the line at which it begins, in frame units; how opaque a bar is.
_THICK, _SOLID = 0.22, 0.8


class ErrorSquares(VGroup):
    """A square beside each output, as large as its term of the cost.

    Parameters
    ----------
    errors
        The errors a_j − y_j.
    neurons
        The outputs, from top to bottom.
    left, right
        The ends of the room for the squares, in frame units; they stand in its middle.
    share
        The share of each square that is the term: the height of what is drawn, in sides.

    Notes
    -----
    Its submobjects are the squares. Their sides have a common scale.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        errors: Sequence[float],
        neurons: Sequence[Neuron],
        left: float,
        right: float,
        *,
        share: float,
    ):
        self._share = share
        ys = [float(neuron.get_y()) for neuron in neurons]
        pitch = min((above - below for above, below in pairwise(ys)), default=inf)
        unit = Unit.of(min(right - left - 2 * _GAP, _OF_ROW * pitch), max(map(abs, errors)) or 1.0)
        self._sides = [unit.length(abs(error)) for error in errors]
        style = {"color": typesetter.theme.C, "stroke_width": MEDIUM, "fill_opacity": _OPACITY}
        super().__init__(
            *(
                Rectangle(width=side, height=share * side, **style).move_to(((left + right) / 2, y, 0))
                for side, y in zip(self._sides, ys, strict=True)
            )
        )

    def grow(self, i: int) -> Animation:
        """Return an animation in which an error becomes a bar, from a towards y, and the bar a square."""
        square, side, middle = self[i], self._sides[i], self[i].get_center()
        full = self._share * side

        def show(t: float) -> None:
            if not t:
                square.clear_points()
                return
            width = side * min(1.0, 2 * t)
            height = min(full, _BAR) + max(0.0, full - _BAR) * max(0.0, 2 * t - 1)
            x, y, _ = middle
            left, right, low, high = x - side / 2, x - side / 2 + width, y - height / 2, y + height / 2
            square.set_points_as_corners(
                [(left, high, 0), (right, high, 0), (right, low, 0), (left, low, 0), (left, high, 0)]
            )

        show(0.0)
        return redraw(square, show)


class TermBars(VGroup):
    """A bar beside each output, as long as its term of the cost, such as −y_j ln a_j.

    Parameters
    ----------
    terms
        The terms.
    neurons, left, right
        As for ``ErrorSquares``; the bars begin on the left.

    Notes
    -----
    Its submobjects are the bars, which have a common scale. Each begins at a line, which alone shows a term of 0.
    """

    def __init__(
        self, typesetter: Typesetter, terms: Sequence[float], neurons: Sequence[Neuron], left: float, right: float
    ):
        start, unit = left + _GAP, Unit.of(right - left - 2 * _GAP, max(terms) or 1.0)
        colour = typesetter.theme.C
        super().__init__()
        for term, neuron in zip(terms, neurons, strict=True):
            y = float(neuron.get_y())
            line = Line((start, y - _THICK, 0), (start, y + _THICK, 0), color=colour, stroke_width=MEDIUM)
            bar = Rectangle(width=unit.length(term), height=_THICK, color=colour, stroke_width=0, fill_opacity=_SOLID)
            self.add(VGroup(line, bar.move_to((start, y, 0), aligned_edge=LEFT)))

    def grow(self, i: int) -> Animation:
        """Return an animation in which the line appears, and the bar grows out of it."""
        line, bar = self[i]
        corners = bar.points.copy()

        def show(t: float) -> None:
            points = corners.copy()
            points[:, 0] = corners[:, 0].min() + t * (corners[:, 0] - corners[:, 0].min())
            bar.set_points(points)

        show(0.0)
        return AnimationGroup(FadeIn(line), redraw(bar, show))
