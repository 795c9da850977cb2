"""Lists the clips in the order of the lecture."""

from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from inspect import isclass
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from manim import Scene

import scenes
from backprop_core import Lesson
from scenes.kit.flow.beats import Chapter

if TYPE_CHECKING:
    from scenes.kit.clip import Clip  # which asks here for the clip before


@dataclass(frozen=True)
class CatalogEntry:
    """A clip and its place in the lecture.

    Parameters
    ----------
    number
        Its place, counted from 1.
    chapter
        The chapter that it belongs to.
    clip
        The class.
    before
        The class of the clip before it, if there is one.
    """

    number: int
    chapter: Chapter
    clip: "type[Clip]"
    before: "type[Clip] | None"

    @property
    def name(self) -> str:
        """The class's name."""
        return self.clip.__name__

    @property
    def stem(self) -> str:
        """The name of its files without suffix: ``05-NudgePropagation``."""
        return f"{self.number:02}-{self.name}"

    @property
    def chapter_stem(self) -> str:
        """The name of its chapter's files without suffix: ``2-nudges``."""
        return f"{self.chapter.number}-{self.clip.__module__.rpartition('.')[2]}"

    @property
    def opens_chapter(self) -> bool:
        """Whether a clip of another chapter is before it."""
        return self.before is not None and self.before.__module__ != self.clip.__module__


@cache
def catalogue() -> dict[str, CatalogEntry]:
    """Return all clips by name: chapter by chapter, within a chapter in the order of its source."""
    names = [info.name for info in iter_modules(scenes.__path__) if not info.ispkg and info.name != "__main__"]
    modules = [import_module(f"scenes.{name}") for name in names]
    found = [
        (module.CHAPTER, value)
        for module in sorted(modules, key=lambda module: module.CHAPTER.number)
        for value in vars(module).values()
        if isclass(value) and issubclass(value, Scene) and value.__module__ == module.__name__
    ]
    clips: list[Any] = [clip for _, clip in found]  # in a chapter, every scene is a clip
    return {
        clip.__name__: CatalogEntry(number, chapter, clip, before)
        for number, ((chapter, _), clip, before) in enumerate(
            zip(found, clips, [None, *clips], strict=False), start=1
        )
    }


def lecture(lesson: Lesson) -> dict[str, CatalogEntry]:
    """Return the clips of a lesson's lecture: those that it names, in its order, else all that can show it.

    Each is after the one before it here. Their numbers, and with them the names of their files, stay those of the
    whole catalogue.

    >>> from backprop_core import make_lesson
    >>> own = lecture(make_lesson({"lesson": {"clips": ["ChainRule"]}}))
    >>> [entry.before for entry in own.values()], own["ChainRule"].number
    ([None], 6)
    """
    names = lesson.clips or [name for name, entry in catalogue().items() if entry.clip.shows(lesson)]
    entries = [catalogue()[name] for name in names]
    before = [None, *(entry.clip for entry in entries)]
    return {entry.name: replace(entry, before=clip) for entry, clip in zip(entries, before, strict=False)}
