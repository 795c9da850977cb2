"""What the judges know of each language: its decimal mark, what it calls functions and costs, how it makes claims."""

import tomllib
from functools import cache
from typing import Any

from tests.rigs.rehearsal import ROOT


@cache
def known(language: str) -> dict[str, Any]:
    """Return what stands in ``languages``, written apart from the catalogues and from what the product knows."""
    return tomllib.loads((ROOT / "tests" / "judges" / "languages" / f"{language}.toml").read_text("utf-8"))
