"""What MkDocs asks for while it builds the documentation: linked files, made parts, formulas, glossaries."""

import re
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from tooling.manual.links import ROOT, linked_files, moved_links
from tooling.manual.made import with_made_parts

# A formula as pymdownx.arithmatex leaves it, in a line or in a paragraph of its own.
_FORMULA = re.compile(r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>', re.DOTALL)


def on_config(config: MkDocsConfig) -> None:
    """Let the glossaries that there are join the pages."""
    glossaries = sorted(Path(config.docs_dir, "glossary").glob("*.md"))
    if glossaries and config.nav is not None:
        config.nav.append({"Glossary": [f"glossary/{page.name}" for page in glossaries]})


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Let the files outside of docs/ that a page shows or links to be part of the site."""
    pages = [Path(config.docs_dir, file.src_uri) for file in files.documentation_pages()]
    for name in sorted(linked_files(pages)):
        files.append(File.generated(config, name, abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Put in what is made from the code, and let links that lead out of docs/ lead to the site's own files."""
    return with_made_parts(moved_links(markdown, page.file.src_uri))


def on_page_content(html: str, **_: Any) -> str:
    """Turn formulas into MathML, which browsers draw themselves."""
    return _FORMULA.sub(_formula, html)


def _formula(found: re.Match[str]) -> str:
    display = "inline" if found[2] == "(" else "block"
    source = found[3].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return convert(source.strip(), display=display)
