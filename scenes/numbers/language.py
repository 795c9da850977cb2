"""Words and numbers in the lesson's language.

The English text in the source is the key; ``scenes/locale/<language>/LC_MESSAGES`` holds the others,
one catalogue for the kit and one for each chapter.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from backprop_core.digits import scientific
from backprop_core.lesson.languages import LANGUAGE_NAMES
from scenes.numbers.format import MILLION, MINUS, capped_decimals

LANGUAGES = tuple(LANGUAGE_NAMES)

# The least exponent of numbers that are never printed as powers of ten.
_HUNDREDTH = -2


def N_(text: str) -> str:
    """Mark ``text`` as a sentence to be translated, where it stands; it is returned unchanged."""
    return text


@dataclass(frozen=True)
class Language:
    """One of the lecture's languages, by its code: ``en`` or ``fr``."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in LANGUAGES:
            raise ValueError(f"language: expected one of {', '.join(LANGUAGES)}, got {self.code!r}")

    @property
    def own_name(self) -> str:
        """What its speakers call it."""
        return LANGUAGE_NAMES[self.code].own

    @property
    def iso_639_2(self) -> str:
        """Its three-letter code, which video files require."""
        return LANGUAGE_NAMES[self.code].iso_639_2

    def text(self, english: str) -> str:
        """Return the sentence in this language.

        Raises
        ------
        KeyError
            The catalogue has no translation of it: a fault of the project, held by a test.

        >>> Language("en").text("chain rule")
        'chain rule'
        """
        if self.code == "en":
            return english
        try:
            return _catalogue(self.code)[english]
        except KeyError:
            raise KeyError(f"no {self.code} translation of {english!r}") from None

    def number(self, value: float, decimals: int, *, signed: bool = False) -> str:
        """Return a number as it is printed, rounded half to even in decimal.

        A number that would lose its digits (``0.000`` though it is not zero) has three of them; if it is less than a
        hundredth, or no less than a million, it is printed as ``m×10^e``. One of more than seven digits loses the
        last; zero has no sign.

        >>> Language("fr").number(-0.21875, 3), Language("en").number(0.01, 3, signed=True)
        ('−0,219', '+0.010')
        >>> Language("en").number(-3.14e-9, 3), Language("en").number(1234.56789, 5), Language("en").number(0.2375, 0)
        ('−3.14×10^−9', '1234.568', '0.238')
        """
        sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
        size = abs(value)
        decimals = capped_decimals(size, decimals)
        if not size or (size < MILLION and round(Decimal(str(size)), decimals)):
            return sign + self._plain(size, decimals)
        mantissa, exponent = scientific(size, 2)
        if _HUNDREDTH <= exponent < 0:
            return sign + self._plain(size, 2 - exponent)
        return f"{sign}{self._plain(mantissa, 2)}×10^{str(exponent).replace('-', MINUS)}"

    def _plain(self, size: Decimal | float, decimals: int) -> str:
        return format_decimal(size, format="0." + "0" * decimals if decimals else "0", locale=self.code)


@cache
def _catalogue(code: str) -> dict[str, str]:
    """Return the translations of all domains: the kit's and each chapter's."""
    folder = files("scenes") / "locale" / code / "LC_MESSAGES"
    translations: dict[str, str] = {}
    for domain in sorted(folder.iterdir(), key=lambda file: file.name):
        with domain.open("rb") as source:
            translations |= {str(m.id): str(m.string) for m in read_po(source, locale=code) if m.id and m.string}
    return translations
