"""A language of the lecture: translations of its sentences, and numbers as it writes them."""

from dataclasses import dataclass
from decimal import Decimal
from math import inf

from babel.numbers import format_decimal, get_decimal_symbol

from backprop_core.digits import scientific
from scenes.locale.catalogues import translations
from scenes.locale.languages import SOURCE_LANGUAGE, all_languages, expected_language, settings
from scenes.numbers.format import INFINITY, MILLION, MINUS, capped_decimals, too_small

# Numbers below 10 to this power may be printed as powers of ten.
_HUNDREDTH = -2

_SUPERSCRIPTS = str.maketrans(f"0123456789{MINUS}", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def N_(text: str) -> str:
    """Return ``text`` unchanged; marks it as a sentence to translate."""
    return text


@dataclass(frozen=True)
class Language:
    """A language of the lecture, by its code: one of ``all_languages``."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in all_languages():
            raise ValueError(expected_language(self.code))

    @property
    def own_name(self) -> str:
        """What its speakers call it."""
        return settings(self.code).name

    @property
    def iso_639_2(self) -> str:
        """Its three-letter code, which video files require."""
        return settings(self.code).iso_639_2

    @property
    def decimal_mark(self) -> str:
        """What stands before the decimals of a number.

        >>> Language("en").decimal_mark, Language("fr").decimal_mark
        ('.', ',')
        """
        return get_decimal_symbol(settings(self.code).locale)

    def text(self, english: str) -> str:
        """Return the translation of a sentence.

        Raises
        ------
        KeyError
            If the catalogue does not have it; a test makes sure that it does.

        >>> Language("en").text("chain rule")
        'chain rule'
        """
        if self.code == SOURCE_LANGUAGE:
            return english
        try:
            return translations(self.code)[english]
        except KeyError:
            raise KeyError(f"no {self.code} translation of {english!r}") from None

    def number(self, value: float | Decimal, decimals: int, *, signed: bool = False) -> str:
        """Return a number as it is printed, rounded half to even in decimal; zero has no sign.

        A number with more than seven digits is printed with fewer decimals. One that would be rounded to zero, or
        below a ten-thousandth to a single digit, is printed with three: as ``m×10^e`` below a hundredth. So is a
        number from a million on, unless it is infinite; a decimal may be too large for a float.

        >>> Language("fr").number(-0.21875, 3), Language("en").number(0.01, 3, signed=True)
        ('−0,219', '+0.010')
        >>> Language("en").number(-3.14e-9, 3), Language("en").number(1234.56789, 5), Language("en").number(0.2375, 0)
        ('−3.14×10^−9', '1234.568', '0.238')
        >>> Language("en").number(Decimal("5.0783e347"), 0)
        '5.08×10^347'
        """
        sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
        size = abs(value)
        if size == inf:
            return sign + INFINITY
        decimals = capped_decimals(size, decimals)
        if size < MILLION and not too_small(size, decimals):
            return sign + self._plain(size, decimals)
        mantissa, exponent = scientific(size, 2)
        if _HUNDREDTH <= exponent < 0:
            return sign + self._plain(size, 2 - exponent)
        return f"{sign}{self._plain(mantissa, 2)}×10^{str(exponent).replace('-', MINUS)}"

    def _plain(self, size: Decimal | float, decimals: int) -> str:
        """Return a positive number with its decimals, not as a power of ten."""
        pattern = "0." + "0" * decimals if decimals else "0"
        return format_decimal(size, format=pattern, locale=settings(self.code).locale)


def with_superscripts(number: str) -> str:
    """Return a printed number as it is written among words: its exponent as superscript characters.

    >>> with_superscripts("1.50×10^−12")
    '1.50×10⁻¹²'
    """
    mantissa, power, exponent = number.partition("^")
    return mantissa + exponent.translate(_SUPERSCRIPTS) if power else number
