"""Says what is left to do in the folder of a language, a line for each thing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import msgspec
from babel import Locale, UnknownLocaleError
from babel.messages.pofile import read_po

import backprop_core as bp
from backprop_core.lesson.toml import parse_toml
from scenes.kit.flow.captions import LINE_LENGTH, LINES, split
from scenes.locale.catalogues import CATALOGUES
from scenes.locale.languages import HOME, SETTINGS, SOURCE_LANGUAGE, SPEECH, LanguageSettings
from scenes.studio.translate.sentences import seen_from_here, sentences
from scenes.studio.voice.read_aloud import Spoken, spoken

# What stands for a number in a caption.
_NUMBER = "0.219"

# A line of a catalogue: a comment, a text in quotes, or nothing. Babel would read any other one somehow.
_LINE = r'\s*|#.*|(msg(id|str) )?"(\\.|[^"\\])*"'

# What an entry of a language's settings must be.
_EXPECTED = {
    "name": "what its speakers call it",
    "iso_639_2": "three small letters",
    "locale": "a locale of the CLDR",
    "ready": "true or false",
    "typography": "a table of regular expressions",
}

# The letters from which on a translation is none if it is the English text: names and symbols are shorter.
_SHORT = 12

# The most letters of a sentence that a line of the report has.
_EXCERPT = 60


@dataclass(frozen=True)
class Translation:
    """A text in a language: where it stands, as ``file:line``, its English text, and itself."""

    place: str
    english: str
    text: str


def findings(code: str, home: Path = HOME) -> list[str]:
    """Return what is left to do in the folder of a language, each with its file and line."""
    folder = home / code
    settings, wrong = _settings(folder / SETTINGS)
    wrong += _speech(folder / SPEECH)
    if code == SOURCE_LANGUAGE:
        texts = [Translation(_source(each), each, each) for each in sentences()]
    else:
        texts, misread = _translations(folder / CATALOGUES)
        wrong += misread
        missing = [each for each in sentences() if each not in {text.english for text in texts}]
        wrong += [f"{_source(each)}: in no catalogue yet: {_excerpt(each)}" for each in missing if not misread]
        untouched = [each for each in texts if each.text == each.english and len(each.text) >= _SHORT]
        wrong += [f"{each.place}: still English: {_excerpt(each.text)}" for each in untouched]
    typography = settings.typography if settings else {}
    for each in texts:
        found = _faults(each, typography) if each.text else ["not translated yet"]
        wrong += [f"{each.place}: {fault}: {_excerpt(each.text or each.english)}" for fault in found]
    return wrong


def _settings(path: Path) -> tuple[LanguageSettings | None, list[str]]:
    """Return the settings of a language, and what is wrong with them."""
    where = seen_from_here(path)
    try:
        data = path.read_bytes()
        found = msgspec.convert(parse_toml(data), LanguageSettings)
    except (OSError, bp.LessonError, msgspec.ValidationError) as error:
        key = re.search(r"\$\.(\w+)", str(error))
        if key is None:
            return None, [f"{where}: {error}"]
        return None, [f"{where}{_line_of(path, key[1])}: {key[1]}: expected {_EXPECTED[key[1]]}"]
    wrong: list[str] = []
    try:
        Locale.parse(found.locale)
    except (UnknownLocaleError, ValueError):
        wrong.append(f"{where}{_line_of(path, 'locale')}: expected a locale of the CLDR, got {found.locale!r}")
    for words, pattern in found.typography.items():
        try:
            re.compile(pattern)
        except re.error as error:
            wrong.append(f"{where}{_line_of(path, words)}: expected a regular expression: {error}")
    return (None if wrong else found), wrong


def _speech(path: Path) -> list[str]:
    """Return what is left to say of how a language is read aloud."""
    where = seen_from_here(path)
    try:
        found = msgspec.convert(parse_toml(path.read_bytes()), Spoken)
    except (OSError, bp.LessonError, msgspec.ValidationError) as error:
        return [f"{where}: {error}"]
    words = {"espeak": found.espeak, "minus": found.minus, "plus": found.plus, "point": found.point}
    words |= {"power": found.power} | {each: found.symbols.get(each, "") for each in spoken(SOURCE_LANGUAGE).symbols}
    return [
        f"{where}{_line_of(path, key)}: {key}: expected what is said for it"
        for key, said in words.items()
        if not said
    ]


def _translations(folder: Path) -> tuple[list[Translation], list[str]]:
    """Return what is in the catalogues of a folder, and what in them cannot be used."""
    found: dict[str, Translation] = {}
    wrong: list[str] = []
    for path in sorted(folder.glob("*.po")):
        if misread := _misread_line(path):
            wrong.append(misread)
            continue
        with path.open("rb") as source:
            catalogue = read_po(source)
        for message in catalogue:
            if not message.id:
                continue
            english, place = str(message.id), f"{seen_from_here(path)}:{message.lineno}"
            if english not in sentences():
                wrong.append(f"{place}: no sentence of the lecture: {_excerpt(english)}")
            elif english in found:
                wrong.append(f"{place}: it is in {found[english].place} too: {_excerpt(english)}")
            else:
                found[english] = Translation(place, english, "" if message.fuzzy else str(message.string))
    return list(found.values()), wrong


def _misread_line(path: Path) -> str:
    """Return what is wrong with the first line of a catalogue that cannot be read; nothing if all can be."""
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            if not re.fullmatch(_LINE, line.decode()):
                return f"{seen_from_here(path)}:{number}: expected msgid or msgstr, and a text in quotes"
        except UnicodeDecodeError as error:
            return f"{seen_from_here(path)}:{number}: expected UTF-8 text, got byte 0x{line[error.start]:02x}"
    return ""


def _faults(given: Translation, typography: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with a translation."""
    try:
        named, wanted = _names(given.text), _names(given.english)
    except ValueError:
        yield "a { without its }, or the other way round"
        return
    yield from (f"{{{name}}} is missing" for name in sorted(wanted - named))
    yield from (f"{{{name}}} is not in the English sentence" for name in sorted(named - wanted))
    plain = re.sub(r"\{\w+\}", "0", given.text)
    yield from (f"expected {words}" for words, pattern in typography.items() if re.search(pattern, plain))
    if sentences()[given.english].spoken:
        yield from _caption_faults(re.sub(r"\{\w+\}", _NUMBER, given.text))


def _caption_faults(narration: str) -> Iterator[str]:
    """Yield what is wrong with the captions of a narration."""
    try:
        texts = split(narration)
    except ValueError:
        yield f"a word longer than {LINE_LENGTH} characters"
        return
    for text in texts[:-1]:
        if not re.search(r"[.:;,?!…]\W*$", text):
            part = _excerpt(text.replace("\n", " "))
            yield f"longer than {LINES} × {LINE_LENGTH} characters without a mark to pause at, after {part}"


def _names(text: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(text) if name is not None}


def _source(english: str) -> str:
    """Return where a sentence stands in the source."""
    path, line = sentences()[english].places[0]
    return f"{path}:{line}"


def _line_of(path: Path, key: str) -> str:
    """Return the line of an entry of a TOML file, after a colon; nothing if it has none."""
    lines = path.read_text("utf-8").splitlines()
    return next((f":{n}" for n, line in enumerate(lines, 1) if re.match(rf'"?{re.escape(key)}"?\s*=', line)), "")


def _excerpt(text: str) -> str:
    return f"“{text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + '…'}”"
