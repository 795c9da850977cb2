"""The ``backprop`` command.

Each command imports what it needs when it runs: ``--help`` and ``numbers`` answer without manim.
"""

import os
import shlex
import signal
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn

import click
import typer
from rich.console import Console

import backprop_core as bp
from backprop_core.validation import printable, shown
from scenes.kit.lesson import check_title, chosen_lesson, lesson_path
from scenes.studio.build.folder import FolderError
from scenes.studio.cli.options import (
    ClipNames,
    Format,
    JobsOption,
    LanguageOption,
    LessonOption,
    Paper,
    Presenter,
    Quality,
    ScriptFormat,
    Theme,
)

app = typer.Typer(
    name="backprop",
    help="Regenerates a lecture on the calculus of backpropagation from the numbers of a lesson.",
    epilog="Without --lesson, the lesson is that of BACKPROP_LESSON, else lesson.toml here, else the default.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
lesson_app = typer.Typer(help="Start a lesson of your own, or check one.", no_args_is_help=True)
app.add_typer(lesson_app, name="lesson")

# The click that typer uses: a copy of its own or, in older versions, click itself.
_typers = import_module(typer.BadParameter.__module__)

# How click's lists go on in a new line.
_CLICKS_BREAK = "\n\t"

# Nobody folds lines that go into a file or another program.
_PIPE_WIDTH = 200


@app.command()
def clips(
    out: Annotated[Path, typer.Option(help="The folder whose rendered clips are measured.")] = Path("media/lecture"),
) -> None:
    """List the clips: chapter, beats, what part of the lesson each reads, and its length if it is rendered."""
    from scenes.studio.cli.tables import listing

    _out().print(listing(out))


@app.command()
def numbers(
    lesson: LessonOption = None,
    style: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.table,
) -> None:
    """Print all numbers of a lesson: activations, costs, derivatives, nudges."""
    typer.echo(bp.report(chosen_lesson(lesson)).to(style.value), nl=False)


@app.command()
def script(
    names: ClipNames = None,
    lesson: LessonOption = None,
    lang: Annotated[
        str | None, typer.Option(metavar="en|fr", help="Without it, the lesson's.", show_default=False)
    ] = None,
    style: Annotated[ScriptFormat, typer.Option("--format", help="How to print it.")] = ScriptFormat.text,
) -> None:
    """Print what is said, beat by beat, each with the file's name under which render --voice looks for its recording.

    The file may also end in .mp3, .flac, .ogg, .opus or .m4a.
    """
    from scenes.studio.cli.render import script_of

    typer.echo(script_of(tuple(names or ()), lesson or lesson_path(), lang, style.value), nl=False)


@app.command()
def check(lesson: LessonOption = None) -> None:
    """Check the gradients of a lesson against finite differences, nudge by nudge; the exit status tells."""
    from scenes.studio.cli.tables import checked

    table, right = checked(chosen_lesson(lesson))
    _out().print(table)
    if not right:
        raise typer.Exit(1)


@lesson_app.command("new")
def lesson_new(file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")]) -> None:
    """Write a lesson with a comment on every entry, to be changed."""
    from importlib.resources import files

    template = (files("backprop_core") / "lessons" / "default.toml").read_bytes()
    try:
        with file.open("xb") as new:
            new.write(template)
    except FileExistsError:
        _fail(f"{shown(file)}: expected a name that is free, got a file that is there already")
    except OSError as error:
        with suppress(OSError):
            file.unlink()  # it was not there before
        _fail(f"{shown(file)}: cannot be written: {error.strerror}")
    _echo(f"{shown(file)}: change what you like, then: backprop render --lesson {shlex.quote(str(file))}")


@lesson_app.command("check")
def lesson_check(file: Annotated[Path, typer.Argument(help="The lesson's TOML file.")]) -> None:
    """Say whether a lesson can be drawn, or what is wrong with it."""
    lesson = bp.load_lesson(file)
    bp.check_training(lesson, file)
    check_title(lesson.title, file)
    chain, layers = (" – ".join(map(str, part.network.sizes)) for part in (lesson.chain, lesson.layers))
    _echo(f"{shown(file)}: “{lesson.title}” can be drawn: a chain {chain}, and layers {layers}")


@app.command()
def render(
    names: ClipNames = None,
    lesson: LessonOption = None,
    lang: LanguageOption = None,
    theme: Annotated[Theme | None, typer.Option(help="Without it, the lesson's.", show_default=False)] = None,
    quality: Annotated[Quality, typer.Option(help="480p15, 720p30, 1080p60, 1440p60 or 2160p60.")] = Quality.l,
    jobs: JobsOption = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="tcp://HOST:PORT", help="Render on the workers of a Dask scheduler.", show_default=False
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Render clips that are up to date too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be rendered, and why.")] = False,
    voice: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Recordings of the narration; see the command script.", show_default=False
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="The lecture's folder.")] = Path("media/lecture"),
) -> None:
    """Bring the lecture up to date: render the clips that changed, join them, and make the player."""
    from scenes.studio.cli.render import Options, render_lecture

    options = Options(
        clips=tuple(names or ()),
        lesson=lesson or lesson_path(),
        languages=tuple(lang.split(",")) if lang is not None else (),
        theme=theme and theme.value,
        quality=quality.value,
        jobs=jobs,
        cluster=cluster,
        force=force,
        dry_run=dry_run,
        voice=voice,
        out=out,
    )
    raise typer.Exit(render_lecture(options, _out()))


@app.command()
def slides(
    to: Annotated[Presenter, typer.Option(help="What is to show them.")],
    names: ClipNames = None,
    lesson: LessonOption = None,
    lang: LanguageOption = None,
    out: Annotated[Path, typer.Option(help="The lecture's folder.")] = Path("media/lecture"),
) -> None:
    """Make slides of what is rendered: one a beat, with what is said as notes, and a title for each chapter."""
    from scenes.studio.cli.slides import Options, make_slides

    options = Options(
        to=to.value,
        clips=tuple(names or ()),
        lesson=lesson or lesson_path(),
        languages=tuple(lang.split(",")) if lang is not None else (),
        out=out,
    )
    make_slides(options, _out())


@app.command()
def handout(
    lesson: LessonOption = None,
    lang: LanguageOption = None,
    solutions: Annotated[bool, typer.Option("--solutions", help="Print the exercises with their solutions.")] = False,
    paper: Annotated[Paper, typer.Option(help="The size of the paper.")] = Paper.a4,
    jobs: JobsOption = None,
    out: Annotated[
        Path, typer.Option(metavar="FOLDER|FILE.pdf", help="The lecture's folder, or the file to write.")
    ] = Path("media/lecture"),
) -> None:
    """Write a handout as a PDF: posters, formulas with the lesson's numbers, all numbers, and exercises."""
    from scenes.studio.cli.handout import Options, hand_out

    hand_out(
        Options(
            lesson=lesson or lesson_path(),
            languages=tuple(lang.split(",")) if lang is not None else (),
            solutions=solutions,
            paper=paper.value,
            jobs=jobs,
            out=out,
        ),
        _out(),
    )


def main() -> NoReturn:
    """Run the command: bad input is one line and exit status 2, Ctrl-C is 130, what the system refuses is 1."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    _prepare_streams()
    try:
        status = app(prog_name="backprop", standalone_mode=False) or 0
        sys.stdout.flush()
        sys.exit(status)
    except _typers.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except (click.ClickException, _typers.ClickException) as error:
        _fail(error.format_message())
    except bp.LessonError as error:
        _fail(str(error))
    except FolderError as error:
        _fail(str(error), status=1)
    except (KeyboardInterrupt, typer.Abort):
        _fail("stopped", status=130)
    except OSError as error:
        if error.filename is None:  # it was the output: no more is written there, not even in the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # whoever reads it has had enough
            sys.exit(1)
        where = shown(error.filename) if error.filename else "standard output"
        _fail(f"{where}: {error.strerror or error}", status=1)


def _prepare_streams() -> None:
    """Let anything be written: letters that the terminal does not have, and to streams that were closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - open until the end
        if isinstance(stream := getattr(sys, name), TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _out() -> Console:
    return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH)


def _echo(message: str) -> None:
    typer.echo(printable(message))


def _fail(message: str, status: int = 2) -> NoReturn:
    sys.stderr.write(f"backprop: {printable(message.replace(_CLICKS_BREAK, ' '))}\n")
    sys.exit(status)
