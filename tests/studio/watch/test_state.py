"""Which page is served while news come: a preview's from when it begins until its film is there, or cannot be."""

import asyncio

import pytest

from scenes.studio.watch.messages import (
    Begun,
    Ended,
    LivePage,
    LivePages,
    News,
    Piece,
    Place,
    Preview,
    Rendered,
    Trouble,
)
from scenes.studio.watch.serve.state import State

PLACE = Place("en", "Target", "wanted")
RENDERED = Rendered("en/02-Target", "en", "Target")


def page(version: str) -> LivePage:
    return LivePage(html=version, explorer="", version=version, explorer_version="", films={}, files={})


OLD, NEW = (LivePages({"en": page(version), "fr": page(version)}) for version in ("old", "new"))
PREVIEW = Preview(PLACE, page("preview"))


def served(*news: News) -> list[str]:
    """Return the page in English after each of these news, after a save."""
    state, found = State(PLACE), []
    state.hear(OLD)
    state.hear(RENDERED)
    state.begin()
    for each in news:
        state.hear(each)
        found.append(state.pages["en"].html)
        assert state.pages["fr"].html != "preview"
    return found


def test_the_preview_is_served_until_the_film_is_there():
    assert served(OLD, Begun(1), PREVIEW, RENDERED, NEW) == ["old", "old", "preview", "preview", "new"]
    assert served(PREVIEW, OLD, Begun(1), RENDERED, NEW, Ended()) == [*4 * ["preview"], "new", "new"]


def test_a_preview_that_comes_too_late_is_not_served():
    assert served(Begun(1), RENDERED, NEW, PREVIEW) == ["old", "old", "new", "new"]


@pytest.mark.parametrize("end", [Trouble("en/02-Target", "an error"), Ended()])
def test_without_a_new_film_the_old_one_is_served(end: News):
    """Where a later beat has an error, or the save was undone."""
    assert served(Begun(1), PREVIEW, end) == ["old", "preview", "old"]


def test_a_page_gets_each_piece_of_the_preview_whenever_it_comes():
    """Until its last one, or until another one was saved."""

    async def heard() -> list[list[bytes]]:
        state = State(PLACE)
        state.hear(PREVIEW)
        state.hear(Piece(b"1"))
        first = asyncio.create_task(all_of(state))
        await asyncio.sleep(0)
        state.hear(Piece(b"2"))
        second = asyncio.create_task(all_of(state))
        await asyncio.sleep(0)
        state.hear(Piece(b"3"))
        state.begin()
        state.hear(Piece(b"of another one"))
        return [await first, await second]

    async def all_of(state: State) -> list[bytes]:
        return [piece async for piece in state.stream.pieces()]

    assert asyncio.run(heard()) == 2 * [[b"1", b"2", b"3"]]
