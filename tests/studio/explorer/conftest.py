"""Fixtures: a page with the explorer's scripts, and the whole explorer of the default lesson."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import backprop_core as bp
from scenes.studio.publish.explorer_page import render_explorer
from tests.rigs.explorer_scripts import open_scripts


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield open_scripts(page)
    page.close()


@pytest.fixture(scope="session")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "explore.html"
    path.write_text(render_explorer(bp.default_lesson()), "utf-8")
    return path
