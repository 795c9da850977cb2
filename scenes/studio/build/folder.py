"""The output folder: locked by one run at a time, with files that are either complete or absent."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from time import monotonic, sleep

from backprop_core.validation import shown
from scenes.studio.build.lock import Lock, lock_folder
from scenes.studio.build.manifest import FileRecord

# What Windows says of a file that another program has open, and how many seconds are waited, in steps.
_IN_USE = (5, 32)  # access denied, sharing violation
_PATIENCE, _PAUSE = 5, 0.05

# The subfolder in which files are written before they are renamed: no other program uses this name.
_UNFINISHED = ".backprop-unfinished"


class FolderError(Exception):
    """An error with the output folder or a file in it, told in one line."""


class Folder:
    """An output folder.

    Parameters
    ----------
    path
        Its path; it need not exist before it is locked.
    """

    def __init__(self, path: Path):
        self.path = path
        self._unfinished = path / _UNFINISHED
        self._lock: Lock | None = None

    @contextmanager
    def locked(self, on_wait: Callable[[], object]) -> Iterator[None]:
        """Create the folder if necessary and lock it; remove unfinished files, before and after.

        Parameters
        ----------
        on_wait
            Called before waiting, if another run has locked the folder.

        Raises
        ------
        FolderError
            If it cannot be created or opened.
        """
        with as_folder_error(self.path, "used"):
            self._lock = lock_folder(self.path, on_wait)
        try:
            self._clear()
            try:
                yield
            finally:
                if self._in_place():  # else another run may be using a new folder at this path
                    self._clear()
        finally:
            self._lock.release()
            self._lock = None

    def check_in_place(self) -> None:
        """Make sure that the locked folder is still the one at its path.

        Raises
        ------
        FolderError
            If it was removed, renamed or replaced.
        """
        if not self._in_place():
            raise FolderError(f"{shown(self.path)}: cannot be written to: it was removed or renamed during the run")

    def unfinished_folder(self) -> Path:
        """Create the subfolder for unfinished files if necessary, and return its path.

        Raises
        ------
        FolderError
            If it cannot be created.
        """
        self.check_in_place()
        with as_folder_error(self.path, "written to"):
            self._unfinished.mkdir(exist_ok=True)
        return self._unfinished

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files in this order; each appears under its name once it is complete and flushed to the disk.

        Raises
        ------
        FolderError
            If one cannot be written.
        """
        for name, data in files.items():
            with self.writing(name) as path:
                path.write_bytes(data)

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """Yield a path to write a file to; at the end of the block, the file is flushed and renamed to ``name``.

        Raises
        ------
        FolderError
            If it cannot be written.
        """
        final = self.path / name
        unfinished = self.unfinished_folder() / final.name
        with as_folder_error(final, "written"):
            final.parent.mkdir(parents=True, exist_ok=True)
            try:
                yield unfinished
                _flush(unfinished, os.O_RDWR)
                _rename(unfinished, final)
                _flush_folder(final.parent)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise

    def read(self, name: str) -> bytes | None:
        """Return the contents of a file; None if it does not exist."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FolderError(f"{shown(self.path / name)}: cannot be read: {error.strerror}") from None

    def first_damaged(self, files: Mapping[str, FileRecord], within: str = "") -> str | None:
        """Return the name of the first file that is missing or differs from its record; None if none does."""
        return next((name for name, record in files.items() if not _matches(self.path / within / name, record)), None)

    def remove(self, name: str) -> None:
        """Remove a file if it exists."""
        self.check_in_place()
        with as_folder_error(self.path / name, "removed"):
            (self.path / name).unlink(missing_ok=True)

    def _in_place(self) -> bool:
        return self._lock is None or self._lock.in_place()

    def _clear(self) -> None:
        shutil.rmtree(self._unfinished, ignore_errors=True)


def _matches(path: Path, record: FileRecord) -> bool:
    try:
        with path.open("rb") as file:
            return path.stat().st_size == record.size and file_digest(file, "sha256").hexdigest() == record.sha256
    except OSError:
        return False


def _rename(unfinished: Path, final: Path) -> None:
    """Rename a file; where one that is open keeps its name, wait a while for whoever reads it."""
    limit = monotonic() + _PATIENCE
    while True:
        try:
            unfinished.replace(final)
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _IN_USE or monotonic() > limit:
                raise
        sleep(_PAUSE)


def _flush_folder(path: Path) -> None:
    """Flush the names in a folder; Windows and some network drives cannot."""
    if hasattr(os, "O_DIRECTORY"):
        try:
            _flush(path, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            if error.errno not in (errno.EBADF, errno.EINVAL, errno.ENOTSUP):
                raise


def _flush(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def as_folder_error(path: Path, action: str) -> Iterator[None]:
    """Turn an ``OSError`` into a ``FolderError``: "``path``: cannot be ``action``: the system's reason"."""
    try:
        yield
    except OSError as error:
        raise FolderError(f"{shown(path)}: cannot be {action}: {error.strerror or error}") from None
