"""Collects the sentences of the lecture from its source, for translators."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from inspect import getsourcelines
from pathlib import Path

from babel.messages.extract import extract

from backprop_core.validation import shown
from scenes.kit.flow.catalogue import catalogue
from scenes.locale.languages import HOME

_SCENES = HOME.parent

# The catalogues of the parts that are no chapter; that of a chapter has its name, and has its figures too.
_CATALOGUES = {"numbers": "kit", "studio": "player"}


@dataclass
class SourceSentence:
    """A sentence, or any other text that viewers read.

    Parameters
    ----------
    english
        The text in the source.
    catalogue
        The name of the catalogue for it, without suffix.
    places
        The modules where it stands, from the folder of ``scenes`` on, with the line.
    notes
        Where it is said or shown, for translators.
    spoken
        Whether it is narration, which is shown as captions.
    """

    english: str
    catalogue: str
    places: list[tuple[str, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    spoken: bool = False


@cache
def sentences() -> dict[str, SourceSentence]:
    """Return all sentences of the source by their English text, in the order of modules and lines."""
    found: dict[str, SourceSentence] = {}
    for path, line, english in (*_marked(), *_docstrings()):
        sentence = found.setdefault(english, SourceSentence(english, _catalogue(path)))
        sentence.places.append((f"{_SCENES.name}/{path.as_posix()}", line))
    for entry in catalogue().values():
        found[entry.chapter.title].notes.append(f"Title of chapter {entry.chapter.number}.")
        found[entry.clip.headline].notes.append(f"Headline of {entry.name}.")
        found[str(entry.clip.__doc__)].notes.append(f"What {entry.name} is about.")
        for beat in entry.clip.beats():
            for where, english in {"": beat.narration, **beat.variants}.items():
                found[english].notes.append(f"Said in {entry.name}/{beat.name}{where and f', if {where}'}.")
                found[english].spoken = True
    for sentence in found.values():
        sentence.notes = list(dict.fromkeys(sentence.notes))
    return found


def seen_from_here(path: Path) -> str:
    """Return a path as messages show it: from the working folder on, if it is there."""
    here = Path.cwd()
    return shown(path.relative_to(here) if path.is_relative_to(here) else path)


def _marked() -> Iterator[tuple[Path, int, str]]:
    """Yield the texts in ``N_``, with module and line."""
    for path in sorted(_SCENES.rglob("*.py")):
        if b"N_(" in path.read_bytes():
            with path.open("rb") as source:
                for line, text, *_ in extract("python", source, keywords={"N_": None}):
                    yield path.relative_to(_SCENES), line, str(text)


def _docstrings() -> Iterator[tuple[Path, int, str]]:
    """Yield the docstrings of clips, which viewers read, with module and line."""
    for entry in catalogue().values():
        path = Path(*entry.clip.__module__.split(".")[1:]).with_suffix(".py")
        yield path, getsourcelines(entry.clip)[1] + 1, str(entry.clip.__doc__)


def _catalogue(path: Path) -> str:
    """Return the name of the catalogue for the sentences of a module.

    >>> _catalogue(Path("figures/nudges/lens.py")), _catalogue(Path("nudges.py")), _catalogue(Path("kit/clip.py"))
    ('nudges', 'nudges', 'kit')
    """
    part, *rest = path.with_suffix("").parts
    return rest[0] if part == "figures" else _CATALOGUES.get(part, part)
