"""How long numbers are drawn, be they ever so small."""

from dataclasses import dataclass
from math import frexp, ldexp


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
