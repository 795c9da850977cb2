"""``backprop export``: writes a beat or a clip as one file."""

from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from backprop_core.validation import shown
from scenes.studio.build.folder import Folder
from scenes.studio.build.lesson import OpenedLesson
from scenes.studio.cli.progress import BarProgress, LineProgress
from scenes.studio.export.excerpt import Excerpt
from scenes.studio.export.form import Form
from scenes.studio.export.write import write


@dataclass(frozen=True)
class ExportOptions:
    """The options of ``backprop export`` besides the lesson and its language; None if not given."""

    clip: str
    beat: str | None
    form: Form
    transparent: bool
    width: int | None
    out: Path | None


def export_excerpt(opened: OpenedLesson, options: ExportOptions, console: Console) -> None:
    """Write the file.

    Raises
    ------
    UsageError
        If an option cannot be used; nothing has been written then.
    LessonError
        If the clip cannot show the lesson.
    FolderError
        If the file cannot be written.
    """
    opened.check_shown([options.clip])
    excerpt = Excerpt(
        clip=options.clip,
        beat=options.beat,
        document=opened.in_language(opened.languages[0]),
        transparent=_transparent(options),
        width=_width(options),
    )
    path = _path(options, excerpt.name)
    display = BarProgress(console) if console.is_terminal else LineProgress(console)
    folder = Folder(path.parent)
    with (
        folder.locked(lambda: display.waiting(folder.path)),
        folder.writing(path.name) as unfinished,
        display.drawing(path.name, excerpt.expected_seconds) as progress,
    ):
        write(excerpt, options.form, unfinished, progress)
    display.wrote(path)


def _transparent(options: ExportOptions) -> bool:
    if options.transparent and options.form is Form.gif:
        others = ", ".join(form for form in Form if form is not Form.gif)
        raise click.UsageError(f"--transparent: expected a form with half-transparent edges ({others}), got gif")
    return options.transparent or options.form is Form.mov


def _width(options: ExportOptions) -> int:
    form, width = options.form, options.width
    if width is None:
        return form.default_width
    if width not in form.widths:
        step = "an even number" if form.widths.step == 2 else "a number"
        expected = f"{step} from {form.widths[0]} to {form.widths[-1]} for {form}"
        raise click.UsageError(f"--width: expected {expected}, got {width}")
    return width


def _path(options: ExportOptions, name: str) -> Path:
    """Return the file to write.

    Raises
    ------
    UsageError
        If it has another suffix, or if its folder does not exist.
    """
    suffix = f".{options.form}"
    path = options.out or Path(name + suffix)
    if path.suffix.lower() != suffix or path.is_dir():
        raise click.UsageError(f"--out: expected the name of a {suffix} file, got {str(path)!r}")
    if not path.parent.is_dir():
        raise click.UsageError(f"--out: expected a folder that exists, got {shown(path.parent)}")
    return path
