"""Makes the slides of rendered clips: a title for the lecture and each chapter, and a slide for each beat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenes.kit.clip import Chapter
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import THEMES, Theme
from scenes.numbers.language import Language
from scenes.studio.build.catalogue import catalogue
from scenes.studio.media.lecture import LecturePart
from scenes.studio.media.mux import split
from scenes.studio.publish.player_page import WORDS
from scenes.studio.slides.films import still_film
from scenes.studio.slides.title_card import TitleCard

SLIDES_FOLDER = "slides"
"""The folder of slides within a language's folder, named as manim-slides names its own."""


@dataclass(frozen=True)
class Slide:
    """A film whose last frame stays until the lecturer goes on.

    Parameters
    ----------
    name
        The beginning of its file's name: ``05-NudgePropagation-ratio``.
    film
        The film as mp4.
    notes
        The lecturer's notes; each line is a paragraph.
    """

    name: str
    film: bytes
    notes: str


@dataclass(frozen=True)
class Deck:
    """The slides of a lecture.

    Parameters
    ----------
    title
        The lesson's title.
    language
        The code of its language.
    theme
        The theme of the clips.
    size
        The width and height of the clips, in pixels.
    slides
        The slides, in order.
    """

    title: str
    language: str
    theme: Theme
    size: tuple[int, int]
    slides: Sequence[Slide]


def make_deck(parts: Sequence[LecturePart], title: str) -> Deck:
    """Return the slides of clips, which must be rendered in the same language, theme and quality.

    Parameters
    ----------
    parts
        The clips, in order.
    title
        The lesson's title.
    """
    record = parts[0].record
    language, theme = Language(record.depends["language"]), THEMES[record.depends["theme"]]
    typesetter, quality = Typesetter(theme, language), record.depends["quality"]
    chapters = list(dict.fromkeys(entry.chapter for entry in catalogue().values()))
    by_chapter: dict[Chapter, list[LecturePart]] = {}
    for part in parts:
        by_chapter.setdefault(catalogue()[part.record.clip].chapter, []).append(part)

    def card(name: str, words: str, notes: Sequence[str], above: str = "", part: int = 0) -> Slide:
        drawn = TitleCard(typesetter, words, above=above, part=part, parts=len(chapters))
        return Slide(name, still_film(drawn, theme.background, quality), "\n".join(notes))

    def slides() -> Iterator[Slide]:
        headings = {chapter: language.text(chapter.title) for chapter in by_chapter}
        numbered = [f"{chapter.number}\u2002{heading}" for chapter, heading in headings.items()]
        yield card("title", title, numbered)
        for chapter, clips in by_chapter.items():
            headlines = [part.record.headline for part in clips]
            above = language.text(WORDS["chapter"]).format(number=chapter.number)
            name = f"chapter{chapter.number}"
            yield card(name, headings[chapter], headlines, above, chapters.index(chapter) + 1)
            for part in clips:
                yield from _beat_slides(part)

    return Deck(title, language.code, theme, (record.width, record.height), list(slides()))


def _beat_slides(part: LecturePart) -> Iterator[Slide]:
    beats = part.record.beats
    films = split(part.video, [beat.start for beat in beats])
    for beat, film in zip(beats, films, strict=True):
        yield Slide(f"{part.video.stem}-{beat.name}", film, beat.narration)
