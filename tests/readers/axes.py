"""Reads the scales of axes off the numbers at their ticks, as a viewer does."""

from math import log10
from typing import Any, NamedTuple

import numpy as np
import pytest
from manim import Line

from scenes.kit.plot.axes import Axes
from scenes.kit.text.formula import Formula
from tests.readers.stage import parse_number, read_number

# Longer than a tick, and shorter than the distance of a number from the other axis.
TICK_REACH = 0.1


class AxisReading(NamedTuple):
    """The scale of an axis: the numbers at its ticks, their positions in the frame, and whether it is logarithmic."""

    numbers: list[float]
    places: list[float]
    is_log: bool

    def place(self, value: float) -> float:
        """Return the position of a value, interpolated between the outermost numbers."""
        at, (low, high) = (
            self.coordinate(value),
            (self.coordinate(self.numbers[0]), self.coordinate(self.numbers[-1])),
        )
        return self.places[0] + (at - low) / (high - low) * (self.places[-1] - self.places[0])

    def coordinate(self, value: float) -> float:
        return log10(value) if self.is_log else value


def read_axes(axes: Axes) -> tuple[AxisReading, AxisReading]:
    """Read both axes; the numbers of x stand below it, those of y left of it."""
    return read_axis(axes, axes.x, 0), read_axis(axes, axes.y, 1)


def read_axis(axes: Axes, line: Line, along: int) -> AxisReading:
    """Read one axis, and assert that it ends at a tick and that every number has a tick at the right position."""
    beside, low = line.get_start()[1 - along], line.get_start()[along]
    feet = [part.get_start() for part in axes.submobjects if isinstance(part, Line) and is_tick(part, along)]
    assert max(foot[along] for foot in feet) == pytest.approx(line.get_end()[along])
    found = []
    for text in axes.submobjects:
        at = text.get_center()
        if isinstance(text, Formula) and at[1 - along] < beside and at[along] > low - TICK_REACH:
            assert any(np.hypot(foot[along] - at[along], foot[1 - along] - beside) < 1e-6 for foot in feet)
            found.append((float(at[along]), read_number(text)))
    places, texts = zip(*sorted(found), strict=True)
    reading = AxisReading([parse_number(text) for text in texts], [*places], texts[0].startswith("10^"))
    assert [reading.place(number) for number in reading.numbers] == pytest.approx(places, abs=1e-6)
    return reading


def is_tick(line: Line, along: int) -> bool:
    """Whether a line is a tick: short, and pointing outwards from its axis."""
    start, end = line.get_start(), line.get_end()
    return (
        end[along] == pytest.approx(start[along])
        and end[1 - along] < start[1 - along]
        and line.get_length() < TICK_REACH
    )


def cached_axes(view: Any, axes: Axes) -> tuple[AxisReading, AxisReading]:
    """Read axes once; again only after they moved."""
    key = "axes", id(axes), *axes.x.get_start().round(6), *axes.y.get_end().round(6)
    if key not in view.memory:
        view.memory[key] = axes, read_axes(axes)
    return view.memory[key][1]
