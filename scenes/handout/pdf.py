"""Pages by Typst: a PDF that is tagged, and holds to PDF/UA-1."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from scenes.handout.document import Handout
from scenes.kit.text.glyphs import compiler

_TEMPLATE = "handout.typ"
_CONTENT = "handout.json"


def pdf(handout: Handout, posters: Mapping[str, bytes]) -> bytes:
    """Return a handout as a PDF: of the same handout, the same bytes.

    Parameters
    ----------
    posters
        The clips' posters as SVG, by the names of their files.
    """
    return _compiled(handout, posters, format="pdf", pdf_standards="ua-1")


def pictures(handout: Handout, posters: Mapping[str, bytes], ppi: float) -> list[bytes]:
    """Return the pages as PNG, with so many pixels an inch."""
    pages = _compiled(handout, posters, format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]


def _compiled(handout: Handout, posters: Mapping[str, bytes], **options: Any) -> Any:
    return compiler().compile(input=sources(handout, posters), **options)  # pyright: ignore[reportArgumentType]


def sources(handout: Handout, posters: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return all that Typst reads."""
    return {"main.typ": _template(), _CONTENT: msgspec.json.encode(handout), **posters}


@cache
def _template() -> bytes:
    return (files("scenes.handout") / _TEMPLATE).read_bytes()
