"""Describes a clip to render as plain data, which can be compared, stored, or sent to another machine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from json import dumps, loads
from pathlib import Path

from manim.constants import QUALITIES as MANIM_QUALITIES

import backprop_core as bp
from backprop_core.lesson.narration import own_words
from backprop_core.lesson.toml import Document
from scenes.kit.clip import Clip
from scenes.kit.flow.catalogue import CatalogEntry, lecture
from scenes.locale.languages import settings as language_settings
from scenes.studio.build.fingerprint import source_hash
from scenes.studio.build.manifest import RECORDING

QUALITIES = {str(each["flag"]): name for name, each in MANIM_QUALITIES.items() if each["flag"]}
"""manim's names for its letters l, m, h, p and k: 480p15, 720p30, 1080p60, 1440p60, 2160p60."""

LIBRARIES = ("manim", "typst", "numpy", "av", "babel", "font-source-sans-pro")
"""The libraries on whose versions a picture or a video file depends."""

# The libraries on whose versions sound depends; the extra "voice" installs them.
_SOUND_LIBRARIES = ("pyloudnorm", "scipy")

# The module that renders any clip.
_RENDER = "scenes.studio.render.assemble"

# The module that adds recordings to a clip.
_VOICE = "scenes.studio.voice.narrate"

# The entries of [lesson] on which all clips depend.
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
        Its length.
    begins
        The seconds after which each clause begins; none if that is not known.
    """

    path: Path
    sha256: str
    seconds: float
    begins: tuple[float, ...] = ()

    @property
    def identity(self) -> str:
        """What a spoken clip depends on: the hash of the file or, if they are known, of its times with it."""
        times = " ".join(map(str, self.begins))
        return sha256(f"{self.sha256} {times}".encode()).hexdigest() if times else self.sha256


@dataclass(frozen=True)
class Job:
    """One clip to render.

    Parameters
    ----------
    clip
        Its name.
    document
        The complete lesson, in the language and theme of the clip.
    quality
        One of ``QUALITIES``.
    depends
        Everything on which the result depends, except the translations: names with hashes or short values.
    speech
        The length in seconds of each beat's recording, by the beat's name, for the beats that have one. None if the
        clip may stay as it is, spoken or not.
    begins
        The seconds after which each clause of a recording begins, by the beat's name, where that is known.
    """

    clip: str
    document: Document
    quality: str
    depends: Mapping[str, str]
    speech: Mapping[str, float] | None = None
    begins: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, clip: str, document: Document, quality: str, recordings: Mapping[str, Recording] | None = None
    ) -> "Job":
        """Return the job for a clip with a complete lesson and the recordings of its beats, by the beats' names."""
        depends = _depends(_entry(clip, document), document, quality)
        if recordings is None:
            return cls(clip, document, quality, depends)
        speech = {beat: recording.seconds for beat, recording in recordings.items()}
        begins = {beat: list(recording.begins) for beat, recording in recordings.items() if recording.begins}
        return cls(clip, document, quality, depends | _voice_depends(recordings), speech, begins)

    @property
    def entry(self) -> CatalogEntry:
        """The clip's place in the lecture."""
        return _entry(self.clip, self.document)

    @property
    def language(self) -> str:
        """The language of its narration."""
        return self.document["lesson"]["language"]

    @property
    def label(self) -> str:
        """The clip's language and file name, as shown to the user: ``en/05-NudgePropagation``."""
        return f"{self.language}/{self.entry.stem}"

    def lesson(self) -> bp.Lesson:
        """Return the lesson."""
        return bp.make_lesson(self.document)


def frame_rate(quality: str) -> int:
    """Return the number of frames per second of a quality.

    >>> frame_rate("h")
    60
    """
    return MANIM_QUALITIES[QUALITIES[quality]]["frame_rate"]


def frame_size(quality: str) -> tuple[int, int]:
    """Return the width and height of a quality, in pixels.

    >>> frame_size("h")
    (1920, 1080)
    """
    found = MANIM_QUALITIES[QUALITIES[quality]]
    return found["pixel_width"], found["pixel_height"]


def code_versions(entry: CatalogEntry) -> dict[str, str]:
    """Return the part of ``Job.depends`` that identifies the code: its source's hash and the libraries' versions."""
    modules = [each.__module__ for each in _shown(entry)]
    return {"source": source_hash(*dict.fromkeys(modules), _RENDER)} | library_versions()


@cache
def library_versions() -> dict[str, str]:
    """Return the versions of ``LIBRARIES`` that are installed here."""
    return {library: version(library) for library in LIBRARIES}


def localized(document: Document, language: str | None = None, theme: str | None = None) -> Document:
    """Return a lesson with another language, and with it the title in it, or another theme, if one is given."""
    lesson = document["lesson"]
    changed = {"theme": theme} if theme else {}
    if language:
        changed |= {"language": language, "title": lesson.get("titles", {}).get(language, lesson["title"])}
    return document | {"lesson": lesson | changed}


def _entry(clip: str, document: Document) -> CatalogEntry:
    """Return a clip's place in the lesson's lecture."""
    return _lecture(dumps(document))[clip]


@lru_cache(maxsize=32)
def _lecture(document: str) -> dict[str, CatalogEntry]:
    """Return the lecture of a lesson, as JSON: each clip's job asks for it several times."""
    return lecture(bp.make_lesson(loads(document)))


def _voice_depends(recordings: Mapping[str, Recording]) -> dict[str, str]:
    if not recordings:
        return {}
    hashes = {f"{RECORDING}{beat}": recording.identity for beat, recording in recordings.items()}
    return hashes | {"sound": source_hash(_VOICE), **{library: version(library) for library in _SOUND_LIBRARIES}}


def _shown(entry: CatalogEntry) -> list[type[Clip]]:
    """Return the classes of a clip and of the clip before it, with whose last picture it begins."""
    return [entry.clip, *([entry.before] if entry.before else [])]


def _depends(entry: CatalogEntry, document: Document, quality: str) -> dict[str, str]:
    settings = document["lesson"]
    parts = {
        part: document[part] if part in document else settings[part]
        for clip in _shown(entry)
        for part in clip.reads.split()
    }
    read = dumps([parts, [settings[name] for name in _SETTINGS]], sort_keys=True)
    before = entry.before.__name__ if entry.before else "an empty picture"
    chosen = {"begins with": before, "theme": settings["theme"], "quality": quality}
    chosen |= {"language": settings["language"], "locale": language_settings(settings["language"]).locale}
    own = dumps(own_words(document, entry.name), sort_keys=True)
    hashes = {name: sha256(text.encode()).hexdigest() for name, text in (("lesson", read), ("own sentences", own))}
    return {**hashes, **chosen, **code_versions(entry)}
