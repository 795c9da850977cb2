"""The catalogues of a language: the translations of the sentences in the source."""

from functools import cache

from babel.messages.pofile import read_po

from scenes.locale.languages import HOME

CATALOGUES = "LC_MESSAGES"
"""The folder of a language's catalogues, one for the kit and one for each chapter."""


@cache
def translations(code: str) -> dict[str, str]:
    """Return the translations of all catalogues of a language, by the English text.

    >>> translations("fr")["The bias"]
    'Le biais'
    """
    found: dict[str, str] = {}
    for catalogue in sorted((HOME / code / CATALOGUES).glob("*.po")):
        with catalogue.open("rb") as source:
            found |= {str(each.id): str(each.string) for each in read_po(source) if each.id and each.string}
    return found
