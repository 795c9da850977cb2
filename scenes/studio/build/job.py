"""What is to be rendered, as plain data: it can be compared, kept in a file, or sent to another machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from json import dumps
from pathlib import Path

from manim.constants import QUALITIES as MANIM_QUALITIES

import backprop_core as bp
from backprop_core.lesson.toml import Document
from scenes.studio.build.catalogue import CatalogEntry, catalogue
from scenes.studio.build.fingerprint import source_hash
from scenes.studio.build.manifest import RECORDING

QUALITIES = {str(each["flag"]): name for name, each in MANIM_QUALITIES.items() if each["flag"]}
"""manim's names for its letters l, m, h, p and k: 480p15, 720p30, 1080p60, 1440p60, 2160p60."""

LIBRARIES = ("manim", "typst", "numpy", "av", "babel", "font-source-sans-pro")
"""The libraries whose versions a picture or a video file depends on."""

# The libraries, from an extra, that sound depends on besides.
_LIBRARIES_OF_SOUND = ("pyloudnorm", "scipy")

# The module that makes a clip's files, whatever the clip shows.
_RENDER = "scenes.studio.render.assemble"

# The module that gives it a voice.
_VOICE = "scenes.studio.voice.narrate"

# What of [lesson] all clips depend on.
_SETTINGS = ("decimals", "reading_speed")


@dataclass(frozen=True)
class Recording:
    """The recording of one beat.

    Parameters
    ----------
    path
        Its file.
    sha256
        The file's hash.
    seconds
        How long it is.
    """

    path: Path
    sha256: str
    seconds: float


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
    speech
        How many seconds the recording of a beat lasts, by the beat's name, for those that have one; None where it is
        as good as any whether the clip is spoken or not.
    """

    clip: str
    document: Document
    quality: str
    depends: Mapping[str, str]
    speech: Mapping[str, float] | None = None

    @classmethod
    def of(
        cls, clip: str, document: Document, quality: str, recordings: Mapping[str, Recording] | None = None
    ) -> "Job":
        """Return the job for a clip, a complete document and, by the names of beats, recordings."""
        depends = _depends(catalogue()[clip], document, quality)
        if recordings is None:
            return cls(clip, document, quality, depends)
        speech = {beat: recording.seconds for beat, recording in recordings.items()}
        return cls(clip, document, quality, depends | _voice_depends(recordings), speech)

    @property
    def entry(self) -> CatalogEntry:
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


def localized(document: Document, language: str | None = None, theme: str | None = None) -> Document:
    """Return a document in another language or theme; without one, its own."""
    lesson = document["lesson"]
    return document | {
        "lesson": lesson | {"language": language or lesson["language"], "theme": theme or lesson["theme"]}
    }


def _voice_depends(recordings: Mapping[str, Recording]) -> dict[str, str]:
    if not recordings:
        return {}
    hashes = {f"{RECORDING}{beat}": recording.sha256 for beat, recording in recordings.items()}
    return hashes | {"sound": source_hash(_VOICE), **{library: version(library) for library in _LIBRARIES_OF_SOUND}}


def _depends(entry: CatalogEntry, document: Document, quality: str) -> dict[str, str]:
    settings = document["lesson"]
    parts = {part: document[part] if part in document else settings[part] for part in entry.clip.reads.split()}
    read = dumps([parts, [settings[name] for name in _SETTINGS]], sort_keys=True)
    chosen = {"language": settings["language"], "theme": settings["theme"], "quality": quality}
    return {"lesson": sha256(read.encode()).hexdigest(), **chosen, **code_of(entry.name)}
