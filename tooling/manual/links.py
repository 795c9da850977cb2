"""Links from the pages of docs/ to files of the repository outside of it, which then are part of the site."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from tooling.manual.blocks import outside_blocks

ROOT = Path(__file__).parents[2]

# What a link or a picture leads to, in Markdown and in HTML.
_TARGET = re.compile(r'(?<=\]\()[^)\s]+(?=\))|(?<=src=")[^"]+(?=")|(?<=href=")[^"]+(?=")')


def targets(markdown: str) -> Iterator[str]:
    """Yield what the links and pictures of a page lead to.

    >>> list(targets('[a](b.md#c) `[x](y)` <img src="d.png">'))
    ['b.md#c', 'd.png']
    """
    for text in outside_blocks(markdown):
        yield from _TARGET.findall(text)


def linked_files(page: Path) -> Iterator[str]:
    """Yield the files outside of docs/ that a page there leads to, from the root of the repository on."""
    folder = page.relative_to(ROOT).parent.as_posix()
    for target in targets(page.read_text("utf-8")):
        name = posixpath.normpath(posixpath.join(folder, target.partition("#")[0]))
        if "://" not in target and not name.startswith("docs/") and (ROOT / name).is_file():
            yield name


def moved_links(markdown: str, page: str) -> str:
    """Return a page of docs/ whose links to files outside of it are to where the site has them.

    >>> moved_links("![](../../media/gallery/slide.png)", "how-to/slides.md")
    '![](../media/gallery/slide.png)'
    """
    up = page.count("/") + 1
    outside = rf'(\]\(|src="|href="){re.escape("../" * up)}(?!\.)'
    return re.sub(outside, lambda found: found[1] + "../" * (up - 1), markdown)
