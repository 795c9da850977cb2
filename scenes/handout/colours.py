"""The colours of a handout, which its caller chooses: a theme of the kit has all of them."""

from typing import Protocol

from backprop_core.quantities import Name


class Colours(Protocol):
    """Colours as ``#RRGGBB``."""

    @property
    def text(self) -> str:
        """The colour of words and of symbols without a colour of their own."""
        ...

    @property
    def muted(self) -> str:
        """The colour of lines, page numbers and captions."""
        ...

    @property
    def w(self) -> str:
        """The colour of weights, which the chapters' headings are underlined in."""
        ...

    def colour_of(self, name: Name) -> str:
        """Return the colour of a quantity."""
        ...
