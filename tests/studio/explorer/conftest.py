"""Fixtures: a page with the explorer's scripts, and the whole explorers of the default lesson and of a classifier."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import backprop_core as bp
from scenes.studio.publish.explorer_page import render_explorer
from tests.rigs.explorer_scripts import open_scripts
from tests.rigs.rehearsal import ROOT

CLASSIFIER = ROOT / "backprop_core" / "lessons" / "classifier.toml"


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield open_scripts(page)
    page.close()


@pytest.fixture(scope="session")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(bp.default_lesson(), tmp_path_factory)


@pytest.fixture(scope="session")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(bp.load_lesson(CLASSIFIER), tmp_path_factory)


def written(lesson: bp.Lesson, folders: pytest.TempPathFactory) -> Path:
    path = folders.mktemp("explorer") / "explore.html"
    path.write_text(render_explorer(lesson), "utf-8")
    return path
