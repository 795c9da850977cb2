"""The PDF: paper size, tags, embedded fonts, the same bytes each time, room for answers, hostile titles."""

import re
import unicodedata
from dataclasses import replace
from io import BytesIO

import msgspec
import pytest
from pypdf import PdfReader

from backprop_core.lesson.parts import Credits
from scenes.handout.compose import Paper
from scenes.handout.context import Context
from scenes.handout.pdf import handout_pdf
from scenes.handout.sections.all_numbers import translate_title
from scenes.kit.flow.catalogue import lecture
from scenes.kit.theme import LIGHT
from scenes.numbers.language import Language
from tests.readers.tagged_pdf import fonts, read
from tests.rigs.handouts import print_handout, printed_document, printed_pdf, titled, warnings, without_clips
from tests.rigs.hostile_titles import EACH_TITLE
from tests.rigs.rehearsal import lesson, lessons

MILLIMETRES = 25.4 / 72


@pytest.mark.parametrize(
    ("paper", "size"), [("a4", (210, 297)), pytest.param("us-letter", (215.9, 279.4), marks=pytest.mark.long)]
)
def test_paper(paper: Paper, size: tuple[float, float]):
    reader = printed_document("tiny", paper=paper).reader
    for number, page in enumerate(reader.pages, start=1):
        assert [float(side) * MILLIMETRES for side in page.mediabox[2:]] == pytest.approx(size, abs=0.05)
        assert f"{number} / {len(reader.pages)}" in page.extract_text()


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.long), "fr"])
def test_accessibility(language: str):
    """It declares PDF/UA-1, its title and its language; all formulas and figures have an alternative text."""
    name = "relu" if language == "fr" else "default"
    found = printed_document(name, language)
    root, reader = found.reader.root_object, found.reader
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]  # pyright: ignore[reportIndexIssue]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # pyright: ignore[reportIndexIssue]
    assert reader.metadata is not None
    assert reader.metadata.title == lesson(name).title
    assert (reader.metadata.author, reader.metadata.creation_date) == (None, None)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()  # pyright: ignore
    assert all(each.alt for each in found.elements if each.role in ("Formula", "Figure"))
    posters = [each.alt for each in found.elements if each.role == "Figure"]
    assert posters == [Language(language).text(str(each.clip.__doc__)) for each in lecture(lesson(name)).values()]
    headings = [each.glyphs for each in found.elements if each.role == "H1"]
    bookmarks = [str(each.title) for each in reader.outline if not isinstance(each, list)]
    assert headings == bookmarks
    assert len(headings) == 9


def test_fonts_are_embedded():
    """They are the clips' fonts, not the system's."""
    found = fonts(printed_document("relu", "fr").reader)
    assert min(found.values()) > 0
    assert {name.partition("-")[0] for name in found} == {"SourceSansPro", "NewCMMath"}


@pytest.mark.parametrize(
    "name", ["tiny", *(pytest.param(n, marks=pytest.mark.long) for n in lessons() if n != "tiny")]
)
def test_the_layout_converges(name: str):
    """Typst would warn if the place of the columns of numbers depended on what follows them."""
    assert [warnings(lesson(name), paper) for paper in ("a4", "us-letter")] == [[], []]


def test_the_same_bytes():
    assert print_handout(lesson("tiny", language="en")) == printed_pdf("tiny", "en")


@pytest.mark.long
def test_room_to_write():
    """Without solutions the same boxes stand in the same places, but are empty."""
    empty, full = printed_document("default", solved=False), printed_document("default")
    assert len(empty.reader.pages) == len(full.reader.pages)
    *_, last = empty.sections()
    chapter = last[0]
    asked, answered = (
        [
            each
            for where, section, found in each_document.sections()
            if where == chapter and section
            for each in found
            if each.role == "Formula"
        ]
        for each_document in (empty, full)
    )
    assert len(asked) == len(answered) > 20
    for blank, solution in zip(asked, answered, strict=True):
        if blank.alt != solution.alt:
            assert not re.search("[=≈←].*[=≈←]|[0-9],[0-9]|[0-9]\\.[0-9]", blank.alt)
            assert solution.alt.startswith(blank.alt)
            assert solution.glyphs.startswith(blank.glyphs)
    changed = [solution.alt for blank, solution in zip(asked, answered, strict=True) if blank.alt != solution.alt]
    assert len(changed) > 18
    for name in ("z1", "a3", "C0", "∂C0/∂a3", "∂a3/∂z3", "∂z3/∂w3", "∂C0/∂w3", "∂C0/∂b3", "∂C0/∂a1[2]", "w3", "b3"):
        assert [alt for alt in changed if re.match(re.escape(name) + " [=←] ", alt)], name


def test_every_list_of_numbers_has_a_title():
    for of in lessons().values():
        without_clips(of)
    context = Context(lesson("default"), LIGHT)
    assert translate_title(context, "Chain: factors, layer 3")
    with pytest.raises(KeyError):
        translate_title(context, "Chain: something else")


def short_handout(title: str, *lines: str) -> PdfReader:
    """Return a handout with that title and those lines below it, without clips and lists of numbers."""
    of = without_clips(replace(titled(title), credits=Credits(*lines)))
    return PdfReader(BytesIO(handout_pdf(msgspec.structs.replace(of, numbers=()), {})))


def test_course_and_author():
    """They stand below the title, as plain text."""
    first = short_handout("Title", "Mathematics 2", "#Ada $x$ *L*").pages[0].extract_text()
    assert "Mathematics 2 · #Ada $x$ *L*" in " ".join(first.split())
    assert "·" not in short_handout("Title").pages[0].extract_text().partition("The networks")[0]


@pytest.mark.parametrize(
    ("credits_", "expected"),
    [
        (("Mathematics 2", '#Ada "$x$"', "May 2027"), ('#Ada "$x$"', "Mathematics 2 · May 2027")),
        (("", "", "May 2027"), (None, "May 2027")),
        ((), (None, None)),
    ],
)
def test_credits_are_properties_of_the_file(credits_: tuple[str, ...], expected: tuple[str | None, str | None]):
    about = short_handout("Title", *credits_).metadata
    assert about is not None
    assert (about.author, about.subject) == expected


@pytest.mark.parametrize("title", EACH_TITLE)
def test_hostile_titles(title: str):
    """They are plain text in the document's properties and on the first page."""
    reader = short_handout(title)
    assert reader.metadata is not None
    assert reader.metadata.title == title
    buffer = BytesIO()
    reader.stream  # noqa: B018 - it is open
    reader.stream.seek(0)
    buffer.write(reader.stream.read())
    (drawn,) = (each.glyphs for each in read(buffer.getvalue()).elements if each.role == "Title")
    if not any(unicodedata.combining(c) or unicodedata.bidirectional(c) in ("R", "AL") for c in title):
        assert drawn.split() == title.split()
