"""The player: one page that shows a rendered lecture, opened from the disk, without a network.

``page`` fills ``player/index.html.j2`` and puts ``player.css``, ``player.js`` and the lecture's data into it. The
page needs nothing but the clips beside it. Titles and narration are text wherever they go: Jinja escapes them in the
HTML, and the script reads them from JSON and writes them as text. Should that ever fail, the page's
Content-Security-Policy runs no other script than this one, and reaches no network.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import TypedDict

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from scenes.kit.theme import DARK, LIGHT, THEMES
from scenes.numbers.format import exact_decimals
from scenes.numbers.language import N_, Language


class Beat(TypedDict):
    """One idea of a clip; ``start`` and ``end`` are seconds of its video, between two frames."""

    name: str
    start: float
    end: float
    narration: str


class Caption(TypedDict):
    """One caption of at most two lines, and when it is shown, in seconds of the clip's video."""

    start: float
    end: float
    text: str


class Number(TypedDict):
    """One number that a clip shows in a beat: its name, its value, how it is printed, and what was set for it."""

    beat: str
    symbol: str
    value: float
    shown: str
    given: str


class Clip(TypedDict):
    """One clip: its files, relative to the page, and what is said and shown in it.

    ``captions`` has one entry for each rendered language, timed for this video.
    """

    name: str
    number: int
    title: str
    about: str
    video: str
    poster: str
    seconds: float
    width: int
    height: int
    beats: Sequence[Beat]
    captions: Mapping[str, Sequence[Caption]]
    numbers: Sequence[Number]


class Chapter(TypedDict):
    """One chapter and the names of its clips, each of which the lecture has."""

    number: int
    title: str
    clips: Sequence[str]


class Edition(TypedDict):
    """The lecture in one of the rendered languages, and where its page is, seen from this one."""

    code: str
    name: str
    page: str


class Joined(TypedDict):
    """The video of all clips, relative to the page."""

    video: str
    seconds: float


class Lecture(TypedDict):
    """What one page shows; ``theme`` is the clips', the page's own follows the viewer's system.

    ``voiced`` says whether any of the clips has sound.
    """

    title: str
    language: str
    theme: str
    languages: Sequence[Edition]
    chapters: Sequence[Chapter]
    clips: Sequence[Clip]
    lecture: Joined | None
    voiced: bool


SPEEDS = (0.5, 0.75, 1, 1.25, 1.5, 2)

WORDS = {
    "skip": N_("Skip to the video"),
    "clips": N_("Chapters and clips"),
    "chapter": N_("Chapter {number}"),
    "language": N_("Language of the lecture"),
    "dark": N_("Dark page"),
    "whole": N_("The whole lecture in one video"),
    "script": N_("This player needs JavaScript. The videos are in the folder “clips” next to this page."),
    "video": N_("Video"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "next": N_("Next beat"),
    "previous": N_("Previous beat"),
    "seek": N_("Position in the clip"),
    "beat": N_("Beat {number} of {count}"),
    "captions": N_("Captions"),
    "off": N_("off"),
    "speed": N_("Speed"),
    "mute": N_("Sound off"),
    "muted": N_("The sound is off."),
    "heard": N_("The sound is on."),
    "lecture": N_("Lecture mode"),
    "lecture_on": N_("Lecture mode: the clip stops at the end of each beat."),
    "lecture_off": N_("Lecture mode is off."),
    "held": N_("End of beat {number} of {count}. Space or Page Down goes on."),
    "finished": N_("This was the last beat of the lecture."),
    "broken": N_("This video cannot be played: {file}"),
    "full": N_("Full screen"),
    "help": N_("Keyboard shortcuts"),
    "close": N_("Close"),
    "transcript": N_("What is said"),
    "numbers": N_("Numbers in this clip"),
    "no_numbers": N_("This clip shows no numbers."),
    "beat_row": N_("Beat {number}"),
    "beat_head": N_("Beat"),
    "symbol": N_("Quantity"),
    "shown": N_("On screen"),
    "value": N_("Computed value"),
    "given": N_("Given"),
    "copy_table": N_("Copy the table"),
    "copied": N_("Copied"),
    "not_copied": N_("Could not be copied"),
}

# What the help says of the keyboard: the keys, any of which will do, and what they are for.
KEYS = (
    ((N_("Space"), "K"), N_("play or pause; in lecture mode, go on")),
    ((N_("Page Down"), "N", N_("Shift + →")), N_("next beat, also of the next clip")),
    ((N_("Page Up"), "P", N_("Shift + ←")), N_("beginning of the beat, or the beat before")),
    (("←", "→"), N_("five seconds back or on")),
    ((N_("Home"), N_("End")), N_("beginning or end of the clip")),
    (("<", ">"), N_("slower or faster")),
    (("F",), N_("full screen")),
    (("C",), N_("captions off, or in the next language")),
    (("L",), N_("lecture mode on or off")),
    (("M",), N_("sound off or on")),
    (("?",), N_("this help")),
)


def page(data: Lecture) -> str:
    """Return the player's page for a rendered lecture, as HTML.

    Raises
    ------
    ValueError
        The lecture has no clip, or a number is not finite.
    """
    if not data["clips"]:
        raise ValueError("player: expected at least one clip, got none")
    language = Language(data["language"])
    words = {name: language.text(text) for name, text in WORDS.items()}
    style = f"{_palette(data['theme'])}\n{_source('player.css')}"
    script = _source("player.js")
    return (
        _environment()
        .get_template("index.html.j2")
        .render(
            lecture=data,
            clips={clip["name"]: clip for clip in data["clips"]},
            words=words,
            keys=[
                ([_key(key, language) for key in keys], language.text(use))
                for keys, use in KEYS
                if data["voiced"] or "M" not in keys
            ],
            speeds=[(speed, language.number(speed, exact_decimals(speed)) + "\u202f×") for speed in SPEEDS],
            embedded={**data, "words": words},
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=_policy(style, script),
        )
    )


def _policy(style: str, script: str) -> str:
    """Return the page's Content-Security-Policy: this style, this script, and files from where the page is.

    For a page from the disk, browsers do not agree whether its neighbours are ``'self'``: they are named too.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_digest(style)}",
            f"script-src {_digest(script)}",
            "img-src 'self' file: data:",
            "media-src 'self' file:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(source: str) -> str:
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def _palette(theme: str) -> str:
    """Return the clips' colours as CSS variables, light and dark; the stage is as the clips are."""
    names = ("background", "panel", "text", "muted", "highlight", "w", "b", "z", "a", "y", "C")
    colours = [f"--{name}: light-dark({getattr(LIGHT, name)}, {getattr(DARK, name)});" for name in names]
    return "\n".join((":root {", *colours, f"--stage: {THEMES[theme].background};", "}"))


def _key(key: str, language: Language) -> str:
    """Return a key's name in this language; letters and signs have none."""
    return language.text(key) if len(key) > 1 else key


def _clock(seconds: float) -> str:
    """Return a duration as minutes and seconds.

    >>> _clock(62.4), _clock(3725)
    ('1:02', '62:05')
    """
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"


@cache
def _environment() -> Environment:
    """Return the templates' environment; data are embedded in UTF-8, with what HTML could take for markup escaped."""
    environment = Environment(
        loader=PackageLoader("scenes.studio", "player"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clock"] = _clock
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "allow_nan": False}
    return environment


def _source(name: str) -> str:
    """Return one of the player's files as it stands."""
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0]
