"""A fault in the core is noticed wherever a clip shows its effect.

Each mutant changes one place in the core: a derivative off by one part in a thousand, a sign flipped, the cost
halved, j and k swapped, the wrong layer. If it changes a number that a clip shows, the judge of numbers must
complain. The short run tries some mutants in some clips; the long run tries all, and reports how many die.
"""

from collections.abc import Callable

import pytest

from tests.rigs.mutant import Mutant
from tests.rigs.mutant_runs import all_lessons, run_mutant
from tests.rigs.number_faults import CORE, KIT, LESSONS
from tests.rigs.rehearsal import clips

Record = Callable[[str, object], None]

# Some mutants, each with clips that show it and are quickly played.
FEW = {
    "backward.Gradient.of: the sign flipped": ("LayeredChainRule",),
    "costs._squares: the cost halved": ("LastTwoNeurons",),
}


@pytest.mark.parametrize("mutant", [mutant for mutant in CORE if str(mutant) in FEW], ids=str)
def test_some_faults_are_noticed(mutant: Mutant, record_property: Record):
    assert_dies(mutant, FEW[str(mutant)], record_property)


@pytest.mark.long
@pytest.mark.parametrize("mutant", CORE, ids=str)
def test_every_fault_is_noticed_wherever_it_shows(mutant: Mutant, record_property: Record):
    assert_dies(mutant, [clip.__name__ for clip in clips()], record_property)


def assert_dies(mutant: Mutant, names: list[str] | tuple[str, ...], record_property: Record) -> None:
    lessons = next(lessons for word, lessons in LESSONS.items() if word in str(mutant))
    played = [clip for clip in clips() if clip.__name__ in names]
    squares = [(clip, name) for clip in played for name in lessons if clip.shows(all_lessons()[name])]
    outcomes = [run_mutant(mutant, clip, name) for clip, name in squares]
    shown = [each for each in outcomes if each.numbers]
    survived = [f"{each.clip} with {each.lesson}" for each in shown if each.survived]
    fate = {
        "shown": len(shown),
        "noticed": len(shown) - len(survived),
        "printed": sum(each.prints for each in shown),
        "drawn only": sum(each.pictures and not each.numbers for each in outcomes),
        "not played": sum(not each.played for each in outcomes),
    }
    record_property("mutant", fate)
    assert not survived, f"{mutant} is shown by {', '.join(survived)}, and nobody notices"
    assert shown, f"{mutant} changes no number of any clip: nothing was tried"


def test_the_few_are_mutants():
    assert set(FEW) <= set(map(str, CORE))
    assert len(set(map(str, CORE))) == len(CORE)


@pytest.mark.parametrize("mutant", [*CORE, *(fault for faults in KIT.values() for fault in faults)], ids=str)
def test_each_fault_can_be_put_in(mutant: Mutant):
    """What it changes still stands where it says, though only the long run tries them all."""
    with mutant.applied():
        pass
