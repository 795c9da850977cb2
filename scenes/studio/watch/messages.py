"""What the processes of ``backprop watch`` tell each other: orders go down to those that draw, news come up."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Wanted:
    """What is kept up to date: the options of the command.

    Parameters
    ----------
    lesson
        The lesson's file; None for the default lesson.
    clips
        The names of the clips; none for all of the lecture.
    languages
        The codes of the languages; none for the lesson's.
    theme
        The theme; None for the lesson's.
    quality
        One of ``job.QUALITIES``.
    jobs
        How many clips are drawn at a time.
    out
        The lecture's folder.
    """

    lesson: Path | None
    clips: tuple[str, ...]
    languages: tuple[str, ...]
    theme: str | None
    quality: str
    jobs: int
    out: Path


@dataclass(frozen=True)
class Place:
    """The beat that a page shows. Its clip may be gone meanwhile, and its beat too."""

    language: str
    clip: str
    beat: str


@dataclass(frozen=True)
class Order:
    """An order: bring all up to date, the clip at a place first; ``code`` is whether the code has changed too."""

    place: Place
    code: bool


@dataclass(frozen=True)
class Begun:
    """News: so many clips are going to be rendered."""

    clips: int


@dataclass(frozen=True)
class Rendered:
    """News: a clip was rendered; ``label`` is its language and file name."""

    label: str
    language: str
    clip: str


@dataclass(frozen=True)
class Still:
    """News: the last picture of a beat, as PNG."""

    place: Place
    picture: bytes


@dataclass(frozen=True)
class Trouble:
    """News: something cannot be drawn.

    Parameters
    ----------
    what
        The clip's label; empty if it is the lesson or the code.
    text
        The error in one line, with the place in its file.
    details
        The traceback; empty if it says no more.
    """

    what: str
    text: str
    details: str = ""


@dataclass(frozen=True)
class LivePage:
    """The lecture's page in one language.

    Parameters
    ----------
    html
        The page.
    explorer
        The explorer's page.
    version, explorer_version
        A hash that another page does not have, and one that another explorer does not have.
    films
        The hash of each clip's video, by the clip's name.
    files
        The files that the page shows, by their paths as the page has them.
    """

    html: str
    explorer: str
    version: str
    explorer_version: str
    films: Mapping[str, str]
    files: Mapping[str, Path]


@dataclass(frozen=True)
class LivePages:
    """News: the pages that there are, by language."""

    pages: Mapping[str, LivePage]


@dataclass(frozen=True)
class Preview:
    """News: a preview begins, which is played until the film is there: at this beat, on a page of its own."""

    place: Place
    page: LivePage


@dataclass(frozen=True)
class Piece:
    """News: the next piece of the preview; nothing at its end."""

    data: bytes


@dataclass(frozen=True)
class Ended:
    """News: all is up to date, but for what there is trouble with."""


News = Begun | Rendered | Still | Trouble | LivePages | Preview | Piece | Ended
