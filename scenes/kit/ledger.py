"""A record of every number that reached the screen, for tests and for a clip's data file."""

from dataclasses import dataclass, field

from backprop_core.symbols import Quantity


@dataclass(frozen=True)
class Entry:
    """One number as it was shown: the beat, the quantity with its exact value, and what was printed."""

    beat: str
    quantity: Quantity
    text: str


@dataclass
class Ledger:
    """What a clip showed so far, in order; ``beat`` is the running beat's name."""

    beat: str = ""
    entries: list[Entry] = field(default_factory=list)

    def note(self, quantity: Quantity, text: str) -> None:
        """Record that ``quantity`` was printed as ``text``."""
        self.entries.append(Entry(self.beat, quantity, text))

    def __deepcopy__(self, memo: dict[int, object]) -> "Ledger":
        """Return this ledger: manim copies what it animates, but there is one record of what was shown."""
        return self
