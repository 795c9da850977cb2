"""Makes the recordings of a lecture, by an engine, from the script: those whose words or voice changed."""

from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import groupby, pairwise
from pathlib import Path

import click

import backprop_core as bp
from backprop_core.validation import shown
from scenes.kit.flow.captions import clause_starts
from scenes.studio.build.folder import Folder
from scenes.studio.build.lesson import OpenedLesson
from scenes.studio.voice.engines import Engine, Voicings, best_voicing, engine_of
from scenes.studio.voice.read_aloud import read_aloud
from scenes.studio.voice.record import SpeechRecord, SpokenClause, Voicing, record_path
from scenes.studio.voice.recordings import file_hash, language_folders, takes_of
from scenes.studio.voice.script import script
from scenes.studio.voice.script_formats import ScriptLine
from scenes.studio.voice.speech import joined, wav


def speech_folder(given: Path | None, named: Path | None) -> Path:
    """Return the folder of recordings that is given, else the one that the lesson names, else ``voice``."""
    return given or named or Path("voice")


def speak_lecture(
    opened: OpenedLesson, clips: Sequence[str], voices: Voicings, into: Path, say: Callable[[str], object]
) -> None:
    """Write the recordings of clips' beats, in the languages of ``voices``, that are missing or out of date.

    A beat that the lecturer has recorded keeps that recording. Without a voice that is asked for, a language has the
    one that its recordings were made with, else the best one that is there.

    Parameters
    ----------
    say
        Called with each line to print.

    Raises
    ------
    UsageError
        If an engine is missing or fails. What it has said before stays, and the next run goes on from there.
    FolderError
        If a file cannot be written.
    """
    folder = Folder(into)
    with folder.locked(lambda: say(f"{shown(into)}: waiting for another run")):
        apart = len(voices) > 1 or bool(language_folders(into)) or not any(into.glob("*/*.*"))
        for language, voicing in voices.items():
            lines = script(bp.make_lesson(opened.in_language(language)), clips)
            _Reading(folder, language, Path(language if apart else ""), voicing).read(lines, say)


def spoken_clauses(narration: str, language: str) -> list[str]:
    """Return the clauses of a narration as they are read aloud.

    >>> spoken_clauses("Here it is −0.5, and a L.", "en")
    ['Here it is minus zero point five,', 'and eh L.']
    """
    spans = pairwise([*clause_starts(narration), len(narration)])
    return [read_aloud(narration[start:end], language) for start, end in spans]


class _Reading:
    """The lines of one language, read into its folder ``home`` within the folder of recordings."""

    def __init__(self, folder: Folder, language: str, home: Path, voicing: Voicing | None):
        self._folder, self._language, self._home, self._wanted = folder, language, home, voicing

    def read(self, lines: Sequence[ScriptLine], say: Callable[[str], object]) -> None:
        """Make the recordings that are missing or out of date."""
        self._wanted = self._wanted or self._voicing_there(lines) or best_voicing(self._language)
        spoken = own = 0
        for clip, beats in groupby(lines, lambda line: line.clip):
            due = []
            for line in beats:
                if kept := [take for take in self._takes(line) if not _made_here(take)]:
                    own += 1
                    say(f"{shown(kept[0])}: your own recording, which stays")
                elif not self._is_up_to_date(line):
                    due.append(line)
            for line in due:
                self._speak(line)
            if due:
                spoken += len(due)
                say(f"{self._language}/{clip}: spoken, {len(due)} of its beats")
        voice = f"{self._wanted.engine} ({self._wanted.speaker})"
        rest = len(lines) - spoken - own
        say(f"{self._language}: {spoken} beats spoken by {voice}, {rest} were up to date, {own} are your own")

    @cached_property
    def _engine(self) -> Engine:
        """The engine, which is made when the first beat is due."""
        assert self._wanted
        return engine_of(self._wanted, self._language)

    def _speak(self, line: ScriptLine) -> None:
        """Make one recording and its record.

        Where a recording is replaced, it is removed first, and the record written before the new one: at no time is
        there a recording of ours that its record does not know.
        """
        clauses = spoken_clauses(line.narration, self._language)
        try:
            sound, begins = joined(clauses, self._engine.sounds)
        except click.UsageError as error:
            raise click.UsageError(f"{shown(self._path(line))}: {error.message}") from None
        data, name = wav(sound), str(self._home / line.file)
        said = tuple(SpokenClause(*each) for each in zip(clauses, begins, strict=True))
        record = SpeechRecord(self._engine.voicing, said, sha256(data).hexdigest())
        self._folder.remove(name)
        self._folder.write({str(record_path(Path(name))): record.to_json(), name: data})

    def _is_up_to_date(self, line: ScriptLine) -> bool:
        """Tell whether a beat's recording is there, with the words and the voice that are wanted."""
        record = SpeechRecord.beside(self._path(line))
        clauses = spoken_clauses(line.narration, self._language)
        same = record and record.voicing == self._wanted and record.says(clauses)
        return bool(same and self._takes(line)) or not any(clauses)

    def _voicing_there(self, lines: Sequence[ScriptLine]) -> Voicing | None:
        """Return the voice of the first recording that was made here."""
        takes = (take for line in lines for take in self._takes(line))
        return next((record.voicing for take in takes if (record := _made_here(take))), None)

    def _takes(self, line: ScriptLine) -> list[Path]:
        return takes_of(self._path(line).parent, line.beat)

    def _path(self, line: ScriptLine) -> Path:
        return self._folder.path / self._home / line.file


def _made_here(take: Path) -> SpeechRecord | None:
    """Return the record of a recording; None if it is the lecturer's own, even in the place of one of ours."""
    record = SpeechRecord.beside(take)
    return record if record and record.sha256 == file_hash(take) else None
