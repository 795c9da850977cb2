"""Finds the lecturer's recordings in a folder, by language, clip and beat, and checks that each can be used."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import file_digest
from pathlib import Path
from stat import S_ISREG

import click
import numpy as np

from backprop_core.validation import did_you_mean, shown
from scenes.kit.flow.catalogue import CatalogEntry, catalogue
from scenes.locale.languages import all_languages
from scenes.studio.build.extras import require_extra
from scenes.studio.build.job import Recording
from scenes.studio.media.audio import RATE, read_audio
from scenes.studio.voice.record import SpeechRecord

FORMATS = {".wav": "wav", ".mp3": "mp3", ".flac": "flac", ".ogg": "ogg", ".opus": "ogg", ".m4a": "mov"}
"""The suffixes of recordings, and libavformat's names of their formats."""

# How many seconds the recording of a beat may last, and the least that its loudest sample must reach: −60 dB.
_SHORTEST, _LONGEST = 0.1, 600
_AUDIBLE = 1e-3


Voice = Mapping[str, Mapping[str, Recording]]
"""The recordings of one language, by clip and beat."""


def recordings(folder: Path, languages: Sequence[str]) -> dict[str, Voice]:
    """Return the recordings in a folder, by language; a language without recordings has none.

    They are files ``<clip>/<beat>.wav`` in the folder or, if it has folders named as languages, in those.

    Raises
    ------
    UsageError
        If there are no recordings; or one belongs to no beat, cannot be used, is there twice, or lies outside of the
        languages' folders.
    """
    inside = _listed(folder)
    spoken = language_folders(folder)
    if not spoken and len(languages) > 1:
        wanted = " and ".join(shown(folder / language) for language in languages)
        raise click.UsageError(f"{shown(folder)}: expected folders of several languages, {wanted}, got none of them")
    if spoken:
        strays = [path for path in inside if path not in spoken]
        for path in audio_files([*strays, *(each for stray in strays if stray.is_dir() for each in _listed(stray))]):
            raise _complaint(path, f"all recordings in {' or '.join(map(shown, spoken))}", "one beside")
    folders = {language: folder / language if spoken else folder for language in languages}
    found = {language: _voice(path) if path.is_dir() else {} for language, path in folders.items()}
    if not any(found.values()):
        entry = next(iter(catalogue().values()))
        example = folders[languages[0]] / entry.name / f"{entry.clip.beats()[0].name}.wav"
        raise click.UsageError(f"{shown(folder)}: expected recordings such as {shown(example)}, got none")
    return found


def language_folders(folder: Path) -> list[Path]:
    """Return the folders of languages that a folder of recordings has."""
    return [path for path in _listed(folder) if path.name in all_languages() and path.is_dir()]


def takes_of(folder: Path, beat: str) -> list[Path]:
    """Return the recordings of a beat that the folder of its clip has."""
    return [path for path in audio_files(_listed(folder)) if path.stem == beat] if folder.is_dir() else []


def chosen_recordings(given: Path | None, named: Path | None, languages: Sequence[str]) -> dict[str, Voice]:
    """Return the recordings in the folder that is given, else in the one that the lesson names, else none."""
    folder = given or named
    if folder is None:
        return {language: {} for language in languages}
    require_extra("voice", "--voice" if given else "lesson.voice")
    return recordings(folder, languages)


def read_recording(recording: Recording) -> np.ndarray:
    """Return the samples of a recording, shape (n,).

    Raises
    ------
    UsageError
        If the file was changed or removed since it was checked.
    """
    if file_hash(recording.path) != recording.sha256:
        raise click.UsageError(f"{shown(recording.path)}: changed during the run")
    return _samples(recording.path)


def _voice(folder: Path) -> Voice:
    """Return the recordings in the folder of one language."""
    found: dict[str, dict[str, Recording]] = {}
    inside = _listed(folder)
    for path in audio_files(inside):
        raise _complaint(path, "recordings in folders called as their clips", "one outside")
    for path in filter(Path.is_dir, inside):
        if files := audio_files(_listed(path)):
            entry = catalogue().get(path.name)
            if entry is None:
                got = repr(path.name) + did_you_mean(path.name, catalogue())
                raise _complaint(path, "the name of a clip", got)
            found[path.name] = _beats(entry, files)
    return found


def _beats(entry: CatalogEntry, files: Iterable[Path]) -> dict[str, Recording]:
    """Return the recordings of a clip, by beat."""
    beats = [beat.name for beat in entry.clip.beats()]
    found: dict[str, Path] = {}
    for path in files:
        if path.stem not in beats:
            expected = f"the name of a beat of {entry.name} ({', '.join(beats)})"
            raise _complaint(path, expected, repr(path.stem) + did_you_mean(path.stem, beats))
        if path.stem in found:
            raise _complaint(path, "one recording of a beat", f"{found[path.stem].name} too")
        found[path.stem] = path
    return {beat: _recording(found[beat]) for beat in beats if beat in found}


def _recording(path: Path) -> Recording:
    """Return the recording in a file, after checking its length and that something is heard."""
    sound = _samples(path)
    seconds = len(sound) / RATE
    if not _SHORTEST <= seconds <= _LONGEST:
        got = f"{seconds:.2g} seconds" if seconds < 1 else "more"
        raise _complaint(path, f"{_SHORTEST} seconds to {_LONGEST // 60} minutes of sound", got)
    if not np.isfinite(sound).all():
        raise _complaint(path, "sound", "numbers that are none")
    if np.abs(sound).max() < _AUDIBLE:
        raise _complaint(path, "speech", "silence")
    sha256 = file_hash(path)
    record = SpeechRecord.beside(path)
    return Recording(path, sha256, seconds, record.begins if record and record.sha256 == sha256 else ())


def _listed(folder: Path) -> list[Path]:
    """Return the files and folders in a folder, without hidden ones."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise click.UsageError(f"{shown(folder)}: expected a folder of recordings: {error.strerror}") from None


def audio_files(paths: Iterable[Path]) -> list[Path]:
    """Return the paths whose suffix is that of a recording."""
    return [path for path in paths if path.suffix.lower() in FORMATS]


def _samples(path: Path) -> np.ndarray:
    container = FORMATS[path.suffix.lower()]
    try:
        if not S_ISREG(path.stat().st_mode):  # reading a pipe or a device may never end
            raise _complaint(path, "a file", "something else")
        return read_audio(path, container, most=_LONGEST)
    except OSError as error:
        raise click.UsageError(f"{shown(path)}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise _complaint(path, f"sound as {path.suffix} files have it", str(error)) from None


def file_hash(path: Path) -> str:
    """Return the hash of a recording."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise click.UsageError(f"{shown(path)}: cannot be read: {error.strerror}") from None


def _complaint(path: Path, expected: str, got: str) -> click.UsageError:
    return click.UsageError(f"{shown(path)}: expected {expected}, got {got}")
