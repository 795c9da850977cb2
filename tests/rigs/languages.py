"""The languages that tests are about: two that tell what holds for any, and the further ones of the long run."""

import pytest

from scenes.locale.languages import all_languages

PAIR = ("en", "fr")
"""Two languages, with another decimal mark, of which two clips are rendered."""

FURTHER = tuple(code for code in all_languages() if code not in PAIR)

EACH = [*PAIR, *(pytest.param(code, marks=pytest.mark.long) for code in FURTHER)]
"""The values of a parameter: all languages, the further ones in the long run only."""
