"""An axis on which equal factors are equal lengths, for what spans several powers of ten."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

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
