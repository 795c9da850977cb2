"""Makes the folder of a new language, to be filled in."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import click
from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from babel.numbers import get_decimal_symbol

from scenes.locale.catalogues import CATALOGUES
from scenes.locale.languages import HOME, SETTINGS, SOURCE_LANGUAGE, SPEECH
from scenes.studio.translate.sentences import seen_from_here, sentences

_SETTINGS = """\
# What the lecture knows of the language besides its sentences, which are in {catalogues}.

name = "{name}"  # what its speakers call it
iso_639_2 = ""  # its three-letter code, which video files require, such as "eng"
locale = "{code}"  # the locale of the CLDR by whose rules numbers are written
ready = false  # whether the lecture has it: true when backprop language check finds nothing more

[typography]  # what must not stand in a sentence, as regular expressions, by what is to stand there
"single spaces between words" = ' {{2}}|^ | $'
"… for three dots" = '\\.\\.\\.'
"{mark} before decimals" = '{other}'
"""

_PROJECT = "backprop-calculus"

# The width of a catalogue's lines.
_WIDTH = 100


def new_language(code: str, home: Path = HOME) -> Path:
    """Make the folder of a language, with its settings and catalogues to be filled in, and return it.

    Raises
    ------
    UsageError
        If there is no such language, or it has a folder already; then nothing is changed.
    """
    folder = home / code
    if not re.fullmatch("[a-z]{2,3}", code):
        raise click.UsageError(f"expected the two-letter code of a language, such as it, got {code!r}")
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        raise click.UsageError(f"expected a language that the CLDR knows, got {code!r}") from None
    if folder.exists():
        raise click.UsageError(
            f"{seen_from_here(folder)}: expected a language without a folder, got one that has it already"
        )
    made = Path(mkdtemp(prefix=f".{code}-", dir=home))
    try:
        (made / SETTINGS).write_text(_settings(code, locale), "utf-8")
        (made / SPEECH).write_text(_speech(code, locale), "utf-8")
        (made / CATALOGUES).mkdir()
        for name, catalogue in _catalogues(locale):
            with (made / CATALOGUES / f"{name}.po").open("wb") as file:
                write_po(file, catalogue, width=_WIDTH)
        made.chmod(0o755)
        made.rename(folder)
    except BaseException:
        rmtree(made)
        raise
    return folder


def _settings(code: str, locale: Locale) -> str:
    mark = get_decimal_symbol(locale)
    other = r"\d\.\d" if mark == "," else r"\d,\d"
    name = str(locale.get_display_name()).capitalize()
    return _SETTINGS.format(catalogues=CATALOGUES, name=name, code=code, mark=mark, other=other)


def _speech(code: str, locale: Locale) -> str:
    """Return the English way to read aloud without its words; letters that are words are each language's own."""
    english, *_ = (HOME / SOURCE_LANGUAGE / SPEECH).read_text("utf-8").split("\n[letters")
    lines = [line for line in english.splitlines() if not line.startswith("piper")]
    head = f"# How {locale.english_name} is read aloud, by a voice that is not the lecturer's."
    emptied = [re.sub('^((?!decimals).*?) = ".*?"', r'\1 = ""', line) for line in lines[1:]]
    return "\n".join([head, *emptied]).replace('espeak = ""', f'espeak = "{code}"').rstrip() + "\n"


def _catalogues(locale: Locale) -> Iterator[tuple[str, Catalog]]:
    """Yield empty catalogues with all sentences, by their names."""
    for name in sorted({each.catalogue for each in sentences().values()}):
        catalogue = Catalog(
            locale,
            project=_PROJECT,
            version=version(_PROJECT),
            msgid_bugs_address="the issue tracker",
            last_translator="",
            language_team=locale.english_name,
            fuzzy=False,
            header_comment=f"# {locale.english_name} sentences of {_PROJECT}.",
        )
        for each in sentences().values():
            if each.catalogue == name:
                flags = ["python-brace-format"] if "{" in each.english else []
                catalogue.add(each.english, locations=each.places, auto_comments=each.notes, flags=flags)
        yield name, catalogue
