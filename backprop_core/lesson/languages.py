"""The lecture's languages: the code, the own name and the ISO 639-2 code of each.

To add a language, add a line to the table and a folder of translations to ``scenes/locale``.
"""

from collections.abc import Mapping
from typing import NamedTuple


class LanguageNames(NamedTuple):
    """The names of a language.

    Parameters
    ----------
    own
        What its speakers call it.
    iso_639_2
        Its three-letter code, which video files require.
    """

    own: str
    iso_639_2: str


LANGUAGE_NAMES: Mapping[str, LanguageNames] = {
    "en": LanguageNames("English", "eng"),
    "fr": LanguageNames("Français", "fra"),
}
"""Each language by its two-letter code, the value of ``lesson.language``."""
