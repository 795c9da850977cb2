"""Finds the files of which a lecture is made, and waits for changes of them."""

from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import Change as Kind
from watchfiles import awatch

import backprop_core
import scenes

# The suffixes of files in the packages on which a page or a clip may depend.
_SUFFIXES = (".py", ".po", ".toml", ".j2", ".js", ".css", ".typ")

# Changes within this many milliseconds of each other are one, for at most so many: editors save in several steps.
_STEP, _MOST = 20, 200


def packages() -> list[Path]:
    """Return the folders of the project's packages, with what they link to."""
    folders = [Path(str(package.__file__)).parent for package in (backprop_core, scenes)]
    linked = [path.resolve() for folder in folders for path in (folder, *folder.iterdir()) if path.is_symlink()]
    return [*folders, *(path for path in linked if path.is_dir())]


async def code_changes() -> AsyncIterator[None]:
    """Yield whenever the code has changed, or a translation, or the player."""
    async for _ in awatch(*packages(), watch_filter=_is_source, step=_STEP, debounce=_MOST):
        yield None


async def lesson_changes(lesson: Path) -> AsyncIterator[None]:
    """Yield whenever a lesson was changed, replaced, removed, or is there again.

    Its folder is watched, for many editors write another file and rename it.
    """
    files = {lesson.absolute(), lesson.resolve()}

    def is_lesson(_kind: Kind, path: str) -> bool:
        return Path(path) in files

    folders = {file.parent for file in files}
    async for _ in awatch(*folders, watch_filter=is_lesson, step=_STEP, debounce=_MOST, recursive=False):
        yield None


def _is_source(_kind: Kind, path: str) -> bool:
    return path.endswith(_SUFFIXES) and not Path(path).name.startswith(".")
