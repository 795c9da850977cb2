"""How much lenses magnify changes that are too small to see, for all of them to fit, and the sign that says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from manim import DOWN, PI, RIGHT, Circle, Line, VGroup

from scenes.kit.plot.value_line import DOT_RADIUS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, SMALL
from scenes.numbers.scales import Unit, times_power


@dataclass(frozen=True)
class Magnification:
    """How much lenses of one width magnify their changes for all of them to fit and be visible.

    Parameters
    ----------
    unit
        How long a change of 1 is drawn, common to all lenses.
    powers
        For each change, the factor by which its own lens magnifies it further: 1, or a power of ten where the change
        would otherwise be shorter than its dot.
    origin
        Where every change starts, in frame units from the left end of the room.
    """

    unit: Unit
    powers: tuple[int, ...]
    origin: float

    @classmethod
    def of(cls, changes: Sequence[float], room: float, shortest: float = 2 * DOT_RADIUS) -> "Magnification":
        """Choose the magnification for ``changes`` in a lens with ``room`` frame units.

        The longest change takes the whole room if all changes have one direction, and less if not. A change of zero
        has no length at any magnification.

        >>> Magnification.of([0.01, -0.0001], room=4.0).powers
        (1, 10)
        """
        unit = Unit.of(room, max(map(abs, changes)) or 1.0)
        while True:
            powers = tuple(_power(change, unit, shortest) for change in changes)
            reached = [unit.times(power).length(change) for change, power in zip(changes, powers, strict=True)]
            left, right = max(0.0, -min(reached)), max(0.0, max(reached))
            if left + right <= room * (1 + 1e-9):
                spare = room - left - right
                return cls(unit, powers, left + spare / 2)
            unit = replace(unit, share=unit.share * max(0.9, room / (left + right)))


def _power(change: float, unit: Unit, shortest: float) -> int:
    """Return the smallest power of ten that makes a change visible; 1 for a change of zero."""
    power = 1
    while change and abs(unit.times(power).length(change)) < shortest:
        power *= 10
    return power


def power_sign(typesetter: Typesetter, power: int) -> VGroup:
    """Return the sign that something is magnified ``power`` times as much; empty if it is not.

    It begins at x = 0, and its baseline is at y = 0.
    """
    if power == 1:
        return VGroup()
    times = typesetter.formula(times_power(power), size=SMALL)
    glass = Circle(0.1, stroke_width=MEDIUM)
    grip = Line(
        glass.point_at_angle(-PI / 4), glass.point_at_angle(-PI / 4) + 0.12 * (RIGHT + DOWN), stroke_width=MEDIUM
    )
    sign = VGroup(VGroup(glass, grip), times).arrange(RIGHT, buff=0.1).set_color(typesetter.theme.text)
    return sign.shift((-sign.get_left()[0], -times.baseline, 0))
