"""How much of a result a notebook shows: how many digits of a number, how many rows of a table."""

import math

from backprop_core.reports.formats import format_number

DECIMALS = 4
"""Digits after the point, unless fewer say all."""


def printed(value: float, decimals: int = DECIMALS) -> str:
    """Return a number in full where so many decimals are enough for that, else rounded.

    So a number that was chosen looks chosen, and one that was computed looks computed.

    >>> [printed(value) for value in (1.5, 1.0, 0.1 + 0.2, -0.21949, 1.2345678e-9, float("inf"))]
    ['1.5', '1', '0.3000', '-0.2195', '1.2346e-09', 'inf']
    """
    if not math.isfinite(value):
        return str(float(value))
    full = repr(float(value) + 0.0).removesuffix(".0")  # + 0.0: never -0
    needed = len(full.partition("e")[0].partition(".")[2])
    return full if abs(value) < 1e9 and needed <= decimals else format_number(value, decimals)


def is_exact(value: float, decimals: int = DECIMALS) -> bool:
    """Tell whether a number is printed in full.

    >>> is_exact(1.5), is_exact(0.1 + 0.2)
    (True, False)
    """
    return float(printed(value, decimals)) == value


def kept(n: int, most: int) -> list[int | None]:
    """Return which of n things are shown, if there is room for so many: None stands for those left out.

    >>> kept(3, most=5), kept(9, most=5)
    ([0, 1, 2], [0, 1, None, 7, 8])
    """
    return [*range(n)] if n <= most else [*range(most - 3), None, n - 2, n - 1]
