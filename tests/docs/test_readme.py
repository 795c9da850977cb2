"""The README is short, and what the pages link to is there."""

import doctest
from pathlib import Path
from types import ModuleType

import pytest

from tests.rigs.rehearsal import ROOT
from tooling.manual import blocks, default_comments, docstrings, links
from tooling.manual.links import targets

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def dead_links(page: Path) -> list[str]:
    """Return the links of a page that lead to no file."""
    inner = [target.partition("#")[0] for target in targets(page.read_text("utf-8")) if "://" not in target]
    return [each for each in inner if not (page.parent / each).exists()]


def test_the_readme_is_read_at_a_glance():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page: Path):
    assert dead_links(page) == []


def test_the_readme_leads_to_the_pages():
    linked = set(targets((ROOT / "README.md").read_text("utf-8")))
    assert len([each for each in linked if each.startswith("docs/")]) > 15


def test_a_dead_link_is_found(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text('[a](page.md) [b](none.md#top) <img src="none.png"> `[c](code.md)`\n\n```sh\n[d](e)\n```\n')
    assert dead_links(page) == ["none.md", "none.png"]


@pytest.mark.parametrize("module", [blocks, links, default_comments, docstrings], ids=lambda module: module.__name__)
def test_examples_of_what_makes_the_pages(module: ModuleType):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
