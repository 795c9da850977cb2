"""Handouts for the tests, each printed once, with plain rectangles as posters."""

from dataclasses import replace
from functools import cache

import backprop_core as bp
from scenes.handout.compose import ClipSummary, Paper, compose_handout
from scenes.handout.document import Handout
from scenes.handout.pdf import handout_pdf, typst_files
from scenes.kit.flow.catalogue import catalogue, lecture
from scenes.kit.theme import LIGHT
from scenes.numbers.typesetting import compiler
from scenes.studio.cli.handout import summary
from tests.readers.tagged_pdf import Document, read
from tests.rigs.rehearsal import lesson

POSTER = b'<svg xmlns="http://www.w3.org/2000/svg" width="1920" height="1080"><rect width="9" height="9"/></svg>'

POSTERS = {summary(entry).poster: POSTER for entry in catalogue().values()}


def summaries(of: bp.Lesson) -> list[ClipSummary]:
    """Return what a handout says about each clip of a lesson's lecture."""
    return [summary(entry) for entry in lecture(of).values()]


@cache
def printed_pdf(name: str, language: str = "en", *, paper: Paper = "a4", solved: bool = True) -> bytes:
    return print_handout(lesson(name, language=language), paper, solved=solved)


@cache
def printed_document(name: str, language: str = "en", *, paper: Paper = "a4", solved: bool = True) -> Document:
    return read(printed_pdf(name, language, paper=paper, solved=solved))


def print_handout(of: bp.Lesson, paper: Paper = "a4", *, solved: bool = True) -> bytes:
    return handout_pdf(compose_handout(of, summaries(of), paper, LIGHT, solved=solved), POSTERS)


def without_clips(of: bp.Lesson) -> Handout:
    return compose_handout(of, [], "a4", LIGHT, solved=False)


def warnings(of: bp.Lesson, paper: Paper) -> list[str]:
    """Return Typst's warnings, such as that the layout does not converge."""
    files = typst_files(compose_handout(of, summaries(of), paper, LIGHT, solved=False), POSTERS)
    _, found = compiler().compile_with_warnings(input=files, format="pdf", pdf_standards="ua-1")  # pyright: ignore
    return [str(each.message) for each in found]


def titled(title: str) -> bp.Lesson:
    return replace(lesson("shallow"), title=title)
