"""Handouts for the tests: printed once each, with plain rectangles for posters unless these are asked for."""

from dataclasses import replace
from functools import cache

import backprop_core as bp
from scenes.handout.compose import Paper, Shown, handout
from scenes.handout.pdf import pdf, sources
from scenes.kit.text.glyphs import compiler
from scenes.studio.build.catalogue import catalogue
from tests.readers.tagged_pdf import Document, read
from tests.rigs.rehearsal import lesson

POSTER = b'<svg xmlns="http://www.w3.org/2000/svg" width="1920" height="1080"><rect width="9" height="9"/></svg>'

SHOWN = [
    Shown(each.number, each.name, each.chapter, each.clip.headline, str(each.clip.__doc__), f"{each.stem}.svg")
    for each in catalogue().values()
]


@cache
def printed(name: str, language: str = "en", *, paper: Paper = "a4", solved: bool = True) -> bytes:
    return print_out(lesson(name, language=language), paper, solved=solved)


@cache
def document(name: str, language: str = "en", *, paper: Paper = "a4", solved: bool = True) -> Document:
    return read(printed(name, language, paper=paper, solved=solved))


def print_out(of: bp.Lesson, paper: Paper = "a4", *, solved: bool = True) -> bytes:
    return pdf(handout(of, SHOWN, paper, solved=solved), {each.poster: POSTER for each in SHOWN})


def warnings(of: bp.Lesson, paper: Paper) -> list[str]:
    """Return what Typst warns of, such as pages that do not come to rest."""
    content, shown = handout(of, SHOWN, paper, solved=False), {each.poster: POSTER for each in SHOWN}
    _, found = compiler().compile_with_warnings(input=sources(content, shown), format="pdf", pdf_standards="ua-1")  # pyright: ignore
    return [str(each.message) for each in found]


def titled(title: str) -> bp.Lesson:
    return replace(lesson("shallow"), title=title)
