"""Makes the slides of rendered clips: a title for the lecture and each chapter, and a slide for each beat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backprop_core.lesson.parts import Credits
from scenes.kit.flow.catalogue import catalogue
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import THEMES, Theme
from scenes.studio.build.job import frame_size
from scenes.studio.media.lecture import LecturePart
from scenes.studio.media.mux import split
from scenes.studio.publish.player_words import WORDS
from scenes.studio.publish.portions import Portion, chapters
from scenes.studio.slides.films import scaled_down, still_film
from scenes.studio.slides.presenter import DeckOf
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
    title
        What it is called in outlines and by screen readers; unlike any other slide of the deck.
    """

    name: str
    film: bytes
    notes: str
    title: str


@dataclass(frozen=True)
class Deck:
    """The slides of a lecture or of a chapter.

    Parameters
    ----------
    name
        The beginning of its files' names: ``lecture``, ``2-nudges``.
    title, credits
        Its title, and who teaches what and when.
    language
        The code of its language.
    theme
        The theme of the clips.
    size
        The width and height of the films, in pixels.
    slides
        The slides, in order.
    """

    name: str
    title: str
    credits: Credits
    language: str
    theme: Theme
    size: tuple[int, int]
    slides: Sequence[Slide]


def make_deck(portion: Portion, by: DeckOf, quality: str, credits_: Credits) -> Deck:
    """Return the slides of clips, which must be rendered in the same theme and quality.

    Parameters
    ----------
    portion
        The clips: the whole lecture, which begins with its title, or a chapter.
    quality
        The quality of the films, one of ``job.QUALITIES``; at most that of the clips.
    credits_
        What stands below the lecture's title.
    """
    record, language = portion.parts[0].record, portion.language
    theme = THEMES[record.depends["theme"]]
    typesetter = Typesetter(theme, language)
    every_chapter = list(dict.fromkeys(entry.chapter for entry in catalogue().values()))

    def card(name: str, words: str, notes: Sequence[str], above: str = "", part: int = 0) -> Slide:
        lines = () if part else credits_.lines
        drawn = TitleCard(typesetter, words, above=above, part=part, parts=len(every_chapter), below=lines)
        return Slide(name, still_film(drawn, theme.background, quality), "\n".join(notes), words)

    def slides() -> Iterator[Slide]:
        found = chapters(portion)
        headings = {chapter: language.text(chapter.title) for chapter in found}
        if by == DeckOf.LECTURE:
            numbered = [f"{chapter.number}\u2002{heading}" for chapter, heading in headings.items()]
            yield card("title", portion.title, numbered)
        for chapter, clips in found.items():
            headlines = [part.record.headline for part in clips.parts]
            above = language.text(WORDS["chapter"]).format(number=chapter.number)
            name = f"chapter{chapter.number}"
            yield card(name, headings[chapter], headlines, above, every_chapter.index(chapter) + 1)
            for part in clips.parts:
                yield from _beat_slides(part, quality)

    return Deck(portion.name, portion.title, credits_, language.code, theme, frame_size(quality), list(slides()))


def _beat_slides(part: LecturePart, quality: str) -> Iterator[Slide]:
    beats = part.record.beats
    films = split(part.video, [beat.start for beat in beats])
    for number, (beat, film) in enumerate(zip(beats, films, strict=True), start=1):
        title = f"{part.record.headline} – {number}/{len(beats)}"
        smaller = film if quality == part.record.depends["quality"] else scaled_down(film, quality)
        yield Slide(f"{part.video.stem}-{beat.name}", smaller, beat.narration, title)
