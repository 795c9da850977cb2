"""Mathematics in two forms: Typst source for the page, plain text for a screen reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from scenes.numbers.format import MINUS


@dataclass(frozen=True)
class Markup:
    """A piece of mathematics.

    Parameters
    ----------
    typst
        Typst mathematics.
    plain
        The same as plain text, the formula's alternative text in the PDF: ``∂C0/∂w3``.
    """

    typst: str
    plain: str

    def __add__(self, other: "Markup") -> "Markup":
        """Return this piece followed by the other."""
        return Markup(f"{self.typst} {other.typst}", self.plain + other.plain)

    def in_brackets(self) -> "Markup":
        """Return this piece in brackets."""
        return Markup(f"({self.typst})", f"({self.plain})")


def joined(pieces: Iterable[Markup]) -> Markup:
    """Return pieces joined to one.

    >>> joined([Markup("w", "w"), Markup("+ b", " + b")])
    Markup(typst='w + b', plain='w + b')
    """
    first, *others = pieces
    return sum(others, first)


def bracketed_if_negative(markup: Markup) -> Markup:
    """Return a piece, in brackets if it begins with a minus."""
    return markup.in_brackets() if markup.plain.startswith(MINUS) else markup


def negated(markup: Markup) -> Markup:
    """Return a piece with a minus before it; without a space, which would make it the minus of a difference."""
    return Markup(f"-{markup.typst}", f"{MINUS}{markup.plain}")
