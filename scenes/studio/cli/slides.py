"""``backprop slides``: slides are made of what is rendered already."""

import shlex
import shutil
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

import backprop_core as bp
from backprop_core.validation import shown
from scenes.kit.lesson import check_title
from scenes.numbers.language import LANGUAGES
from scenes.studio.build.catalogue import catalogue
from scenes.studio.build.extras import need
from scenes.studio.build.folder import Folder, explained
from scenes.studio.build.plan import NOT_RENDERED, PlannedClip
from scenes.studio.cli.progress import Lines, say
from scenes.studio.cli.render import chosen
from scenes.studio.media.lecture import Part
from scenes.studio.publish.rendered import as_rendered, part_of
from scenes.studio.slides.deck import FOLDER, deck_of

if TYPE_CHECKING:
    from scenes.studio.slides.formats import Form


@dataclass(frozen=True)
class Options:
    """The options of ``backprop slides`` as they were given; None and empty mean that one was not."""

    clips: tuple[str, ...]
    to: str
    lesson: Path | None
    languages: tuple[str, ...]
    out: Path


def make_slides(options: Options, console: Console) -> None:
    """Do what was asked for.

    Raises
    ------
    LessonError, click.UsageError
        For what cannot be asked for, or is not rendered; nothing has been written then.
    FolderError
        If something cannot be read or written.
    """
    form = _form(options.to)
    document = bp.load_document(options.lesson)
    title = document["lesson"]["title"]
    bp.check_training(bp.make_lesson(document), options.lesson)
    check_title(title, options.lesson)
    clips = chosen(options.clips or tuple(catalogue()), tuple(catalogue()), "clip")
    languages = chosen(options.languages or (document["lesson"]["language"],), LANGUAGES, "language")
    if not options.out.exists():  # it would be made
        raise click.UsageError(
            f"{shown(options.out)}: expected a rendered lecture, got nothing; first: backprop render"
        )
    folder, display = Folder(options.out), Lines(console)
    with folder.held(lambda: display.waiting(options.out)):
        rendered = {
            code: _rendered(as_rendered(clips, document, code, folder), folder, options) for code in languages
        }
        for language, parts in rendered.items():
            if len(parts) < len(clips):
                say(f"{language}: slides of the {len(parts)} clips that are rendered, of {len(clips)}", console)
            display.wrote(_made(form, parts, title, language, folder))


def _form(name: str) -> "Form":
    """Return the form that slides are made in."""
    need("slides", "slides")
    from scenes.studio.slides.formats import FORMS

    return FORMS[name]


def _rendered(steps: Sequence[PlannedClip], folder: Folder, options: Options) -> list[Part]:
    """Return the clips that are up to date; the others must be ones that nobody asked for or rendered.

    Raises
    ------
    UsageError
        If they are not, or there is none.
    """
    wrong = [step for step in steps if step.reason and (options.clips or step.reason != NOT_RENDERED)]
    parts = [part for step in steps if (part := part_of(step, folder))]
    if not parts or wrong:
        first, *others = wrong or steps
        more = f" (as it is with {len(others)} more)" if others else ""
        what = f"{shown(folder.path / first.job.label)}: {first.reason}{more}"
        raise click.UsageError(f"{what}; first: {_command(first, options)}")
    return parts


def _command(step: PlannedClip, options: Options) -> str:
    """Return what renders what is missing."""
    settings = step.job.document["lesson"]
    words = ["backprop", "render", *options.clips, "--lang", step.job.language]
    words += ["--quality", step.job.quality, "--theme", settings["theme"]]
    words += ["--lesson", str(options.lesson)] if options.lesson else []
    return shlex.join([*words, "--out", str(options.out)])


def _made(form: "Form", parts: Sequence[Part], title: str, language: str, folder: Folder) -> Path:
    """Make slides and put them into the folder; return what is to be opened.

    That comes last, and what only the slides of before needed goes then. As a film is named by its contents, there
    are whole slides at any moment: those of before, or these.
    """
    built, where = folder.workshop() / FOLDER, f"{language}/{FOLDER}"
    with explained(folder.path / where, "written"):
        built.mkdir()
        deck = deck_of(parts, title)
        with chdir(built):  # what makes slides reads more into some names of folders
            form.make(deck, Path())
    needed = {path.name for path in (built / form.files).iterdir()} if form.files else set()
    for name in [*(f"{form.files}/{each}" for each in sorted(needed)), form.file]:
        with folder.making(f"{where}/{name}") as path:
            (built / name).replace(path)
    shutil.rmtree(built)
    if form.files:
        present = {path.name for path in (folder.path / where / form.files).iterdir()}
        for name in sorted(present - needed):
            folder.remove(f"{where}/{form.files}/{name}")
    return folder.path / where / form.file
