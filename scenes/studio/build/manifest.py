"""The records of a clip and of a lecture: JSON files that say what the other files contain and were made from.

A record is written last. It names the other files with their sizes and hashes and has a checksum of its own, so a
clip with a valid record is complete.
"""

from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Annotated, TypeVar

import msgspec

RECORDING = "recording of "
"""The prefix of the names in ``ClipRecord.depends`` that stand for recordings; the beat's name follows."""


class Base(msgspec.Struct, forbid_unknown_fields=True):
    """A part of a record."""


class BeatRecord(Base):
    """A beat: its start and end in seconds, and its narration."""

    name: str
    start: float
    end: float
    narration: str


class CaptionRecord(Base):
    """A caption: its start and end in seconds, and its lines."""

    start: float
    end: float
    text: str


class NumberRecord(Base):
    """A number that was shown: its beat, symbol, exact value and printed form.

    ``given`` names the quantities that differed from the lesson's, with their values.
    """

    beat: str
    symbol: str
    value: float | None
    shown: str
    given: str = ""


class FileRecord(Base):
    """A file's size in bytes and its SHA-256."""

    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> "FileRecord":
        """Return the record of a file with these contents."""
        return cls(size=len(data), sha256=sha256(data).hexdigest())


class Record(Base, kw_only=True):
    """A whole record; ``to_json`` sets its checksum, the SHA-256 of everything else in it."""

    checksum: str = ""


class ClipRecord(Record, kw_only=True):
    """The record of a rendered clip."""

    clip: str
    headline: str
    about: str
    frames: int
    frame_rate: int
    width: int
    height: int
    beats: list[BeatRecord]
    captions: list[CaptionRecord]
    numbers: list[NumberRecord]
    depends: Mapping[str, str]
    sentences: Mapping[str, str]
    files: Mapping[str, FileRecord]

    @property
    def seconds(self) -> Fraction:
        """Its exact length."""
        return Fraction(self.frames, self.frame_rate)

    @property
    def voiced(self) -> bool:
        """Whether any of its beats has a recording; only then does its video have sound."""
        return any(name.startswith(RECORDING) for name in self.depends)


class LectureRecord(Record, kw_only=True):
    """The record of a lecture's joined files: a hash of what they were made from, and the files."""

    made_from: str
    files: Mapping[str, FileRecord]


R = TypeVar("R", ClipRecord, LectureRecord)


def decoded(data: bytes | None, kind: type[R]) -> R | None:
    """Return the record in a file; None if there is no file, or it is not as ``to_json`` wrote it."""
    try:
        record = msgspec.json.decode(data, type=kind) if data else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return record if record and to_json(record) == data else None


def to_json(record: Record) -> bytes:
    """Return a record as the contents of its file."""
    rest = msgspec.json.encode(msgspec.structs.replace(record, checksum=""))
    whole = msgspec.structs.replace(record, checksum=sha256(rest).hexdigest())
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"
