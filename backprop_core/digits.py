r"""How the core writes numbers.

=====================  ==========================================================  ==========================
Function               Writes a number                                             For
=====================  ==========================================================  ==========================
``rounded``            with fixed decimals, at least two significant digits        reports: ``-0.219``
``in_full``            with all its digits if those are few, else ``rounded``      notebooks: ``1.5``, ``0.3000``
``as_given``           with all its digits, at least six                           messages: ``1e+06``
``with_power``         that is already written, with 10ⁿ instead of ``e``          LaTeX and Typst
``scientific``         as a mantissa and an exponent, not yet as text              every m×10ⁿ, in clips too
=====================  ==========================================================  ==========================

JSON and CSV hold ``repr``. The clips write numbers with ``scenes.numbers.language``, in the language of the lesson.
"""

import math
import re
from decimal import Decimal

SHORT = 4
"""The decimals up to which a notebook shows a number in full."""

_LARGE = 1e9
"""From here on numbers are written with a power of ten."""


def scientific(value: float | Decimal, decimals: int) -> tuple[Decimal, int]:
    """Return the mantissa, rounded to so many decimals, and the exponent of a number; 0 and 0 for zero.

    Infinity is its own mantissa, with the exponent 0.

    The number is rounded half to even as it is written in decimal, so 1 ≤ abs(mantissa) < 10 unless it is zero.

    Examples
    --------
    >>> scientific(-0.21949, 2), scientific(5e-324, 2), scientific(9.995e-07, 2)
    ((Decimal('-2.19'), -1), (Decimal('5.00'), -324), (Decimal('1.00'), -6))
    """
    written = Decimal(str(value))
    if not written or not written.is_finite():
        return written or Decimal(0), 0
    mantissa, _, exponent = f"{written:.{decimals}e}".partition("e")
    return Decimal(mantissa), int(exponent)


def rounded(value: float, decimals: int) -> str:
    """Return a number with so many decimals, and more where fewer than two significant digits would be left.

    It is rounded half to even. If it takes more than three further decimals, or from 1e9 on, it is written with a
    power of ten.

    Examples
    --------
    >>> [rounded(value, 3) for value in (-0.21949, 0.004213, 0.0, 1.2345e-9)]
    ['-0.219', '0.0042', '0.000', '1.234e-09']
    """
    if value == 0.0:
        return f"{0.0:.{decimals}f}"  # never -0.000
    if not math.isfinite(value):
        return str(float(value))
    written = Decimal(str(value))
    for_two_digits = 1 - written.adjusted()
    if for_two_digits > decimals + 3 or abs(value) >= _LARGE:
        mantissa, exponent = scientific(value, decimals)
        return f"{mantissa}e{exponent:+03}"
    return f"{written:.{max(decimals, for_two_digits)}f}"


def in_full(value: float, decimals: int = SHORT) -> str:
    """Return a number with all its digits if so many decimals are enough for that, else rounded.

    So a number that was chosen looks chosen, and one that was computed looks computed.

    >>> [in_full(value) for value in (1.5, 1.0, 0.1 + 0.2, -0.21949, 1.2345678e-9, float("inf"))]
    ['1.5', '1', '0.3000', '-0.2195', '1.2346e-09', 'inf']
    """
    if not math.isfinite(value):
        return str(float(value))
    full = repr(float(value) + 0.0).removesuffix(".0")  # + 0.0: never -0
    needed = len(full.partition("e")[0].partition(".")[2])
    return full if abs(value) < _LARGE and needed <= decimals else rounded(value, decimals)


def is_exact(value: float, decimals: int = SHORT) -> bool:
    """Tell whether ``in_full`` loses no digit of a number.

    >>> is_exact(1.5), is_exact(0.1 + 0.2)
    (True, False)
    """
    return float(in_full(value, decimals)) == value


def as_given(value: float) -> str:
    """Return a number with six significant digits if those are all it has, else with all its digits.

    >>> as_given(1e6), as_given(1000.0000000001)
    ('1e+06', '1000.0000000001')
    """
    short = f"{value:g}"
    return short if float(short) == value else repr(float(value))


def with_power(number: str, power: str) -> str:
    r"""Return a written number with its ``e-09`` replaced by a power of ten; one without ``e`` stays as it is.

    Parameters
    ----------
    number
        As ``rounded`` or ``in_full`` return it.
    power
        A template for ``re.sub``: ``\1`` is the mantissa, ``\2`` the exponent.

    Examples
    --------
    >>> print(with_power("1.5e-09", r"\1 \\times 10^{\2}"))
    1.5 \times 10^{-9}
    """
    return re.sub(r"(.*)e\+?(-?)0*(\d+)", power.replace(r"\2", r"\2\3"), number)
