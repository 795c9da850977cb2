"""Renders the player: one HTML page that shows a rendered lecture, opened from the disk, without a network.

``render_page`` fills ``player/index.html.j2`` and embeds ``player.css``, ``player.js`` and the lecture's data. The
page needs nothing but the clips beside it. Titles and narration are never markup: Jinja escapes them in the HTML,
and the script reads them from JSON and inserts them as text. Should that fail, the page's Content-Security-Policy
allows no script but this one, and no network.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TypedDict

from jinja2 import Environment
from markupsafe import Markup

from scenes.kit.theme import THEMES
from scenes.numbers.format import exact_decimals
from scenes.numbers.language import Language
from scenes.studio.publish.page_sources import digest, page_environment, page_source, palette
from scenes.studio.publish.player_words import KEYS, LIVE_WORDS, WORDS

# The colours of the clips that the page has, by their names in the themes.
_COLOURS = ("background", "panel", "text", "muted", "highlight", "w", "b", "z", "a", "y", "C")


class PlayerBeat(TypedDict):
    """A beat of a clip; ``start`` and ``end`` are in seconds of the clip's video, between two frames.

    ``explores`` is the state of the explorer that it links to, as the explorer's address has it.
    """

    name: str
    start: float
    end: float
    narration: str
    explores: str


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
    """The lecture in a rendered language: the language's code and own name, and the page, relative to this one.

    ``poster`` is a picture that is there if the page is; this language's own needs none.
    """

    code: str
    name: str
    page: str
    poster: str


class PlayerLecture(TypedDict):
    """The data of a page. ``theme`` is the clips'; the page's own theme follows the viewer's system.

    ``voiced`` tells whether any clip has audio; ``explorer`` is the explorer's page, relative to this one.
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
    explorer: str


@dataclass(frozen=True)
class LivePreview:
    """A clip whose film is not there yet, and the beat with which its preview begins."""

    clip: str
    beat: str


@dataclass(frozen=True)
class Live:
    """What a page has more that is served while it is made, and shows what is new.

    Parameters
    ----------
    version
        A hash that another page does not have.
    films
        The hash of each clip's video, by the clip's name.
    preview
        What the page shows instead of one of the films, if it does.
    """

    version: str = ""
    films: Mapping[str, str] = field(default_factory=dict)
    preview: LivePreview | None = None


SPEEDS = (0.5, 0.75, 1, 1.25, 1.5, 2)


def render_page(data: PlayerLecture, live: Live | None = None) -> str:
    """Return the page of a lecture, as HTML.

    Parameters
    ----------
    live
        What it has more if it is served while it is made.

    Raises
    ------
    ValueError
        If the lecture has no clip, or a number is not finite.
    """
    if not data["clips"]:
        raise ValueError("player: expected at least one clip, got none")
    language = Language(data["language"])
    words = {name: language.text(text) for name, text in (WORDS | (LIVE_WORDS if live else {})).items()}
    style, script = _page_sources(data["theme"], ("player", "live") if live else ("player",))
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
            embedded={
                **data,
                "words": words,
                "mark": language.decimal_mark,
                **({"live": asdict(live)} if live else {}),
            },
            live=live is not None,
            style=style,
            script=script,
            policy=_policy(style, script, live),
        )
    )


def render_waiting(language: str, theme: str) -> str:
    """Return a page that is shown, while the lecture is made, until there is a clip."""
    words = {name: Language(language).text(text) for name, text in LIVE_WORDS.items()}
    style, script = _page_sources(theme, ("player", "live"), scripts=("live",))
    return (
        _environment()
        .get_template("waiting.html.j2")
        .render(
            language=language,
            words=words,
            embedded={"language": language, "words": words, "clips": [], "live": asdict(Live())},
            style=style,
            script=script,
            policy=_policy(style, script, Live()),
        )
    )


def _page_sources(theme: str, styles: Sequence[str], scripts: Sequence[str] | None = None) -> tuple[Markup, Markup]:
    """Return a page's style and script, of the player's files of these names."""
    colours = palette(dict(zip(_COLOURS, _COLOURS, strict=True)), stage=THEMES[theme].background)
    style = "\n".join([colours, *(page_source(_environment(), f"{name}.css") for name in styles)])
    script = "\n".join(page_source(_environment(), f"{name}.js") for name in scripts or styles)
    return Markup(style), Markup(script)  # noqa: S704 - our own files


def _policy(style: str, script: str, live: Live | None) -> str:
    """Return the page's Content-Security-Policy: this style, this script, and the files beside the page.

    Browsers disagree whether the files beside a page from the disk are ``'self'``, so ``file:`` is named too. Only a
    page that is served may ask its server, and play what its script puts together.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {digest(style)}",
            f"script-src {digest(script)}",
            "img-src 'self' file: data:",
            f"media-src 'self' file:{' blob:' if live else ''}",
            "base-uri 'none'",
            "form-action 'none'",
            *(["connect-src 'self'"] if live else []),
        )
    )


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


def _environment() -> Environment:
    return page_environment("player", clock=_clock)
