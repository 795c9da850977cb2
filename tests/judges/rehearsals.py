"""All checks of a rehearsed clip: beats, numbers and value lines, narration, legibility and colours."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import backprop_core as bp
from scenes.kit.text.ledger import ShownNumber
from tests.judges.colours import COLOUR_CHECKS
from tests.judges.legibility import LEGIBILITY_CHECKS
from tests.judges.narration import NARRATION_CHECKS
from tests.judges.numbers import print_error, true_value, unexplained_values
from tests.rigs.rehearsal import Rehearsal


def silence(rehearsal: Rehearsal) -> Iterator[str]:
    yield from (f"manim warned: {message}" for message in rehearsal.warnings)


def beats_in_order(rehearsal: Rehearsal) -> Iterator[str]:
    clip = rehearsal.clip
    written = sorted(clip.beats(), key=lambda beat: beat.play.__code__.co_firstlineno)
    played = [beat.name for beat in clip.played]
    if not written or played != [beat.name for beat in written]:
        yield f"the beats were {played}, not as they are written: {[beat.name for beat in written]}"
    for before, after in pairwise(clip.played):
        if before.end != after.start:
            yield f"{after.name} begins at {after.start:.2f} s, but {before.name} ends at {before.end:.2f} s"


def numbers(rehearsal: Rehearsal) -> Iterator[str]:
    clip = rehearsal.clip
    for entry in dict.fromkeys(clip.typesetter.ledger.entries):
        complaints = [complaint(entry, clip.lesson, part) for part in clip.reads.split()]
        if all(complaints):
            causes = ", ".join(map(str, entry.quantity.given)) or "nothing"
            yield f"{entry.beat}: {entry.quantity.symbol.plain} given {causes}: {complaints}"


def homes(rehearsal: Rehearsal) -> Iterator[str]:
    yield from unexplained_values(
        (entry.quantity for entry in rehearsal.clip.typesetter.ledger.entries), rehearsal.clip.lesson
    )


def complaint(entry: ShownNumber, lesson: bp.Lesson, part: str) -> str | None:
    """Return what is wrong with a number of a part of the lesson; None if it is right."""
    try:
        return print_error(entry.text, true_value(entry.quantity, lesson, part), lesson.language)
    except (AssertionError, KeyError, ZeroDivisionError) as error:
        return f"nobody can judge it: {error!r}"


def dots(rehearsal: Rehearsal) -> Iterator[str]:
    """On every frame, the dot of a value line is at its value, between the line's ends."""
    for each in rehearsal.pointed:
        low, high, value = each.scale.low, each.scale.high, each.quantity.value
        if abs(each.share - (value - low) / (high - low)) > 1e-9:
            yield f"{each.beat}: the dot for {each.quantity} is {each.share:.3f} along from {low} to {high}"
        if not -1e-3 < each.share < 1 + 1e-3:
            yield f"{each.beat}: {each.quantity} has no room between {low} and {high}"


CHECKS: list[Callable[[Rehearsal], Iterator[str]]] = [
    silence,
    beats_in_order,
    numbers,
    homes,
    dots,
    *NARRATION_CHECKS,
    *LEGIBILITY_CHECKS,
    *COLOUR_CHECKS,
]
