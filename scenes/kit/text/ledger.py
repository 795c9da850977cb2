"""A record of every number and sentence that reached the screen, for tests and for a clip's data file."""

from dataclasses import dataclass, field

from backprop_core.quantities import Quantity


@dataclass(frozen=True)
class ShownNumber:
    """One number as it was shown: the beat, the quantity with its exact value, and what was printed."""

    beat: str
    quantity: Quantity
    text: str


@dataclass
class Ledger:
    """What a clip showed so far, in order.

    Parameters
    ----------
    beat
        The running beat's name.
    entries
        The numbers.
    sentences
        The words, by their English: what each is in the lesson's language, ``{names}`` not filled in.
    """

    beat: str = ""
    entries: list[ShownNumber] = field(default_factory=list)
    sentences: dict[str, str] = field(default_factory=dict)

    def note(self, quantity: Quantity, text: str) -> None:
        """Record that ``quantity`` was printed as ``text``."""
        self.entries.append(ShownNumber(self.beat, quantity, text))

    def __deepcopy__(self, memo: dict[int, object]) -> "Ledger":
        """Return this ledger: manim copies what it animates, but there is one record of what was shown."""
        return self
