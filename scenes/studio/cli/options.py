"""Options and arguments of the commands, and the words that options accept."""

import os
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, get_args

import typer

from backprop_core.reports.formats import FORMATS
from scenes.handout.document import Paper
from scenes.kit.theme import THEMES
from scenes.locale.languages import all_languages
from scenes.studio.slides.presenter import DeckOf
from scenes.studio.voice.record import ENGINES
from scenes.studio.voice.script_formats import SCRIPT_FORMATS

# The words are listed where their meaning is defined; typer wants them as enums.
NumberFormat = StrEnum("NumberFormat", list(FORMATS))
ScriptFormat = StrEnum("ScriptFormat", list(SCRIPT_FORMATS))
ThemeName = StrEnum("ThemeName", list(THEMES))
EngineName = StrEnum("EngineName", list(ENGINES))
PaperSize = StrEnum("PaperSize", list(get_args(Paper)))


class Quality(StrEnum):
    """manim's quality letters, repeated here so that manim need not be imported; a test compares them."""

    l = "l"
    m = "m"
    h = "h"
    p = "p"
    k = "k"


def _clip_names(incomplete: str) -> list[str]:
    from scenes.kit.flow.catalogue import catalogue

    return [name for name in catalogue() if name.lower().startswith(incomplete.lower())]


def _excerpt_names(incomplete: str) -> list[str]:
    from scenes.kit.flow.catalogue import catalogue

    clip, slash, beat = incomplete.partition("/")
    if not slash or clip not in catalogue():
        return _clip_names(incomplete)
    return [f"{clip}/{each.name}" for each in catalogue()[clip].clip.beats() if each.name.startswith(beat)]


def _languages(incomplete: str) -> list[str]:
    before, comma, begun = incomplete.rpartition(",")
    return [f"{before}{comma}{code}" for code in all_languages() if code.startswith(begun) and code not in before]


def _language(incomplete: str) -> list[str]:
    return [code for code in all_languages() if code.startswith(incomplete)]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("backprop-calculus"))
        raise typer.Exit


def language_codes(option: str | None) -> tuple[str, ...]:
    """Return the codes in the value of ``--lang``; none if it was not given."""
    return tuple(code.strip() for code in option.split(",")) if option is not None else ()


def cores() -> int:
    """Return how many cores this process may use: the default of ``--jobs``."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


LessonOption = Annotated[
    Path | None, typer.Option("--lesson", metavar="FILE", help="The lesson's TOML file.", show_default=False)
]
LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="CODE",
        help="The language, such as en; by default, the lesson's.",
        autocompletion=_language,
        show_default=False,
    ),
]
LanguagesOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="CODE,...",
        help="The languages, such as en,fr; by default, the lesson's.",
        autocompletion=_languages,
        show_default=False,
    ),
]
ThemeOption = Annotated[
    ThemeName | None,
    typer.Option("--theme", help="The theme; by default, the lesson's.", show_default=False),
]
QualityOption = Annotated[Quality, typer.Option(help="480p15, 720p30, 1080p60, 1440p60 or 2160p60.")]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", min=1, max=256, help="Clips at a time; by default, one a core.", show_default=False),
]
VoiceOption = Annotated[
    Path | None,
    typer.Option(
        "--voice",
        metavar="FOLDER",
        help="Recordings of the narration, by default the lesson's; see the command script.",
        show_default=False,
    ),
]
SpeakOption = Annotated[
    bool,
    typer.Option(
        "--speak", metavar="", help="First let an engine speak what nobody has recorded; see the command speak."
    ),
]
RecordingsFolder = Annotated[
    Path | None,
    typer.Option(
        "--into",
        metavar="FOLDER",
        help="The folder of recordings; by default, the lesson's, or voice here.",
        show_default=False,
    ),
]
EngineOption = Annotated[
    EngineName | None,
    typer.Option(
        "--engine", help="What speaks; by default, Piper where it has a voice, or espeak-ng.", show_default=False
    ),
]
SpeakerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--speaker",
        metavar="[LANG=]NAME|FILE",
        help="The engine's voice: its name, or the file of one of Piper's; several, with the language of each.",
        show_default=False,
    ),
]
CommandOption = Annotated[
    str | None,
    typer.Option(
        "--command",
        metavar="'say -o {out} {text}'",
        help="A command that writes a WAV file, for --engine command.",
        show_default=False,
    ),
]
SolutionsOption = Annotated[
    bool, typer.Option("--solutions", metavar="", help="Print the exercises with their solutions.")
]
ExercisesOption = Annotated[
    bool, typer.Option("--exercises", metavar="", help="Only the exercises, after the networks they are about.")
]
VariantsOption = Annotated[
    int | None,
    typer.Option(
        "--variants",
        metavar="N",
        min=1,
        max=999,
        help="N different sheets of exercises, so that neighbours have other numbers; always the same N.",
        show_default=False,
    ),
]
TransparentOption = Annotated[
    bool,
    typer.Option("--transparent", metavar="", help="Leave out the background; mov is always without one."),
]
WidthOption = Annotated[
    int | None,
    typer.Option(
        "--width",
        metavar="N",
        help="In pixels; by default, 480 for webp and gif, 1920 for the others.",
        show_default=False,
    ),
]
ExcerptFile = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="The file to write; by default, CLIP-BEAT.FORM here.", show_default=False
    ),
]
ExplorerFile = Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")]
EmbedOption = Annotated[
    bool, typer.Option("--embed", metavar="", help="Print the line that embeds it; do not open it.")
]
BrowserOption = Annotated[
    bool, typer.Option("--browser/--no-browser", metavar="", help="Open the page in a browser.")
]
LectureFolder = Annotated[Path, typer.Option("--out", help="The lecture's folder.")]
DeckOption = Annotated[
    DeckOf,
    typer.Option(
        "--by", help="One deck, or one a chapter: PowerPoint on Windows stops after some 30 films in 1080p."
    ),
]
ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="tcp://HOST:PORT",
        help="Render on the workers of a Dask scheduler.",
        show_default=False,
    ),
]
VersionOption = Annotated[
    bool,
    typer.Option(
        "--version", metavar="", help="Print the version, and exit.", is_eager=True, callback=_print_version
    ),
]
FilmQuality = Annotated[
    Quality | None,
    typer.Option(
        "--quality",
        help="Scale the films down, such as to m (720p30); by default, they are as rendered.",
        show_default=False,
    ),
]
FolderOrFile = Annotated[
    Path, typer.Option("--out", metavar="FOLDER|FILE.pdf", help="The lecture's folder, or the file to write.")
]
ClipNames = Annotated[
    list[str] | None,
    typer.Argument(metavar="[CLIP]...", help="The clips; by default, all of them.", autocompletion=_clip_names),
]
ExcerptName = Annotated[
    str,
    typer.Argument(
        metavar="CLIP[/BEAT]",
        help="The clip, or one of its beats.",
        autocompletion=_excerpt_names,
        show_default=False,
    ),
]
