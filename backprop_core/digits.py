"""The scientific notation of a number: m×10^e, where m has one digit before the point."""

from decimal import Decimal


def scientific(value: float, decimals: int) -> tuple[Decimal, int]:
    """Return m, with so many decimals, and e; zero is 0×10^0.

    The number is taken as it is written, in decimal, and rounded half to even, so 1 ≤ abs(m) < 10 for any but zero.

    Examples
    --------
    >>> scientific(-0.21949, 2), scientific(5e-324, 2), scientific(9.995e-07, 2)
    ((Decimal('-2.19'), -1), (Decimal('5.00'), -324), (Decimal('1.00'), -6))
    """
    if not value:
        return Decimal(), 0
    mantissa, _, exponent = f"{Decimal(str(value)):.{decimals}e}".partition("e")
    return Decimal(mantissa), int(exponent)
