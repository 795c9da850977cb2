"""Round numbers for the ends and the steps of an axis."""

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np

from backprop_core import Activation
from scenes.numbers.language import MILLION, exact_decimals

_STEPS = (1, 2, 2.5, 5, 10)

# An axis is at least so long, absolutely and as a part of its largest number: with less, seven digits would not tell
# its ticks apart, nor would three where numbers are powers of ten.
_LEAST_SPAN, _LEAST_SHARE, _LEAST_OF_POWERS = 1e-5, 2e-4, 0.1

# Far enough out for an activation function to have reached its limit, if it has one.
_FAR = 1e4


@dataclass(frozen=True)
class Scale:
    """An axis from ``low`` to ``high`` with a tick every ``step``, all round numbers.

    >>> Scale.around([0.13, 2.7])
    Scale(low=0.0, high=3.0, step=0.5)
    >>> Scale.around([0.4], low=0, high=1).high
    1.0
    """

    low: float
    high: float
    step: float

    @classmethod
    def around(
        cls, values: list[float], *, low: float | None = None, high: float | None = None, ticks: int = 7
    ) -> "Scale":
        """Return the smallest round scale that has room for all ``values``, with some ``ticks`` steps.

        ``low`` and ``high`` are held at least, such as 0 and 1 for a sigmoid's output.
        """
        held = [*values, *(end for end in (low, high) if end is not None)]
        bottom, top = min(held), max(held)
        least = _least_span(max(abs(bottom), abs(top)))
        if top - bottom < least:
            half = max(0.5, least / 2)
            bottom, top = bottom - half, top + half
        step = _round_step((top - bottom) / ticks)
        first, last = floor(bottom / step + 1e-9), ceil(top / step - 1e-9)
        return cls(first * step, last * step, step)

    @property
    def ticks(self) -> list[float]:
        """The places of the ticks, both ends included."""
        count = round((self.high - self.low) / self.step)
        return [self.low + i * self.step for i in range(count + 1)]

    def part(self, value: float) -> float:
        """Return how far along the axis ``value`` stands, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    @property
    def places(self) -> int:
        """How many decimals print every tick as it is.

        >>> Scale(0.0, 1.0, 0.25).places
        2
        """
        return max(exact_decimals(float(f"{tick:.9g}")) for tick in self.ticks)


def round_below(value: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is not above ``value``.

    >>> round_below(0.013), round_below(0.9)
    (0.01, 0.5)
    """
    exponent = floor(log10(value) + 1e-9)
    numbers = (float(f"{step}e{exponent}") for step in (5, 2, 1))
    return next(number for number in numbers if number <= value * (1 + 1e-9))


def limits(function: Activation) -> tuple[float | None, float | None]:
    """Return between which values an activation function stays, None where it grows without end.

    >>> from backprop_core import get_activation
    >>> limits(get_activation("relu"))
    (0.0, None)
    """
    low, high = map(float, function.f(np.array([-_FAR, _FAR])))
    return (low if low > -1.5 else None), (high if high < 1.5 else None)


def _least_span(size: float) -> float:
    """Return how long an axis is at least whose largest number is of this size, so that its ticks' numbers differ."""
    return max(_LEAST_SPAN, _LEAST_SHARE * size) if size < MILLION else _LEAST_OF_POWERS * size


def _round_step(value: float) -> float:
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in _STEPS if step * power >= value * (1 - 1e-9))
