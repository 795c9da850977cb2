"""What is in a PDF, as a reader of it finds it: by its tags, with the glyphs that are drawn for each of them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject


@dataclass(frozen=True)
class Element:
    """A tagged piece of a document: its role, its alternative text, and the glyphs that are drawn for it."""

    role: str
    alt: str
    glyphs: str
    title: str = ""


@dataclass(frozen=True)
class Document:
    """A PDF; ``elements`` are those with glyphs or alternative texts of their own, in the order of reading."""

    reader: PdfReader
    elements: list[Element] = field(default_factory=list)

    @property
    def formulas(self) -> list[Element]:
        return [each for each in self.elements if each.role == "Formula"]

    @property
    def text(self) -> str:
        return " ".join(each.glyphs for each in self.elements)

    def sections(self) -> Iterator[tuple[str, str, list[Element]]]:
        """Yield chapter, section and what is in it, again and again."""
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
    drawn: dict[tuple[int, int], str] = {}
    for number, page in enumerate(reader.pages):
        for mark, glyphs in _marked(reader, page):
            drawn[number, mark] = drawn.get((number, mark), "") + glyphs
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages) if page.indirect_reference}
    root: Any = reader.root_object["/StructTreeRoot"]
    return Document(reader, list(_elements(root, pages, drawn, None)))


def _elements(node: Any, pages: dict[int, int], drawn: dict[tuple[int, int], str], page: int | None) -> Iterator[Element]:
    """Yield what stands below a node of the tree; what is between others has the role of the node."""
    node = node.get_object()
    if "/Pg" in node:
        page = pages[node.raw_get("/Pg").idnum]
    role, kids = str(node.get("/S", ""))[1:], node.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    whole = role in ("Formula", "H1", "H2", "Figure", "Title")
    own = "".join(_glyphs_below(kid, pages, drawn, page) for kid in kids) if whole else ""
    if whole:
        yield Element(role, str(node.get("/Alt", "")), own)
        return
    for kid in kids:
        value = kid.get_object()
        if isinstance(value, int):
            assert page is not None
            yield Element(role, "", drawn.get((page, value), ""))
        elif "/MCID" in value:
            at = pages[value.raw_get("/Pg").idnum] if "/Pg" in value else page
            assert at is not None
            yield Element(role, "", drawn.get((at, value["/MCID"]), ""))
        elif "/S" in value:
            yield from _elements(kid, pages, drawn, page)


def _glyphs_below(node: Any, pages: dict[int, int], drawn: dict[tuple[int, int], str], page: int | None) -> str:
    value = node.get_object()
    if isinstance(value, int):
        assert page is not None
        return drawn.get((page, value), "")
    if "/Pg" in value:
        page = pages[value.raw_get("/Pg").idnum]
    if "/MCID" in value:
        assert page is not None
        return drawn.get((page, value["/MCID"]), "")
    kids = value.get("/K", [])
    return "".join(_glyphs_below(kid, pages, drawn, page) for kid in (kids if isinstance(kids, list) else [kids]))


def _marked(reader: PdfReader, page: Any) -> Iterator[tuple[int, str]]:
    """Yield the mark of each text that is drawn on a page, and its letters."""
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
    """Return what a font's codes stand for, from its table for copying."""
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
