"""Which languages there are, and what their folders say of them."""

from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from backprop_core.validation import did_you_mean

HOME = Path(__file__).parent
"""Where the folders of the languages are."""

SETTINGS = "language.toml"
"""The file of a language's folder that makes it one."""

SPEECH = "speech.toml"
"""The file of a language's folder that says how it is read aloud."""

SOURCE_LANGUAGE = "en"
"""The language of the sentences in the source, which has no catalogues."""


class LanguageSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The contents of ``language.toml``.

    Parameters
    ----------
    name
        What its speakers call it.
    iso_639_2
        Its three-letter code, which video files require.
    locale
        The locale of the CLDR by whose rules numbers are written.
    ready
        Whether the lecture has the language; one that is not ready is still being translated.
    typography
        Patterns of what must not stand in a sentence, by what is to stand there instead.
    """

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    iso_639_2: Annotated[str, Meta(pattern="^[a-z]{3}$")]
    locale: Annotated[str, Meta(min_length=2)]
    ready: bool
    typography: dict[str, str] = {}


@cache
def settings(code: str) -> LanguageSettings:
    """Return what the folder of a language says of it.

    Raises
    ------
    msgspec.DecodeError
        If its file is not as it must be.

    >>> settings("fr").name, settings("fr").iso_639_2
    ('Français', 'fra')
    """
    return msgspec.toml.decode((HOME / code / SETTINGS).read_bytes(), type=LanguageSettings)


@cache
def folders() -> tuple[str, ...]:
    """Return the codes of all languages that have a folder."""
    return tuple(sorted(path.parent.name for path in HOME.glob(f"*/{SETTINGS}")))


@cache
def all_languages() -> tuple[str, ...]:
    """Return the codes of the lecture's languages, which are ready: the values of ``lesson.language``."""
    return tuple(filter(_is_ready, folders()))


def expected_language(code: str) -> str:
    """Return what to say of a code that is not one of ``all_languages``.

    >>> expected_language("EN")
    "expected a language (en, ...), got 'EN' (did you mean 'en'?)"
    """
    known = ", ".join(all_languages())
    if code in folders():
        return f"expected a language ({known}), got {code!r}, which is not ready: backprop language check {code}"
    return f"expected a language ({known}), got {code!r}{did_you_mean(code, all_languages())}"


def _is_ready(code: str) -> bool:
    try:
        return settings(code).ready
    except msgspec.DecodeError:
        return False  # backprop language check says why
