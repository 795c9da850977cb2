"""A light that runs along lines; being a function of time, it can also stand still."""

from collections.abc import Sequence
from typing import Self

from manim import Animation, Line, VGroup

from scenes.kit.animations import follow
from scenes.kit.theme import THICK

_TAIL = 0.7


class Light(VGroup):
    """A light that runs along lines, each from its start to its end, one step after another.

    Parameters
    ----------
    steps
        The lines of each step, along which it runs at the same time.
    colour
        ``#RRGGBB``.
    """

    def __init__(self, steps: Sequence[Sequence[Line]], colour: str):
        super().__init__()
        self._steps = [[(line.copy(), Line(color=colour, stroke_width=THICK)) for line in step] for step in steps]
        self.add(*(glow for step in self._steps for _, glow in step))

    def show(self, t: float) -> Self:
        """Draw the light at the time ``t``, from 0 (not there yet) to 1 (gone)."""
        head = t * (len(self._steps) + _TAIL)
        for place, step in enumerate(self._steps):
            start, end = (min(max(reached - place, 0.0), 1.0) for reached in (head - _TAIL, head))
            for line, glow in step:
                glow.clear_points()
                if start < end:
                    glow.set_points_as_corners([line.point_from_proportion(at) for at in (start, end)])
        return self

    def run(self, **options) -> Animation:
        """Return the animation of its whole way."""
        return follow(self, self.show, remover=True, **options)
