"""A clip's data file: what it says and shows, and what it was made from.

It is the last of a clip's files to be written, and it names the others with their sizes and hashes, and vouches for
itself with a checksum: a clip whose record is there and true is whole.
"""

from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Annotated, TypeVar

import msgspec

RECORDING = "recording of "
"""How the names begin under which a clip depends on recordings; each goes on with its beat's."""


class Base(msgspec.Struct, forbid_unknown_fields=True):
    """A part of a record."""


class BeatRecord(Base):
    """A beat: when it is played, in seconds, and what is said."""

    name: str
    start: float
    end: float
    narration: str


class CaptionRecord(Base):
    """A caption: when it is shown, in seconds, and its lines."""

    start: float
    end: float
    text: str


class NumberRecord(Base):
    """A number that was shown: in which beat, of what, exactly, as printed, and what was set otherwise for it."""

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
    """The contents of a file; the checksum, which ``to_json`` fills in, is the SHA-256 of all the rest."""

    checksum: str = ""


class ClipRecord(Record, kw_only=True):
    """All about a rendered clip."""

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
        """How long it is, exactly."""
        return Fraction(self.frames, self.frame_rate)

    @property
    def voiced(self) -> bool:
        """Whether there is a recording of any of its beats: then its video has sound."""
        return any(name.startswith(RECORDING) for name in self.depends)


class LectureRecord(Record, kw_only=True):
    """All about a lecture's joint files: the hashes of what they were made from, and the files."""

    made_from: str
    files: Mapping[str, FileRecord]


R = TypeVar("R", ClipRecord, LectureRecord)


def decoded(data: bytes | None, kind: type[R]) -> R | None:
    """Return the record that a file holds; None if there is no file, or not as it was written."""
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
