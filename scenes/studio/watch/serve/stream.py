"""The pieces of a preview, for pages that play it while it is drawn."""

import asyncio
from collections.abc import AsyncIterator


class Stream:
    """A file that grows.

    Parameters
    ----------
    name
        What it is called in its address.
    """

    def __init__(self, name: str):
        self.name = name
        self._pieces: list[bytes] = []
        self._ended = False
        self._grown = asyncio.Event()

    def add(self, piece: bytes) -> None:
        """Add a piece; an empty one is its end."""
        if not piece:
            self.end()
        elif not self._ended:
            self._pieces.append(piece)
            self._wake()

    def end(self) -> None:
        """Say that no piece follows."""
        self._ended = True
        self._wake()

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield all pieces, from the first one to the last."""
        sent = 0
        while True:
            grown = self._grown
            for piece in self._pieces[sent:]:
                yield piece
                sent += 1
            if self._ended and sent == len(self._pieces):
                return
            if sent == len(self._pieces):
                await grown.wait()

    def _wake(self) -> None:
        """Wake all that wait for the next piece."""
        self._grown.set()
        self._grown = asyncio.Event()
