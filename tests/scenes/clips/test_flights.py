"""While a clip moves, no two of its texts overlap for longer than a blink; the judge of this finds planted faults."""

from itertools import product
from typing import Any

import pytest
from manim import DOWN, RIGHT, UP, FadeIn, FadeOut, ReplacementTransform

from scenes.kit.clip import Clip
from scenes.kit.flow.beats import beat
from scenes.kit.motion.animations import fly, one_by_one
from tests.judges.flights import FlightJudge
from tests.rigs.rehearsal import clips, lesson, rehearse

FRAMES = 15

# The clip of the short run, with its lesson; all others, with all looks, in the long run.
SHORT = {("LastTwoNeurons", "default")}
LOOKS: dict[str, dict[str, Any]] = {
    "default": {},
    "relu": {},
    "deep": {},
    "wide": {},
    "classifier": {},
    "default-fr-light": {"language": "fr", "theme": "light"},
}


def complaints(clip: type[Clip], name: str, **look: Any) -> list[str]:
    judge = FlightJudge(FRAMES)
    rehearse(clip, lesson(name, **look), frames=FRAMES, look=judge.observe)
    return judge.complaints


def board() -> list[Any]:
    return [
        pytest.param(clip, look, marks=[] if (clip.__name__, look) in SHORT else [pytest.mark.long])
        for clip, look in product(clips(), LOOKS)
        if clip.shows(lesson(look.split("-")[0]))
    ]


@pytest.mark.parametrize(("clip", "name"), board())
def test_no_text_runs_into_another(clip: type[Clip], name: str):
    found = complaints(clip, name.split("-")[0], **LOOKS[name])
    if found:
        pytest.fail("\n".join(found), pytrace=False)


SAID = "What moves here ought to mind its way."


class Moving(Clip):
    """Flights past an obstacle: two as they should be, and one fault in each other beat."""

    headline = "Flights"
    reads = "chain"

    def setup(self) -> None:
        super().setup()
        self.source, self.wall, self.goal = (self.typesetter.plain("Text").shift(2 * x * RIGHT) for x in (-1, 0, 1))

    @beat(SAID)
    def around(self) -> None:
        self.add(self.source, self.wall)
        self.play(fly(self.source, self.goal))

    @beat(SAID)
    def out_then_in(self) -> None:
        self.play(one_by_one(FadeOut(self.goal), FadeIn(self.typesetter.plain("Next").move_to(self.goal))))

    @beat(SAID)
    def ghost(self) -> None:
        self.play(self.source.copy().animate.shift(2 * UP))

    @beat(SAID)
    def through(self) -> None:
        self.play(ReplacementTransform(self.source, self.source.copy().shift(4.2 * RIGHT + DOWN * 0.1)))

    @beat(SAID)
    def at_once(self) -> None:
        self.play(FadeOut(self.wall), FadeIn(self.typesetter.plain("Wall").move_to(self.wall)))


def test_judge_finds_planted_faults():
    assert [found.split(",")[0] for found in complaints(Moving, "default")] == ["ghost", "through", "at_once"]
