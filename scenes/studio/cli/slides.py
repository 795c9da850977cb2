"""``backprop slides``: makes slides of clips that are rendered."""

import shlex
import shutil
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from backprop_core.lesson.parts import Credits
from backprop_core.validation import shown
from scenes.studio.build.extras import require_extra
from scenes.studio.build.folder import Folder, as_folder_error
from scenes.studio.build.job import frame_rate, frame_size
from scenes.studio.build.lesson import OpenedLesson
from scenes.studio.build.plan import NOT_RENDERED, PlannedClip
from scenes.studio.cli.progress import LineProgress, print_line
from scenes.studio.media.lecture import LecturePart
from scenes.studio.publish.portions import Portion, chapters, whole_lecture
from scenes.studio.publish.rendered import lecture_part, planned_as_rendered
from scenes.studio.slides.deck import SLIDES_FOLDER, make_deck
from scenes.studio.slides.presenter import DeckOf, Presenter

if TYPE_CHECKING:
    from scenes.studio.slides.formats import SlideFormat


@dataclass(frozen=True)
class SlidesOptions:
    """The options of ``backprop slides`` besides the lesson and its languages.

    ``names`` are of clips; ``quality`` is None if it was not given.
    """

    to: Presenter
    names: tuple[str, ...]
    by: DeckOf
    quality: str | None
    out: Path


def make_slides(opened: OpenedLesson, options: SlidesOptions, console: Console) -> None:
    """Write the slides in each language.

    Raises
    ------
    UsageError
        If an option cannot be used, or a clip is not rendered; nothing has been written then.
    FolderError
        If something cannot be read or written.
    """
    form = _form(options.to)
    clips = opened.chosen_clips(options.names)
    if not options.out.exists():  # Folder would make it
        raise click.UsageError(
            f"{shown(options.out)}: expected a rendered lecture, got nothing; first: backprop render"
        )
    folder, progress = Folder(options.out), LineProgress(console)
    with folder.locked(lambda: progress.waiting(options.out)):
        rendered = {}
        for language in opened.languages:
            steps = planned_as_rendered(clips, opened.document, language, folder)
            rendered[language] = _rendered(steps, folder, opened, options)
        for language, parts in rendered.items():
            known = f"the {len(parts)} clips that are rendered, of {len(clips)}" if len(parts) < len(clips) else "all"
            quality = options.quality or parts[0].record.depends["quality"]
            films = f"{frame_size(quality)[1]}p{frame_rate(quality)}"
            print_line(f"{language}: slides of {known}, in {films}", console)
            whole = whole_lecture(parts, opened.title(language))
            for portion in [whole] if options.by == DeckOf.LECTURE else chapters(whole).values():
                progress.wrote(_made(form, portion, opened.credits(language), options, folder))


def _form(presenter: Presenter) -> "SlideFormat":
    """Return the format of a presenter's slides."""
    require_extra("slides", "slides")
    from scenes.studio.slides.formats import SLIDE_FORMATS

    return SLIDE_FORMATS[presenter]


def _rendered(
    steps: Sequence[PlannedClip], folder: Folder, opened: OpenedLesson, options: SlidesOptions
) -> list[LecturePart]:
    """Return the clips that are up to date, without those that were never rendered unless they are named.

    Raises
    ------
    UsageError
        If a clip is out of date, a named one is not rendered, or none is; or if films would have to be scaled up.
    """
    wrong = [step for step in steps if step.reason and (options.names or step.reason != NOT_RENDERED)]
    parts = [part for step in steps if (part := lecture_part(step, folder))]
    if not parts or wrong:
        first, *others = wrong or steps
        more = f" (as it is with {len(others)} more)" if others else ""
        what = f"{shown(folder.path / first.job.label)}: {first.reason}{more}"
        raise click.UsageError(f"{what}; first: {_command(first, first.job.quality, opened, options)}")
    job, wanted = steps[0].job, options.quality
    if wanted and frame_size(wanted) > frame_size(job.quality):
        what = f"--quality: expected at most {job.quality}, the quality of the clips in {job.language}, got {wanted}"
        raise click.UsageError(f"{what}; first: {_command(steps[0], wanted, opened, options)}")
    return parts


def _command(step: PlannedClip, quality: str, opened: OpenedLesson, options: SlidesOptions) -> str:
    """Return the command that renders what is missing."""
    settings = step.job.document["lesson"]
    words = ["backprop", "render", *options.names, "--lang", step.job.language]
    words += ["--quality", quality, "--theme", settings["theme"]]
    words += ["--lesson", str(opened.path)] if opened.path else []
    return shlex.join([*words, "--out", str(options.out)])


def _made(form: "SlideFormat", portion: Portion, credits_: Credits, options: SlidesOptions, folder: Folder) -> Path:
    """Write one deck of slides; return the file to open.

    That file is written last, and only then are files removed that only the previous slides needed. As the names of
    films contain a hash of their content, the folder has complete slides at any moment: the previous ones or these.
    """
    built, where = folder.unfinished_folder() / SLIDES_FOLDER, f"{portion.language.code}/{SLIDES_FOLDER}"
    file, files = form.file(portion.name), form.files(portion.name)
    with as_folder_error(folder.path / where, "written"):
        built.mkdir()
        quality = options.quality or portion.parts[0].record.depends["quality"]
        deck = make_deck(portion, options.by, quality, credits_)
        with chdir(built):  # manim-slides misreads the names of some folders
            form.make(deck, Path())
    needed = {path.name for path in (built / files).iterdir()} if files else set()
    for name in [*(f"{files}/{each}" for each in sorted(needed)), file]:
        with folder.writing(f"{where}/{name}") as path:
            (built / name).replace(path)
    shutil.rmtree(built)
    if files:
        present = {path.name for path in (folder.path / where / files).iterdir()}
        for name in sorted(present - needed):
            folder.remove(f"{where}/{files}/{name}")
    return folder.path / where / file
