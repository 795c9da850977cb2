"""Links from the pages of docs/ to files of the repository outside of it, which then are part of the site."""

import posixpath
import re
from collections.abc import Iterable, Iterator
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


def linked_files(pages: Iterable[Path]) -> set[str]:
    """Return the files outside of docs/ that pages lead to, at once or by way of others, from the repository on."""
    found: set[str] = set()
    waiting = [page.relative_to(ROOT).as_posix() for page in pages]
    while waiting:
        page = waiting.pop()
        for target in targets((ROOT / page).read_text("utf-8")):
            name = posixpath.normpath(posixpath.join(posixpath.dirname(page), target.partition("#")[0]))
            if "://" in target or name.startswith("docs/") or name in found or not (ROOT / name).is_file():
                continue
            found.add(name)
            waiting += [name] if name.endswith(".md") else []
    return found


def moved_links(markdown: str, page: str) -> str:
    """Return a page of docs/ whose links to files outside of it are to where the site has them.

    >>> moved_links("![](../../media/gallery/slide.png)", "how-to/slides.md")
    '![](../media/gallery/slide.png)'
    """
    up = page.count("/") + 1
    outside = rf'(\]\(|src="|href="){re.escape("../" * up)}(?!\.)'
    return re.sub(outside, lambda found: found[1] + "../" * (up - 1), markdown)
