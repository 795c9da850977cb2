"""A page with the explorer's scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.rigs.explorer_scripts import open_scripts


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield open_scripts(page)
    page.close()
