"""The record of every number and sentence that a clip shows, for tests and for the clip's data file."""

from dataclasses import dataclass, field

from backprop_core.quantities import Quantity


@dataclass(frozen=True)
class ShownNumber:
    """A number that was shown: the beat, the quantity with its exact value, and the printed text."""

    beat: str
    quantity: Quantity
    text: str


@dataclass
class Ledger:
    """All numbers and sentences that a clip has shown so far, in order.

    Parameters
    ----------
    beat
        The name of the beat that is being played.
    entries
        The numbers.
    sentences
        Each sentence in the lesson's language, by the English one; ``{names}`` are not filled in.
    """

    beat: str = ""
    entries: list[ShownNumber] = field(default_factory=list)
    sentences: dict[str, str] = field(default_factory=dict)

    def note(self, quantity: Quantity, text: str) -> None:
        """Record that ``quantity`` was printed as ``text``."""
        self.entries.append(ShownNumber(self.beat, quantity, text))

    def __deepcopy__(self, memo: dict[int, object]) -> "Ledger":
        """Return this ledger: manim copies what it animates, but a clip has only one record."""
        return self
