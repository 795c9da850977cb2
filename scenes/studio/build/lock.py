"""The lock of a folder: on the folder itself or, where a system or a disk has no such lock, by a file in it."""

import errno
import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

# What disks answer that have no such lock: NFS and some network drives have none of folders, others have none at all.
_NO_SUCH_LOCK = {errno.EBADF, errno.EINVAL, errno.EISDIR, errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}

# The files, and what of filelock they are. The system unlocks the first one when its process ends. The second one is
# locked by being there; what a process of this machine left, the next one clears away.
_LOCK_FILES = {".backprop-lock": "FileLock", ".backprop-locked": "SoftFileLock"}

OnWait = Callable[[], object]


@dataclass(frozen=True)
class Lock:
    """A lock that is held.

    Parameters
    ----------
    path, stat
        What is locked: the folder or a file in it, as it was found there. It is held open, so that nothing that takes
        its place has the same identity.
    release
        Gives the lock back.
    """

    path: Path
    stat: os.stat_result
    release: Callable[[], object]

    def in_place(self) -> bool:
        """Return whether what is locked is still what is at the path."""
        try:
            return os.path.samestat(self.stat, self.path.stat())
        except OSError:
            return False


def lock_folder(folder: Path, on_wait: OnWait) -> Lock:
    """Create a folder if necessary, and lock it.

    While one run waits, another may have removed or renamed the folder: then the lock that was obtained is not this
    path's, and it starts anew.

    Parameters
    ----------
    on_wait
        Called before waiting, if another run has locked the folder.

    Raises
    ------
    OSError
        If it cannot be created or locked.
    """
    while True:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
        lock = _first_possible(folder, on_wait)
        if lock.in_place():
            return lock
        lock.release()


def _first_possible(folder: Path, on_wait: OnWait) -> Lock:
    ways = [partial(_lock_by_file, kind, folder / name) for name, kind in _LOCK_FILES.items()]
    *ways, last = [partial(_lock_itself, folder), *ways] if fcntl else ways
    for way in ways:
        try:
            return way(on_wait)
        except OSError as error:
            if error.errno not in _NO_SUCH_LOCK:
                raise
    return last(on_wait)


def _lock_itself(folder: Path, on_wait: OnWait) -> Lock:
    """Lock a folder without a file that is left behind.

    Processes that are forked inherit the descriptor, so a killed run's lock lasts until its workers have ended, too.
    """
    assert fcntl
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        return Lock(folder, os.fstat(descriptor), partial(os.close, descriptor))
    except BaseException:
        os.close(descriptor)
        raise


def _lock_by_file(kind: str, file: Path, on_wait: OnWait) -> Lock:
    import filelock  # which few need, and which takes longer to import than most commands take

    lock: filelock.BaseFileLock = getattr(filelock, kind)(file)
    with warnings.catch_warnings(action="ignore"):  # a disk on which one kind becomes the other
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            on_wait()
            lock.acquire()
    return Lock(file, file.stat(), lock.release)
