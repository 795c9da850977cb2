"""Change bars have the length and direction of the judge's change."""

import pytest

from scenes.figures.derivatives.change_bar import ChangeBar
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import THEMES
from scenes.numbers.chain import LastLayer
from scenes.numbers.language import Language
from tests.judges.numbers import true_value
from tests.rigs.rehearsal import lessons


@pytest.mark.parametrize("part", range(4), ids=["w", "z", "a", "C"])
@pytest.mark.parametrize("name", lessons())
def test_a_change_bar_has_the_length_of_its_change(name: str, part: int):
    lesson = lessons()[name]
    typesetter = Typesetter(THEMES["dark"], Language("en"), lesson.decimals)
    change = LastLayer(lesson.chain).changes(lesson.chain.nudge)[part]
    units = 2.0 / abs(lesson.chain.nudge)
    room = {"left": 0.0, "y": 0.0, "length": 2.0, "origin": 0.0 if change.value > 0 else 2.0}
    bar = ChangeBar(typesetter, change, units=units, **room, decimals=4)
    expected = units * true_value(change, lesson, "chain").value
    start, end = bar.bar.get_start_and_end()
    assert end[0] - start[0] == pytest.approx(expected, rel=1e-6, abs=1e-9)
    assert bar.dot.get_center()[0] - bar.ring.get_center()[0] == pytest.approx(expected, rel=1e-6, abs=1e-9)
