"""What the open pages are told, and what the server serves them: the sum of the news."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict

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
    Still,
    Trouble,
)
from scenes.studio.watch.serve.stream import Stream


class State:
    """The present state.

    Parameters
    ----------
    place
        The beat that is looked at, until a page says which.
    """

    def __init__(self, place: Place):
        self.place = place
        self.stream = Stream("")
        self.still: Still | None = None
        self._preview: Preview | None = None
        self._films: Mapping[str, LivePage] = {}
        self._rendered: set[tuple[str, str]] = set()
        self._stills = 0
        self._troubles: dict[str, Trouble] = {}
        self._said: set[tuple[str, str]] = set()
        self._clips = self._done = 0
        self._word, self._ended = "begun", False
        self._changed = asyncio.Condition()

    def begin(self) -> None:
        """Note that something was changed; what was wrong is shown until more is known."""
        self._said.clear()
        self._rendered.clear()
        self.stream.end()
        self._word, self._ended = "begun", False

    def is_new(self, news: News) -> bool:
        """Return whether news is to be said: a clip's trouble may be found by its still and by its film."""
        return not isinstance(news, Trouble) or (news.what, news.text) not in self._said

    def hear(self, news: News) -> None:
        """Note what a process tells."""
        match news:
            case Begun(clips):
                self._clips, self._done, self._troubles = clips, 0, {}
                self._word, self._ended = "rendering", False
                self._rendered.clear()
            case Rendered(_, language, clip):
                self._done += 1
                self._rendered.add((language, clip))
                if self.still and self._is_rendered(self.still.place):
                    self.still = None
            case LivePages(pages):
                self._films = pages
                if self._preview and self._is_rendered(self._preview.place):
                    self._preview = None
            case Still(place) if not self._is_rendered(place):
                self.still, self._stills = news, self._stills + 1
            case Preview(place, page) if not self._is_rendered(place):
                self.stream.end()
                self._preview, self.stream = news, Stream(page.version)
            case Piece(data):
                self.stream.add(data)
            case Trouble(what):
                self._troubles[what] = news
                self._said.add((what, news.text))
                self._ended = self._ended or not what
                self._preview = None
            case Ended():
                self._ended = True
                self._preview = None

    def _is_rendered(self, place: Place) -> bool:
        """Whether the film is there, so that what comes before it comes too late."""
        return (place.language, place.clip) in self._rendered

    @property
    def pages(self) -> Mapping[str, LivePage]:
        """The pages by language: those of the films, but the preview's as long as there is one."""
        shown = {self._preview.place.language: self._preview.page} if self._preview else {}
        return {**self._films, **shown}

    @property
    def done(self) -> str:
        """How far it is: ``3/19``."""
        return f"{self._done}/{self._clips}"

    @property
    def still_name(self) -> str:
        """The path of the present still."""
        return f"still/{self._stills}.png"

    async def tell(self) -> None:
        """Let the pages know the present state."""
        async with self._changed:
            self._changed.notify_all()

    async def told(self) -> AsyncIterator[str]:
        """Yield the present state, and again whenever it changes, as JSON."""
        while True:
            async with self._changed:
                yield self._json()
                await self._changed.wait()

    def _json(self) -> str:
        return json.dumps(
            {
                "word": self._word,
                "done": self._done,
                "clips": self._clips,
                "ended": self._ended,
                "troubles": [asdict(each) for each in self._troubles.values()],
                "still": {**asdict(self.still.place), "picture": self.still_name} if self.still else None,
                "pages": {
                    code: {
                        "version": page.version,
                        "explorer": page.explorer_version,
                        "films": dict(page.films),
                        "preview": self._preview is not None and self._preview.place.language == code,
                    }
                    for code, page in self.pages.items()
                },
            }
        )
