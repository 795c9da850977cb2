"""The scales of axes, linear and logarithmic, with round ends and steps, of brightness, and the unit of lengths."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, frexp, ldexp, log10

import numpy as np

from backprop_core import Activation, ForwardPass
from scenes.numbers.format import MILLION, exact_decimals

_STEPS = (1, 2, 2.5, 5, 10)

# The least span of an axis: absolute, relative to its largest number, and relative where numbers are powers of ten.
# With less, its ticks would have the same printed numbers.
_LEAST_SPAN, _LEAST_SHARE, _LEAST_OF_POWERS = 1e-5, 2e-4, 0.1

# If the largest number of an axis has this exponent or a greater one, its ticks' numbers are written out.
_LEAST_EXPONENT = -4

# The argument at which an activation function has reached its bounds, if it has any.
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
        """Return the smallest round scale that contains all ``values``, with about ``ticks`` steps.

        It contains ``low`` and ``high`` too, such as 0 and 1 for a sigmoid's output.
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

    @classmethod
    def of_changes(cls, values: Sequence[float], *, ticks: int = 7) -> "Scale":
        """Return the smallest round scale that contains 0 and all ``values``, however small they are.

        >>> Scale.of_changes([-2.6e-7, 1.2e-7], ticks=4)
        Scale(low=-3e-07, high=2e-07, step=1e-07)
        """
        size = 10.0 ** floor(log10(max(map(abs, values)) or 1.0))
        return cls.around([0.0, *(value / size for value in values)], ticks=ticks).times(size)

    def times(self, factor: float) -> "Scale":
        """Return a scale whose numbers are ``factor`` times as large, without rounding errors.

        >>> Scale(-0.6, 0.4, 0.2).times(0.1)
        Scale(low=-0.06, high=0.04, step=0.02)
        """
        return Scale(*(float(f"{value * factor:.12g}") for value in (self.low, self.high, self.step)))

    @property
    def ticks(self) -> list[float]:
        """The values at the ticks, both ends included."""
        count = round((self.high - self.low) / self.step)
        return [self.low + i * self.step for i in range(count + 1)]

    def fraction(self, value: float) -> float:
        """Return the position of ``value`` on the axis, from 0 (low) to 1 (high)."""
        return (value - self.low) / (self.high - self.low)

    @property
    def exponent(self) -> int:
        """The exponent of the power of ten whose multiples are printed at the ticks; 0 unless all are very small.

        >>> Scale(-3e-07, 2e-07, 1e-07).exponent, Scale(0.0, 0.0006, 0.0002).exponent
        (-7, 0)
        """
        exponent = floor(log10(max(abs(self.low), abs(self.high))) + 1e-9)
        return exponent if exponent < _LEAST_EXPONENT else 0

    @property
    def decimals(self) -> int:
        """The decimals that print every tick exactly.

        >>> Scale(0.0, 1.0, 0.25).decimals
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
    """Return the bounds of an activation function, None where it has none.

    >>> from backprop_core import get_activation
    >>> limits(get_activation("relu"))
    (0.0, None)
    """
    low, high = map(float, function.f(np.array([-_FAR, _FAR])))
    return (low if low > -1.5 else None), (high if high < 1.5 else None)


@dataclass(frozen=True)
class Brightness:
    """The activations that map to black and to white; those between are grey in proportion.

    >>> Brightness(-1.0, 1.0).level(0.5)
    0.75
    """

    black: float
    white: float

    @classmethod
    def of_layer(cls, runs: Sequence[ForwardPass], l: int, targets: Sequence[float] = ()) -> "Brightness":
        """Return the brightness that fits the activations of layer ``l`` in all ``runs``, and its desired outputs.

        Black and white are the bounds of the layer's activation function, such as 0 and 1 for σ. Where it has none,
        for the input, and where a desired output is beyond them, they are round numbers around 0, 1 and the
        activations of all layers with this function, so that equal activations are equally bright.
        """
        functions, L = runs[0].network.activation, runs[0].network.L
        low, high = limits(functions[l]) if l else (None, None)
        alike = [m for m in range(1, L + 1) if l and functions[m] == functions[l]] or [l]
        values = [*(float(a) for run in runs for m in alike for a in run.a[m]), *(targets if L in alike else ())]
        scale = Scale.around(values, low=0 if low is None else low, high=1 if high is None else high)
        return cls(scale.low, scale.high)

    def level(self, activation: float) -> float:
        """Return the brightness of an activation, from 0 to 1."""
        return min(max((activation - self.black) / (self.white - self.black), 0.0), 1.0)


def _least_span(size: float) -> float:
    """Return the least span of an axis whose largest number is ``size``, so that its ticks' numbers differ."""
    return max(_LEAST_SPAN, _LEAST_SHARE * size) if size < MILLION else _LEAST_OF_POWERS * size


def _round_step(value: float) -> float:
    """Return the smallest round step that is at least ``value``."""
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in _STEPS if step * power >= value * (1 - 1e-9))


# Powers of ten up to this exponent are written out.
_WRITTEN_OUT = 3

# From this ratio of the largest to the smallest value on, a linear axis would show the small ones as zero.
_LOG_RATIO = 1000.0

_MOST_LOG_STEPS = 6


@dataclass(frozen=True)
class LogScale:
    """A logarithmic axis from 10^low to 10^high, with a tick every ``every`` powers of ten.

    >>> LogScale.around([0.57, 5e-5])
    LogScale(low=-5, high=0, every=1)
    """

    low: int
    high: int
    every: int = 1

    @classmethod
    def around(cls, values: Sequence[float]) -> "LogScale":
        """Return the smallest scale that contains all ``values``, which must be positive."""
        low, high = floor(log10(min(values)) + 1e-9), ceil(log10(max(values)) - 1e-9)
        every = ceil((high - low) / _MOST_LOG_STEPS) or 1
        return cls(low, low + every * (ceil((high - low) / every) or 1), every)

    @property
    def exponents(self) -> range:
        """The exponents of the ticks."""
        return range(self.low, self.high + 1, self.every)

    def fraction(self, value: float) -> float:
        """Return the position of ``value`` on the axis, from 0 (low) to 1 (high)."""
        return (log10(value) - self.low) / (self.high - self.low)


def needs_log_scale(values: Sequence[float]) -> bool:
    """Tell whether values are positive and differ so much that they need a logarithmic axis.

    >>> needs_log_scale([0.5, 0.01]), needs_log_scale([0.5, 0.0001]), needs_log_scale([0.5, 0.0])
    (False, True, False)
    """
    return min(values) > 0 and max(values) >= _LOG_RATIO * min(values)


@dataclass(frozen=True)
class Unit:
    """The length at which the number 1 is drawn: share · 2^exponent frame units.

    It is kept in two parts because it may exceed the range of float64, if the numbers to draw are near its ends.

    >>> Unit.of(2.0, 5e-324).length(1e-323)
    4.0
    """

    share: float
    exponent: int = 0

    @classmethod
    def of(cls, length: float, value: float) -> "Unit":
        """Return the unit by which ``value`` has this length; if ``value`` is 0, all numbers have length 0.

        >>> Unit.of(2.0, 0.25)
        Unit(share=4.0, exponent=1)
        """
        share, exponent = frexp(value)
        return cls(length / share if share else 0.0, -exponent)

    def times(self, factor: int) -> "Unit":
        """Return a unit ``factor`` times as long; it may exceed the range of float64.

        >>> Unit.of(2.0, 1e-4).times(1000).length(1e-7)
        2.0
        """
        bits = factor.bit_length()
        return Unit(self.share * (factor / (1 << bits)), self.exponent + bits)

    def length(self, value: float) -> float:
        """Return the length of a number, with the number's sign."""
        return ldexp(value, self.exponent) * self.share

    def value(self, length: float) -> float:
        """Return the number that has this length."""
        return ldexp(length / self.share, -self.exponent)


def times_power(power: int) -> str:
    """Return "× 10^n" as Typst mathematics, written out (× 100) where that is short.

    >>> times_power(1000), times_power(10000)
    ('times 1000', 'times 10^4')
    """
    exponent = len(str(power)) - 1
    return f"times {power}" if exponent <= _WRITTEN_OUT else f"times 10^{exponent}"
