"""Mathematics as Typst sets it and as plain text says it."""

from collections.abc import Iterable
from dataclasses import dataclass

from scenes.numbers.format import MINUS


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


def guarded(written: Written) -> Written:
    """Return what was written in brackets, if it begins with a minus."""
    return written.in_brackets() if written.plain.startswith(MINUS) else written


def opposite(written: Written) -> Written:
    """Return what was written with a minus before it; a space would make that one of a difference."""
    return Written(f"-{written.typst}", f"{MINUS}{written.plain}")
