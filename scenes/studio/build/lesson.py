"""Opens the lesson that a command is given, and checks the languages and clips that are chosen."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import click

import backprop_core as bp
from backprop_core.lesson.parts import Credits
from backprop_core.lesson.toml import Document
from backprop_core.validation import did_you_mean, shown
from scenes.kit.flow.catalogue import catalogue, lecture
from scenes.kit.lesson import check_shown, drawable_lesson, lesson_path
from scenes.locale.languages import all_languages, expected_language
from scenes.studio.build.job import localized


@dataclass(frozen=True)
class OpenedLesson:
    """A lesson that can be drawn, and the languages it is wanted in.

    Parameters
    ----------
    path
        The lesson's file; None for the default lesson.
    document
        The complete lesson, in the theme that is wanted.
    languages
        The codes of the languages that were chosen, at least one.
    """

    path: Path | None
    document: Document
    languages: tuple[str, ...]

    @property
    def voice(self) -> Path | None:
        """The folder of recordings that the lesson names, seen from its file; None if it names none."""
        named = self.document["lesson"]["voice"]
        return (self.path.parent if self.path else Path()) / named if named else None

    def chosen_clips(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the clips of these names, in the order of the lecture; without names, all of its clips.

        Raises
        ------
        UsageError
            If a name is none of the lecture's.
        LessonError
            If a clip cannot show the lesson.
        """
        self.check_shown(names)
        clips = tuple(lecture(bp.make_lesson(self.document)))
        return _chosen(names or clips, clips, "clip")

    def check_shown(self, names: Sequence[str]) -> None:
        """Check that those of the names that are clips can show the lesson.

        Raises
        ------
        LessonError
            If one cannot.
        """
        for entry in (catalogue()[name] for name in names if name in catalogue()):
            check_shown(entry.clip, bp.make_lesson(self.document), self.path)

    def in_language(self, language: str) -> Document:
        """Return the document in a language."""
        return localized(self.document, language)

    def title(self, language: str) -> str:
        """Return the lesson's title in a language."""
        return self.in_language(language)["lesson"]["title"]

    def credits(self, language: str) -> Credits:
        """Return course, author and date in a language."""
        return bp.make_lesson(self.in_language(language)).credits


def open_lesson(path: Path | None, languages: Sequence[str] = (), theme: str | None = None) -> OpenedLesson:
    """Return the lesson of a file or, without one, the one at ``lesson_path``.

    Parameters
    ----------
    languages, theme
        What was chosen; without them, the lesson's own.

    Raises
    ------
    LessonError
        If the lesson cannot be read or drawn.
    UsageError
        If a language is unknown.
    """
    path = path or lesson_path()
    document = localized(bp.load_document(path), theme=theme)
    own = drawable_lesson(document, path).language
    codes = languages or (own,)
    for code in codes:
        if code not in all_languages():
            raise click.UsageError(expected_language(code))
    return OpenedLesson(path, document, tuple(code for code in all_languages() if code in codes))


def chosen_excerpt(name: str) -> tuple[str, str | None]:
    """Return the clip and the beat of a name: ``NudgePropagation/ratio``, or ``NudgePropagation`` for all of it.

    Raises
    ------
    UsageError
        If there is no such clip or beat.
    """
    name, slash, beat = name.partition("/")
    (clip,) = _chosen((name,), tuple(catalogue()), "clip")
    if not slash:
        return clip, None
    beats = [each.name for each in catalogue()[clip].clip.beats()]
    return clip, _chosen((beat,), beats, f"beat of {clip}")[0]


def _chosen(names: Sequence[str], known: Sequence[str], what: str) -> tuple[str, ...]:
    """Return the names, each once, in the order of the known ones."""
    for name in names:
        if name not in known:
            got = repr(name) + did_you_mean(name, known)
            raise click.UsageError(f"expected a {what} ({', '.join(known)}), got {got}")
    return tuple(name for name in known if name in names)


def new_lesson(path: Path) -> None:
    """Write the default lesson, with a comment on every entry, into a file that does not exist yet.

    Raises
    ------
    LessonError
        If the file is there already or cannot be written; then there is none.
    """
    template = (files("backprop_core") / "lessons" / "default.toml").read_bytes()
    try:
        with path.open("xb") as new:
            new.write(template)
    except FileExistsError:
        there = f"{shown(path)}: expected a name that is free, got a file that is there already"
        raise bp.LessonError(there) from None
    except OSError as error:
        with suppress(OSError):
            path.unlink()  # it did not exist before
        raise bp.LessonError(f"{shown(path)}: cannot be written: {error.strerror}") from error
