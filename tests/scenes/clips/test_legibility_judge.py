"""The checks of legibility and colours find each planted fault, and nothing else."""

from collections.abc import Callable

import pytest
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, FadeOut, Line, Mobject, Square

from scenes.kit.clip import Clip
from scenes.kit.flow.beats import beat
from scenes.kit.theme import SAFE_TOP
from tests.judges.colours import COLOUR_CHECKS
from tests.judges.legibility import LEGIBILITY_CHECKS, empty_screen
from tests.judges.narration import typographic_faults
from tests.rigs.rehearsal import Rehearsal, lesson, rehearse

SAID = "What is seen here ought not to be seen."


class Faulty(Clip):
    """A clip with one fault in each beat."""

    headline = "Faults"
    reads = "chain"

    @beat(SAID)
    def fine(self) -> None:
        self.play(FadeIn(self.typesetter.plain("What can be read"), Line(DOWN, DOWN + RIGHT)), run_time=0.5)

    @beat(SAID)
    def safe_area(self) -> None:
        self.instead(self.typesetter.plain("Too high").move_to((0, SAFE_TOP, 0)))

    @beat(SAID)
    def empty_screen(self) -> None:
        self.play(FadeOut(*self.mobjects), run_time=0.5)

    @beat(SAID)
    def overlaps(self) -> None:
        self.instead(self.typesetter.plain("One"), self.typesetter.plain("other").shift(0.1 * UP))

    @beat(SAID)
    def type_size(self) -> None:
        self.instead(self.typesetter.plain("Tiny", size=0.5).scale(0.5))

    @beat(SAID)
    def crossed_texts(self) -> None:
        word = self.typesetter.plain("Struck")
        self.instead(word, Line(word.get_center() + 3 * LEFT, word.get_center() + 3 * RIGHT))

    @beat(SAID)
    def contrast(self) -> None:
        word = self.typesetter.plain("Hidden")
        self.instead(Square(3, fill_color="#8A8A8A", fill_opacity=1, stroke_width=0).move_to(word), word)

    @beat(SAID)
    def hues(self) -> None:
        self.instead(Line(color="#6CA8FF"))

    @beat(SAID)
    def now(self) -> None:
        self.instead(Line(color=self.typesetter.theme.highlight))

    @beat(SAID)
    def amber(self) -> None:
        self.wait()

    def instead(self, *mobjects: Mobject) -> None:
        self.clear()
        self.add(*mobjects)
        self.wait()


@pytest.fixture(scope="module")
def rehearsal() -> Rehearsal:
    return rehearse(Faulty, lesson())


@pytest.mark.parametrize("check", [*LEGIBILITY_CHECKS, *COLOUR_CHECKS])
def test_each_fault_is_seen(rehearsal: Rehearsal, check: Callable):
    assert {complaint.split(",")[0] for complaint in check(rehearsal)} == {check.__name__}


def test_an_empty_screen_while_things_move():
    rehearsal = Rehearsal(rehearse(Faulty, lesson()).clip, empty_times=[0.0, 0.2, 0.4, 2.0, 2.2, 2.4, 2.6])
    assert list(empty_screen(rehearsal)) == ["2.6 s: the screen has been empty for 0.6 s"]


TYPOGRAPHY = {
    "en": (["what ?", "“word”…  ", "it's", "1,5", "so..."], "What? Here, the error “is” 1.5: that’s little…"),
    "es": (
        ["Qué?", "¿Qué ?", "Ya!", "« palabra»", "l'error", "1.5", "dos  palabras", "ya ,", "fin..."],
        "¿Qué? ¿Aquí? El error «vale» 1,5: ¡es poco!…",
    ),
    "fr": (
        ["quoi ?", "« mot»", "l'erreur", "1.5", "deux  mots", "et ,", "fin..."],
        "Quoi\u00a0? Ici, l’erreur «\u00a0vaut\u00a0» 1,5\u202f: c’est peu…",
    ),
    "pt": (
        ["quê ?", "«palavra»", "d'água", "1.5", "duas  palavras", "e ,", "fim..."],
        "O quê? Aqui, o erro “vale” 1,5: é pouco…",
    ),
}


@pytest.mark.parametrize("code", TYPOGRAPHY)
def test_faults_of_typography(code: str):
    wrong, right = TYPOGRAPHY[code]
    assert [text for text in wrong if not typographic_faults(text, code)] == []
    assert typographic_faults(right, code) == []
