"""Reads the tagged elements of a PDF, each with the glyphs that are drawn for it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject


@dataclass(frozen=True)
class Element:
    """A tagged piece of a document.

    ``glyphs`` are the letters drawn for it; ``rows`` a table's cells as a screen reader says them, the header first.
    """

    role: str
    alt: str
    glyphs: str
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Document:
    """A PDF; ``elements`` are in reading order, a table before its content."""

    reader: PdfReader
    elements: list[Element]

    @property
    def formulas(self) -> list[Element]:
        return [each for each in self.elements if each.role == "Formula"]

    def sections(self) -> Iterator[tuple[str, str, list[Element]]]:
        """Yield each chapter with each of its sections and their elements."""
        chapter = section = ""
        found: list[Element] = []
        for each in self.elements:
            if each.role in ("H1", "H2"):
                yield chapter, section, found
                found = []
                chapter, section = (each.glyphs, "") if each.role == "H1" else (chapter, each.glyphs)
            else:
                found.append(each)
        yield chapter, section, found


def read(pdf: bytes) -> Document:
    reader = PdfReader(BytesIO(pdf))
    drawn: Drawn = {}
    for number, page in enumerate(reader.pages):
        for mark, glyphs in _marked(reader, page):
            drawn[number, mark] = drawn.get((number, mark), "") + glyphs
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages) if page.indirect_reference}
    root: Any = reader.root_object["/StructTreeRoot"]
    return Document(reader, list(_elements(_Node(root, pages, drawn, None))))


Drawn = dict[tuple[int, int], str]

# The roles that are one element, whatever their parts.
_WHOLE = ("Formula", "H1", "H2", "Figure", "Title")


@dataclass(frozen=True)
class _Node:
    """A node of the structure tree, or a marked-content reference to a page."""

    value: Any
    pages: dict[int, int]
    drawn: Drawn
    page: int | None

    @property
    def role(self) -> str:
        return str(self.value.get("/S", ""))[1:] if isinstance(self.value, DictionaryObject) else ""

    @property
    def kids(self) -> "list[_Node]":
        if not isinstance(self.value, DictionaryObject) or "/MCID" in self.value:
            return []
        kids = self.value.get("/K", [])
        return [self._kid(kid) for kid in (kids if isinstance(kids, list) else [kids])]

    def _kid(self, kid: Any) -> "_Node":
        value = kid.get_object()
        page = self.page
        if isinstance(value, DictionaryObject) and "/Pg" in value:
            page = self.pages[value.raw_get("/Pg").idnum]
        return _Node(value, self.pages, self.drawn, page)

    @property
    def own(self) -> str:
        """The glyphs of a marked-content reference."""
        mark = self.value if isinstance(self.value, int) else self.value.get("/MCID")
        return "" if mark is None or self.page is None else self.drawn.get((self.page, mark), "")

    @property
    def glyphs(self) -> str:
        return self.own + "".join(kid.glyphs for kid in self.kids)

    @property
    def spoken(self) -> str:
        """The text that a screen reader says."""
        if self.role == "Formula":
            return str(self.value.get("/Alt", ""))
        return self.own + "".join(kid.spoken for kid in self.kids)

    def below(self, role: str) -> "Iterator[_Node]":
        for kid in self.kids:
            if kid.role == role:
                yield kid
            yield from kid.below(role)


def _elements(node: _Node) -> Iterator[Element]:
    if node.role in _WHOLE:
        yield Element(node.role, str(node.value.get("/Alt", "")), node.glyphs)
        return
    if node.role == "Table":
        rows = [[cell.spoken for cell in row.kids if cell.role in ("TH", "TD")] for row in node.below("TR")]
        yield Element("Table", "", "", tuple(map(tuple, rows)))
    for kid in node.kids:
        if kid.role or kid.kids:
            yield from _elements(kid)
        elif kid.own:
            yield Element(node.role, "", kid.own)


def _marked(reader: PdfReader, page: Any) -> Iterator[tuple[int, str]]:
    """Yield the mark and the letters of each text that is drawn on a page."""
    fonts = {name: _letters(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    marks: list[int | None] = []
    letters: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        match operator:
            case b"Tf":
                letters = fonts[operands[0]]
            case b"BDC":
                properties = operands[1]
                marks.append(properties.get("/MCID") if isinstance(properties, DictionaryObject) else None)
            case b"BMC":
                marks.append(None)
            case b"EMC":
                marks.pop()
            case b"Tj" | b"TJ":
                parts = operands[0] if operator == b"TJ" else operands
                inner = [mark for mark in marks if mark is not None]
                for part in parts:
                    if inner and isinstance(part, str | bytes):
                        raw = part.original_bytes if isinstance(part, str) else part  # pyright: ignore
                        codes = (raw[i] << 8 | raw[i + 1] for i in range(0, len(raw), 2))
                        yield inner[-1], "".join(letters.get(code, "\ufffd") for code in codes)


def _letters(font: Any) -> dict[int, str]:
    """Return the letters of a font's codes, from its ToUnicode table."""
    table = font["/ToUnicode"].get_object().get_data().decode()
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, letters in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = bytes.fromhex(letters).decode("utf-16-be")
            for place, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[code] = start[:-1] + chr(ord(start[-1]) + place)
    return found


def fonts(reader: PdfReader) -> Counter[str]:
    """Return how often each font is embedded, by its name without the prefix of a subset; -1 where it is not."""
    found: Counter[str] = Counter()
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            embedded = any(f"/FontFile{n}" in descriptor for n in ("", "2", "3"))
            found[str(inner["/BaseFont"]).partition("+")[2]] += 1 if embedded else -1000
    return found
