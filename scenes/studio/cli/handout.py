"""``backprop handout``: draws the posters and writes the handout as a PDF, one for each language."""

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import click
from rich.console import Console

import backprop_core as bp
from backprop_core.lesson.toml import Document
from scenes.handout.compose import ClipSummary, Paper, compose_handout
from scenes.handout.document import Handout
from scenes.handout.pdf import handout_pdf
from scenes.kit.flow.catalogue import CatalogEntry, lecture
from scenes.kit.theme import THEMES
from scenes.studio.build.folder import Folder
from scenes.studio.build.lesson import OpenedLesson
from scenes.studio.cli.options import cores
from scenes.studio.cli.progress import LineProgress
from scenes.studio.render.posters import THEME, posters

_SUFFIX = ".pdf"


@dataclass(frozen=True)
class HandoutOptions:
    """The options of ``backprop handout`` besides the lesson and its languages; None if not given.

    ``variants`` is how many different sheets of exercises are wanted.
    """

    solutions: bool
    exercises: bool
    variants: int | None
    paper: Paper
    jobs: int | None
    out: Path


def write_handouts(opened: OpenedLesson, options: HandoutOptions, console: Console) -> None:
    """Write the handout in each language.

    Raises
    ------
    UsageError
        If ``--out`` cannot be used; nothing has been written then.
    FolderError
        If a file or its folder cannot be written.
    """
    for count, noun in ((len(opened.languages), "languages"), (options.variants or 1, "variants")):
        if count > 1 and _is_file(options.out):
            raise click.UsageError(f"--out: expected a folder for {count} {noun}, got {str(options.out)!r}")
    progress = LineProgress(console)
    variants = range(1, options.variants + 1) if options.variants else (None,)
    for language, variant in product(opened.languages, variants):
        path = _path(options, language, variant)
        folder = Folder(path.parent)
        with console.status("drawing the posters"):
            content = handout_pdf(*_content(opened.in_language(language), options, variant))
        with folder.locked(lambda folder=folder: progress.waiting(folder.path)):
            folder.write({path.name: content})
        progress.wrote(path)


def _content(document: Document, options: HandoutOptions, variant: int | None) -> tuple[Handout, dict[str, bytes]]:
    """Return the handout that the options ask for, and its posters by their files' names."""
    if options.exercises or variant:
        lesson, colours = bp.make_lesson(document), THEMES[THEME]
        return compose_handout(lesson, (), options.paper, colours, solved=options.solutions, variant=variant), {}
    return with_posters(document, options.paper, options.jobs, solved=options.solutions)


def with_posters(
    document: Document, paper: Paper, jobs: int | None = None, *, solved: bool = False
) -> tuple[Handout, dict[str, bytes]]:
    """Return the handout of a lesson, in the document's language, and its posters by their files' names."""
    lesson = bp.make_lesson(document)
    entries = lecture(lesson)
    clips = [summary(entry) for entry in entries.values()]
    content = compose_handout(lesson, clips, paper, THEMES[THEME], solved=solved)
    drawn = posters(list(entries), document, jobs or cores())
    return content, {_poster(entries[clip]): picture for clip, picture in drawn.items()}


def summary(entry: CatalogEntry) -> ClipSummary:
    """Return what a handout says about a clip besides its formulas."""
    return ClipSummary(
        number=entry.number,
        name=entry.name,
        chapter=entry.chapter.number,
        chapter_title=entry.chapter.title,
        headline=entry.clip.headline,
        about=str(entry.clip.__doc__),
        poster=_poster(entry),
    )


def _poster(entry: CatalogEntry) -> str:
    return f"{entry.stem}.svg"


def _is_file(out: Path) -> bool:
    return out.suffix.lower() == _SUFFIX and not out.is_dir()


def _path(options: HandoutOptions, language: str, variant: int | None) -> Path:
    """Return the file of a handout: the one of ``--out``, or a file in the language's folder there."""
    if _is_file(options.out):
        return options.out
    name = f"exercises-{variant}" if variant else "exercises" if options.exercises else "handout"
    return options.out / language / f"{name}{'-solutions' if options.solutions else ''}{_SUFFIX}"
