"""How many decimals numbers need so that a viewer who computes with the printed ones gets the printed result."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from backprop_core.digits import scientific
from scenes.numbers.language import LONGEST, MILLION, decimals_within, exact_decimals

# The digits that are tried. A number that needs more decimals than these for the fewest digits is printed as
# m×10^e.
_DIGITS = range(3, 7)
_MOST = 6


def decimals_of(value: float, digits: int = 3, least: int = 0) -> int:
    """Return how many decimals print ``value`` with so many digits, none of them idle, but ``least`` if it can be.

    A number that is too small for that has none, whereupon it is printed as m×10^e, with three digits.

    >>> decimals_of(0.0080156), decimals_of(0.01), decimals_of(1.5, least=3), decimals_of(1.3e-5)
    (5, 2, 3, 0)
    """
    if not value:
        return 0
    _, exponent = scientific(value, LONGEST - 1)
    if _DIGITS[0] - 1 - exponent > _MOST:
        return 0
    wanted = min(digits - 1 - exponent, exact_decimals(value, _MOST + digits))
    return max(0, wanted, min(least, LONGEST - 1 - exponent))


def live_decimals(value: float, least: int) -> int:
    """Return how many decimals a live number has that begins with ``value``: no less where that is 0 or tiny.

    >>> live_decimals(0.0, least=3), live_decimals(0.00168, least=3)
    (3, 5)
    """
    return max(least, decimals_of(value))


def common_decimals(values: Iterable[float], decimals: int) -> int:
    """Return with how many decimals numbers are printed that are added up: as many as fit the longest of them.

    Those so large that they are printed as m×10^e are left out of account.

    >>> common_decimals([7.0, -13.940212, -6.940212], 6), common_decimals([0.2375, -5e7, -5e7], 3)
    (5, 3)
    """
    return min((decimals_within(value, decimals) for value in values if abs(value) < MILLION), default=decimals)


def agreeing_decimals(
    parts: Sequence[float],
    result: float,
    combine: Callable[[Sequence[float]], float],
    decimals: int,
    least: int | Sequence[int] = 0,
    nearest: bool = False,
) -> tuple[list[int], str]:
    """Return the decimals of each part with which ``combine`` of the printed parts is the printed result.

    Also returned is the sign to write between them, as Typst mathematics: where no number of digits that is tried
    suffices, the fewest are returned, or those that come nearest, and no equals sign.

    Parameters
    ----------
    decimals
        Those of the result.
    least
        Decimals that the parts, or each of them, have in any case.
    nearest
        Whether to come as near as can be: where terms nearly cancel, the fewest digits leave nothing.

    >>> from math import prod
    >>> agreeing_decimals([0.801561, 0.247172, -1.106343], -0.219193, prod, decimals=3, least=3)
    ([3, 3, 3], '=')
    """
    floors = [least] * len(parts) if isinstance(least, int) else least
    tried = [
        [decimals_of(part, digits, floor) for part, floor in zip(parts, floors, strict=True)] for digits in _DIGITS
    ]
    combined = [combine([as_printed(part, n) for part, n in zip(parts, places, strict=True)]) for places in tried]
    for places, value in zip(tried, combined, strict=True):
        if as_printed(value, decimals) == as_printed(result, decimals):
            return places, "="
    best = min(range(len(tried)), key=lambda n: abs(combined[n] - result)) if nearest else 0
    return tried[best], "approx"


def as_printed(value: float, decimals: int) -> float:
    """Return the number that a viewer reads where ``value`` is printed with so many decimals.

    >>> as_printed(0.12345, 3), as_printed(1.2345e-5, 3), as_printed(1234567.0, 3), as_printed(1.05125, 4)
    (0.123, 1.23e-05, 1230000.0, 1.0512)
    """
    written = Decimal(str(value))
    if abs(value) < MILLION and (plain := float(round(written, decimals_within(value, decimals)))):
        return plain
    return float(f"{written:.2e}")
