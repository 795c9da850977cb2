"""Spreads the moves of a beat over the time in which it is said."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.kit.flow.beats import REST

# How long a beat is said before its first move begins, in seconds; the share of its length that is left after its
# last move; the most that a move is slowed down.
_LEAD, _END, _SLOWEST = 0.5, 0.1, 1.4

# By how much a move may be longer than asked for, in seconds: a frame, in preview quality.
_FRAME = 1 / 15


@dataclass(frozen=True)
class Pace:
    """The pace of a beat's moves.

    Parameters
    ----------
    lead
        The seconds before the first move.
    pause
        The seconds between two moves.
    slowdown
        How many times as long as written each move takes.
    """

    lead: float = 0.0
    pause: float = 0.0
    slowdown: float = 1.0

    @classmethod
    def filling(cls, seconds: float, moves: Sequence[float], waits: float, *, lead: float = _LEAD) -> "Pace":
        """Return the pace at which moves fill a beat, so that the last one ends shortly before it does.

        Parameters
        ----------
        seconds
            The beat's length.
        moves
            The moves' lengths as written.
        waits
            The length of all pauses that the beat itself makes.
        lead
            The seconds before the first move, if there is time.

        Examples
        --------
        >>> Pace.filling(10.2, [1.0, 1.0, 1.0], 0.0)
        Pace(lead=0.5, pause=2.14, slowdown=1.4)
        """
        spare = seconds - max(REST, _END * seconds) - waits - sum(moves) - _FRAME * len(moves)
        if not moves or spare <= 0:
            return cls()
        lead = min(lead, spare)
        slowdown = min(_SLOWEST, 1 + (spare - lead) / sum(moves))
        left = spare - lead - (slowdown - 1) * sum(moves)
        return cls(lead, round(left / (len(moves) - 1), 3) if len(moves) > 1 else 0.0, slowdown)
