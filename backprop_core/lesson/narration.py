"""The lecturer's own sentences, which are said in beats instead of the project's."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Any, NoReturn

from backprop_core import validation
from backprop_core.lesson.schema import describe, shown_key
from backprop_core.lesson.toml import Document, LessonError

LONGEST = 400
"""The most characters of a sentence: half a minute of reading, in which one picture stands."""

_TEXT = f"1 to {LONGEST} printable characters"

_BRACES = "each { with its }, around the name of a number, and a brace that is shown written twice"


@dataclass(frozen=True, slots=True)
class OwnSentence:
    """What is said in one beat.

    Parameters
    ----------
    clip, beat
        The names of the clip and its beat. The core does not know which there are.
    language
        The language's code, of which the core does not know which there are either; None if it is said in all.
    text
        The sentence on one line, with ``{names}`` in place of the lesson's numbers.
    """

    clip: str
    beat: str
    language: str | None
    text: str

    @property
    def place(self) -> str:
        """Where it stands in the lesson's file."""
        languages = [] if self.language is None else [self.language]
        return _place("narration", self.clip, self.beat, *languages)


def own_sentences(narration: Document) -> tuple[OwnSentence, ...]:
    """Return the sentences of ``[narration]``, in all languages.

    Raises
    ------
    LessonError
        Naming the first that is none.

    Examples
    --------
    >>> [each.place for each in own_sentences({"Recap": {"end": {"en": "That is all.", "fr": "C’est tout."}}})]
    ['narration.Recap.end.en', 'narration.Recap.end.fr']
    """
    return tuple(_sentences(narration))


def said_instead(sentences: Iterable[OwnSentence], clip: str, language: str) -> dict[str, str]:
    """Return those of the sentences that are said in a clip in a language, by the beat's name.

    >>> said_instead(own_sentences({"Recap": {"end": "Ω"}, "Opening": {"title": "Α"}}), "Recap", "fr")
    {'end': 'Ω'}
    """
    return {each.beat: each.text for each in sentences if each.clip == clip and each.language in (None, language)}


def own_words(document: Document, clip: str) -> dict[str, str]:
    """Return the sentences that a complete document has for a clip in its language, by the beat's name.

    >>> own_words({"lesson": {"language": "fr"}, "narration": {"Recap": {"end": {"fr": "C’est tout."}}}}, "Recap")
    {'end': 'C’est tout.'}
    """
    return said_instead(own_sentences(document["narration"]), clip, document["lesson"]["language"])


def names_in(text: str) -> list[str]:
    """Return the names in the braces of a sentence.

    >>> names_in("Of {{a, b}} and {dC}")
    ['dC']
    """
    return [name for _, name, *_ in Formatter().parse(text) if name]


def _sentences(narration: Document) -> Iterator[OwnSentence]:
    for clip, beats in narration.items():
        if not isinstance(beats, dict):
            _refuse([clip], "a table with a sentence for each beat", beats)
        for beat, given in beats.items():
            if not isinstance(given, dict | str):
                _refuse([clip, beat], f"{_TEXT}, or a table with them for each language", given)
            if isinstance(given, str):
                yield OwnSentence(clip, beat, None, _checked(given, [clip, beat]))
                continue
            for language, text in given.items():
                yield OwnSentence(clip, beat, language, _checked(text, [clip, beat, language]))


def _checked(text: Any, place: list[str]) -> str:
    """Return a text that can be read on one line, its spaces and line breaks made one space each."""
    if not isinstance(text, str):
        _refuse(place, _TEXT, text)
    line = re.sub(r"[ \n]+", " ", text).strip(" ")
    if not 0 < len(line) <= LONGEST or line.isspace() or validation.printable(line) != line:
        _refuse(place, _TEXT, text)
    if not _has_whole_braces(line):
        _refuse(place, _BRACES, text)
    return line


def _has_whole_braces(text: str) -> bool:
    """Tell whether there are only names in single braces."""
    try:
        fields = [field for _, *field in Formatter().parse(text) if field[0] is not None]
    except ValueError:
        return False
    return all(str(name).isidentifier() and not layout and not conversion for name, layout, conversion in fields)


def _refuse(place: list[str], expected: str, got: Any) -> NoReturn:
    raise LessonError(f"{_place('narration', *place)}: expected {expected}, got {describe(got)}")


def _place(*keys: str) -> str:
    return ".".join(map(shown_key, keys))
