"""The record beside a recording that an engine made: its words, its voice, and where each clause begins.

It has the recording's hash: another recording in its place is the lecturer's own.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import msgspec

PIPER, ESPEAK_NG, COMMAND = ENGINES = "piper", "espeak-ng", "command"
"""The names of the engines."""


class Voicing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A voice: the engine's name, and its speaker as the user names it; of a command, the command itself."""

    engine: str
    speaker: str


class SpokenClause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause: what is said, and the seconds after which it begins."""

    said: str
    begins: float


class SpeechRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of a record.

    Parameters
    ----------
    voicing
        The voice that speaks.
    clauses
        The clauses in order.
    sha256
        The recording's hash.
    """

    voicing: Voicing
    clauses: tuple[SpokenClause, ...]
    sha256: str

    @classmethod
    def beside(cls, recording: Path) -> Self | None:
        """Return the record of a recording; None if there is none that can be read."""
        try:
            return msgspec.json.decode(record_path(recording).read_bytes(), type=cls)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    @property
    def begins(self) -> tuple[float, ...]:
        """The seconds after which each clause begins."""
        return tuple(clause.begins for clause in self.clauses)

    def says(self, words: Sequence[str]) -> bool:
        """Tell whether it is of these clauses."""
        return [clause.said for clause in self.clauses] == list(words)

    def to_json(self) -> bytes:
        """Return the contents of its file."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def record_path(recording: Path) -> Path:
    """Return where the record of a recording is, if there is one."""
    return recording.with_suffix(".json")
