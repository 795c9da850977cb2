"""Slides, handed to manim-slides: what it presents, and what it makes of them for browsers and PowerPoint."""

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

from scenes.studio.slides.deck import FOLDER, Deck, Slide
from scenes.studio.slides.films import backwards
from scenes.studio.slides.powerpoint import finish
from scenes.studio.slides.presenter import Presenter

# The template of the page, and reveal.js, which plays it.
_PAGE = files("scenes.studio") / "slides"

# The folder of what is needed beside a file that is opened.
_FILES = "files"


@dataclass(frozen=True)
class Form:
    """A form that slides are made in.

    Parameters
    ----------
    file
        What is opened, seen from the folder of slides.
    files
        The folder of what that needs, and nothing else; empty if it needs nothing.
    make
        Writes the slides of a deck below a folder.
    """

    file: str
    files: str
    make: Callable[[Deck, Path], None]


def _for_manim_slides(deck: Deck, folder: Path) -> None:
    """Write the films, each also backwards, and what ``manim-slides present`` reads."""
    slides = []
    for slide in deck.slides:
        film = _written(slide, folder / _FILES)
        turned = film.with_stem(f"{film.stem}-backwards")
        turned.write_bytes(backwards(slide.film))
        notes = slide.notes.replace("\n", "\n\n")  # they are read as Markdown
        where = {"file": Path(FOLDER, _FILES, film.name), "rev_file": Path(FOLDER, _FILES, turned.name)}
        slides.append(_config(film, notes).model_copy(update=where))
    written = _presentation(deck, slides).model_dump(mode="json")
    # In letters that every system reads alike: manim-slides does not say in which encoding it reads.
    (folder / MANIM_SLIDES.file).write_text(json.dumps(written, indent=2), "ascii")


def _for_browsers(deck: Deck, folder: Path) -> None:
    """Write the page, and beside it the films and what plays them: it needs no network."""
    page = folder / HTML.file
    slides = [_config(_written(slide, page.parent / _FILES), slide.notes) for slide in deck.slides]
    for source in (_PAGE / "reveal").iterdir():
        (page.parent / _FILES / source.name).write_bytes(source.read_bytes())
    options = {"assets_dir": _FILES, "cdn_url": _FILES, "title": deck.title, "language": deck.language}
    _Page.model_validate({"presentation_configs": [_presentation(deck, slides)], **options}).convert_to(page)


class _Page(RevealJS):
    """manim-slides' page, from a template in which every text is text."""

    language: str

    def load_template(self) -> str:
        """Return the template."""
        return (_PAGE / "index.html.j2").read_text("utf-8")


def _for_powerpoint(deck: Deck, folder: Path) -> None:
    """Write the one file that has all in it."""
    slides = [_config(_written(slide, folder / "films"), slide.notes) for slide in deck.slides]
    converter = PowerPoint.model_validate({"presentation_configs": [_presentation(deck, slides)]})
    with redirect_stderr(StringIO()):  # a progress bar
        converter.convert_to(folder / POWERPOINT.file)
    finish(folder / POWERPOINT.file, deck)


def _written(slide: Slide, folder: Path) -> Path:
    """Write a slide's film under a name that no other contents have; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{slide.name}-{sha256(slide.film).hexdigest()[:12]}.mp4"
    path.write_bytes(slide.film)
    return path


def _config(film: Path, notes: str) -> SlideConfig:
    return SlideConfig(file=film, rev_file=film, notes=notes, dedent_notes=False)


def _presentation(deck: Deck, slides: list[SlideConfig]) -> PresentationConfig:
    return PresentationConfig(slides=slides, resolution=deck.size, background_color=Color(deck.theme.background))


MANIM_SLIDES = Form("lecture.json", _FILES, _for_manim_slides)
HTML = Form("html/index.html", f"html/{_FILES}", _for_browsers)
POWERPOINT = Form("lecture.pptx", "", _for_powerpoint)

FORMS = {Presenter.MANIM_SLIDES: MANIM_SLIDES, Presenter.POWERPOINT: POWERPOINT, Presenter.BROWSER: HTML}
