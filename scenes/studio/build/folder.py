"""A folder of results, in which a file is whole or not there, whatever happens."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from backprop_core.validation import shown
from scenes.studio.build.manifest import FileRecord

# The folder, within a folder of results, in which things are until they are whole: nobody else's has this name.
_UNFINISHED = ".backprop-unfinished"


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
        self._unfinished = path / _UNFINISHED
        self._descriptor: int | None = None

    @contextmanager
    def held(self, busy: Callable[[], object]) -> Iterator[None]:
        """Hold the folder, which is made if need be; what is unfinished is cleared away, before and after.

        Parameters
        ----------
        busy
            Is called if another run holds it, before waiting for that to end.

        Raises
        ------
        FolderError
            If it cannot be made or written to.
        """
        with explained(self.path, "used"):
            self._descriptor = self._locked(busy)
        try:
            self._clear()
            try:
                yield
            finally:
                if self._is_there():  # else another run may be at work under this name
                    self._clear()
        finally:
            os.close(self._descriptor)
            self._descriptor = None

    def check(self) -> None:
        """Hold that the folder that is held is the one that still has its name.

        Raises
        ------
        FolderError
            If it was removed, renamed or replaced.
        """
        if not self._is_there():
            raise FolderError(f"{shown(self.path)}: cannot be written to: it was removed or renamed during the run")

    def workshop(self) -> Path:
        """Return a folder for unfinished things.

        Raises
        ------
        FolderError
            If it cannot be made.
        """
        self.check()
        with explained(self.path, "written to"):
            self._unfinished.mkdir(exist_ok=True)
        return self._unfinished

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
        unfinished = self.workshop() / final.name
        with explained(final, "written"):
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
            raise FolderError(f"{shown(self.path / name)}: cannot be read: {error.strerror}") from None

    def damaged(self, files: Mapping[str, FileRecord], within: str = "") -> str | None:
        """Return the name of the first file that is missing or not what the record says, None if all are."""
        return next((name for name, record in files.items() if not _is(self.path / within / name, record)), None)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        self.check()
        with explained(self.path / name, "removed"):
            (self.path / name).unlink(missing_ok=True)

    def _locked(self, busy: Callable[[], object]) -> int:
        """Return a descriptor of the folder, which is made if need be, once no other run holds it.

        The lock is on the folder itself: no file is left. What was removed or renamed meanwhile is not that folder.
        """
        while True:
            if not self.path.exists():
                self.path.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                _lock(descriptor, busy)
                if _is_open_as(descriptor, self.path):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)

    def _is_there(self) -> bool:
        return self._descriptor is None or _is_open_as(self._descriptor, self.path)

    def _clear(self) -> None:
        shutil.rmtree(self._unfinished, ignore_errors=True)


def _lock(descriptor: int, busy: Callable[[], object]) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        busy()
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _is_open_as(descriptor: int, path: Path) -> bool:
    """Say whether a path leads to what a descriptor was opened for."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


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
def explained(path: Path, done: str) -> Iterator[None]:
    """Say of what goes wrong with a file or folder, in one line, that it cannot be ``done``."""
    try:
        yield
    except OSError as error:
        raise FolderError(f"{shown(path)}: cannot be {done}: {error.strerror or error}") from None
