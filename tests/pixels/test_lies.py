"""Faults planted between the core and the picture are found in the pixels that ``manim`` draws."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import backprop_core as bp
from scenes.kit.theme import THEMES
from tests.judges.video_frames import misprinted_numbers, number_line_errors
from tests.rigs.number_positions import PlacedNumber, placed_numbers
from tests.rigs.rendered_video import DEFAULT_LESSON, OWN_LESSON, Frame, last_frame

pytestmark = pytest.mark.long

# Source that is run before manim and plants a fault; the ledger and the records may be right or wrong as well.
NUMBERS = "import scenes.kit.text.readout as module\nfrom scenes.kit.text.readout import Readout\n"
LIES = {
    "another number is drawn": NUMBERS
    + """
number_outline = module.number_outline
module.number_outline = lambda text: number_outline(text.replace("4", "5"))
""",
    "a number lags behind": NUMBERS
    + """
show = Readout.show
def stale(self, quantity):
    self.__dict__.setdefault("later", []).append(quantity)
    return show(self, self.later.pop(0) if len(self.later) > 5 else self.later[0])
Readout.show = stale
""",
    "numbers are rounded down": """
from math import floor
from scenes.numbers.language import Language
number = Language.number
def down(self, value, decimals, **options):
    return number(self, floor(value * 10**decimals) / 10**decimals, decimals, **options)
Language.number = down
""",
    "signs are lost": """
from scenes.kit.text.typesetter import Typesetter
printed = Typesetter.printed
Typesetter.printed = lambda self, value, **options: printed(self, abs(value), **options)
""",
    "live numbers are invisible": NUMBERS
    + """
show = Readout.show
Readout.show = lambda self, quantity: show(self, quantity).set_fill(opacity=0)
""",
    "the picture is mirrored": """
from scenes.engine.canvas import Canvas
capture = Canvas.capture_mobjects
def mirrored(self, *args, **options):
    capture(self, *args, **options)
    self.pixel_array[:] = self.pixel_array[:, ::-1].copy()
Canvas.capture_mobjects = mirrored
""",
    "dots are off by a thirtieth of their line": """
from scenes.kit.plot.value_line import ValueLine
point = ValueLine.point
def beside(self, value):
    return point(self, value) + (self.length / 30, 0, 0)
ValueLine.point = beside
""",
    "lines end elsewhere than their numbers say": """
from scenes.kit.text.typesetter import Typesetter
tick = Typesetter.tick
Typesetter.tick = lambda self, value, decimals, **options: tick(self, 2 * value, decimals, **options)
""",
    "a wrong derivative": """
from scenes.numbers.chain import LastLayer
from dataclasses import replace
derivative = LastLayer.derivative.fget
LastLayer.derivative = property(lambda self: replace(derivative(self), value=derivative(self).value * 1.01))
""",
}
# The beats whose last frames are read: the number lines, the lenses beside them, and the table.
SEEN = ("number_lines", "nudge", "shrink_the_nudge")


def complaints(folder: Path, path: Path = OWN_LESSON, before: str = "") -> list[str]:
    """Return the complaints about the last frames of three beats of NudgePropagation, judged by ``OWN_LESSON``."""
    pictures = {
        beat: last_frame(folder / beat, "nudges", "NudgePropagation", lesson=path, until=beat, before=before)
        for beat in SEEN
    }
    found = [
        each
        for beat, picture in pictures.items()
        for each in misprinted_numbers(picture, expected_numbers()[beat], "en")
    ]
    return [*found, *off_the_lines(pictures[SEEN[0]])]


def off_the_lines(picture: Frame) -> Iterator[str]:
    try:
        yield from number_line_errors(picture, THEMES["dark"], bp.load_lesson(OWN_LESSON))
    except AssertionError as error:
        yield str(error)


@cache
def expected_numbers() -> dict[str, list[PlacedNumber]]:
    return placed_numbers("NudgePropagation", bp.load_lesson(OWN_LESSON))


def test_without_a_fault_there_is_no_complaint(tmp_path: Path):
    assert complaints(tmp_path) == []


@pytest.mark.parametrize("lie", LIES)
def test_a_planted_fault_is_noticed(lie: str, tmp_path: Path):
    assert complaints(tmp_path, before=LIES[lie])


def test_another_lesson_is_noticed(tmp_path: Path):
    assert complaints(tmp_path, DEFAULT_LESSON)
