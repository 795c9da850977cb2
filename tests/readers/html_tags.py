"""Parses an HTML page into its elements, with the text of some."""

from html.parser import HTMLParser


class Tags(HTMLParser):
    """The elements of a page with their attributes, and the text of some."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.texts: dict[str, str] = {}
        self._within = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self._within = "data" if ("id", "data") in attrs else tag

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        self.texts[self._within] = self.texts.get(self._within, "") + data
