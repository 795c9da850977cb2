"""How shapes look: points and colours that can be kept, mixed, faded and given back."""

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from manim import interpolate


@dataclass(frozen=True)
class Look:
    """How a shape looks: its points, its colours, and the width of its stroke."""

    points: np.ndarray
    colours: dict[str, np.ndarray]
    width: float

    @classmethod
    def of(cls, shape: Any) -> Self:
        """Return how a shape looks now."""
        names = ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")
        colours = {name: getattr(shape, name).copy() for name in names if hasattr(shape, name)}
        return cls(shape.points.copy(), colours, shape.get_stroke_width())

    def between(self, other: Self, share: float) -> Self:
        """Return a look on the way to another one; its colours have one value each."""
        colours = {
            name: interpolate(rgbas[:1], other.colours[name][:1], share)
            for name, rgbas in self.colours.items()
            if name in other.colours
        }
        points = interpolate(self.points, other.points, share)
        return replace(self, points=points, colours=colours, width=interpolate(self.width, other.width, share))

    def faded(self, share: float) -> Self:
        """Return a look with this share of the opacity."""
        return replace(self, colours={name: rgbas * (1, 1, 1, share) for name, rgbas in self.colours.items()})

    def give(self, shape: Any) -> None:
        """Let a shape look like this."""
        shape.points = self.points.copy()
        for name, rgbas in self.colours.items():
            setattr(shape, name, rgbas.copy())
        shape.stroke_width = self.width
