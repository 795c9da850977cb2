"""The PDF: whole, the same each time, tagged, embedded, in the right size; hostile titles are text."""

import re
import unicodedata
from io import BytesIO

import msgspec
import pytest
from pypdf import PdfReader

from scenes.handout.compose import Paper
from scenes.handout.context import Context
from scenes.handout.pdf import handout_pdf
from scenes.handout.sections.all_numbers import translate_title
from scenes.kit.theme import LIGHT
from scenes.numbers.language import Language
from scenes.studio.build.catalogue import catalogue
from tests.readers.tagged_pdf import fonts, read
from tests.rigs.handouts import print_handout, printed_document, printed_pdf, titled, warnings, without_clips
from tests.rigs.hostile_titles import TITLES
from tests.rigs.rehearsal import lesson, lessons

MILLIMETRES = 25.4 / 72


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("us-letter", (215.9, 279.4))])
def test_paper(paper: Paper, size: tuple[float, float]):
    reader = printed_document("tiny", paper=paper).reader
    for number, page in enumerate(reader.pages, start=1):
        assert [float(side) * MILLIMETRES for side in page.mediabox[2:]] == pytest.approx(size, abs=0.05)
        assert f"{number} / {len(reader.pages)}" in page.extract_text()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_listens_hears_all(language: str):
    """It says that it holds to PDF/UA-1; title and language are there, and all that is no text has a text."""
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
    assert posters == [Language(language).text(str(each.clip.__doc__)) for each in catalogue().values()]
    headings = [each.glyphs for each in found.elements if each.role == "H1"]
    bookmarks = [str(each.title) for each in reader.outline if not isinstance(each, list)]
    assert headings == bookmarks
    assert len(headings) == 9


def test_fonts_are_embedded():
    """The clips' own: those of no system."""
    found = fonts(printed_document("relu", "fr").reader)
    assert min(found.values()) > 0
    assert {name.partition("-")[0] for name in found} == {"SourceSansPro", "NewCMMath"}


@pytest.mark.parametrize(
    "name", ["tiny", *(pytest.param(n, marks=pytest.mark.long) for n in lessons() if n != "tiny")]
)
def test_pages_come_to_rest(name: str):
    """Where the columns of numbers begin depends on the pages before, and on nothing after."""
    assert [warnings(lesson(name), paper) for paper in ("a4", "us-letter")] == [[], []]


def test_the_same_bytes():
    assert print_handout(lesson("tiny", language="en")) == printed_pdf("tiny", "en")


def test_room_to_write():
    """Without solutions the same boxes stand in the same places, and what belongs into them is nowhere."""
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


def opened(title: str) -> PdfReader:
    """Return the first pages of a handout of that title, without the clips."""
    return PdfReader(BytesIO(handout_pdf(msgspec.structs.replace(without_clips(titled(title)), numbers=()), {})))


@pytest.mark.parametrize("title", TITLES)
def test_hostile_titles(title: str):
    """They are text: in the document's properties, on the first page and in the headers of the others."""
    reader = opened(title)
    assert reader.metadata is not None
    assert reader.metadata.title == title
    buffer = BytesIO()
    reader.stream  # noqa: B018 - it is open
    reader.stream.seek(0)
    buffer.write(reader.stream.read())
    (drawn,) = (each.glyphs for each in read(buffer.getvalue()).elements if each.role == "Title")
    if not any(unicodedata.combining(c) or unicodedata.bidirectional(c) in ("R", "AL") for c in title):
        assert drawn.split() == title.split()
