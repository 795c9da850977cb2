"""Writes slides in each format, with manim-slides: for itself to present, for browsers, and for PowerPoint."""

import json
from collections.abc import Callable
from contextlib import redirect_stderr
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from io import StringIO
from pathlib import Path

from manim_slides.config import PresentationConfig, SlideConfig
from manim_slides.convert import PowerPoint, RevealJS
from pydantic_extra_types.color import Color

from scenes.studio.slides.deck import SLIDES_FOLDER, Deck, Slide
from scenes.studio.slides.films import reverse
from scenes.studio.slides.powerpoint import complete_powerpoint
from scenes.studio.slides.presenter import Presenter

# The folder with the page's template and with reveal.js, which plays it.
_SOURCES = files("scenes.studio") / "slides"

# The folder of the films and scripts that a page needs beside it.
_FILES = "files"


@dataclass(frozen=True)
class SlideFormat:
    """A format of slides.

    Parameters
    ----------
    suffix
        What the name of the file to open adds to the deck's; the file is in the folder of slides or further down.
    files_suffix
        The same for the folder with all that the file needs and nothing else; empty if it needs nothing.
    make
        Writes a deck's slides into a folder.
    """

    suffix: str
    files_suffix: str
    make: Callable[[Deck, Path], None]

    def file(self, deck: str) -> str:
        """Return the file to open, relative to the folder of slides."""
        return f"{deck}{self.suffix}"

    def files(self, deck: str) -> str:
        """Return the folder that the file needs, relative to the folder of slides; empty if it needs none."""
        return f"{deck}{self.files_suffix}" if self.files_suffix else ""


def _for_manim_slides(deck: Deck, folder: Path) -> None:
    """Write the films, each in reverse too, and the file that ``manim-slides present`` reads."""
    slides = []
    for slide in deck.slides:
        film = _written(slide, folder / MANIM_SLIDES.files(deck.name))
        reversed_film = film.with_stem(f"{film.stem}-backwards")
        reversed_film.write_bytes(reverse(slide.film))
        notes = slide.notes.replace("\n", "\n\n")  # manim-slides reads them as Markdown
        where = {
            "file": Path(SLIDES_FOLDER, film.parent.name, film.name),
            "rev_file": Path(SLIDES_FOLDER, film.parent.name, reversed_film.name),
        }
        slides.append(_config(film, notes).model_copy(update=where))
    written = _presentation(deck, slides).model_dump(mode="json")
    # ASCII, because manim-slides reads the file in the system's encoding.
    (folder / MANIM_SLIDES.file(deck.name)).write_text(json.dumps(written, indent=2), "ascii")


def _for_browsers(deck: Deck, folder: Path) -> None:
    """Write the page, and beside it the films and reveal.js, so that it needs no network."""
    page = folder / HTML.file(deck.name)
    slides = [_config(_written(slide, page.parent / _FILES), slide.notes) for slide in deck.slides]
    for source in (_SOURCES / "reveal").iterdir():
        (page.parent / _FILES / source.name).write_bytes(source.read_bytes())
    options = {"assets_dir": _FILES, "cdn_url": _FILES, "title": deck.title, "language": deck.language}
    options["number_colour"] = deck.theme.muted
    _RevealPage.model_validate({"presentation_configs": [_presentation(deck, slides)], **options}).convert_to(page)


class _RevealPage(RevealJS):
    """manim-slides' page, from our own template, which escapes all text."""

    language: str
    number_colour: str

    def load_template(self) -> str:
        """Return the template."""
        return (_SOURCES / "index.html.j2").read_text("utf-8")


def _for_powerpoint(deck: Deck, folder: Path) -> None:
    """Write the one file that contains everything."""
    slides = [_config(_written(slide, folder / "films"), slide.notes) for slide in deck.slides]
    converter = PowerPoint.model_validate({"presentation_configs": [_presentation(deck, slides)]})
    with redirect_stderr(StringIO()):  # a progress bar
        converter.convert_to(folder / POWERPOINT.file(deck.name))
    complete_powerpoint(folder / POWERPOINT.file(deck.name), deck)


def _written(slide: Slide, folder: Path) -> Path:
    """Write a slide's film to a file named after its content; return the path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{slide.name}-{sha256(slide.film).hexdigest()[:12]}.mp4"
    path.write_bytes(slide.film)
    return path


def _config(film: Path, notes: str) -> SlideConfig:
    return SlideConfig(file=film, rev_file=film, notes=notes, dedent_notes=False)


def _presentation(deck: Deck, slides: list[SlideConfig]) -> PresentationConfig:
    return PresentationConfig(slides=slides, resolution=deck.size, background_color=Color(deck.theme.background))


MANIM_SLIDES = SlideFormat(".json", "-files", _for_manim_slides)
HTML = SlideFormat("-html/index.html", f"-html/{_FILES}", _for_browsers)
POWERPOINT = SlideFormat(".pptx", "", _for_powerpoint)

SLIDE_FORMATS = {Presenter.MANIM_SLIDES: MANIM_SLIDES, Presenter.POWERPOINT: POWERPOINT, Presenter.BROWSER: HTML}
