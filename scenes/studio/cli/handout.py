"""``backprop handout``: what was asked for is checked, posters are drawn, and the PDF appears whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

import backprop_core as bp
from backprop_core.lesson.toml import Document
from backprop_core.validation import shown
from scenes.handout.compose import Paper, Shown, handout
from scenes.handout.document import Handout
from scenes.handout.pdf import pdf
from scenes.kit.lesson import check_title
from scenes.numbers.language import LANGUAGES
from scenes.studio.build.catalogue import CatalogEntry, catalogue
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import localized
from scenes.studio.cli.progress import say
from scenes.studio.cli.render import chosen, cores
from scenes.studio.render.posters import posters

_SUFFIX = ".pdf"


@dataclass(frozen=True)
class Options:
    """The options of ``backprop handout`` as they were given; None and empty mean that one was not."""

    lesson: Path | None
    languages: tuple[str, ...]
    solutions: bool
    paper: Paper
    jobs: int | None
    out: Path


def hand_out(options: Options, console: Console) -> None:
    """Write what was asked for.

    Raises
    ------
    LessonError, click.UsageError
        For what cannot be asked for; nothing has been written then.
    FolderError
        If a file or its folder cannot be written.
    """
    document = bp.load_document(options.lesson)
    bp.check_training(bp.make_lesson(document), options.lesson)
    check_title(document["lesson"]["title"], options.lesson)
    languages = chosen(options.languages or (document["lesson"]["language"],), LANGUAGES, "language")
    if len(languages) > 1 and _is_file(options.out):
        raise click.UsageError(f"--out: expected a folder for {len(languages)} languages, got {str(options.out)!r}")
    for language in languages:
        path = _path(options, language)
        folder = Folder(path.parent)
        with console.status("drawing the posters"):
            content = pdf(
                *composed(localized(document, language), options.paper, options.jobs, solved=options.solutions)
            )
        with folder.held(
            lambda folder=folder: say(f"{shown(folder.path)}: another run is at work there; waiting", console)
        ):
            folder.write({path.name: content})
        say(shown(path), console)


def composed(
    document: Document, paper: Paper, jobs: int | None = None, *, solved: bool = False
) -> tuple[Handout, dict[str, bytes]]:
    """Return the handout of a lesson, in its language, and its posters by the names of their files."""
    shown = [_shown(entry) for entry in catalogue().values()]
    content = handout(bp.make_lesson(document), shown, paper, solved=solved)
    drawn = posters(list(catalogue()), document, jobs or cores())
    return content, {_poster(catalogue()[clip]): picture for clip, picture in drawn.items()}


def _shown(entry: CatalogEntry) -> Shown:
    clip = entry.clip
    return Shown(entry.number, entry.name, entry.chapter, clip.headline, str(clip.__doc__), _poster(entry))


def _poster(entry: CatalogEntry) -> str:
    return f"{entry.stem}.svg"


def _is_file(out: Path) -> bool:
    return out.suffix.lower() == _SUFFIX and not out.is_dir()


def _path(options: Options, language: str) -> Path:
    """Return where a handout goes: the file that was named, or one of its language's folder in the folder."""
    if _is_file(options.out):
        return options.out
    return options.out / language / f"handout{'-solutions' if options.solutions else ''}{_SUFFIX}"
