"""What is to be rendered, as plain data: it can be compared, kept in a file, or sent to another machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from json import dumps

from manim.constants import QUALITIES as MANIM_QUALITIES

import backprop_core as bp
from backprop_core.lesson_file import Document
from scenes.studio.catalogue import Entry, catalogue
from scenes.studio.source import source_hash

QUALITIES = {str(each["flag"]): name for name, each in MANIM_QUALITIES.items() if each["flag"]}
"""manim's names for its letters l, m, h, p and k: 480p15, 720p30, 1080p60, 1440p60, 2160p60."""

LIBRARIES = ("manim", "typst", "numpy", "av", "babel", "font-source-sans-pro")
"""The libraries whose versions a picture or a video file depends on."""

# The module that makes a clip's files, whatever the clip shows.
_RENDER = "scenes.studio.render"

# What of [lesson] all clips depend on.
_SETTINGS = ("decimals", "reading_speed")


@dataclass(frozen=True)
class Job:
    """One clip to render.

    Parameters
    ----------
    clip
        Its name.
    document
        The lesson, complete, in the language and theme that are wanted.
    quality
        One of ``QUALITIES``.
    depends
        All that the result depends on, but for the words: names with hashes or short values.
    """

    clip: str
    document: Document
    quality: str
    depends: Mapping[str, str]

    @classmethod
    def of(cls, clip: str, document: Document, quality: str) -> "Job":
        """Return the job for a clip and a complete document."""
        return cls(clip, document, quality, _depends(catalogue()[clip], document, quality))

    @property
    def entry(self) -> Entry:
        """The clip's place in the lecture."""
        return catalogue()[self.clip]

    @property
    def language(self) -> str:
        """The language that it is told in."""
        return self.document["lesson"]["language"]

    @property
    def label(self) -> str:
        """What a person calls it: ``en/05-NudgePropagation``."""
        return f"{self.language}/{self.entry.stem}"

    def lesson(self) -> bp.Lesson:
        """Return the lesson."""
        return bp.make_lesson(self.document)


def frame_rate(quality: str) -> int:
    """Return how many frames a second a quality has.

    >>> frame_rate("h")
    60
    """
    return MANIM_QUALITIES[QUALITIES[quality]]["frame_rate"]


def code_of(clip: str) -> dict[str, str]:
    """Return what of ``Job.depends`` is a matter of the machine: the project's source and the libraries."""
    return {"source": source_hash(catalogue()[clip].clip.__module__, _RENDER)} | versions()


@cache
def versions() -> dict[str, str]:
    """Return the versions of ``LIBRARIES`` on this machine."""
    return {library: version(library) for library in LIBRARIES}


def told(document: Document, language: str | None = None, theme: str | None = None) -> Document:
    """Return a document in another language or theme; without one, its own."""
    lesson = document["lesson"]
    return document | {
        "lesson": lesson | {"language": language or lesson["language"], "theme": theme or lesson["theme"]}
    }


def _depends(entry: Entry, document: Document, quality: str) -> dict[str, str]:
    settings = document["lesson"]
    parts = {part: document[part] if part in document else settings[part] for part in entry.clip.reads.split()}
    read = dumps([parts, [settings[name] for name in _SETTINGS]], sort_keys=True)
    chosen = {"language": settings["language"], "theme": settings["theme"], "quality": quality}
    return {"lesson": sha256(read.encode()).hexdigest(), **chosen, **code_of(entry.name)}
