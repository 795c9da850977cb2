"""The site is built strictly; its links lead somewhere, it loads nothing from elsewhere and leaves nothing out."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import backprop_core as bp
from scenes.kit.flow.catalogue import catalogue
from tests.rigs.cli import run_cli
from tests.rigs.rehearsal import ROOT

pytestmark = pytest.mark.long


class Links(HTMLParser):
    """Collects the ids of a page, what it links to, and what it loads."""

    def __init__(self, page: Path):
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.words: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.ids |= {given[key] for key in ("id", "name") if key in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.loads += [given[key] for key in ("src", "srcset", "data") if key in given]
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.loads.append(given["href"])

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if missing := [
        name
        for name in ("mkdocs", "material", "mkdocstrings", "latex2mathml", "codespell_lib")
        if not find_spec(name)
    ]:
        pytest.fail(f"the documentation cannot be built without {', '.join(missing)}: run make docs")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return folder


@cache
def read(page: Path) -> Links:
    return Links(page)


def pages(site: Path) -> list[Path]:
    return [page for page in sorted(site.rglob("*.html")) if page.name != "404.html"]


def dead_links(page: Path) -> Iterator[str]:
    """Yield the links of a page that lead to no file of the site, or to no place in it."""
    for link in read(page).links:
        parts = urlsplit(link)
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        target = target / "index.html" if target.is_dir() else target
        if parts.scheme:
            continue
        if not target.is_file() or (parts.fragment and unquote(parts.fragment) not in read(target).ids):
            yield f"{page.name}: {link}"


def test_each_link_leads_somewhere(site: Path):
    assert len(pages(site)) > 25
    assert [link for page in pages(site) for link in dead_links(page)] == []


def test_a_link_to_no_place_is_found(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text('<h1 id="here">A</h1><a href="#here">b</a><a href="#there">c</a><a href="none.html">d</a>')
    assert list(dead_links(page)) == ["page.html: #there", "page.html: none.html"]


def test_nothing_is_loaded_from_elsewhere(site: Path):
    loads = [each for page in pages(site) for each in read(page).loads]
    assert len(loads) > 100
    assert [each for each in loads if "//" in each] == []
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"(?:url\(|@import )[\"']?https?:[^)]*", styles) == []


def test_every_key_of_a_lesson_is_there(site: Path):
    document = tomllib.loads((ROOT / "backprop_core/lessons/default.toml").read_text("utf-8"))
    headings = {word.strip() for word in read(site / "reference/lesson-file.html").words}
    keys = [f"{section}.{key}" for section, table in document.items() for key in table]
    assert len(keys) > 25
    assert [key for key in keys if key not in headings] == []


def test_every_command_is_there_with_every_option(site: Path):
    text = "".join(read(site / "reference/command-line.html").words)
    told = run_cli("--help").out
    commands = re.findall(r"^[│ ]{1,2} ?([a-z]+) {2,}", told, re.MULTILINE)
    assert len(commands) > 9
    for command in commands:
        assert f"backprop {command}" in text
        options = re.findall(r"--[a-z]+[a-z-]*", run_cli(command, "--help").out)
        assert [each for each in options if each not in text] == []


def test_every_clip_and_every_public_name_is_there(site: Path):
    clips = "".join(read(site / "reference/clips.html").words)
    assert [name for name in catalogue() if name not in clips] == []
    ids = read(site / "reference/python.html").ids
    assert [name for name in bp.__all__ if not any(each.endswith(f".{name}") for each in ids)] == []


def test_formulas_are_drawn_by_the_browser(site: Path):
    page = (site / "explanation/mathematics.html").read_text("utf-8")
    assert page.count("<math") > 30
    assert "arithmatex" not in page


@pytest.mark.usefixtures("site")
def test_words_are_spelt_rightly(tmp_path: Path):
    spell = [sys.executable, "-m", "codespell_lib"]
    pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs"]
    assert subprocess.run([*spell, *pages], cwd=ROOT, capture_output=True, text=True).stdout == ""
    (tmp_path / "page.md").write_text("wieghts")
    assert subprocess.run([*spell, tmp_path], capture_output=True).returncode != 0
