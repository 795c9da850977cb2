"""Numbers of all sizes, and such as are hard to print."""

from collections.abc import Iterator
from itertools import cycle

import numpy as np

Print = tuple[float, int, str, bool]
"""A number to be printed, its decimals, its language, and whether it has a plus sign."""


def numbers() -> Iterator[float]:
    """Yield numbers of all sizes: powers of ten and their neighbours, ties, the least, the greatest, any others."""
    yield from (0.0, np.inf, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1 + 0.2)
    for exponent in (-324, -323, -308, -100, -22, *range(-9, 10), 15, 16, 17, 21, 22, 23, 100, 308):
        for share in ("1", "5", "9.5", "9.95", "9.995", "9.9995", "9.99995", "9.999995", "9.9999995", "2.5", "1.25"):
            near = float(f"{share}e{exponent}")
            yield from (near, np.nextafter(near, 0), np.nextafter(near, np.inf))
    for places in range(7):
        yield from ((2 * n + 1) / 2 / 10**places for n in (*range(12), 99, 499, 99999))
        yield from (n / 10**places for n in (1, 2, 7, 10, 99, 999999, 1000000, 9999999))
    rng = np.random.default_rng(0)
    yield from rng.normal(size=2000) * 10.0 ** rng.integers(-8, 8, 2000)
    yield from np.round(rng.normal(size=500), 4)
    yield from rng.integers(0, 2**63 - 2**53, 500).view(float)


def prints(code: str) -> list[Print]:
    """Return all of them, with either sign, to be printed in a language with all numbers of decimals."""
    signed = [sign * float(number) for number in numbers() for sign in (1, -1)]
    return list(zip(signed, cycle(range(7)), cycle([code]), cycle([False, False, True]), strict=False))
