"""Round numbers for the ends and the steps of an axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, frexp, ldexp, log10

import numpy as np

from backprop_core import Activation
from scenes.numbers.format import MILLION, exact_decimals

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


# Powers of ten up to this exponent are written out.
_WRITTEN_OUT = 3

# From this ratio of the largest to the smallest value on, a plain axis would show the smaller ones as zero.
_SPAN = 1000.0
_TICKS = 6


@dataclass(frozen=True)
class LogScale:
    """An axis from 10^low to 10^high, with a tick at every so many powers of ten.

    >>> LogScale.around([0.57, 5e-5])
    LogScale(low=-5, high=0, every=1)
    """

    low: int
    high: int
    every: int = 1

    @classmethod
    def around(cls, values: Sequence[float]) -> "LogScale":
        """Return the smallest such scale that has room for all ``values``, which are above 0."""
        low, high = floor(log10(min(values)) + 1e-9), ceil(log10(max(values)) - 1e-9)
        every = ceil((high - low) / _TICKS) or 1
        return cls(low, low + every * (ceil((high - low) / every) or 1), every)

    @property
    def exponents(self) -> range:
        """The powers of ten that have a tick."""
        return range(self.low, self.high + 1, self.every)

    def part(self, value: float) -> float:
        """Return how far along the axis ``value`` stands, from 0 to 1."""
        return (log10(value) - self.low) / (self.high - self.low)


def spans_powers(values: Sequence[float]) -> bool:
    """Whether values above 0 differ so much that they call for such an axis.

    >>> spans_powers([0.5, 0.01]), spans_powers([0.5, 0.0001]), spans_powers([0.5, 0.0])
    (False, True, False)
    """
    return min(values) > 0 and max(values) >= _SPAN * min(values)


@dataclass(frozen=True)
class Unit:
    """The length of the number 1: share · 2^exponent frame units.

    Numbers near the end of float64 have one that is beyond it, so it is kept in two parts, and a number's exponent
    is taken off before it is multiplied.

    >>> Unit.of(2.0, 5e-324).length(1e-323)
    4.0
    """

    share: float
    exponent: int = 0

    @classmethod
    def of(cls, length: float, value: float) -> "Unit":
        """Return the unit by which ``value`` is so long; where that is 0, no number has any length.

        >>> Unit.of(2.0, 0.25)
        Unit(share=4.0, exponent=1)
        """
        share, exponent = frexp(value)
        return cls(length / share if share else 0.0, -exponent)

    def times(self, factor: int) -> "Unit":
        """Return a unit that is so many times as long, be that more than float64 holds.

        >>> Unit.of(2.0, 1e-4).times(1000).length(1e-7)
        2.0
        """
        bits = factor.bit_length()
        return Unit(self.share * (factor / (1 << bits)), self.exponent + bits)

    def length(self, value: float) -> float:
        """Return how long a number is drawn; negative if the number is."""
        return ldexp(value, self.exponent) * self.share

    def value(self, length: float) -> float:
        """Return the number that is so long."""
        return ldexp(length / self.share, -self.exponent)


def times_power(power: int) -> str:
    """Return a multiplication sign and a power of ten, as digits if they are few, as Typst mathematics.

    >>> times_power(1000), times_power(10000)
    ('times 1000', 'times 10^4')
    """
    exponent = len(str(power)) - 1
    return f"times {power}" if exponent <= _WRITTEN_OUT else f"times 10^{exponent}"
