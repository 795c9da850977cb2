"""A folder of results, in which a file is whole or not there, whatever happens."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from scenes.studio.record import FileRecord

# What a file is called while it is written, and where clips are made: nobody else uses these names.
_UNFINISHED = ".unfinished"
_SCRATCH = ".scratch"


class FolderError(Exception):
    """What went wrong with a folder or a file in it, in one line."""


class Folder:
    """A folder of results, for the time that it is held.

    Parameters
    ----------
    path
        Where it is.
    """

    def __init__(self, path: Path):
        self.path = path
        self.scratch = path / _SCRATCH

    @contextmanager
    def held(self, busy: Callable[[], object]) -> Iterator[None]:
        """Hold the folder, which is made if need be; what an earlier run left unfinished is cleared away.

        Parameters
        ----------
        busy
            Is called if another run holds it, before waiting for that to end.

        Raises
        ------
        FolderError
            If it cannot be made or written to.
        """
        with _explained(self.path, "used"):
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDONLY)  # the lock is on the folder itself: no file is left
        try:
            with _explained(self.path, "used"):
                _lock(descriptor, busy)
                self._clear()
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def workshop(self) -> Iterator[Path]:
        """Return a folder for unfinished things, which is removed in the end."""
        with _explained(self.path, "written to"):
            self.scratch.mkdir(exist_ok=True)
        try:
            yield self.scratch
        finally:
            shutil.rmtree(self.scratch, ignore_errors=True)

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files, in this order; each appears under its name only when it is whole, and on the disk.

        Raises
        ------
        FolderError
            If one cannot be written.
        """
        for name, data in files.items():
            with self.making(name) as path:
                path.write_bytes(data)

    @contextmanager
    def making(self, name: str) -> Iterator[Path]:
        """Return the path under which to write a file; when that is done, it appears as ``name``.

        Raises
        ------
        FolderError
            If it cannot be written.
        """
        final = self.path / name
        unfinished = final.with_name(f"{final.stem}{_UNFINISHED}{final.suffix}")
        with _explained(final, "written"):
            final.parent.mkdir(parents=True, exist_ok=True)
            try:
                yield unfinished
                _to_disk(unfinished)
                unfinished.replace(final)
                _to_disk(final.parent)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise

    def read(self, name: str) -> bytes | None:
        """Return the contents of a file, None if it is not there."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FolderError(f"{self.path / name}: cannot be read: {error.strerror}") from None

    def damaged(self, files: Mapping[str, FileRecord], within: str = "") -> str | None:
        """Return the name of the first file that is missing or not what the record says, None if all are."""
        return next((name for name, record in files.items() if not _is(self.path / within / name, record)), None)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with _explained(self.path / name, "removed"):
            (self.path / name).unlink(missing_ok=True)

    def _clear(self) -> None:
        shutil.rmtree(self.scratch, ignore_errors=True)
        for path in self.path.rglob(f"*{_UNFINISHED}.*"):
            path.unlink(missing_ok=True)


def _lock(descriptor: int, busy: Callable[[], object]) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        busy()
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _is(path: Path, record: FileRecord) -> bool:
    try:
        with path.open("rb") as file:
            return path.stat().st_size == record.size and file_digest(file, "sha256").hexdigest() == record.sha256
    except OSError:
        return False


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _explained(path: Path, done: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FolderError(f"{path}: cannot be {done}: {error.strerror or error}") from None
