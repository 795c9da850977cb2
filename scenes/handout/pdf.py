"""Sets a handout with Typst: as a tagged PDF that conforms to PDF/UA-1, or as pictures of its pages."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from scenes.handout.document import Handout
from scenes.numbers.typesetting import compiler

_TEMPLATE = "handout.typ"
_CONTENT = "handout.json"


def handout_pdf(handout: Handout, posters: Mapping[str, bytes]) -> bytes:
    """Return a handout as a PDF; the same handout gives the same bytes.

    Parameters
    ----------
    posters
        The clips' posters as SVG, by the names of their files.
    """
    return _compiled(handout, posters, format="pdf", pdf_standards="ua-1")


def page_pictures(handout: Handout, posters: Mapping[str, bytes], ppi: float) -> list[bytes]:
    """Return the pages as PNG, at so many pixels per inch."""
    pages = _compiled(handout, posters, format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]


def _compiled(handout: Handout, posters: Mapping[str, bytes], **options: Any) -> Any:
    return compiler().compile(input=typst_files(handout, posters), **options)  # pyright: ignore[reportArgumentType]


def typst_files(handout: Handout, posters: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return all files that Typst reads: the template, the content and the posters."""
    return {"main.typ": _template(), _CONTENT: msgspec.json.encode(handout), **posters}


@cache
def _template() -> bytes:
    return (files("scenes.handout") / _TEMPLATE).read_bytes()
