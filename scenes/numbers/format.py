"""How many decimals a number is printed with, and the number that a reader then sees.

``Language.number`` prints a number with a given number of decimals, with at most seven digits, and as m×10^e where it
is ``too_small`` or too large for that. These functions choose the decimals:

==========================================================  ===========================================
Number                                                      Function
==========================================================  ===========================================
one that somebody chose: a nudge, a rate, a tick            ``exact_decimals``
a computed one, with three digits, no trailing zeros         ``significant_decimals``
the same where it is live, even if it starts at 0           ``live_decimals``
a slope, which may be the same everywhere                    ``slope_decimals``
a column of numbers that differ in size                     ``decimals_for_smallest``, ``in_one_notation``
numbers in a row that are added up                          ``common_decimals``
factors or terms that must give the printed result          ``agreeing_decimals``
weights and biases before and after a step, and their move  ``step_decimals``
any quantity in a clip                                      ``clip_decimals``, which typesetters use
a live one, which may be an activation that is held          ``held_decimals``, which readouts use
the same among words                                         ``spoken_decimals``
==========================================================  ===========================================

The handout has further ones. ``as_printed`` returns the number that is read, to compute with it; ``agreement`` is the
sign that is then true. ``capped_decimals`` is the limit of seven digits, which ``Language.number`` applies itself.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from math import isclose, isfinite, isinf

from backprop_core.digits import scientific
from backprop_core.quantities import Change, Product, Quantity, Ratio, Symbol

_Combine = Callable[[Sequence[float]], float]

MINUS, INFINITY, ABOUT_ZERO = "\u2212", "∞", "≈0"

MILLION, _HUNDREDTH = 1e6, 1e-2
"""From a million on numbers are printed as powers of ten, and below a hundredth they may be."""

FIRING_DECIMALS = 2
"""The decimals of an activation that is held at a chosen value, or between two others."""

MOST_DIGITS = 7
"""The most digits of a number: the more there are before the point, the fewer after it."""

# The numbers of significant digits that are tried, and the most decimals: a number that needs more for the fewest
# digits is printed as m×10^e.
_DIGITS = range(3, 7)
_MOST_DECIMALS = 6

# The highest power of ten of which six decimals leave less than three digits.
_TINY = _DIGITS[0] - 2 - _MOST_DECIMALS

# The letters of what a network computes. In a clip, any other, such as η, stands for what somebody chose or counted.
_OF_NETWORK = "wbzaxyC"


def too_small(value: float | Decimal, decimals: int) -> bool:
    """Tell whether so many decimals leave nothing of a number, or a rounded digit of one below a ten-thousandth.

    >>> [too_small(value, 5) for value in (4e-6, 1.69e-5, 2e-5, 0.0)], too_small(0.0051, 2)
    ([True, True, False, False], False)
    """
    if not 0 < abs(value) < 1:
        return False
    size, places = abs(Decimal(str(value))), min(decimals, _MOST_DECIMALS)
    printed = round(size, places)
    return not printed or (printed != size and size.adjusted() <= -max(places, -_TINY))


def is_tiny(value: float) -> bool:
    """Tell whether there are not enough decimals for three digits of a number: it is printed as m×10^e.

    >>> is_tiny(1.69e-5), is_tiny(0.000169), is_tiny(0.0)
    (True, False, False)
    """
    return value != 0 and scientific(value, MOST_DIGITS - 1)[1] <= _TINY


def capped_decimals(value: float | Decimal, decimals: int) -> int:
    """Return ``decimals``, or fewer where the number would have more than seven digits.

    >>> capped_decimals(0.25, 6), capped_decimals(-999.99999, 6)
    (6, 3)
    """
    _, exponent = scientific(value, MOST_DIGITS - 1)
    return max(0, min(decimals, MOST_DIGITS - 1 - max(0, exponent)))


def exact_decimals(value: float, most: int = _MOST_DECIMALS) -> int:
    """Return the decimals that print a number as it was written, at most ``most``; infinity has none.

    >>> exact_decimals(0.01), exact_decimals(-0.125), exact_decimals(2.0)
    (2, 3, 0)
    """
    if not isfinite(value):
        return 0
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    return min(max(0, -int(exponent)), most)


def decimals_for_smallest(*values: float, digits: int = 3) -> int:
    """Return the decimals that print the smallest of ``values`` with so many significant digits.

    Zeros and infinities are ignored, and so are values so small that there are not as many decimals.

    >>> decimals_for_smallest(0.01, -0.00219), decimals_for_smallest(12.5), decimals_for_smallest(0.0)
    (5, 1, 0)
    """
    exponents = [scientific(value, MOST_DIGITS - 1)[1] for value in values if value and isfinite(value)]
    return max([0, *(wanted for each in exponents if (wanted := digits - 1 - each) <= _MOST_DECIMALS)])


def in_one_notation(column: Sequence[float], decimals: Sequence[int]) -> list[int]:
    """Return the decimals of numbers in a column: if one is m×10^e, and all are below a hundredth, none.

    >>> in_one_notation([0.000303, 3.37e-5], [6, 0]), in_one_notation([0.0303, 3.37e-5], [4, 0])
    ([0, 0], [4, 0])
    """
    powers = any(map(is_tiny, column)) and max(map(abs, column)) < _HUNDREDTH
    return [0] * len(column) if powers else list(decimals)


def significant_decimals(value: float, digits: int = 3, least: int = 0) -> int:
    """Return the decimals that print ``value`` with so many significant digits, without zeros at its end.

    There are at least ``least``, within the seven digits of a number. A value that is too small has none: it is
    printed as m×10^e, with three digits.

    >>> [significant_decimals(value) for value in (0.0080156, 0.01, 1.3e-5)], significant_decimals(1.5, least=3)
    ([5, 2, 0], 3)
    """
    if not value or is_tiny(value):
        return 0
    _, exponent = scientific(value, MOST_DIGITS - 1)
    wanted = min(digits - 1 - exponent, exact_decimals(value, _MOST_DECIMALS + digits))
    return max(0, wanted, min(least, MOST_DIGITS - 1 - exponent))


def live_decimals(value: float, least: int) -> int:
    """Return the decimals of a live number that begins with ``value``: at least ``least``, even from 0 on.

    >>> live_decimals(0.0, least=3), live_decimals(0.00168, least=3)
    (3, 5)
    """
    return max(least, significant_decimals(value))


def slope_decimals(values: Sequence[float], least: int) -> int:
    """Return the decimals of a slope that takes these values: none if it is always the same whole number.

    >>> slope_decimals([1.0, 1.0], least=3), slope_decimals([0.0, 1.0], least=3)
    (0, 3)
    """
    first, *others = values
    if float(first).is_integer() and all(each == first for each in others):
        return 0
    return live_decimals(first, least)


def common_decimals(values: Iterable[float], decimals: int) -> int:
    """Return the decimals of numbers that are added up: ``decimals``, or fewer where one has too many digits.

    Values so large that they are printed as m×10^e are ignored.

    >>> common_decimals([7.0, -13.940212, -6.940212], 6), common_decimals([0.2375, -5e7, -5e7], 3)
    (5, 3)
    """
    return min((capped_decimals(value, decimals) for value in values if abs(value) < MILLION), default=decimals)


def agreeing_decimals(
    parts: Sequence[float],
    result: float,
    combine: _Combine,
    decimals: int,
    least: int | Sequence[int] = 0,
    nearest: bool = False,
) -> tuple[list[int], str]:
    """Return the fewest decimals of each part with which ``combine`` of the printed parts is the printed result.

    Also return the sign to write before the result, as Typst mathematics: ``=``, or ``approx`` where no number of
    digits that is tried suffices. The decimals are then those of the fewest digits, or of the nearest value. If a
    part is infinite, the result is only what the parts tend to, as 0 · ∞ is no number: then it is ``arrow.r``.

    Parameters
    ----------
    parts, result
        The values; ``combine`` computes the result from the parts.
    decimals
        The decimals of the result.
    least
        The least decimals of all parts, or of each of them.
    nearest
        Whether to come as near to the result as possible: where terms nearly cancel, the fewest digits leave nothing.

    >>> from math import prod
    >>> agreeing_decimals([0.801561, 0.247172, -1.106343], -0.219193, prod, decimals=3, least=3)
    ([3, 3, 3], '=')
    """
    floors = [least] * len(parts) if isinstance(least, int) else least
    tried = [
        [significant_decimals(part, digits, floor) for part, floor in zip(parts, floors, strict=True)]
        for digits in _DIGITS
    ]
    signs = [agreement(parts, result, combine, [*each, decimals]) for each in tried]
    if nearest and "=" not in signs:
        best = min(range(len(tried)), key=lambda n: abs(_of_printed(parts, combine, tried[n]) - result))
    else:
        best = signs.index("=") if "=" in signs else 0
    return tried[best], signs[best]


def agreement(parts: Sequence[float], result: float, combine: _Combine, places: Sequence[int]) -> str:
    """Return the sign between parts and a result that are printed with these decimals, the result's last.

    It is ``=``, ``approx`` or ``arrow.r``, as ``agreeing_decimals`` has it.

    >>> from math import prod
    >>> agreement([0.5, 0.25], 0.125, prod, [1, 2, 3]), agreement([0.26, 0.26], 0.0676, prod, [1, 1, 3])
    ('=', 'approx')
    """
    *decimals, whole = places
    if as_printed(_of_printed(parts, combine, decimals), whole) == as_printed(result, whole):
        return "="
    return "arrow.r" if any(map(isinf, parts)) else "approx"


def _of_printed(parts: Sequence[float], combine: _Combine, decimals: Sequence[int]) -> float:
    return combine([as_printed(part, n) for part, n in zip(parts, decimals, strict=True)])


def step_decimals(steps: Iterable[Sequence[Quantity]], least: int) -> int:
    """Return the decimals of parameters before a step, of their moves and of the parameters after it.

    Each parameter before is printed as it was written, and the largest move with two digits.

    >>> w, dw = Symbol("w"), Symbol("Δw")
    >>> step_decimals([(Quantity(w, 0.5), Quantity(dw, -0.00123), Quantity(w, 0.49877))], least=3)
    4
    """
    befores, moves = zip(*((before.value, move.value) for before, move, *_ in steps), strict=True)
    _, exponent = scientific(max(moves, key=abs), MOST_DIGITS - 1)
    visible = 1 - exponent if exponent >= -_MOST_DECIMALS else 0
    return min(max(least, *map(exact_decimals, befores), visible), _MOST_DECIMALS)


def clip_decimals(quantity: Quantity, decimals: int) -> int:
    """Return the decimals of a quantity in a clip, where a plain value has ``decimals``.

    A nudge, and any number that no network computes, is printed as it was written; a change, a ratio or a product has
    three digits at least, or is a power of ten.
    """
    match quantity.symbol:
        case Change() if quantity.symbol in [cause.symbol for cause in quantity.given]:
            return exact_decimals(quantity.value)
        case Change() | Ratio() | Product() if quantity.value == 0 or is_tiny(quantity.value):
            return 0
        case Change() | Ratio() | Product():
            return max(decimals, decimals_for_smallest(quantity.value))
        case Symbol(letter=letter) if letter not in _OF_NETWORK:
            return exact_decimals(quantity.value)
        case _:
            return decimals


def held_decimals(quantity: Quantity, decimals: int) -> int:
    """Return the decimals of a live number: ``decimals``, or fewer if it is that of an activation that is held.

    >>> from backprop_core.quantities import activation
    >>> held = Quantity(activation(2), 0.1)
    >>> held_decimals(held, 5), held_decimals(Quantity(held.symbol, 0.1, (held,)), 5)
    (5, 2)
    """
    held = [each.value for each in quantity.given if isinstance(each.symbol, Symbol) and each.symbol.letter == "a"]
    near = [exact_decimals(value) for value in held if isclose(value, quantity.value, abs_tol=1e-12)]
    return min(decimals, max(FIRING_DECIMALS, *near)) if near else decimals


def spoken_decimals(quantity: Quantity, decimals: int) -> int:
    """Return the decimals of a quantity in a sentence: as in a clip, but an exact number has no zeros at its end.

    It is exact if all its digits but the last few, which rounding errors may change, are printed.

    >>> [spoken_decimals(Quantity(Symbol("a"), value), 3) for value in (1.0, 0.1 + 0.2, 0.4001)]
    [0, 1, 3]
    """
    return min(clip_decimals(quantity, decimals), exact_decimals(float(f"{quantity.value:.12g}")))


def as_printed(value: float, decimals: int) -> float:
    """Return the number that is read where ``value`` is printed with so many decimals.

    >>> as_printed(0.12345, 3), as_printed(1.2345e-5, 3), as_printed(1234567.0, 3), as_printed(1.05125, 4)
    (0.123, 1.23e-05, 1230000.0, 1.0512)
    """
    written = Decimal(str(value))
    if abs(value) < MILLION and not too_small(value, decimals):
        return float(round(written, capped_decimals(value, decimals)))
    return float(f"{written:.2e}")
