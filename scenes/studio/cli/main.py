"""The ``backprop`` command: its subcommands, their options, and its exit status.

Each subcommand imports what it needs when it runs, so that ``--help`` and ``numbers`` do not wait for manim.
"""

import shlex
import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn, cast

import typer
from rich.console import Console

import backprop_core as bp
from backprop_core.validation import printable, shown
from scenes.handout.document import Paper
from scenes.kit.lesson import chosen_lesson, findings, lesson_path
from scenes.studio.cli.errors import errors_told, fail, prepare_streams
from scenes.studio.cli.narration import script, speak
from scenes.studio.cli.options import (
    BrowserOption,
    ClipNames,
    ClusterOption,
    DeckOption,
    EmbedOption,
    ExcerptFile,
    ExcerptName,
    ExercisesOption,
    ExplorerFile,
    FilmQuality,
    FolderOrFile,
    JobsOption,
    LanguageOption,
    LanguagesOption,
    LectureFolder,
    LessonOption,
    NumberFormat,
    PaperSize,
    Quality,
    QualityOption,
    SolutionsOption,
    SpeakOption,
    ThemeOption,
    TransparentOption,
    VariantsOption,
    VersionOption,
    VoiceOption,
    WidthOption,
    cores,
    language_codes,
)
from scenes.studio.export.form import Form
from scenes.studio.slides.presenter import DeckOf, Presenter
from scenes.studio.translate.command import language_app

app = typer.Typer(
    name="backprop",
    help="Regenerates a lecture on the calculus of backpropagation from the numbers of a lesson.",
    epilog="Without --lesson, the lesson is the file in BACKPROP_LESSON, else lesson.toml here, else the default.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
lesson_app = typer.Typer(help="Start a lesson of your own, or check one.", no_args_is_help=True)
app.add_typer(lesson_app, name="lesson")
app.add_typer(language_app, name="language")

# The width of lines that go to a file or another program, where they are not to be wrapped.
_PIPE_WIDTH = 200


@app.callback()
def backprop(_version: VersionOption = False) -> None:
    """Do nothing before the subcommand."""


@app.command()
def clips(out: LectureFolder = Path("media/lecture")) -> None:
    """List the clips: chapter, beats, the parts of the lesson that each reads, and its length if it is rendered."""
    from scenes.studio.cli.tables.clip_table import clip_table

    _out().print(clip_table(out))


@app.command()
def numbers(
    lesson: LessonOption = None,
    style: Annotated[NumberFormat, typer.Option("--format", help="How to print them.")] = NumberFormat["table"],
) -> None:
    """Print all numbers of a lesson: activations, costs, derivatives, nudges.

    In json and csv, which are for programs, titles are English and numbers have all digits, after a point.
    """
    from scenes.studio.cli.tables.words import lesson_report

    chosen = chosen_lesson(lesson)
    exact = style in (NumberFormat["json"], NumberFormat["csv"])
    typer.echo((bp.report if exact else lesson_report)(chosen).to(style.value), nl=False)


app.command()(script)
app.command()(speak)


@app.command()
def check(lesson: LessonOption = None) -> None:
    """Check the gradients of a lesson against finite differences; the exit status is 1 if one is wrong."""
    from scenes.studio.cli.tables.gradient_table import check_gradients

    tables, right = check_gradients(chosen_lesson(lesson))
    _out().print(tables)
    if not right:
        raise typer.Exit(1)


@lesson_app.command("new")
def lesson_new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; it must not exist yet.")],
) -> None:
    """Write a lesson with a comment on every entry, for you to change."""
    from scenes.studio.build.lesson import new_lesson

    new_lesson(file)
    _echo(f"{shown(file)}: change what you like, then: backprop render --lesson {shlex.quote(str(file))}")


@lesson_app.command("check")
def lesson_check(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The lesson's TOML file.")] = None,
    lesson: LessonOption = None,
) -> None:
    """Say whether a lesson can be drawn, or what is wrong with it, and what may not be meant."""
    given = [each for each in (file, lesson) if each] or [lesson_path()]
    if len(given) > 1 or not (file := given[0]):
        fail(f"expected the file of one lesson, got {len(given) if file else 'none'}")
    for finding in findings(file):
        _echo(f"{shown(file)}: {finding}")


@app.command()
def render(
    names: ClipNames = None,
    lesson: LessonOption = None,
    lang: LanguagesOption = None,
    theme: ThemeOption = None,
    quality: QualityOption = Quality.l,
    jobs: JobsOption = None,
    cluster: ClusterOption = None,
    force: Annotated[bool, typer.Option("--force", metavar="", help="Render clips that are up to date too.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Only say what would be rendered, and why.")
    ] = False,
    voice: VoiceOption = None,
    speak: SpeakOption = False,
    out: LectureFolder = Path("media/lecture"),
) -> None:
    """Bring the lecture up to date: render the clips that changed, join them, make player and explorer."""
    from scenes.studio.build.lesson import open_lesson
    from scenes.studio.cli.render import RenderOptions, render_lecture

    opened = open_lesson(lesson, language_codes(lang), theme and theme.value)
    options = RenderOptions(
        clips=opened.chosen_clips(names or ()),
        quality=quality.value,
        jobs=jobs,
        cluster=cluster,
        force=force,
        dry_run=dry_run,
        voice=voice,
        speak=speak,
        out=out,
    )
    raise typer.Exit(render_lecture(opened, options, _out()))


@app.command()
def watch(
    names: ClipNames = None,
    lesson: LessonOption = None,
    lang: LanguagesOption = None,
    theme: ThemeOption = None,
    quality: QualityOption = Quality.l,
    jobs: JobsOption = None,
    browser: BrowserOption = True,
    out: LectureFolder = Path("media/lecture"),
) -> None:
    """Show the lecture in a browser, and render what changes in its lesson and code, the open clip first."""
    from scenes.studio.build.lesson import open_lesson
    from scenes.studio.cli.watch import watch_lecture
    from scenes.studio.watch.messages import Wanted

    opened = open_lesson(lesson, language_codes(lang), theme and theme.value)
    wanted = Wanted(
        lesson=opened.path,
        clips=opened.chosen_clips(names) if names else (),
        languages=opened.languages if lang else (),
        theme=theme and theme.value,
        quality=quality.value,
        jobs=jobs or cores(),
        out=out,
    )
    watch_lecture(opened, wanted, browser=browser, console=_out())


@app.command()
def slides(
    to: Annotated[Presenter, typer.Option(help="The program that is to show them.")],
    names: ClipNames = None,
    lesson: LessonOption = None,
    lang: LanguagesOption = None,
    by: DeckOption = DeckOf.LECTURE,
    quality: FilmQuality = None,
    out: LectureFolder = Path("media/lecture"),
) -> None:
    """Make slides of the rendered clips: one for each beat, with its narration as notes, and one for each title."""
    from scenes.studio.build.lesson import open_lesson
    from scenes.studio.cli.slides import SlidesOptions, make_slides

    opened = open_lesson(lesson, language_codes(lang))
    options = SlidesOptions(to=to, names=tuple(names or ()), by=by, quality=quality and quality.value, out=out)
    make_slides(opened, options, _out())


@app.command()
def handout(
    lesson: LessonOption = None,
    lang: LanguagesOption = None,
    solutions: SolutionsOption = False,
    exercises: ExercisesOption = False,
    variants: VariantsOption = None,
    paper: Annotated[PaperSize, typer.Option(help="The size of the paper.")] = PaperSize["a4"],
    jobs: JobsOption = None,
    out: FolderOrFile = Path("media/lecture"),
) -> None:
    """Write a handout as a PDF: posters, formulas with the lesson's numbers, all numbers, and exercises."""
    from scenes.studio.build.lesson import open_lesson
    from scenes.studio.cli.handout import HandoutOptions, write_handouts

    opened = open_lesson(lesson, language_codes(lang))
    options = HandoutOptions(solutions, exercises, variants, cast(Paper, paper.value), jobs, out)
    write_handouts(opened, options, _out())


@app.command()
def export(
    name: ExcerptName,
    to: Annotated[Form, typer.Option(help="The form of the file.")],
    lesson: LessonOption = None,
    lang: LanguageOption = None,
    theme: ThemeOption = None,
    transparent: TransparentOption = False,
    width: WidthOption = None,
    out: ExcerptFile = None,
) -> None:
    """Write a beat or a clip as one file: webp and gif for the web, mov for video editors, png and svg of its end.

    Of a whole clip, png and svg show its poster. Nothing need be rendered before.
    """
    from scenes.studio.build.lesson import chosen_excerpt, open_lesson
    from scenes.studio.cli.export import ExportOptions, export_excerpt

    clip, beat = chosen_excerpt(name)
    options = ExportOptions(clip=clip, beat=beat, form=to, transparent=transparent, width=width, out=out)
    export_excerpt(open_lesson(lesson, (lang,) if lang is not None else (), theme and theme.value), options, _out())


@app.command()
def explore(
    lesson: LessonOption = None,
    lang: LanguageOption = None,
    theme: ThemeOption = None,
    out: ExplorerFile = Path("explore.html"),
    embed: EmbedOption = False,
    browser: BrowserOption = True,
) -> None:
    """Write the explorer, a page in which a lesson is taken hold of, and open it. Nothing is rendered."""
    from scenes.studio.build.lesson import open_lesson
    from scenes.studio.cli.explore import ExploreOptions, write_explorer

    opened = open_lesson(lesson, (lang,) if lang is not None else (), theme and theme.value)
    write_explorer(opened, ExploreOptions(out, embed, browser), _out())


def main() -> NoReturn:
    """Run the command. The exit status is 2 for bad input, 130 after Ctrl-C, and 1 for errors of the system."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    prepare_streams()
    with errors_told():
        status = app(prog_name="backprop", standalone_mode=False) or 0
        sys.stdout.flush()
    sys.exit(status)


def _out() -> Console:
    return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH)


def _echo(message: str) -> None:
    typer.echo(printable(message))
