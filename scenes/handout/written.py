"""Mathematics as Typst sets it and as plain text says it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Written:
    """A piece of mathematics.

    Parameters
    ----------
    typst
        Typst mathematics.
    plain
        The same for who listens: ``∂C0/∂w3``. It is the formula's alternative text.
    """

    typst: str
    plain: str

    def __add__(self, other: "Written") -> "Written":
        """Return both, one after the other."""
        return Written(f"{self.typst} {other.typst}", self.plain + other.plain)

    def in_brackets(self) -> "Written":
        """Return it in brackets."""
        return Written(f"({self.typst})", f"({self.plain})")


def joined(pieces: Iterable[Written]) -> Written:
    """Return all pieces as one.

    >>> joined([Written("w", "w"), Written("+ b", " + b")])
    Written(typst='w + b', plain='w + b')
    """
    first, *others = pieces
    return sum(others, first)
