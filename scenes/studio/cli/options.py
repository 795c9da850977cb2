"""What commands are asked with: options and arguments that several of them take, and the words that these know."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How numbers are printed."""

    table = "table"
    json = "json"
    csv = "csv"
    markdown = "markdown"
    latex = "latex"
    typst = "typst"


class ScriptFormat(StrEnum):
    """How the narration is printed."""

    text = "text"
    markdown = "markdown"
    csv = "csv"


class Theme(StrEnum):
    """The clips' themes."""

    dark = "dark"
    light = "light"


class Paper(StrEnum):
    """The sizes of paper."""

    a4 = "a4"
    us_letter = "us-letter"


class Presenter(StrEnum):
    """What shows slides."""

    manim_slides = "manim-slides"
    pptx = "pptx"
    html = "html"


class Quality(StrEnum):
    """manim's qualities: 480p15, 720p30, 1080p60, 1440p60 and 2160p60."""

    l = "l"
    m = "m"
    h = "h"
    p = "p"
    k = "k"


def _clip_names(incomplete: str) -> list[str]:
    from scenes.studio.build.catalogue import catalogue

    return [name for name in catalogue() if name.lower().startswith(incomplete.lower())]


LessonOption = Annotated[
    Path | None, typer.Option("--lesson", metavar="FILE", help="The lesson's TOML file.", show_default=False)
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--lang", metavar="en,fr", help="The languages; without it, the lesson's.", show_default=False),
]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", min=1, max=256, help="Clips at a time; without it, one a core.", show_default=False),
]
ClipNames = Annotated[
    list[str] | None,
    typer.Argument(metavar="[CLIP]...", help="The clips; all of them if none is named.", autocompletion=_clip_names),
]
