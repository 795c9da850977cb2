"""``backprop explore``: writes the explorer's page of a lesson, and opens it."""

import webbrowser
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

import click
from rich.console import Console

import backprop_core as bp
from backprop_core.validation import shown
from scenes.studio.build.folder import Folder
from scenes.studio.build.lesson import OpenedLesson
from scenes.studio.cli.progress import LineProgress
from scenes.studio.publish.explorer_page import render_explorer

_SUFFIX = ".html"


@dataclass(frozen=True)
class ExploreOptions:
    """The options of ``backprop explore`` besides the lesson, its language and its theme."""

    out: Path
    embed: bool
    browser: bool


def write_explorer(opened: OpenedLesson, options: ExploreOptions, console: Console) -> None:
    """Write the page; print the line that embeds it, or open it.

    Raises
    ------
    UsageError
        If the file has another suffix, or if its folder does not exist.
    FolderError
        If it cannot be written.
    """
    path = options.out
    if path.suffix.lower() != _SUFFIX or path.is_dir():
        raise click.UsageError(f"--out: expected a file that ends in {_SUFFIX}, got {shown(path)}")
    if not path.parent.is_dir():
        raise click.UsageError(f"--out: expected a folder that exists, got {shown(path.parent)}")
    lesson = bp.make_lesson(opened.in_language(opened.languages[0]))
    content = render_explorer(lesson).encode()
    progress, folder = LineProgress(console), Folder(path.parent)
    with folder.locked(lambda: progress.waiting(folder.path)):
        if folder.read(path.name) != content:
            folder.write({path.name: content})
    if options.embed:
        title, source = escape(lesson.title), escape(quote(path.name))
        click.echo(f'<iframe src="{source}" title="{title}" width="100%" height="900" loading="lazy"></iframe>')
        return
    progress.wrote(path)
    if options.browser:
        webbrowser.open(path.resolve().as_uri())
