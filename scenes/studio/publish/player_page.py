"""Renders the player: one HTML page that shows a rendered lecture, opened from the disk, without a network.

``render_page`` fills ``player/index.html.j2`` and embeds ``player.css``, ``player.js`` and the lecture's data. The
page needs nothing but the clips beside it. Titles and narration are never markup: Jinja escapes them in the HTML,
and the script reads them from JSON and inserts them as text. Should that fail, the page's Content-Security-Policy
allows no script but this one, and no network.
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


class PlayerBeat(TypedDict):
    """A beat of a clip; ``start`` and ``end`` are in seconds of the clip's video, between two frames."""

    name: str
    start: float
    end: float
    narration: str


class PlayerCaption(TypedDict):
    """A caption of at most two lines, shown from ``start`` to ``end``, in seconds of the clip's video."""

    start: float
    end: float
    text: str


class PlayerNumber(TypedDict):
    """A number shown in a beat: its symbol, exact value and printed form, and the values that were set for it."""

    beat: str
    symbol: str
    value: float
    shown: str
    given: str


class PlayerClip(TypedDict):
    """A clip: its files, relative to the page, its narration and its numbers.

    ``captions`` are by language, for each rendered one, and timed for this video.
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
    beats: Sequence[PlayerBeat]
    captions: Mapping[str, Sequence[PlayerCaption]]
    numbers: Sequence[PlayerNumber]


class PlayerVideo(TypedDict):
    """The video of the whole lecture or of a chapter, relative to the page, and its length."""

    video: str
    seconds: float


class PlayerChapter(TypedDict):
    """A chapter, the names of those of its clips that are rendered, and the video of these."""

    number: int
    title: str
    clips: Sequence[str]
    video: PlayerVideo


class PlayerEdition(TypedDict):
    """The lecture in a rendered language: the language's code and own name, and the page, relative to this one."""

    code: str
    name: str
    page: str


class PlayerLecture(TypedDict):
    """The data of a page. ``theme`` is the clips'; the page's own theme follows the viewer's system.

    ``voiced`` tells whether any clip has audio.
    """

    title: str
    credits: Sequence[str]
    language: str
    theme: str
    languages: Sequence[PlayerEdition]
    chapters: Sequence[PlayerChapter]
    clips: Sequence[PlayerClip]
    lecture: PlayerVideo | None
    voiced: bool


SPEEDS = (0.5, 0.75, 1, 1.25, 1.5, 2)

WORDS = {
    "skip": N_("Skip to the video"),
    "clips": N_("Chapters and clips"),
    "chapter": N_("Chapter {number}"),
    "language": N_("Language of the lecture"),
    "dark": N_("Dark page"),
    "whole": N_("The whole lecture in one video"),
    "whole_chapter": N_("Chapter {number} in one video"),
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

# The keyboard shortcuts that the help lists: equivalent keys, and what they do.
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


def render_page(data: PlayerLecture) -> str:
    """Return the page of a lecture, as HTML.

    Raises
    ------
    ValueError
        If the lecture has no clip, or a number is not finite.
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
    """Return the page's Content-Security-Policy: this style, this script, and the files beside the page.

    Browsers disagree whether the files beside a page from the disk are ``'self'``, so ``file:`` is named too.
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
    """Return the clips' colours as CSS variables, for light and dark pages; the stage has the clips' background."""
    names = ("background", "panel", "text", "muted", "highlight", "w", "b", "z", "a", "y", "C")
    colours = [f"--{name}: light-dark({getattr(LIGHT, name)}, {getattr(DARK, name)});" for name in names]
    return "\n".join((":root {", *colours, f"--stage: {THEMES[theme].background};", "}"))


def _key(key: str, language: Language) -> str:
    """Return a key's label in a language; that of a letter or sign is itself."""
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
    """Return the templates' environment. Embedded JSON is UTF-8, with characters escaped that HTML interprets."""
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
    """Return the content of one of the player's files."""
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0]
